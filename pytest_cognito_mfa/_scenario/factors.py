"""Factors that a user has on and the pool does not offer: a mistake for a persona, a warning for any other user.

AWS keeps such a preference and asks for no such factor: the pool was changed after the user.  A scenario may say so of
its own users.  A persona is named after its factor, so in such a pool it is not what its name says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import EMAIL, FACTORS, SMS, TOTP
from pytest_cognito_mfa._simulator.pools.pool_configuration import offered

if TYPE_CHECKING:
    from collections.abc import Mapping

_ADD: Final = {
    SMS: "SmsConfiguration",
    TOTP: "SoftwareTokenMfaConfiguration: {Enabled: true}",
    EMAIL: "EmailMfaConfiguration",
}


def problems(pool: str, settings: Mapping[str, Any]) -> Mapping[str, str]:
    """By factor that the pool does not offer: why, and what to add to the pool."""
    if settings.get("MfaConfiguration", "OFF") == "OFF":
        why = f"but in pool {pool!r} MfaConfiguration is OFF; set OPTIONAL"
        return dict.fromkeys(FACTORS, why)
    there = offered({**settings.get("SmsMfaConfiguration", {}), **settings}, settings)
    return {each: f"which pool {pool!r} does not offer; add {_ADD[each]}" for each in FACTORS if each not in there}
