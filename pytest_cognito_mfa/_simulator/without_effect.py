"""What AWS would have done in a call because of a pool's settings, and the simulator does not do.

A trigger of LambdaConfig is not run (`triggers.py` says when AWS runs it).

It is reported when it would have had an effect, so a pool that is only described is not reported.  A pool without such
settings costs a call nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._simulator import triggers
from pytest_cognito_mfa._simulator.rejections import Rejection

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool
    from pytest_cognito_mfa._simulator.triggers import Moment

    Request = Mapping[str, Any]
    Answer = Mapping[str, Any]

_CONFIRMS: Final = ("ConfirmSignUp", "AdminConfirmSignUp", "ConfirmForgotPassword")


def is_set(settings: Mapping[str, Any]) -> bool:
    """Whether any of the pool's settings may be without effect."""
    return bool(settings["LambdaConfig"])


def perform(service: Service, operation: str, request: Request, handler: Callable[[Service, Any], Answer]) -> Answer:
    """Let the handler answer, and report what AWS would have done besides."""
    pool = _pool_of(service, request)
    if pool is None:
        return handler(service, request)
    unknown: set[Moment] = {"unknown user"} if _would_migrate(pool, request) else set()
    users, messages = len(pool.users), len(service.outbox)
    try:
        answer = handler(service, request)
    except Rejection:
        report(service, pool, operation, unknown)
        raise
    moments = unknown | set(_moments(operation, request, answer))
    moments |= {"new user"} if len(pool.users) > users else set()
    moments |= {message.medium for message in service.outbox[messages:]}  # type: ignore[misc] # a medium is a moment
    report(service, pool, operation, moments)
    return answer


def report(service: Service, pool: Pool, operation: str, moments: Collection[Moment]) -> None:
    """Report the triggers that AWS runs at these moments of the operation."""
    name = pool.settings["Name"]
    for trigger, source in triggers.runs(operation, moments, triggers.named_in(pool.settings["LambdaConfig"])):
        text = (
            f"trigger {trigger} of pool {name!r} was not run, because Lambda triggers are not simulated\n"
            f"  AWS runs it at {operation}, with triggerSource {source}\n"
            f'  If your code needs what it does: cognito.answer("{operation}", {{...}})\n'
            f'  If your code handles its refusal: cognito.inject("{operation}", error="UserLambdaValidationException")'
        )
        service.report(f"trigger {trigger} {pool.id}", text)


def _moments(operation: str, request: Request, answer: Answer) -> Iterator[Moment]:
    refreshes = operation == "GetTokensFromRefreshToken" or request.get("AuthFlow", "").startswith("REFRESH_TOKEN")
    if "AuthFlow" in request and not refreshes:
        yield "signing in"
    if "AuthenticationResult" in answer:
        yield "refreshed" if refreshes else "signed in"
    if operation in _CONFIRMS:
        yield "confirmed"


def _would_migrate(pool: Pool, request: Request) -> bool:
    """Whether the request names an unknown user and sends the password itself, or asks for a new one."""
    parameters = request.get("AuthParameters") or {}
    if "PASSWORD" in parameters:
        return pool.find(parameters.get("USERNAME", "")) is None
    return "Username" in request and pool.find_any(request["Username"]) is None


def _pool_of(service: Service, request: Request) -> Pool | None:
    """The pool of the call, by its pool id, client id or access token."""
    if "UserPoolId" in request:
        return service.pools.get(request["UserPoolId"])
    if "ClientId" in request:
        return next((pool for pool in service.pools.values() if request["ClientId"] in pool.clients), None)
    owner = service.tokens.owner(request.get("AccessToken", ""))
    return None if owner is None else owner[0].pool
