"""A sign-in's steps: from a factor that was passed to the next challenge, or to tokens.

What comes next is decided in `challenges`; here it is put into AWS's words.
"""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.serialization import in_java_order
from pytest_cognito_mfa._simulator import devices
from pytest_cognito_mfa._simulator import outbox as delivery
from pytest_cognito_mfa._simulator.crypto import srp
from pytest_cognito_mfa._simulator.mfa import sms_options as mfa_options
from pytest_cognito_mfa._simulator.mfa.challenges import DEVICE_SRP, NEW_PASSWORD, SELECT, SET_UP, next_challenge
from pytest_cognito_mfa._simulator.mfa.factors import DESTINATION, TOTP, masked
from pytest_cognito_mfa._simulator.mfa.standing import Standing
from pytest_cognito_mfa._simulator.state import FORCE_CHANGE_PASSWORD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.mfa.standing import Passed
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.sessions import Attempt, Session
    from pytest_cognito_mfa._simulator.state import User


def standing_of(attempt: Attempt, passed: Passed) -> Standing:
    """Everything about pool, user and sign-in that decides on what comes next."""
    pool, user = attempt.client.pool, attempt.user
    return Standing(
        policy=pool.policy,
        offered=pool.offered,
        on=mfa_options.factors_on(user.preference.on, user.sms_by_settings),
        preferred=user.preference.preferred,
        registered=user.authenticator is not None,
        attributes=frozenset(name for name in DESTINATION.values() if user.attributes.get(name)),
        recovery=pool.recovery_attribute,
        passed=passed,
        device=devices.trust(pool, user, attempt.device_key),
        risk=attempt.risk,
    )


def passed_with(user: User) -> Passed:
    """What the user's password, when it is right, passes."""
    return "temporary password" if user.status == FORCE_CHANGE_PASSWORD else "password"


def after_password(service: Service, attempt: Attempt, *, initiating: bool) -> Mapping[str, Any]:
    """The answer to a correct password; `initiating` when InitiateAuth gives it."""
    devices.refuse_unknown(attempt.client.pool, attempt.user, attempt.device_key)
    return proceed(service, attempt, passed_with(attempt.user), initiating=initiating)


def proceed(service: Service, attempt: Attempt, passed: Passed, *, initiating: bool = False) -> Mapping[str, Any]:
    """The answer to whatever was `passed`: what the table says comes next."""
    decided = next_challenge(standing_of(attempt, passed))
    if decided.refused is not None:
        raise decided.refused()
    if decided.challenge is None:
        return _finished(service, attempt)
    if decided.challenge == NEW_PASSWORD:
        return _new_password_required(service, attempt)
    if decided.challenge == DEVICE_SRP:
        session = service.sessions.issue(DEVICE_SRP, attempt)
        return _asked(session, {"DEVICE_KEY": attempt.device_key or "", "USERNAME": attempt.user.username})
    if decided.challenge in (SELECT, SET_UP):
        session = service.sessions.issue(decided.challenge, attempt, options=decided.options)
        name = "MFAS_CAN_CHOOSE" if decided.challenge == SELECT else "MFAS_CAN_SETUP"
        return _asked(session, {name: _json(decided.options), "USER_ID_FOR_SRP": attempt.user.username})
    return ask_for(service, attempt, decided.challenge, initiating=initiating)


def refuse_dead_end(attempt: Attempt, passed: Passed, given: Mapping[str, str]) -> None:
    """Refuse a step after which nothing could follow, once the user had the `given` attributes, before it is taken."""
    standing = standing_of(attempt, passed)
    reachable = standing.attributes | {name for name in DESTINATION.values() if given.get(name)}
    refused = next_challenge(replace(standing, attributes=reachable)).refused
    if refused is not None:
        raise refused()


def ask_for(
    service: Service, attempt: Attempt, factor: str, *, initiating: bool = False, new_email: str | None = None
) -> Mapping[str, Any]:
    """Challenge `factor`, and send its code where it is a message factor.

    USER_ID_FOR_SRP comes with a message factor's challenge when InitiateAuth gives it, and
    not when RespondToAuthChallenge does, by the captures of each; with TOTP's always.
    """
    user = attempt.user
    if factor == TOTP:
        parameters = {"USER_ID_FOR_SRP": user.username}
        if user.authenticator is not None and user.authenticator.name:
            parameters["FRIENDLY_DEVICE_NAME"] = user.authenticator.name
        return _asked(service.sessions.issue(factor, attempt), parameters)
    attribute = DESTINATION[factor]
    destination = new_email or user.attributes[attribute]
    code = service.sources.code()
    session = service.sessions.issue(factor, attempt, code=code, destination=destination, new_email=new_email)
    service.send(user, attribute, destination, code, "mfa")
    parameters = {
        "CODE_DELIVERY_DELIVERY_MEDIUM": delivery.MEDIUM[attribute],
        "CODE_DELIVERY_DESTINATION": masked(destination),
    }
    if initiating:
        parameters["USER_ID_FOR_SRP"] = user.username
    return _asked(session, parameters)


def ask_for_proof(
    service: Service, attempt: Attempt, challenge: str, *, names: tuple[str, str], verifier: srp.Verifier, public: int
) -> tuple[Session, dict[str, str]]:
    """SRP's second step: the session that waits for the proof, and what its parameters are in every case.

    `names` are the two that the proof is made of, `public` is the client's A.
    """
    block = service.sources.bytes(1024)
    proof = srp.Proof(*names, block, verifier, public, service.sources.exponent())
    token = base64.b64encode(block).decode()
    session = service.sessions.issue(challenge, attempt, token=token, proof=proof)
    return session, {
        "SALT": f"{verifier.salt:x}",
        "SECRET_BLOCK": token,
        "SRP_B": f"{proof.server_public:x}",
        "USERNAME": attempt.user.username,
    }


def _finished(service: Service, attempt: Attempt) -> Mapping[str, Any]:
    """Tokens; with an empty ChallengeParameters beside them, as recorded."""
    pool, user = attempt.client.pool, attempt.user
    device, metadata = devices.registered(pool, user, attempt.device_key), dict[str, Any]()
    if device is not None:
        device.last_authenticated, device.last_ip = int(service.now), attempt.source_ip
    elif pool.tracks_devices:
        by_username = attempt.answered_as in (None, user.username)
        device = devices.handed_out(service.sources, pool, user, attempt.source_ip, is_confirmable=by_username)
        metadata = {"NewDeviceMetadata": {"DeviceGroupKey": device.group_key, "DeviceKey": device.key}}
    granted = service.tokens.grant(attempt.client, user, attempt.event_id, device)
    return {"AuthenticationResult": {**granted, **metadata}, "ChallengeParameters": {}}


def _new_password_required(service: Service, attempt: Attempt) -> Mapping[str, Any]:
    """What is required and missing is named, and stands blank among the attributes (piotrnowicki.com; public code).

    Both lists have the order of AWS's own example (aws/aws-cli, admin-initiate-auth) and of those pastes.
    """
    user = attempt.user
    session = service.sessions.issue(NEW_PASSWORD, attempt)
    required = attempt.client.pool.required_attributes()
    blank = {name: "" for name in required if name not in user.attributes}
    parameters = {
        "USER_ID_FOR_SRP": user.username,
        "requiredAttributes": _json(list(in_java_order({f"userAttributes.{name}": None for name in blank}))),
        "userAttributes": _json(in_java_order(user.stored_attributes() | blank)),
    }
    return _asked(session, parameters)


def _asked(session: Session, parameters: Mapping[str, str]) -> Mapping[str, Any]:
    return {"ChallengeName": session.challenge, "ChallengeParameters": parameters, "Session": session.token}


def _json(value: Any) -> str:
    """JSON inside a text, as AWS nests it: compact, raw UTF-8."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
