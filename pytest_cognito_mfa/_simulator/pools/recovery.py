"""Account recovery: where the code for a new password goes, as pure functions.

The guide is the developer guide.

1. The pool's AccountRecoverySetting names the ways, e-mail address and phone number.  The way with the lowest Priority
   comes first; the next is for users who cannot use it (botocore RecoveryOptionType).  One message is sent (guide,
   recovering user accounts).
2. With admin_only there is no way: users cannot recover a password themselves (botocore RecoveryOptionType), and
   AdminResetUserPassword needs a pool where they can (botocore).
3. Only a verified address or number is a way (botocore ForgotPassword).
4. An attribute is not a way for a user who has its message factor on: "SMS doesn't qualify [...] if the user also has
   SMS multi-factor authentication (MFA) activated" (botocore AccountRecoverySetting), and "Email MFA is also
   disqualifying" (AWS SDK for Kotlin, CreateUserPoolRequest).  A factor that is asked for without the user's choice,
   because the pool requires MFA, disqualifies nothing (our reading of "activated").
5. CreateUserPool sets verified_email, then verified_phone_number, if the request has no setting (radkawar/stackd).  A
   pool without the setting, as in a scenario, does as AWS did before the setting existed: it uses a verified phone
   number, else a verified e-mail address (guide, recovering user accounts), also one that is used for MFA (AWS CDK,
   AccountRecovery.PHONE_AND_EMAIL).
6. A user without a way is refused with InvalidParameterException (botocore ForgotPassword).  But if the client hides
   who exists, the answer names a delivery that does not happen, as for an unknown or disabled user (guide, managing
   error responses).
7. Such a delivery is chosen "by the input username format and verification settings of the user pool" (the same page):
   it names the given name itself if that is an address or number that the pool could send to, else one that is always
   the same for that name (our choice).
8. If a pool has no way for anybody, everybody is refused, also users who do not exist: that gives nothing away.  The
   guide says that an InvalidParameterException alternates with the simulated delivery, and not when (our reading).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.constants import DESTINATION
from pytest_cognito_mfa._simulator.pools.addresses import is_address

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_WAYS = {"verified_email": "email", "verified_phone_number": "phone_number"}
_LEGACY = ("phone_number", "email")


def chosen_ways(setting: Mapping[str, Any] | None) -> tuple[str, ...]:
    """The attributes of an AccountRecoverySetting by priority; none if it is admin_only or not set."""
    mechanisms = sorted((setting or {}).get("RecoveryMechanisms") or (), key=lambda way: int(way["Priority"]))
    names = [way["Name"] for way in mechanisms]
    return () if "admin_only" in names else tuple(_WAYS[name] for name in names)


def ways(setting: Mapping[str, Any] | None) -> tuple[str, ...]:
    """The attributes by which users of a pool can recover a password, by priority."""
    return chosen_ways(setting) if _is_set(setting) else _LEGACY


def way_of(setting: Mapping[str, Any] | None, attributes: Mapping[str, str], on: Collection[str]) -> str | None:
    """The attribute that a user's code goes to, or None; `on` are the factors that the user has on."""
    for_mfa = {DESTINATION[factor] for factor in on if factor in DESTINATION} if _is_set(setting) else set()
    for attribute in ways(setting):
        if attributes.get(attribute) and attributes.get(f"{attribute}_verified") == "true" and attribute not in for_mfa:
            return attribute
    return None


def simulated_delivery(pool_id: str, name: str, possible: Sequence[str]) -> tuple[str, str]:
    """Attribute and destination of a delivery that does not happen; `possible` are the pool's, by priority."""
    for attribute in possible:
        if is_address(attribute, name):
            return attribute, name
    seed = hashlib.sha256(f"{pool_id} {name}".encode()).digest()
    letters = [chr(ord("a") + byte % 26) for byte in seed[:2]]
    digits = int.from_bytes(seed[2:6], "big") % 10**10
    made_up = {"email": "@".join(letters), "phone_number": f"+1{digits:010}"}
    return possible[0], made_up[possible[0]]


def _is_set(setting: Mapping[str, Any] | None) -> bool:
    return bool((setting or {}).get("RecoveryMechanisms"))
