"""Passkeys: what a pool asks of them, and which of a user's count.

The guide is the developer guide, its page on authentication flow methods.

1. Passkeys are on in a pool that allows WEB_AUTHN as a first factor (botocore WebAuthnNotEnabledException).
2. The relying party is the pool's RelyingPartyId, else its own domain, else its prefix domain (guide).  Passkeys of
   another relying party are of no use (guide): they are listed, and not offered.
3. An origin is https on the relying party's domain or below it, or http on localhost (only emulators say so).
4. The user must be verified where UserVerification is required, and at the sign-in of a user who has passkey MFA on
   (botocore WebAuthnConfigurationType, WebAuthnMfaSettingsType).
5. Passkeys count as both factors if the pool's FactorConfiguration is MULTI_FACTOR_WITH_USER_VERIFICATION and the user
   has passkey MFA on (botocore).
6. A registration must be completed within its timeout of 60 seconds (our reading), by the same app client.  One that is
   refused may be tried again; a new one replaces it (our choice).
7. A user has at most 20 passkeys (guide); the 21st is refused when it is completed (our choice).
8. A challenge is signed once: a sign-in's session is used up.  The counter of signatures is not looked at (our choice).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._simulator.crypto.webauthn import Ceremony
from pytest_cognito_mfa._simulator.mfa.first_factors import WEB_AUTHN
from pytest_cognito_mfa._simulator.pools.pool_configuration import PASSKEYS
from pytest_cognito_mfa._simulator.resources import domains

if TYPE_CHECKING:
    from pytest_cognito_mfa._simulator.mfa.first_factors import PasskeyKind
    from pytest_cognito_mfa._simulator.passkey import Passkey
    from pytest_cognito_mfa._simulator.state import Pool, User

LIMIT: Final = 20
REGISTRATION_LIFE: Final = 60
"""Seconds."""


def are_on(pool: Pool) -> bool:
    return WEB_AUTHN in pool.configuration.first_factors


def relying_party(pool: Pool) -> str | None:
    """The domain that passkeys are made for; None if the pool has none."""
    given: str | None = _settings(pool).get("RelyingPartyId")
    return given or (domains.address(pool) or "").removeprefix("https://") or None


def verification(pool: Pool) -> str:
    """`required` or `preferred`."""
    return str(_settings(pool).get("UserVerification", "preferred"))


def _settings(pool: Pool) -> dict[str, Any]:
    settings: dict[str, Any] = pool.mfa.get(PASSKEYS) or {}
    return settings


def usable(pool: Pool, user: User) -> list[Passkey]:
    """The passkeys of `user` for the relying party as it is now."""
    return [each for each in user.passkeys.values() if each.relying_party == relying_party(pool)]


def kind(pool: Pool, user: User) -> PasskeyKind:
    """How many factors the passkeys of `user` count as."""
    if not usable(pool, user):
        return "none"
    return "both factors" if pool.configuration.passkeys_count_as_both and user.preference.passkey else "one factor"


def ceremony(pool: Pool, user: User, challenge: bytes, *, signing_in: bool) -> Ceremony:
    must_verify = verification(pool) == "required" or (signing_in and user.preference.passkey)
    return Ceremony(relying_party(pool) or "", challenge, must_verify)
