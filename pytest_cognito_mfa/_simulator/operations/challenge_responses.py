"""The later steps of a sign-in: RespondToAuthChallenge, AdminRespondToAuthChallenge."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.constants import CODE_PARAMETER, DESTINATION, EMAIL, SMS, TOTP
from pytest_cognito_mfa._simulator import attributes, devices, passwords, rejections
from pytest_cognito_mfa._simulator.crypto.secret_hash import check_secret_hash
from pytest_cognito_mfa._simulator.custom_auth import CUSTOM
from pytest_cognito_mfa._simulator.mfa import lockout
from pytest_cognito_mfa._simulator.mfa.challenges import DEVICE_SRP, DEVICE_VERIFIER, NEW_PASSWORD, SELECT, SET_UP
from pytest_cognito_mfa._simulator.mfa.first_factors import PASSWORD, PASSWORD_SRP, SELECT_CHALLENGE, SMS_OTP, WEB_AUTHN
from pytest_cognito_mfa._simulator.operations.choice_based_sign_in import (
    first_code,
    passkey_assertion,
    refuse_by_first_state,
    select_challenge,
)
from pytest_cognito_mfa._simulator.operations.custom_challenges import custom_answer
from pytest_cognito_mfa._simulator.operations.device_challenge_responses import device_srp, device_verifier
from pytest_cognito_mfa._simulator.operations.sign_in import (
    check_password,
    refuse_by_state,
    refuse_expired_password,
    required,
)
from pytest_cognito_mfa._simulator.registry import operation
from pytest_cognito_mfa._simulator.sign_in_flow import (
    after_password,
    ask_for,
    next_step,
    refuse_dead_end,
    verify_destination,
)
from pytest_cognito_mfa._simulator.state import CONFIRMED
from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.registry import Answer, Request
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.sessions import Attempt, Session
    from pytest_cognito_mfa._simulator.state import Client, User

    Responder = Callable[[Service, Session, Mapping[str, str]], Answer]
    SrpResponder = Callable[[Service, Client, str, Mapping[str, Any]], Answer]


@operation("RespondToAuthChallenge")
def respond_to_auth_challenge(service: Service, req: aws.RespondToAuthChallengeRequestTypeDef) -> Answer:
    return _respond(service, service.client(req["ClientId"]), req)


@operation("AdminRespondToAuthChallenge")
def admin_respond_to_auth_challenge(service: Service, req: aws.AdminRespondToAuthChallengeRequestTypeDef) -> Answer:
    return _respond(service, service.client_to_sign_in(req["UserPoolId"], req["ClientId"]), req)


def _respond(service: Service, client: Client, req: Request) -> Answer:
    challenge, responses = req["ChallengeName"], req.get("ChallengeResponses") or {}
    if challenge not in _RESPONDERS and challenge not in _SRP_RESPONDERS:
        simulated = ", ".join((*_SRP_RESPONDERS, *_RESPONDERS))
        raise NotSimulated(
            f"the challenge {challenge} is not simulated; the simulator has: {simulated}.\n"
            "  Answer this sign-in by `answers:` in the scenario, or by a cassette"
        )
    name = required(responses, "USERNAME")
    check_secret_hash(client, (name,), responses.get("SECRET_HASH"))
    if challenge in _SRP_RESPONDERS:
        return _SRP_RESPONDERS[challenge](service, client, name, req)
    token = req.get("Session")
    if not token:
        raise rejections.MISSING_PARAMETER(name="Session")
    user = client.pool.find(name) or client.pool.imaginary.get(client.pool.fold_case(name))
    waiting = SELECT_CHALLENGE if challenge in (PASSWORD, PASSWORD_SRP) else challenge
    with service.sessions.use(token, waiting, client, user) as session:
        (refuse_by_first_state if session.first_factor else refuse_by_state)(session.user)
        devices.refuse_unknown(client.pool, session.user, responses.get("DEVICE_KEY"))
        session.attempt = _updated(session.attempt, name, responses)
        return _RESPONDERS[challenge](service, session, responses)


def _updated(attempt: Attempt, name: str, responses: Mapping[str, str]) -> Attempt:
    """`attempt` with the username and device key of this response."""
    return replace(attempt, answered_as=name, device_key=responses.get("DEVICE_KEY") or attempt.device_key)


def _password_verifier(service: Service, client: Client, name: str, req: Request) -> Answer:
    """A wrong block, proof or timestamp counts as a wrong password (ministackorg/ministack#1758).

    State and lockout are checked before the proof, as the other flows check them before the password.
    """
    responses = req["ChallengeResponses"]
    block = required(responses, "PASSWORD_CLAIM_SECRET_BLOCK")
    signature = required(responses, "PASSWORD_CLAIM_SIGNATURE")
    timestamp = required(responses, "TIMESTAMP")
    if service.sessions.challenge_of(block) != "PASSWORD_VERIFIER":
        raise rejections.WRONG_PASSWORD(because="this test gave no such SECRET_BLOCK for a password")
    session = service.sessions.usable(block, "PASSWORD_VERIFIER")
    user = client.pool.find(name)
    if user is None:
        raise rejections.WRONG_PASSWORD(because=client.pool.why_unknown(name))
    if session.client is not client or user is not session.user:
        raise rejections.WRONG_PASSWORD(because="that SECRET_BLOCK was given to another user or client")
    refuse_by_state(user)
    lockout.refuse_locked_out(user.password_attempts, service.now)
    # A password that was changed since the challenge has another verifier: the old proof is not valid any more.
    is_current = session.proof.verifier is user.verifier
    check_password(service, user, is_right=is_current and session.proof.accepts(signature, block, timestamp))
    refuse_expired_password(service, client.pool, user)
    attempt = replace(_updated(session.attempt, name, responses), event_id=service.request_id)
    if not responses.get("DEVICE_KEY") and not devices.exists(client.pool, user, attempt.device_key):
        # SDKs respond without a key if the one that InitiateAuth named was forgotten.
        attempt = replace(attempt, device_key=None)
    answer = after_password(service, attempt, initiating=False)
    session.spent = True
    return answer


def _new_password(service: Service, session: Session, responses: Mapping[str, str]) -> Answer:
    pool, user = session.client.pool, session.user
    password = required(responses, "NEW_PASSWORD")
    passwords.check(password, pool, rejections.PASSWORD_AGAINST_POLICY, user)
    prefix = "userAttributes."
    given = {name.removeprefix(prefix): value for name, value in responses.items() if name.startswith(prefix)}
    given = attributes.fold_case(given, pool)
    attributes.refuse_unchangeable(given, user.attributes)
    attributes.check(given, pool)
    for name in pool.required_attributes():
        if not given.get(name, user.attributes.get(name)):
            raise rejections.REQUIRED_WITH_PASSWORD(attribute=name)
    refuse_dead_end(session.attempt, "password", given)
    pool.users.change(user, {**user.attributes, **given})
    user.set_password(password, status=CONFIRMED, at=service.date)
    return next_step(service, session.attempt, "password")


def _count_failure(service: Service, user: User) -> None:
    """Count a code that was refused."""
    user.code_attempts = lockout.after_failure(user.code_attempts, service.now)


def _message_code(service: Service, session: Session, responses: Mapping[str, str]) -> Answer:
    """SMS_MFA and EMAIL_OTP."""
    if session.first_factor:
        return first_code(service, session, responses)
    code, user = required(responses, CODE_PARAMETER[session.challenge]), session.user
    lockout.refuse_locked_out(user.code_attempts, service.now)
    if code != session.code:
        _count_failure(service, user)
        raise rejections.WRONG_MESSAGE_CODE(because=service.what_is_code(code))
    user.code_attempts = lockout.NONE
    verify_destination(session, DESTINATION[session.challenge])
    return next_step(service, session.attempt, "second factor")


def _totp_code(service: Service, session: Session, responses: Mapping[str, str]) -> Answer:
    code, user = required(responses, CODE_PARAMETER[TOTP]), session.user
    lockout.refuse_locked_out(user.code_attempts, service.now)
    authenticator = user.authenticator
    if authenticator is None:  # it was deleted since the challenge
        raise rejections.NO_AUTHENTICATOR(because="it was deleted since the challenge")
    try:
        authenticator.accept(code, service.now)
    except rejections.Rejection:
        _count_failure(service, user)
        raise
    user.code_attempts = lockout.NONE
    return next_step(service, session.attempt, "second factor")


def _select_mfa_type(service: Service, session: Session, responses: Mapping[str, str]) -> Answer:
    """EMAIL_MFA, as in the API's text, and EMAIL_OTP, as in SDKs and the enumeration, are both accepted."""
    answer = required(responses, "ANSWER")
    factor = EMAIL if answer == "EMAIL_MFA" else answer
    if factor not in session.options:
        raise rejections.ANSWER_NOT_OFFERED(because=f"this session offers: {', '.join(session.options)}")
    return ask_for(service, session.attempt, factor)


def _mfa_setup(service: Service, session: Session, responses: Mapping[str, str]) -> Answer:
    """Tokens after VerifySoftwareToken has accepted a code in this session, as in live tests; in these no further
    SOFTWARE_TOKEN_MFA challenge came, although the guide has one.  An e-mail address is enrolled by naming it (Amplify
    sends EMAIL, the guide prints email); then its code is asked for.
    """
    address = responses.get("EMAIL") or responses.get("email")
    if address and EMAIL in session.options:
        attributes.check({"email": address}, session.client.pool)
        return ask_for(service, session.attempt, EMAIL, new_email=session.client.pool.fold_case(address))
    if not session.verified:
        raise rejections.SESSION_INVALID(because="VerifySoftwareToken has not accepted a code in this session")
    return next_step(service, session.attempt, "second factor")


_SRP_RESPONDERS: Mapping[str, SrpResponder] = {
    "PASSWORD_VERIFIER": _password_verifier,
    DEVICE_SRP: device_srp,
    DEVICE_VERIFIER: device_verifier,
}
"""The challenges that may be answered without a session."""

_RESPONDERS: Mapping[str, Responder] = {
    CUSTOM: custom_answer,
    NEW_PASSWORD: _new_password,
    SMS: _message_code,
    TOTP: _totp_code,
    EMAIL: _message_code,
    SELECT: _select_mfa_type,
    SET_UP: _mfa_setup,
    SELECT_CHALLENGE: select_challenge,
    PASSWORD: partial(select_challenge, answer=PASSWORD),
    PASSWORD_SRP: partial(select_challenge, answer=PASSWORD_SRP),
    SMS_OTP: first_code,
    WEB_AUTHN: passkey_assertion,
}
