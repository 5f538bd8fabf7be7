"""What a pool's plan adds: recovery of an earlier time, replicas, logs of users, and sessions.

1. A recovery goes back 15 minutes at least, and at most a day with the Essentials plan or 14 days with Plus (botocore
   InitiatePointInTimeRecovery).  It can be previewed and cancelled.  It cannot be started, because the simulator keeps
   no earlier state of its users.
2. A replica is made in another region, and is deleted when it is inactive (botocore).  It is shown, not simulated: no
   pool answers in its region.
3. Logs of users' activity need the Plus plan (botocore).
4. A client has a session configuration only while its pool tracks sessions (botocore).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import ACCOUNT
from pytest_cognito_mfa._simulator import rejections, user_sessions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool, Record

REPLICAS: Final = "Replicas"

_REGION = re.compile(r"[a-z]{2,}(?:-[a-z]+)+-[0-9]")
_DAY = 86400
_EARLIEST = {"ESSENTIALS": _DAY, "PLUS": 14 * _DAY}
_LATEST = 900


def prepare_recovery(service: Service, pool: Pool, recovery: Record, request: Mapping[str, Any]) -> None:
    try:
        moment = float(request["RestoreTimestamp"])  # the framework lets a text through
    except ValueError:
        raise rejections.NOT_ALLOWED(because="the time is not seconds since the epoch") from None
    age = service.now - moment
    if not _LATEST <= age <= _EARLIEST[pool.configuration.tier]:
        raise rejections.NOT_ALLOWED(because="the time is not within the recovery period of the pool's plan")
    state = {"RestoreStatus": "PREVIEW_GENERATING", "RestoreTimestamp": moment}
    recovery |= {**state, "TriggerTimestamp": service.date}


def replica(pool: Pool, region: str, **members: str) -> Record:
    """A replica as it is listed; without members it is the pool itself."""
    arn = f"arn:aws:cognito-idp:{region}:{ACCOUNT}:userpool/{pool.id}"
    return {"RegionName": region, "UserPoolArn": arn, "Role": "PRIMARY", "Status": "ACTIVE", **members}


def prepare_replica(service: Service, pool: Pool, record: Record, request: Mapping[str, Any]) -> None:
    del service, request
    if not _REGION.fullmatch(record["RegionName"]):
        raise rejections.NOT_ALLOWED(because="AWS has no region of that name")
    if record["RegionName"] == pool.region:
        raise rejections.NOT_ALLOWED(because="that is the region of the pool itself")
    state = {"Role": "SECONDARY", "Status": record.get("Status", "CREATING")}
    record |= replica(pool, record["RegionName"], **state)


def delete_replica(pool: Pool, record: Record) -> None:
    del pool
    if record["Status"] != "INACTIVE":
        raise rejections.NOT_ALLOWED(because=f"the replica is {record['Status']}, and must be INACTIVE")
    record["Status"] = "DELETING"


def prepare_logs(service: Service, pool: Pool, logs: Record, request: Mapping[str, Any]) -> None:
    del service, request
    sources = {log["EventSource"] for log in logs["LogConfigurations"]}
    if "userAuthEvents" in sources and pool.configuration.tier != "PLUS":
        raise rejections.NOT_IN_TIER()


def prepare_client_sessions(service: Service, pool: Pool, sessions: Record, request: Mapping[str, Any]) -> None:
    del service, sessions, request
    user_sessions.require_tracking(pool)
