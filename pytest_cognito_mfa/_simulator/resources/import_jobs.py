"""Jobs that import users from a CSV file: their life, and the file that is put to their pre-signed URL.

1. The URL takes a file for 15 minutes, with the header that it is signed with (developer guide; CLI's examples).
2. A job starts with a file, if the pool verifies an attribute by itself (aws-amplify/amplify-js#6416; developer guide).
   It is Pending at first and InProgress at the next look; the look after that finds it done (our choice).
3. A job can be stopped until then, and imports nobody (developer guide).
4. A job that nobody starts expires after a day, "24-48 hours" (botocore).
5. While a job runs, its pool cannot be changed or deleted (botocore UserImportInProgressException).
"""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws import s3
from pytest_cognito_mfa._aws.constants import ACCOUNT
from pytest_cognito_mfa._simulator import rejections, user_imports

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._aws.exchange import Call, Reply
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool, Record

TITLE: Final = "Import jobs"
_FILE: Final = "CSV"
"""The member of a job that has its file; no answer shows it."""
_UPLOADS: Final = 899
_DAY: Final = 86_400
_SIGNED = re.compile(r"/(import-[0-9a-zA-Z]+)\?.*\bX-Amz-Signature=([0-9a-f]{64})\b")


def prepare(service: Service, pool: Pool, job: Record, request: Mapping[str, Any]) -> None:
    """Complete a new job (the CLI's example of create-user-import-job)."""
    del request
    place = f"https://aws-cognito-idp-user-import-{pool.region}.s3.{pool.region}.amazonaws.com"
    at = datetime.fromtimestamp(service.now, timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    signed = f"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date={at}&X-Amz-SignedHeaders=host%3B{s3.ENCRYPTION}"
    last = f"X-Amz-Expires={_UPLOADS}&X-Amz-Signature={service.sources.bytes(32).hex()}"
    url = f"{place}/{ACCOUNT}/{pool.id}/{job['JobId']}?{signed}&{last}"
    job |= {"Status": "Created", "PreSignedUrl": url, "ImportedUsers": 0, "SkippedUsers": 0, "FailedUsers": 0}


def upload(service: Service, call: Call) -> Reply:
    """S3's answer to a request to a pre-signed URL; a file is kept for the job."""
    sent, now, request_id = call.parameters, service.now, service.sources.uuid()
    jobs = (job for pool in service.pools.values() for job in pool.resources[TITLE].values())
    job = next((job for job in jobs if _signature(job["PreSignedUrl"]) == _signature(sent["PreSignedUrl"])), None)
    if job is None or sent["Method"] != "PUT" or sent["Encryption"] != "aws:kms":
        words = "The request signature we calculated does not match the signature you provided. Check your key and "
        because = f"only a PUT with the header {s3.ENCRYPTION}: aws:kms to the PreSignedUrl of a job is signed"
        return s3.refusal("SignatureDoesNotMatch", f"{words}signing method.", request_id, now, because=because)
    if now > job["CreationDate"] + _UPLOADS:
        because = "the PreSignedUrl is valid for 15 minutes; create another job"
        return s3.refusal("AccessDenied", "Request has expired", request_id, now, because=because)
    job[_FILE] = sent[_FILE]
    return s3.stored(request_id, now)


def _signature(url: str) -> tuple[str, ...] | None:
    found = _SIGNED.search(url)
    return found and found.groups()


def move(service: Service, pool: Pool, job: Record, operation: str) -> None:
    """Start or stop a job; AWS's refusal if it cannot start."""
    del service
    if operation == "StopUserImportJob":
        job["CompletionMessage"] = "The Import Job was stopped by the developer."
        return
    if _FILE not in job:
        raise rejections.NO_FILE_TO_IMPORT(job=job["JobId"], because="put it to the PreSignedUrl first")
    if not user_imports.verified_by_itself(pool):
        raise rejections.OUT_OF_TURN(because="the pool has no AutoVerifiedAttributes")


def go_on(service: Service, pool: Pool, job: Record) -> None:
    """Do what AWS does with a job in the background."""
    if job["Status"] == "InProgress":
        user_imports.run(service, pool, job, job.pop(_FILE))
    elif job["Status"] == "Pending":
        job["Status"] = "InProgress"
    elif job["Status"] == "Created" and service.now > job["CreationDate"] + _DAY:
        job |= {"Status": "Expired", "CompletionMessage": "The user import job has expired."}
        job["CompletionDate"] = job["CreationDate"] + _DAY


def running(pool: Pool) -> Record | None:
    """A job that imports users now."""
    return next((job for job in pool.resources[TITLE].values() if job["Status"] in ("Pending", "InProgress")), None)


def refuse_change(pool: Pool) -> None:
    """Refuse to change or delete a pool while users are imported into it."""
    if job := running(pool):
        raise rejections.IMPORT_RUNS(because=f"{job['JobId']} is {job['Status']}; DescribeUserImportJob looks at it")
