"""What choice-based sign-in and the calls about passkeys show of a pool and a user, and the settings that follow.

1. AvailableChallenges shows which first factors the pool allows, whether the user has a password and a passkey, and an
   address or number for a code.
2. The calls about passkeys show the relying party and the user's passkeys; a passkey that is only named has a made id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator.mfa.first_factors import ONE_TIME_CODES, PASSWORD, WEB_AUTHN

if TYPE_CHECKING:
    from pytest_cognito_mfa._inference.exchanges import RecordedExchange
    from pytest_cognito_mfa._inference.identities import Subject


def is_first_factor(exchange: RecordedExchange) -> bool:
    """Whether a challenge of this answer asks for the first factor."""
    return bool(exchange.answer.get("AvailableChallenges"))


def observe_first_factors(exchange: RecordedExchange, user: Subject) -> None:
    """The facts that a successful exchange shows."""
    answer, pool = exchange.answer, user.pool
    listed = list(answer.get("AvailableChallenges") or ())
    has = (*listed, *(answer.get("ConfiguredUserAuthFactors") or ()))
    for factor, attribute in ONE_TIME_CODES.items():
        if factor in has:
            user.add_fact(f"needs {attribute}", True)
        if factor == exchange.challenge and (shown := exchange.challenge_parameters.get("CODE_DELIVERY_DESTINATION")):
            user.add_fact(f"mask {attribute}", shown)
    for factor in (*ONE_TIME_CODES, WEB_AUTHN):
        if factor in listed:
            pool.add_fact(f"first {factor}", True)
    if listed and PASSWORD not in listed:
        user.add_fact("passwordless", True)
    if WEB_AUTHN in has:
        user.add_fact("passkey", True)
    _observe_passkeys(exchange, user)


def _observe_passkeys(exchange: RecordedExchange, user: Subject) -> None:
    answer, pool = exchange.answer, user.pool
    created = answer.get("CredentialCreationOptions") or {}
    excluded = [{"CredentialId": each["id"]} for each in created.get("excludeCredentials") or ()]
    if credentials := answer.get("Credentials") or excluded:
        user.add_fact("credentials", tuple(credentials))
    party = (created.get("rp") or {}).get("id") or next((each.get("RelyingPartyId") for each in credentials), None)
    if created:
        pool.add_fact(f"first {WEB_AUTHN}", True)
    if party:
        pool.add_fact("relying party", party)


def implied_first_factors(pool: Subject) -> dict[str, Any]:
    """The settings of the pool that follow."""
    settings: dict[str, Any] = {}
    if factors := list(pool.with_prefix("first ")):
        settings["SignInPolicy"] = {"AllowedFirstAuthFactors": [PASSWORD, *factors]}
    return settings


def implied_passkeys(user: Subject) -> list[dict[str, Any]]:
    """The user's passkeys, completed where the recording names only their ids."""
    party = user.pool.get("relying party") or PARTY
    made: dict[str, Any] = {
        "FriendlyCredentialName": "Passkey",
        "RelyingPartyId": party,
        "AuthenticatorTransports": [],
        "CreatedAt": 0,
    }
    return [{**made, **each} for each in user.get("credentials") or ()]


PARTY = "auth.example.com"
"""The relying party where a recording does not show it."""
