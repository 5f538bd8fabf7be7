"""What a pool's plan adds: replicas, logs of users, and sessions.

1. A replica is made in another region, and is deleted when it is inactive (botocore).  It is shown, not simulated: no
   pool answers in its region.
2. Logs of users' activity need the Plus plan, and a kind of event has one configuration (public code).
3. A client has a session configuration only while its pool tracks sessions (botocore).
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
    sources = [log["EventSource"] for log in logs["LogConfigurations"]]
    if twice := sorted({source for source in sources if sources.count(source) > 1}):
        raise rejections.EVENT_SOURCE_TWICE(sources=", ".join(twice))
    if "userAuthEvents" in sources and pool.configuration.tier != "PLUS":
        raise rejections.FEATURE_ABOVE_TIER(tier=pool.configuration.tier, feature="Log Streaming")


def prepare_client_sessions(service: Service, pool: Pool, sessions: Record, request: Mapping[str, Any]) -> None:
    del service, sessions, request
    user_sessions.require_tracking(pool)
