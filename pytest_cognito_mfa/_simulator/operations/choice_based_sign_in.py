"""Choice-based sign-in: USER_AUTH in InitiateAuth and AdminInitiateAuth, and the responses to its challenges.

The tables in `mfa/first_factors.py` decide what is offered and asked for.

1. AvailableChallenges is in each answer to InitiateAuth that asks for a first factor (AWS's examples), and in no answer
   to RespondToAuthChallenge (only emulators have such answers).
2. A code has 8 digits (public code).  A wrong one may be followed by the right one, and locks nobody out (observed).
3. A right code verifies the attribute that it was sent to, and confirms a user who signed up (developer guide,
   authentication flow methods).  So it does for a user who was imported without a password (our choice).
4. A client that hides who exists gets a simulated answer for an unknown user, as if this user had a password, an
   address and a number; no code is sent, and none is right (public code has it for EMAIL_OTP; the rest is our choice).
5. With the session of ConfirmSignUp the first factor is passed, once (observed); required MFA is still asked for (our
   reading).
6. A passkey that counts as both factors brings tokens; after another one, what follows is as after a password.
7. TARGET_ACR_VALUES, MAX_AGE and ACCESS_TOKEN are ignored, as in October 2026 by AWS (public code).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pytest_cognito_mfa._aws.constants import CODE_PARAMETER, EMAIL
from pytest_cognito_mfa._simulator import outbox, passkeys, rejections
from pytest_cognito_mfa._simulator.crypto import webauthn
from pytest_cognito_mfa._simulator.mfa.first_factors import (
    ONE_TIME_CODES,
    PASSWORD,
    PASSWORD_SRP,
    SELECT_CHALLENGE,
    SMS_OTP,
    WEB_AUTHN,
    Choice,
    first_challenge,
)
from pytest_cognito_mfa._simulator.operations.sign_in import (
    after_given_password,
    begins,
    challenge_by_srp,
    refuse_by_state,
    required,
)
from pytest_cognito_mfa._simulator.sessions import SIGNED_UP
from pytest_cognito_mfa._simulator.sign_in_flow import (
    challenge_answer,
    in_json,
    next_step,
    standing_of,
    verify_destination,
)
from pytest_cognito_mfa._simulator.state import CONFIRMED, FORCE_CHANGE_PASSWORD, RESET_REQUIRED, UNCONFIRMED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._simulator.mfa.standing import Passed
    from pytest_cognito_mfa._simulator.registry import Answer, Request
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.sessions import Attempt, Session
    from pytest_cognito_mfa._simulator.state import User

    Ask = Callable[[Service, Attempt, Mapping[str, str], bool], Answer]


def choice_of(attempt: Attempt, *, preferred: str | None = None, signed_up: bool = False) -> Choice:
    """The facts of pool, user and request that decide on the first factor."""
    pool, user = attempt.client.pool, attempt.user
    standing = standing_of(attempt, "password")
    temporary = user.status == FORCE_CHANGE_PASSWORD
    return Choice(
        allowed=pool.configuration.first_factors,
        password="none" if user.password is None else "temporary" if temporary else "permanent",
        attributes=standing.attributes,
        passkey=passkeys.kind(pool, user),
        needs_mfa=pool.policy == "ON" or (pool.policy == "OPTIONAL" and bool(standing.chosen)),
        preferred=preferred,
        signed_up=signed_up,
    )


@begins("USER_AUTH")
def begin(service: Service, attempt: Attempt, req: Request) -> Answer:
    """The first step of USER_AUTH."""
    if not (token := req.get("Session")):
        return _first_step(service, attempt, req["AuthParameters"])
    with service.sessions.use(token, SIGNED_UP, attempt.client, attempt.user):
        return _first_step(service, attempt, req["AuthParameters"], signed_up=True)


def _first_step(
    service: Service, attempt: Attempt, parameters: Mapping[str, str], *, signed_up: bool = False
) -> Answer:
    refuse_by_first_state(attempt.user)
    choice = choice_of(attempt, preferred=parameters.get("PREFERRED_CHALLENGE"), signed_up=signed_up)
    decided = first_challenge(choice)
    if decided.refused is not None:
        raise decided.refused()
    if decided.challenge is None:
        refuse_by_state(attempt.user)
        return next_step(service, attempt, "password", initiating=True)
    if decided.challenge != SELECT_CHALLENGE:
        answer = _ASK[decided.challenge](service, attempt, parameters, True)
        return answer if decided.challenge == PASSWORD else {**answer, "AvailableChallenges": list(choice.offered)}
    session = service.sessions.issue(SELECT_CHALLENGE, attempt, options=decided.options, first_factor=True)
    return {**challenge_answer(session, {}), "AvailableChallenges": list(choice.offered)}


def refuse_by_first_state(user: User) -> None:
    """Refuse a user who may not begin: unlike a password, a code also signs in a user who is not confirmed, or who was
    imported without a password.
    """
    has_only_codes = user.status == RESET_REQUIRED and user.password is None
    if not (user.enabled and (user.status == UNCONFIRMED or has_only_codes)):
        refuse_by_state(user)


def select_challenge(
    service: Service, session: Session, responses: Mapping[str, str], answer: str | None = None
) -> Answer:
    """The response to SELECT_CHALLENGE; `answer` if the response names the factor as its challenge instead."""
    chosen = answer or required(responses, "ANSWER")
    if chosen not in session.options:
        raise rejections.ANSWER_NOT_OFFERED(because=f"this session offers: {', '.join(session.options)}")
    return _ASK[chosen](service, replace(session.attempt, event_id=service.request_id), responses, False)


def _by_password(service: Service, attempt: Attempt, given: Mapping[str, str], initiating: bool) -> Answer:
    return after_given_password(service, attempt, required(given, PASSWORD), initiating=initiating)


def _by_srp(service: Service, attempt: Attempt, given: Mapping[str, str], _: bool) -> Answer:
    return challenge_by_srp(service, attempt, required(given, "SRP_A"))


def _by_code(service: Service, attempt: Attempt, factor: str) -> Answer:
    user, attribute, code = attempt.user, ONE_TIME_CODES[factor], service.sources.code(8)
    destination = user.attributes[attribute]
    session = service.sessions.issue(factor, attempt, code=code, destination=destination, first_factor=True)
    if attempt.client.pool.users.has(user):
        service.send(attempt.client.pool, user, attribute, destination, code, purpose="mfa")
    parameters = {
        "CODE_DELIVERY_DELIVERY_MEDIUM": outbox.MEDIUM[attribute],
        "CODE_DELIVERY_DESTINATION": outbox.masked(destination),
    }
    return challenge_answer(session, parameters)


def first_code(service: Service, session: Session, responses: Mapping[str, str]) -> Answer:
    """The response to EMAIL_OTP or SMS_OTP as the first factor."""
    code, user = required(responses, CODE_PARAMETER[session.challenge]), session.user
    if code != session.code or not session.client.pool.users.has(user):
        raise rejections.WRONG_MESSAGE_CODE(because=service.what_is_code(code))
    verify_destination(session, ONE_TIME_CODES[session.challenge])
    refuse_by_first_state(user)
    if user.status != CONFIRMED:
        user.status, user.confirmation, user.modified = CONFIRMED, None, service.date
    return next_step(service, replace(session.attempt, event_id=service.request_id), "password")


def _by_passkey(service: Service, attempt: Attempt, _given: Mapping[str, str], _initiating: bool) -> Answer:
    """WEB_AUTHN, with the members of AWS's example; a CREDENTIAL beside ANSWER cannot know the challenge yet."""
    pool, user = attempt.client.pool, attempt.user
    ceremony = passkeys.ceremony(pool, user, service.sources.bytes(16), signing_in=True)
    session = service.sessions.issue(WEB_AUTHN, attempt, proof=ceremony, first_factor=True)
    allowed = passkeys.usable(pool, user)
    options = {
        "challenge": webauthn.text_of(ceremony.challenge),
        "timeout": attempt.client.session_seconds * 1000,
        "rpId": ceremony.relying_party,
        "allowCredentials": [
            {"type": "public-key", "id": each.id, "transports": list(each.transports)} for each in allowed
        ],
        "userVerification": "required" if ceremony.verified else "preferred",
    }
    return challenge_answer(session, {"CREDENTIAL_REQUEST_OPTIONS": in_json(options)})


def passkey_assertion(service: Service, session: Session, responses: Mapping[str, str]) -> Answer:
    """The response to WEB_AUTHN."""
    pool, user = session.client.pool, session.user
    usable = [each for each in passkeys.usable(pool, user) if webauthn.is_readable(each.id)]
    keys = [each.attested(service.sources) for each in usable]
    webauthn.asserted(required(responses, "CREDENTIAL"), session.proof, keys)
    refuse_by_state(user)
    passed: Passed = "second factor" if passkeys.kind(pool, user) == "both factors" else "password"
    return next_step(service, replace(session.attempt, event_id=service.request_id), passed)


_ASK: Mapping[str, Ask] = {
    PASSWORD: _by_password,
    PASSWORD_SRP: _by_srp,
    EMAIL: lambda service, attempt, _given, _initiating: _by_code(service, attempt, EMAIL),
    SMS_OTP: lambda service, attempt, _given, _initiating: _by_code(service, attempt, SMS_OTP),
    WEB_AUTHN: _by_passkey,
}
"""How each first factor is asked for."""
