"""What choice-based sign-in and the calls about passkeys show of a pool and a user, and the settings that follow.

1. AvailableChallenges shows which first factors the pool allows, whether the user has a password and a passkey, and an
   address or number for a code.
2. The calls about passkeys, and sign-ins by one, show the relying party, whether the user must be verified, and the
   user's passkeys; a passkey that is only named has a made id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._inference.fresh_passkeys import recorded_id, request_options
from pytest_cognito_mfa._simulator.mfa.first_factors import ONE_TIME_CODES, PASSWORD, SELECT_CHALLENGE, WEB_AUTHN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_cognito_mfa._inference.exchanges import RecordedExchange
    from pytest_cognito_mfa._inference.identities import Subject


def is_first_factor(exchange: RecordedExchange) -> bool:
    """Whether a challenge of this answer asks for the first factor."""
    return bool(exchange.answer.get("AvailableChallenges")) or _chosen(exchange) == exchange.challenge


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
        if factor in listed or factor == _chosen(exchange):
            pool.add_fact(f"first {factor}", True)
            user.add_fact(f"first {factor}", True)
    if listed and PASSWORD not in listed:
        user.add_fact("passwordless", True)
    if WEB_AUTHN in has:
        user.add_fact("passkey", True)
    _observe_passkeys(exchange, user)


def _chosen(exchange: RecordedExchange) -> str | None:
    """The first factor that the request chooses."""
    is_choice = exchange.request.get("ChallengeName") == SELECT_CHALLENGE
    return exchange.auth_parameters.get("ANSWER") if is_choice else None


def challenged_factor(user: Subject) -> str | None:
    """The MFA factor that the user was asked for; a code that is offered as the first factor is no MFA."""
    factor: str | None = user.get("challenged")
    return None if f"first {factor}" in user.facts else factor


def _observe_passkeys(exchange: RecordedExchange, user: Subject) -> None:
    answer, pool = exchange.answer, user.pool
    created, asked = answer.get("CredentialCreationOptions") or {}, request_options(exchange)
    named = created.get("excludeCredentials") or asked.get("allowCredentials") or ()
    credentials = answer.get("Credentials") or [_credential(**each) for each in named]
    if credentials:
        user.add_fact("credentials", tuple(credentials))
    if sent := _sent(exchange):
        user.add_fact("sent credentials", tuple(sent))
    party = (created.get("rp") or {}).get("id") or asked.get("rpId")
    party = party or next((each["RelyingPartyId"] for each in credentials if "RelyingPartyId" in each), None)
    if created or asked or credentials or sent or exchange.operation in _CALLS:
        pool.add_fact(f"first {WEB_AUTHN}", True)
    if party:
        pool.add_fact("relying party", party)
    selection = created.get("authenticatorSelection") or {}
    if verification := selection.get("userVerification") or asked.get("userVerification"):
        pool.add_fact("user verification", verification)
    if exchange.operation in _CALLS:
        user.mark_changed("credentials", "sent credentials", "passkey")


def _credential(id: str, transports: Sequence[str] = (), **_: Any) -> dict[str, Any]:  # noqa: A002 - WebAuthn's name
    return {"CredentialId": id, "AuthenticatorTransports": list(transports)}


def _sent(exchange: RecordedExchange) -> list[dict[str, Any]]:
    """The passkey that the request names or signs with."""
    id_ = recorded_id(exchange.auth_parameters.get("CREDENTIAL", "")) or exchange.request.get("CredentialId")
    return [_credential(id_)] if id_ else []


def implied_first_factors(pool: Subject) -> dict[str, Any]:
    """The settings of the pool that follow."""
    settings: dict[str, Any] = {}
    if factors := list(pool.with_prefix("first ")):
        settings["SignInPolicy"] = {"AllowedFirstAuthFactors": [PASSWORD, *factors]}
    return settings


_CALLS: Final = ("CompleteWebAuthnRegistration", "DeleteWebAuthnCredential")
"""The calls that change a user's passkeys."""


def implied_web_authn(pool: Subject) -> dict[str, Any]:
    """The pool's WebAuthnConfiguration."""
    known = {"RelyingPartyId": pool.get("relying party", PARTY), "UserVerification": pool.get("user verification")}
    return {name: value for name, value in known.items() if value}


def implied_passkeys(user: Subject) -> list[dict[str, Any]]:
    """The user's passkeys, completed where the recording names only their ids."""
    party = user.pool.get("relying party") or PARTY
    made: dict[str, Any] = {
        "FriendlyCredentialName": "Passkey",
        "RelyingPartyId": party,
        "AuthenticatorTransports": [],
        "CreatedAt": 0,
    }
    return [{**made, **each} for each in user.get("credentials") or user.get("sent credentials") or ()]


PARTY = "auth.example.com"
"""The relying party where a recording does not show it."""
