"""CUSTOM_AUTH in InitiateAuth and AdminInitiateAuth, and the response to CUSTOM_CHALLENGE."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.custom_auth import verify, with_step
from pytest_cognito_mfa._simulator.operations.sign_in import begins, challenge_by_srp, refuse_by_state, required
from pytest_cognito_mfa._simulator.sign_in_flow import custom_step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.registry import Answer, Request
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.sessions import Attempt, Session


@begins("CUSTOM_AUTH")
def begin(service: Service, attempt: Attempt, req: Request) -> Answer:
    """The first step of CUSTOM_AUTH; with CHALLENGE_NAME SRP_A the password comes first."""
    refuse_by_state(attempt.user)
    parameters = req["AuthParameters"]
    attempt = replace(attempt, custom=())
    if parameters.get("CHALLENGE_NAME") != "SRP_A":
        return custom_step(service, attempt)
    public, attempt = required(parameters, "SRP_A"), with_step(attempt, "SRP_A")
    return custom_step(service, attempt, by_password=partial(challenge_by_srp, service, attempt, public))


def custom_answer(service: Service, session: Session, responses: Mapping[str, str]) -> Answer:
    """The response to CUSTOM_CHALLENGE."""
    answer = required(responses, "ANSWER")
    try:
        return custom_step(service, verify(service, session, answer))
    except rejections.Rejection:
        service.sessions.forget(session)
        raise
