"""The flow of a sign-in: from a factor that was passed to the next challenge, or to tokens.

The table in `mfa/challenges.py` decides what comes next; this module writes AWS's answer.
"""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.constants import DESTINATION, TOTP
from pytest_cognito_mfa._aws.serialization import in_java_order
from pytest_cognito_mfa._simulator import custom_auth, devices, outbox, rejections
from pytest_cognito_mfa._simulator.attribute_order import as_stored
from pytest_cognito_mfa._simulator.crypto import srp
from pytest_cognito_mfa._simulator.mfa import sms_options
from pytest_cognito_mfa._simulator.mfa.challenges import DEVICE_SRP, NEW_PASSWORD, SELECT, SET_UP, next_challenge
from pytest_cognito_mfa._simulator.mfa.standing import Standing
from pytest_cognito_mfa._simulator.outbox import masked
from pytest_cognito_mfa._simulator.state import FORCE_CHANGE_PASSWORD
from pytest_cognito_mfa._simulator.triggers.signing_in import signed_in, token_changes
from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._simulator.mfa.standing import Passed
    from pytest_cognito_mfa._simulator.registry import Answer
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.sessions import Attempt, Session
    from pytest_cognito_mfa._simulator.state import Client, User
    from pytest_cognito_mfa._simulator.token_claims import Grant


def standing_of(attempt: Attempt, passed: Passed) -> Standing:
    """The facts of pool, user and sign-in that decide what comes next."""
    pool, user = attempt.client.pool, attempt.user
    return Standing(
        policy=pool.policy,
        offered=pool.offered,
        on=sms_options.factors_on(user.preference.on, user.sms_by_settings),
        preferred=user.preference.preferred,
        registered=user.authenticator is not None,
        attributes=frozenset(name for name in DESTINATION.values() if user.attributes.get(name)),
        recovery=pool.recovery_attribute,
        passed=passed,
        device=devices.trust_level(pool, user, attempt.device_key),
        risk=attempt.risk,
    )


def passed_with(user: User) -> Passed:
    """The step that a right password completes: that of a temporary or of a permanent password."""
    return "temporary password" if user.status == FORCE_CHANGE_PASSWORD else "password"


def after_password(service: Service, attempt: Attempt, *, initiating: bool) -> Answer:
    """The answer to a right password; `initiating` when it is the answer to InitiateAuth."""
    devices.refuse_unknown(attempt.client.pool, attempt.user, attempt.device_key)
    return next_step(service, attempt, passed_with(attempt.user), initiating=initiating)


def next_step(service: Service, attempt: Attempt, passed: Passed, *, initiating: bool = False) -> Answer:
    """The answer after `passed`: the next challenge by the table, or tokens."""
    decided = next_challenge(standing_of(attempt, passed))
    if decided.refused is not None:
        raise decided.refused()
    if attempt.custom is not None:
        attempt = custom_auth.with_step(attempt, service.triggers.request["ChallengeName"])
    if decided.challenge is None:
        return _tokens_answer(service, attempt) if attempt.custom is None else custom_step(service, attempt)
    if decided.challenge == NEW_PASSWORD:
        return _new_password_required(service, attempt)
    if decided.challenge == DEVICE_SRP:
        session = service.sessions.issue(DEVICE_SRP, attempt)
        return challenge_answer(session, {"DEVICE_KEY": attempt.device_key or "", "USERNAME": attempt.user.username})
    if decided.challenge in (SELECT, SET_UP):
        session = service.sessions.issue(decided.challenge, attempt, options=decided.options)
        name = "MFAS_CAN_CHOOSE" if decided.challenge == SELECT else "MFAS_CAN_SETUP"
        return challenge_answer(session, {name: in_json(decided.options), "USER_ID_FOR_SRP": attempt.user.username})
    return ask_for(service, attempt, decided.challenge, initiating=initiating)


def custom_step(service: Service, attempt: Attempt, *, by_password: Callable[[], Answer] | None = None) -> Answer:
    """What DefineAuthChallenge decides; `by_password` asks for the password, where that is still possible."""
    challenge = custom_auth.define(service, attempt)
    if challenge is None:
        return _tokens_answer(service, attempt)
    if by_password is not None and challenge == "PASSWORD_VERIFIER":
        return by_password()
    if challenge != custom_auth.CUSTOM:
        raise NotSimulated(
            f"DefineAuthChallenge set challengeName to {challenge}, and AWS's answer to that is unknown.\n"
            "  Set it to CUSTOM_CHALLENGE, or set issueTokens or failAuthentication; PASSWORD_VERIFIER is possible "
            "only right after SRP_A"
        )
    session = custom_auth.create(service, attempt)
    public = session.created.get("publicChallengeParameters") or {}
    return challenge_answer(session, in_java_order({"USERNAME": attempt.user.username, **public}))


def refuse_dead_end(attempt: Attempt, passed: Passed, given: Mapping[str, str]) -> None:
    """Refuse a step, before it is taken, if no step could follow it once the user has the `given` attributes."""
    standing = standing_of(attempt, passed)
    reachable = standing.attributes | {name for name in DESTINATION.values() if given.get(name)}
    refused = next_challenge(replace(standing, attributes=reachable)).refused
    if refused is not None:
        raise refused()


def verify_destination(session: Session, attribute: str) -> None:
    """Verify the attribute that a code was sent to (developer guide, MFA), and store an address that it brought.

    An address that another user signs in with cannot be verified: the operations list that error.
    """
    pool, user = session.client.pool, session.user
    if attribute in pool.aliases and pool.alias_owner(attribute, session.destination or "", besides=user):
        raise rejections.ALIAS_EXISTS(attribute=attribute)
    after = dict(user.attributes)
    if session.new_email:
        after[attribute] = session.new_email
    if after.get(attribute) == session.destination:
        after[f"{attribute}_verified"] = "true"
    pool.users.change(user, after)


def ask_for(
    service: Service, attempt: Attempt, factor: str, *, initiating: bool = False, new_email: str | None = None
) -> Answer:
    """Challenge `factor`, and send its code if it is a message factor.

    In captures, a message factor's challenge has USER_ID_FOR_SRP in the answer to InitiateAuth, and not in the answer
    to RespondToAuthChallenge; TOTP's challenge always has it.
    """
    user = attempt.user
    if factor == TOTP:
        parameters = {"USER_ID_FOR_SRP": user.username}
        if user.authenticator is not None and user.authenticator.name:
            parameters["FRIENDLY_DEVICE_NAME"] = user.authenticator.name
        return challenge_answer(service.sessions.issue(factor, attempt), parameters)
    attribute = DESTINATION[factor]
    destination = new_email or user.attributes[attribute]
    code = service.sources.code()
    session = service.sessions.issue(factor, attempt, code=code, destination=destination, new_email=new_email)
    service.send(attempt.client.pool, user, attribute, destination, code, purpose="mfa")
    parameters = {
        "CODE_DELIVERY_DELIVERY_MEDIUM": outbox.MEDIUM[attribute],
        "CODE_DELIVERY_DESTINATION": masked(destination),
    }
    if initiating:
        parameters["USER_ID_FOR_SRP"] = user.username
    return challenge_answer(session, parameters)


def ask_for_proof(
    service: Service, attempt: Attempt, challenge: str, *, names: tuple[str, str], verifier: srp.Verifier, public: int
) -> tuple[Session, dict[str, str]]:
    """SRP's second step: the session that waits for the proof, and the parameters of its challenge.

    `names` are the two names in the proof, `public` is the client's A.
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


def _tokens_answer(service: Service, attempt: Attempt) -> Answer:
    """Tokens, with an empty ChallengeParameters as recorded."""
    pool, user = attempt.client.pool, attempt.user
    device, metadata = devices.find_registered(pool, user, attempt.device_key), dict[str, Any]()
    change = signed_in(service, attempt.client, user, on_new_device=device is None and pool.tracks_devices)
    if device is not None:
        device.last_authenticated, device.last_ip = int(service.now), attempt.source_ip
    elif pool.tracks_devices:
        by_username = attempt.answered_as in (None, user.username)
        device = devices.hand_out(service.sources, pool, user, attempt.source_ip, is_confirmable=by_username)
        metadata = {"NewDeviceMetadata": {"DeviceGroupKey": device.group_key, "DeviceKey": device.key}}
    more: dict[str, Any] = {"source_ip": attempt.source_ip, "change": change}
    granted = service.tokens.grant(attempt.client, user, attempt.event_id, device, **more)
    return {"AuthenticationResult": {**granted, **metadata}, "ChallengeParameters": {}}


def refreshed(service: Service, client: Client, token: str, device_key: str | None) -> Mapping[str, Any]:
    """AuthenticationResult of a refresh."""

    def change(grant: Grant) -> Mapping[str, Any]:
        return token_changes(service, client, grant.user, grant.group_names, grant.scopes)

    return service.tokens.refresh(token, client, device_key, change)


def _new_password_required(service: Service, attempt: Attempt) -> Answer:
    """The challenge names the required attributes that are missing, and lists them as blank among the others
    (piotrnowicki.com; public code).

    Both lists have the order of AWS's own example (aws/aws-cli, admin-initiate-auth) and of those pastes.
    """
    user = attempt.user
    session = service.sessions.issue(NEW_PASSWORD, attempt)
    required = attempt.client.pool.required_attributes()
    blank = {name: "" for name in required if name not in user.attributes}
    parameters = {
        "USER_ID_FOR_SRP": user.username,
        "requiredAttributes": in_json(list(in_java_order({f"userAttributes.{name}": None for name in blank}))),
        "userAttributes": in_json(in_java_order(as_stored(user.attributes) | blank)),
    }
    return challenge_answer(session, parameters)


def challenge_answer(session: Session, parameters: Mapping[str, str]) -> Answer:
    return {"ChallengeName": session.challenge, "ChallengeParameters": parameters, "Session": session.token}


def in_json(value: Any) -> str:
    """JSON inside a text, as AWS writes it: compact, raw UTF-8."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
