"""Sessions of users: which sign-ins are sessions, how one is shown, and which are thrown out.

Nobody has shown these operations; the rules are botocore's texts of them, and our choices.

1. A session is one sign-in, with all its refreshes.  It is active until its refresh token ends or is revoked.
2. Where a pool does not track sessions, the operations on them are refused.  A sign-in from before the tracking is a
   session too (our choice).
3. A user who has MaxPerUser sessions signs in again: the one that was used least recently is revoked.  A lower
   MaxPerUser acts at the next sign-in.
4. LastActiveDate moves with a refresh.  DeviceType is `unknown`, because no request says it, and there is no location.
5. A sign-in through the API has no SSO session, so RevokeAssociatedSessions has nothing more to revoke.
6. All sessions are on one page, the newest first (the order is our choice).
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._simulator import rejections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_cognito_mfa._simulator.state import Pool, Record
    from pytest_cognito_mfa._simulator.token_claims import Grant

TITLE: Final = "Sessions"
DEFAULT: Final = {"UserSessionTracking": "DISABLED", "TokenSession": {"MaxPerUser": 20}}
DEFAULT_OF_CLIENT: Final = {"SSOSession": {"MaxValidityMinutes": 60}}

_DIGITS = string.digits + string.ascii_lowercase
_LENGTH = 25


def most_per_user(pool: Pool) -> int | None:
    """How many sessions a user may have; None where sessions are not tracked."""
    setting = pool.resources[TITLE].get(pool.id, DEFAULT)
    return int(setting["TokenSession"]["MaxPerUser"]) if setting["UserSessionTracking"] == "ENABLED" else None


def require_tracking(pool: Pool) -> None:
    if most_per_user(pool) is None:
        because = f"pool {pool.settings['Name']} does not track sessions; call SetUserPoolSessionConfiguration"
        raise rejections.NOT_ENABLED(because=because)


def active(grants: Sequence[Grant], now: float) -> list[Grant]:
    """The sign-ins that are sessions, the newest first."""
    current = (each for each in reversed(grants) if not each.revoked and now < each.refresh_expires)
    found = {each.origin: each for each in current}  # of tokens that were derived of others, the sign-in itself
    return sorted(found.values(), key=lambda grant: -grant.auth_time)


def make_room(grants: Sequence[Grant], most: int, now: float) -> None:
    """Revoke what a new sign-in throws out."""
    for grant in sorted(active(grants, now), key=lambda each: -each.last_active)[most - 1 :]:
        grant.revoked = True


def session_id(grant: Grant) -> str:
    """The id of a session: the number that origin_jti is, in the digits of a session id."""
    number, text = int(grant.origin.replace("-", ""), 16), ""
    for _ in range(_LENGTH):
        number, digit = divmod(number, len(_DIGITS))
        text = _DIGITS[digit] + text
    return f"tkn{text}"


def find(grants: Sequence[Grant], wanted: str, now: float) -> Grant:
    """The user's active session of that id; AWS's refusal if there is none."""
    for grant in active(grants, now):
        if session_id(grant) == wanted:
            return grant
    raise rejections.NO_RESOURCE(because="the user has no active session of that SessionId")


def described(grant: Grant, current: Grant | None) -> Record:
    """SessionDescriptionType; `current` is the session that the call belongs to."""
    shown: dict[str, Any] = {
        "SessionId": session_id(grant),
        "SessionType": "TOKEN",
        "ClientId": grant.client.id,
        "CreateDate": grant.auth_time,
        "LastActiveDate": grant.last_active,
        "DeviceType": "unknown",
        "LastIPAddress": grant.source_ip,
        "IsCurrentSession": grant is current,
    }
    return shown
