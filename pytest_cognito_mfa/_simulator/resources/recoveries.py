"""Point-in-time recoveries of a pool: when one may begin, and what it does (botocore InitiatePointInTimeRecovery).

1. It goes back 15 minutes at least, at most a day with the Essentials plan or 14 days with Plus, and not to before the
   pool was created.
2. A pool has one at a time.  One that nobody starts or cancels expires after 24 hours.
3. None begins while users are imported.
4. It brings back the users and groups of that moment (`earlier_states.py`).  Operations that write are not paused until
   then: how AWS refuses them is unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._simulator import earlier_states, rejections
from pytest_cognito_mfa._simulator.resources import import_jobs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool, Record

TITLE: Final = "Point-in-time recovery"
OPEN: Final = ("PREVIEW_GENERATING", "PREVIEW_GENERATED")

_DAY = 86400
_EARLIEST = {"ESSENTIALS": _DAY, "PLUS": 14 * _DAY}
_LATEST = 900
_THEN = "Then"
"""The member that has the users and groups of that moment; no answer shows it."""


def prepare(service: Service, pool: Pool, recovery: Record, request: Mapping[str, Any]) -> None:
    """Complete a new recovery."""
    try:
        moment = float(request["RestoreTimestamp"])  # the framework lets a text through
    except ValueError:
        raise rejections.NOT_ALLOWED(because="the time is not seconds since the epoch") from None
    if not _LATEST <= service.now - moment <= _EARLIEST[pool.configuration.tier] or moment < int(pool.created):
        raise rejections.NOT_ALLOWED(because="the time is not within the recovery period of the pool and its plan")
    for other in pool.resources[TITLE].values():
        go_on(service, pool, other)
        if other["RestoreStatus"] in OPEN:
            raise rejections.TOO_MANY(because="a pool can have one active recovery at a time")
    if import_jobs.running(pool):
        raise rejections.NOT_ALLOWED(because="users are being imported into the pool")
    then = service.earlier.at(pool, moment)
    recovery |= {"RestoreStatus": OPEN[0], "RestoreTimestamp": moment, "TriggerTimestamp": service.date}
    recovery |= {_THEN: then, "RestorePreview": earlier_states.counts(pool, then)}


def go_on(service: Service, pool: Pool, recovery: Record) -> None:
    """Do what AWS does with a recovery in the background."""
    del pool
    if recovery["RestoreStatus"] in OPEN and service.now > recovery["TriggerTimestamp"] + _DAY:
        recovery["RestoreStatus"] = "PREVIEW_EXPIRED"


def move(service: Service, pool: Pool, recovery: Record, operation: str) -> None:
    """Apply a recovery that is started."""
    del service
    if operation == "StartPointInTimeRecovery":
        earlier_states.restore(pool, recovery[_THEN], recovery["RestoreTimestamp"])
