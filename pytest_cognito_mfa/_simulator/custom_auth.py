"""CUSTOM_AUTH: what DefineAuthChallenge, CreateAuthChallenge and VerifyAuthChallengeResponse decide.

The developer guide's pages of these triggers have the rules; captured events (public code) have the members.

1. DefineAuthChallenge gets the steps so far, and decides: tokens, the end of the sign-in, or the next challenge.  After
   a wrong answer it is asked too: nothing else limits how many answers a user may give.
2. With SRP it is asked before the password as well, and again after MFA, which Cognito asks for by its own table.
   Without SRP no MFA is asked for (aws-amplify/amplify-js#12887).
3. CreateAuthChallenge makes the challenge: its public parameters go to the client, its private ones to
   VerifyAuthChallengeResponse, and its metadata into the step.
4. If a trigger fails, the session that was answered is not valid any more
   (aws-samples/amazon-cognito-passwordless-email-auth#17).  The same is assumed where the sign-in fails.
5. A client that hides who exists lets the triggers run for an unknown user, with userNotFound; tokens end in the answer
   to a wrong password (our choice).
6. ClientMetadata of InitiateAuth does not reach them (botocore InitiateAuthRequest).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.triggers.invoke import is_missing, run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.sessions import Attempt, Session

CUSTOM: Final = "CUSTOM_CHALLENGE"


def with_step(attempt: Attempt, challenge: str, *, passed: bool = True, metadata: str | None = None) -> Attempt:
    """The attempt after one more step, which DefineAuthChallenge will see."""
    step = {"challengeName": challenge, "challengeResult": passed, "challengeMetadata": metadata}
    return replace(attempt, custom=(*(attempt.custom or ()), step))


def define(service: Service, attempt: Attempt) -> str | None:
    """The challenge that DefineAuthChallenge names; None for tokens."""
    response = _run(service, attempt, "DefineAuthChallenge", session=list(attempt.custom or ()))
    if response.get("failAuthentication"):
        raise rejections.WRONG_PASSWORD(because="DefineAuthChallenge set failAuthentication")
    if response.get("issueTokens"):
        if not attempt.client.pool.users.has(attempt.user):
            raise rejections.WRONG_PASSWORD(because="DefineAuthChallenge issued tokens, and there is no such user")
        return None
    return str(response.get("challengeName"))


def create(service: Service, attempt: Attempt) -> Session:
    """The session of the challenge that CreateAuthChallenge makes."""
    members = {"challengeName": CUSTOM, "session": list(attempt.custom or ())}
    created = _run(service, attempt, "CreateAuthChallenge", **members)
    return service.sessions.issue(CUSTOM, attempt, created=created)


def verify(service: Service, session: Session, answer: str) -> Attempt:
    """The attempt after the step that VerifyAuthChallengeResponse judges."""
    private = session.created.get("privateChallengeParameters") or {}
    members = {"privateChallengeParameters": private, "challengeAnswer": answer}
    verified = _run(service, session.attempt, "VerifyAuthChallengeResponse", **members)
    metadata = session.created.get("challengeMetadata")
    return with_step(session.attempt, CUSTOM, passed=bool(verified.get("answerCorrect")), metadata=metadata)


def _run(service: Service, attempt: Attempt, trigger: str, **members: Any) -> Mapping[str, Any]:
    client, user = attempt.client, attempt.user
    pool = client.pool
    if is_missing(service, trigger, pool):
        raise rejections.NO_CUSTOM_TRIGGER(because=f"the pool {pool.settings['Name']} has no {trigger}")
    if pool.users.has(user):
        members |= {"userNotFound": False} if client.hides_users else {}
        return run(service, trigger, pool, user, **members) or {}
    name = next(name for name, other in pool.imaginary.items() if other is user)
    return run(service, trigger, pool, name, userAttributes={}, userNotFound=True, **members) or {}
