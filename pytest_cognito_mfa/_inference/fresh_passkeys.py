"""Replaces credentials of passkeys in a recorded call, which only the recorded service accepts, with valid ones.

The software authenticator makes them for the simulator's challenge, with the recorded id where it can be read.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import passkeys
from pytest_cognito_mfa._simulator.crypto import webauthn
from pytest_cognito_mfa._simulator.crypto.webauthn import Ceremony, is_readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._inference.exchanges import RecordedExchange
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, User

REGISTRATION = "CompleteWebAuthnRegistration"


def replace_credential(
    service: Service, exchange: RecordedExchange, client: Client | None, user: User | None, request: dict[str, Any]
) -> None:
    """Put a credential that the simulator accepts into `request`, if the recorded service accepted the recorded one."""
    if client is None or user is None or not exchange.succeeded:
        return
    if exchange.operation == REGISTRATION and user.registration is not None:
        request["Credential"] = _registered(service, client, user, _mapping(exchange.request.get("Credential")))
    elif recorded := exchange.auth_parameters.get("CREDENTIAL"):
        session = service.sessions.get(exchange.request.get("Session") or "")
        if session is not None and isinstance(session.proof, Ceremony):
            signed = _signed(service, client, user, recorded_id(recorded), session.proof)
            request["ChallengeResponses"]["CREDENTIAL"] = json.dumps(signed)


def with_recorded_credential(exchange: RecordedExchange, original: RecordedExchange) -> RecordedExchange:
    """The exchange of a test with the recorded credential: later answers of the recording have its id."""
    if "Credential" not in original.request:
        return exchange
    parameters = {**exchange.request, "Credential": original.request["Credential"]}
    return replace(exchange, call=exchange.call._replace(parameters=parameters))


def adopt_challenge(service: Service, exchange: RecordedExchange, user: User | None) -> None:
    """Let the simulator wait for an answer to the recorded challenge, which is the one that a test answers."""
    created = _mapping(exchange.answer.get("CredentialCreationOptions"))
    if user is not None and user.registration is not None and is_readable(created.get("challenge", "")):
        user.registration = replace(user.registration, challenge=webauthn.bytes_of(created["challenge"]))
    session, asked = service.sessions.get(exchange.answer.get("Session") or ""), request_options(exchange)
    if session is not None and isinstance(session.proof, Ceremony) and is_readable(asked.get("challenge", "")):
        session.proof = session.proof._replace(challenge=webauthn.bytes_of(asked["challenge"]))


def request_options(exchange: RecordedExchange) -> Mapping[str, Any]:
    """What the challenge WEB_AUTHN asks for; nothing if that was redacted."""
    try:
        return _mapping(json.loads(exchange.challenge_parameters.get("CREDENTIAL_REQUEST_OPTIONS", "{}")))
    except ValueError:
        return {}


def recorded_id(credential: str) -> str | None:
    """The id in a recorded CREDENTIAL; None if it was redacted."""
    try:
        return str(_mapping(json.loads(credential))["id"])
    except (ValueError, KeyError):
        return None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _registered(service: Service, client: Client, user: User, recorded: Mapping[str, Any]) -> dict[str, Any]:
    party, begun = passkeys.relying_party(client.pool) or "", user.registration
    challenge = webauthn.text_of(begun.challenge) if begun is not None else ""
    made = webauthn.Authenticator(service.sources).register(
        party, challenge, f"https://{party}", verified=True, id_=str(recorded.get("id", ""))
    )
    transports = _mapping(recorded.get("response")).get("transports")
    response = {**made["response"], **({"transports": transports} if transports else {})}
    return {**made, "authenticatorAttachment": recorded.get("authenticatorAttachment"), "response": response}


def _signed(service: Service, client: Client, user: User, id_: str | None, ceremony: Ceremony) -> dict[str, Any]:
    known = [each.id for each in passkeys.usable(client.pool, user)]
    chosen = id_ if id_ in known or not known else known[-1]
    party = ceremony.relying_party
    challenge = webauthn.text_of(ceremony.challenge)
    authenticator = webauthn.Authenticator(service.sources)
    return authenticator.sign(chosen or "", party, challenge, f"https://{party}", verified=True, user=user.sub)
