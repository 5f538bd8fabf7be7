"""A sign-in's steps: from a factor that was passed to the next challenge, or to tokens.

What comes next is decided in `challenges`; here it is put into AWS's words.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa.errors import NotSimulated

from . import delivery, rejections
from .challenges import SELECT, SET_UP, Standing, next_challenge
from .factors import DESTINATION, TOTP, masked
from .state import FORCE_CHANGE_PASSWORD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .service import Service
    from .sessions import Session
    from .state import Client, Pool, User

NEW_PASSWORD = "NEW_PASSWORD_REQUIRED"  # noqa: S105 - a challenge's name, not a password


def standing_of(pool: Pool, user: User) -> Standing:
    """Everything about pool and user that decides on MFA."""
    return Standing(
        policy=pool.policy,
        offered=pool.offered,
        on=frozenset(user.preference.on),
        preferred=user.preference.preferred,
        registered=user.authenticator is not None,
        attributes=frozenset(name for name in DESTINATION.values() if user.attributes.get(name)),
        recovery=pool.recovery_attribute,
    )


def after_password(service: Service, client: Client, user: User, *, initiating: bool) -> Mapping[str, Any]:
    """The answer to a correct password; `initiating` when InitiateAuth gives it."""
    if user.status == FORCE_CHANGE_PASSWORD:
        return _new_password_required(service, client, user)
    return after_first_factor(service, client, user, service.request_id, initiating=initiating)


def after_first_factor(
    service: Service, client: Client, user: User, event_id: str, *, initiating: bool = False
) -> Mapping[str, Any]:
    """The answer once nothing but MFA may still be asked for."""
    decided = next_challenge(standing_of(client.pool, user))
    if decided.refused:
        raise rejections.NO_FACTOR_POSSIBLE()
    if decided.challenge is None:
        return finished(service, client, user, event_id)
    if decided.challenge in (SELECT, SET_UP):
        session = service.sessions.issue(decided.challenge, client, user, event_id, options=decided.options)
        name = "MFAS_CAN_CHOOSE" if decided.challenge == SELECT else "MFAS_CAN_SETUP"
        return _asked(session, {name: _json(decided.options), "USER_ID_FOR_SRP": user.username})
    return ask_for(service, client, user, event_id, decided.challenge, initiating=initiating)


def ask_for(
    service: Service,
    client: Client,
    user: User,
    event_id: str,
    factor: str,
    *,
    initiating: bool = False,
    new_email: str | None = None,
) -> Mapping[str, Any]:
    """Challenge `factor`, and send its code where it is a message factor.

    USER_ID_FOR_SRP comes with a message factor's challenge when InitiateAuth gives it, and
    not when RespondToAuthChallenge does, by the captures of each; with TOTP's always.
    """
    if factor == TOTP:
        parameters = {"USER_ID_FOR_SRP": user.username}
        if user.authenticator is not None and user.authenticator.name:
            parameters["FRIENDLY_DEVICE_NAME"] = user.authenticator.name
        return _asked(service.sessions.issue(factor, client, user, event_id), parameters)
    attribute = DESTINATION[factor]
    destination = new_email or user.attributes[attribute]
    code = service.sources.code()
    session = service.sessions.issue(factor, client, user, event_id, code=code, new_email=new_email)
    service.send(user, attribute, destination, code, "mfa")
    parameters = {
        "CODE_DELIVERY_DELIVERY_MEDIUM": delivery.MEDIUM[attribute],
        "CODE_DELIVERY_DESTINATION": masked(destination),
    }
    if initiating:
        parameters["USER_ID_FOR_SRP"] = user.username
    return _asked(session, parameters)


def finished(service: Service, client: Client, user: User, event_id: str) -> Mapping[str, Any]:
    """Tokens; with an empty ChallengeParameters beside them, as recorded."""
    if client.pool.settings.get("DeviceConfiguration"):
        raise NotSimulated(
            f"pool {client.pool.id} tracks devices (DeviceConfiguration), which the simulator does not do yet; "
            "take the setting out of the scenario, or replay this sign-in from a cassette"
        )
    return {"AuthenticationResult": service.tokens.grant(client, user, event_id), "ChallengeParameters": {}}


def _new_password_required(service: Service, client: Client, user: User) -> Mapping[str, Any]:
    session = service.sessions.issue(NEW_PASSWORD, client, user, service.request_id)
    missing = [f"userAttributes.{name}" for name in client.pool.required_attributes() if name not in user.attributes]
    parameters = {
        "USER_ID_FOR_SRP": user.username,
        "requiredAttributes": _json(missing),
        "userAttributes": _json(dict(sorted(user.attributes.items()))),
    }
    return _asked(session, parameters)


def _asked(session: Session, parameters: Mapping[str, str]) -> Mapping[str, Any]:
    return {"ChallengeName": session.challenge, "ChallengeParameters": parameters, "Session": session.token}


def _json(value: Any) -> str:
    """JSON inside a text, as AWS nests it: compact, raw UTF-8."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
