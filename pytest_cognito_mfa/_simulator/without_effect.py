"""What AWS would have done in a call because of a pool's settings, and the simulator does not do.

A trigger of LambdaConfig is not run (`triggers.py` says when AWS runs it).  Earlier passwords are not kept, so that
PasswordHistorySize refuses none.  An e-mail for sign-up has a code, although CONFIRM_WITH_LINK asks for a link.

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
_SETS_PASSWORD: Final = ("ChangePassword", "ConfirmForgotPassword", "AdminSetUserPassword")
_NEW_PASSWORD: Final = "NEW_PASSWORD_REQUIRED"  # noqa: S105 - a challenge, not a password


def is_set(settings: Mapping[str, Any]) -> bool:
    """Whether any of the pool's settings may be without effect."""
    return bool(
        settings["LambdaConfig"]
        or settings["Policies"].get("PasswordPolicy", {}).get("PasswordHistorySize")
        or settings["VerificationMessageTemplate"].get("DefaultEmailOption") == "CONFIRM_WITH_LINK"
    )


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
    if operation in _SETS_PASSWORD or request.get("ChallengeName") == _NEW_PASSWORD:
        _report_history(service, pool)
    return answer


def report(service: Service, pool: Pool, operation: str, moments: Collection[Moment]) -> None:
    """Report the triggers that AWS runs at these moments of the operation, and messages of another form."""
    name = pool.settings["Name"]
    for trigger, source in triggers.runs(operation, moments, triggers.named_in(pool.settings["LambdaConfig"])):
        text = (
            f"trigger {trigger} of pool {name!r} was not run, because Lambda triggers are not simulated\n"
            f"  AWS runs it at {operation}, with triggerSource {source}\n"
            f'  If your code needs what it does: cognito.answer("{operation}", {{...}})\n'
            f'  If your code handles its refusal: cognito.inject("{operation}", error="UserLambdaValidationException")'
        )
        service.report(f"trigger {trigger} {pool.id}", text)
    is_link = pool.settings["VerificationMessageTemplate"].get("DefaultEmailOption") == "CONFIRM_WITH_LINK"
    if is_link and operation in ("SignUp", "ResendConfirmationCode") and "EMAIL" in moments:
        text = (
            f"DefaultEmailOption of pool {name!r} had no effect: AWS sends a link (CONFIRM_WITH_LINK), and here the\n"
            "  message has a code. Confirm the user with this code, or with AdminConfirmSignUp"
        )
        service.report(f"DefaultEmailOption {pool.id}", text)


def _report_history(service: Service, pool: Pool) -> None:
    if size := pool.settings["Policies"].get("PasswordPolicy", {}).get("PasswordHistorySize"):
        name = pool.settings["Name"]
        text = (
            f"PasswordHistorySize of pool {name!r} had no effect: AWS refuses the last {size} passwords, and here\n"
            "  they are not remembered. If your code handles the refusal, inject it: "
            'cognito.inject("ChangePassword", error="PasswordHistoryPolicyViolationException")'
        )
        service.report(f"PasswordHistorySize {pool.id}", text)


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
