"""Import jobs: a CSV file is put to the pre-signed URL, and its rows become users."""

import asyncio
import json
import sys
import urllib.request

import aiohttp
import httpx
import pytest
import requests
from one_test import for_each
from sign_in_steps import needs_operation, refusal_of

from pytest_cognito_mfa import simulate
from pytest_cognito_mfa._redaction.redactor import Redactor
from pytest_cognito_mfa.errors import CassetteMiss, NotSimulated

ROLE = "arn:aws:iam::123456789012:role/logs"
SIGNED = {"x-amz-server-side-encryption": "aws:kms"}
GOOD = {
    "cognito:username": "grace",
    "cognito:mfa_enabled": "false",
    "email": "grace@example.com",
    "email_verified": "TRUE",
}


@pytest.fixture
def pool(cognito):
    return {"UserPoolId": cognito.user_pool_id}


class Job:
    """A job, and what is done with it."""

    def __init__(self, aws, pool, **more):
        self.aws, self.pool = aws, pool
        self.header = aws.get_csv_header(**pool)["CSVHeader"]
        made = aws.create_user_import_job(**pool, JobName="j", CloudWatchLogsRoleArn=ROLE, **more)["UserImportJob"]
        self.url, self.named = made["PreSignedUrl"], {**pool, "JobId": made["JobId"]}

    def row(self, **values):
        given = {**GOOD, **{name.replace("cognito_", "cognito:"): value for name, value in values.items()}}
        return ",".join(given.get(name, "") for name in self.header)

    def put(self, text, headers=SIGNED):
        return requests.put(self.url, data=text if isinstance(text, bytes) else text.encode(), headers=headers)

    def start(self):
        return self.aws.start_user_import_job(**self.named)["UserImportJob"]["Status"]

    def look(self):
        return self.aws.describe_user_import_job(**self.named)["UserImportJob"]

    def run(self, *rows, header=None):
        """The job after its file was imported."""
        self.put("\n".join([header or ",".join(self.header), *rows]))
        assert [self.start(), self.look()["Status"]] == ["Pending", "InProgress"]
        return self.look()


def counts(job):
    return tuple(job[f"{name}Users"] for name in ("Imported", "Skipped", "Failed"))


def test_the_rows_of_a_file_become_users_who_must_reset_their_passwords(aws, cognito, pool):
    aws.add_custom_attributes(**pool, CustomAttributes=[{"Name": "team", "AttributeDataType": "String"}])
    job = Job(aws, pool)
    assert job.header[-3:] == ["custom:team", "cognito:mfa_enabled", "cognito:username"]
    rows = [job.row(name=r" Hopper\, Grace "), job.row(cognito_username="totp"), job.row(cognito_username="ada")]
    done = job.run(*rows, "", header=",".join(job.header))
    assert (done["Status"], counts(done)) == ("Succeeded", (2, 1, 0))
    assert done["CompletionMessage"] == "Import Job Completed Successfully."
    grace = cognito.user("grace")
    assert (grace.status, grace.attributes["name"]) == ("RESET_REQUIRED", "Hopper, Grace")
    assert (grace.attributes["email"], grace.attributes["email_verified"]) == ("grace@example.com", "true")
    request = {"ClientId": cognito.client_id, "AuthFlow": "USER_PASSWORD_AUTH"}
    guess = {"USERNAME": "grace", "PASSWORD": "Secret-1"}
    assert refusal_of(aws.initiate_auth, **request, AuthParameters=guess)[0] in (
        *("PasswordResetRequiredException", "NotAuthorizedException"),
    )
    aws.forgot_password(ClientId=cognito.client_id, Username="grace")
    code = cognito.outbox.last(to="grace").code
    password = {"ConfirmationCode": code, "Password": "Hopper-1906"}
    aws.confirm_forgot_password(ClientId=cognito.client_id, Username="grace", **password)
    assert cognito.sign_in("grace")


def by_urllib(url, body, headers):
    return urllib.request.urlopen(urllib.request.Request(url, body, headers, method="PUT")).status


def by_aiohttp(url, body, headers):
    async def put():
        async with aiohttp.ClientSession() as session, session.put(url, data=body, headers=headers) as reply:
            return reply.status

    return asyncio.run(put())


CLIENTS = {
    "requests": lambda url, body, headers: requests.put(url, data=body, headers=headers).status_code,
    "httpx": lambda url, body, headers: httpx.put(url, content=body, headers=headers).status_code,
    "urllib": by_urllib,
    "aiohttp": by_aiohttp,
}


@for_each("client", CLIENTS)
def test_every_client_puts_the_file(aws, cognito, client):
    job = Job(aws, {"UserPoolId": cognito.user_pool_id})
    text = "\n".join([",".join(job.header), job.row(cognito_username=client)])
    assert CLIENTS[client](job.url, text.encode(), SIGNED) == 200
    assert (job.start(), job.look()["Status"], job.look()["Status"]) == ("Pending", "InProgress", "Succeeded")
    assert cognito.user(client).status == "RESET_REQUIRED"
    assert cognito.calls("users.csv")[-1].answered_by == "simulator"


@pytest.mark.long
def test_the_url_takes_only_what_it_is_signed_for(aws, cognito, pool):
    job = Job(aws, pool)
    wrong = [job.put("a", {}), requests.get(job.url, headers=SIGNED), requests.put(job.url[:-9], headers=SIGNED)]
    assert {(reply.status_code, "SignatureDoesNotMatch" in reply.text) for reply in wrong} == {(403, True)}
    assert cognito.journal[-1].reason.startswith("only a PUT with the header x-amz-server-side-encryption")
    assert job.url not in cognito.transcript
    cognito.clock.advance(minutes=15)
    assert "<Message>Request has expired</Message>" in job.put("a").text


BAD = {
    "empty": "",
    "blank": " \n \n",
    "one column": "email\ngrace@example.com",
    "a column twice": "HEADER,email\n",
    "quoted": '"HEADER"\n',
    "not UTF-8": b"HEADER\n\xff\xfe",
    "nul": "\0" * 100,
}


@pytest.mark.long
@for_each("why", BAD)
def test_a_file_that_is_none_makes_the_job_fail(aws, cognito, why):
    job = Job(aws, {"UserPoolId": cognito.user_pool_id})
    body = BAD[why]
    header = ",".join(job.header)
    job.put(body.replace(b"HEADER", header.encode()) if isinstance(body, bytes) else body.replace("HEADER", header))
    job.start()
    job.look()
    done = job.look()
    assert (done["Status"], counts(done)) == ("Failed", (0, 0, 0))
    assert "grace" not in cognito.pool.users


ROWS = {
    "no username": {"cognito_username": ""},
    "a blank in it": {"cognito_username": "grace hopper"},
    "too long a name": {"cognito_username": "g" * 129},
    "MFA where it is neither": {"cognito_mfa_enabled": ""},
    "nothing verified": {"email_verified": "false"},
    "verified without an address": {"email": ""},
    "no address": {"email": "grace"},
    "no flag": {"phone_number_verified": "maybe"},
    "a wrong number": {"phone_number": "1"},
    "too long a row": {"name": "g" * 2000, "nickname": "g" * 14_000},
    "too many values": {"name": "a,b"},
    "too long": {"birthdate": "1/1/1"},
}


def test_a_row_that_breaks_a_rule_fails_and_the_others_go_on(aws, cognito, pool):
    job = Job(aws, pool)
    wrong = [job.row(**values) for values in ROWS.values()]
    done = job.run(*wrong, job.row(cognito_username="ada"), *["=cmd()", "\0", "\\", ",,,"])
    assert counts(done) == (1, 0, len(ROWS) + 4)
    assert (done["Status"], done["CompletionMessage"]) == (
        "Failed",
        "Too many users have failed or been skipped during the import.",
    )
    assert {"ada", "grace"} & set(cognito.pool.users) == {"ada"}


@pytest.mark.long
def test_what_a_row_needs_depends_on_the_pool(aws, open_pool):
    number = {"phone_number": "+12065550100", "phone_number_verified": "true"}
    sms = {"SmsConfiguration": {"SnsCallerArn": ROLE}, "AutoVerifiedAttributes": ["phone_number"]}
    cognito = open_pool(MfaConfiguration="ON", **sms, Schema=[{"Name": "name", "Required": True}])
    job = Job(aws, {"UserPoolId": cognito.user_pool_id})
    right = {**number, "name": "Grace", "cognito_mfa_enabled": "True"}
    wrong = [{**right, "cognito_mfa_enabled": "false"}, {**right, "name": ""}, {**right, "phone_number_verified": ""}]
    assert counts(job.run(*[job.row(**row) for row in (right, *wrong)])) == (1, 0, 3)
    shown = aws.admin_get_user(UserPoolId=cognito.user_pool_id, Username="grace")
    assert shown["MFAOptions"][0]["DeliveryMedium"] == "SMS"


def test_a_job_is_stopped_expires_or_does_not_start(aws, cognito, pool):
    stopped, late, running = Job(aws, pool), Job(aws, pool), Job(aws, pool)
    stopped.put("a")
    stopped.start()
    job = aws.stop_user_import_job(**stopped.named)["UserImportJob"]
    assert (job["Status"], job["CompletionMessage"]) == ("Stopped", "The Import Job was stopped by the developer.")
    assert "CompletionDate" in job
    for operation in (aws.stop_user_import_job, aws.start_user_import_job):
        assert refusal_of(operation, **stopped.named)[0] == "PreconditionNotMetException"
    running.put("a")
    running.start()
    changes = (aws.update_user_pool, aws.delete_user_pool)
    assert {refusal_of(change, **pool)[0] for change in changes} == {"UserImportInProgressException"}
    running.look()
    assert running.look()["Status"] == "Failed"
    cognito.clock.advance(days=1, minutes=1)
    listed = {job["JobId"]: job for job in aws.list_user_import_jobs(**pool, MaxResults=10)["UserImportJobs"]}
    expired = listed[late.named["JobId"]]
    assert (expired["Status"], expired["CompletionMessage"]) == ("Expired", "The user import job has expired.")
    aws.update_user_pool(**pool, AutoVerifiedAttributes=[])
    fresh = Job(aws, pool)
    fresh.put("a")
    assert refusal_of(fresh.start)[0] == "PreconditionNotMetException"


@pytest.mark.long
def test_a_recording_has_no_signature_and_its_url_takes_a_file_at_replay(aws, tmp_path):
    url = "https://aws-cognito-idp-user-import-pdx.s3.us-west-2.amazonaws.com/1/p/import-1?X-Amz-Signature=0a1b2c3d4e5f"
    named = {"UserPoolId": "us-east-1_Example01", "JobId": "import-1"}
    body = json.dumps({"UserImportJob": {"PreSignedUrl": url}}).encode()
    recorded = Redactor(b"1" * 32).response("DescribeUserImportJob", (), body)[1]
    assert b"0a1b2c3d4e5f" not in recorded
    again = Redactor(b"2" * 32, keep_placeholders=True).response("DescribeUserImportJob", (), recorded)[1]
    assert again == recorded
    target = {"X-Amz-Target": ["AWSCognitoIdentityProviderService.DescribeUserImportJob"]}
    asked = {"method": "POST", "uri": "https://cognito-idp.us-east-1.amazonaws.com/", "headers": target}
    answered = {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": recorded.decode()}}
    path = tmp_path / "job.yaml"
    interaction = {"request": {**asked, "body": json.dumps(named)}, "response": answered}
    path.write_text(json.dumps({"version": 1, "interactions": [interaction]}), "utf-8")
    with simulate(cassette=path) as cognito:
        shown = aws.describe_user_import_job(**named)["UserImportJob"]["PreSignedUrl"]
        assert requests.put(shown, data=b"a", headers=SIGNED).status_code == 200
        with pytest.raises(CassetteMiss), cognito.allow_not_simulated():
            requests.put(url, data=b"a", headers=SIGNED)


WORD = "Hopper-1906"
HASHES = {
    "BCRYPT": "$2b$04$0O0v0FNahbWNRk/q5s4Eyud/EoZOvBYaRhwW5CbSV40bMKfJB4MaK",
    "ARGON2ID": "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$cV3JJZgvTXMOWj1zi5t5WQ",
    "SCRYPT": "$scrypt$ln=4,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA$OYlolHiUlDUlE8BTTUcqT4irX96g5kP759ZUljxmXPo",
    "PBKDF2_SHA256": "$pbkdf2-sha256$9$c2FsdHNhbHRzYWx0c2FsdA$E80PMRksgADwITS9UEosatA/c3iKb4g9QQzr4JRPRCE",
}
"""The same password by each algorithm, with little work."""


@needs_operation("AddUserPoolClientSecret")
@for_each("algorithm", HASHES)
def test_a_user_with_the_hash_of_a_password_signs_in_by_that_password(aws, cognito, algorithm):
    pytest.importorskip(
        {"BCRYPT": "bcrypt", "ARGON2ID": "cryptography.hazmat.primitives.kdf.argon2"}.get(algorithm, "re")
    )
    name = algorithm.lower()
    job = Job(aws, {"UserPoolId": cognito.user_pool_id}, PasswordHashingAlgorithm=algorithm)
    job.header.append("cognito:password_hash")
    good = {"cognito_username": name, "cognito_password_hash": HASHES[algorithm].replace(",", "\\,")}
    rows = [good, {"cognito_username": "bare"}, {"cognito_username": "odd", "cognito_password_hash": "$2b$99$x"}]
    assert counts(job.run(*[job.row(**row) for row in rows])) == (2, 0, 1)
    assert (cognito.user(name).status, cognito.user("bare").status) == ("CONFIRMED", "RESET_REQUIRED")
    aws.admin_delete_user(UserPoolId=cognito.user_pool_id, Username="bare")
    request = {"ClientId": cognito.client_id, "AuthFlow": "USER_PASSWORD_AUTH"}
    wrong = {"USERNAME": name, "PASSWORD": "Hopper-1907"}
    assert refusal_of(aws.initiate_auth, **request, AuthParameters=wrong)[0] == "NotAuthorizedException"
    answer = aws.initiate_auth(**request, AuthParameters={"USERNAME": name, "PASSWORD": WORD})
    assert "AuthenticationResult" in answer
    assert cognito.sign_in(name)


@pytest.mark.long
@needs_operation("AddUserPoolClientSecret")
def test_a_damaged_hash_fits_no_password(aws, cognito, pool):
    damaged = r"$pbkdf2-sha256$9$salts$E80PM"
    job = Job(aws, pool, PasswordHashingAlgorithm="PBKDF2_SHA256")
    job.header.append("cognito:password_hash")
    job.run(job.row(cognito_password_hash=damaged))
    answer = {"USERNAME": "grace", "PASSWORD": WORD}
    request = {"ClientId": cognito.client_id, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": answer}
    assert refusal_of(aws.initiate_auth, **request)[0] == "NotAuthorizedException"


@pytest.mark.long
@needs_operation("AddUserPoolClientSecret")
def test_a_hash_whose_library_is_missing_is_not_simulated(aws, cognito, pool, monkeypatch):
    monkeypatch.setitem(sys.modules, "bcrypt", None)
    job = Job(aws, pool, PasswordHashingAlgorithm="BCRYPT")
    job.header.append("cognito:password_hash")
    job.run(job.row(cognito_password_hash=HASHES["BCRYPT"]))
    request = {"ClientId": cognito.client_id, "AuthFlow": "USER_PASSWORD_AUTH"}
    with pytest.raises(NotSimulated, match="hashes"), cognito.allow_not_simulated():
        aws.initiate_auth(**request, AuthParameters={"USERNAME": "grace", "PASSWORD": WORD})
