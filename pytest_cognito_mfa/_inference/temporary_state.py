"""What one recorded call needs to be so, made so for the length of that call.

1. Who signs in, or acts by a token, is enabled and confirmed, unless the refusal says otherwise: then as it says.
2. A user whom the refusal does not know is not there.
3. The password that was given is the user's, unless it was refused as a wrong one.  Who is nobody is hidden by the
   client where that was the answer.
4. A client has a secret where a hash of it was sent or asked for, and none where the call went without.
5. Where the refusal says that there were too many attempts, there were.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._inference.placeholders import SECRET
from pytest_cognito_mfa._inference.refusals import STATUS_OF, about_the_secret, says
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.mfa import codes, lockout
from pytest_cognito_mfa._simulator.state import CONFIRMED, FORCE_CHANGE_PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._inference.exchanges import Recorded
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, Pool, User

_NO_SUCH_USER: Final = "UserNotFoundException"
_LONG_AGO: Final = 366 * 86400
_QUOTAS: Final = {"ConfirmForgotPassword": codes.RECOVERY}
_TAKE_HASHES: Final = frozenset(
    {
        *("InitiateAuth", "AdminInitiateAuth", "RespondToAuthChallenge", "AdminRespondToAuthChallenge", "SignUp"),
        *("ConfirmSignUp", "ResendConfirmationCode", "ForgotPassword", "ConfirmForgotPassword"),
    }
)


@contextmanager
def as_required(
    service: Service, told: Recorded, pool: Pool | None, client: Client | None, user: User | None
) -> Iterator[None]:
    """Let it be so inside the block; after a refusal, as it was before."""
    kept = _Kept()
    if client is not None:
        _secret(told, client, kept)
    if user is not None and pool is not None:
        _user(service, told, user, kept)
        if told.error == _NO_SUCH_USER:
            kept.take_out(pool.users, user.username)
            user = None
    if client is not None and user is None and "AuthFlow" in told.asked:
        hides = "ENABLED" if says(told, rejections.WRONG_PASSWORD) else "LEGACY"
        kept.set(client, "settings", {**client.settings, "PreventUserExistenceErrors": hides})
    yield
    if not told.succeeded:
        kept.put_back()


class _Kept:
    """What was changed for a call, to be put back."""

    def __init__(self) -> None:
        self._values: list[tuple[Any, str, Any]] = []
        self._taken: list[tuple[dict[str, Any], str, Any]] = []

    def set(self, of: Any, name: str, value: Any) -> None:
        self._values.append((of, name, getattr(of, name)))
        setattr(of, name, value)

    def take_out(self, of: dict[str, Any], name: str) -> None:
        self._taken.append((of, name, of.pop(name)))

    def put_back(self) -> None:
        for of, name, value in reversed(self._values):
            setattr(of, name, value)
        for each, name, value in self._taken:
            each[name] = value


def _secret(told: Recorded, client: Client, kept: _Kept) -> None:
    if told.operation not in _TAKE_HASHES:
        return
    needed = bool(told.secret_hash) or about_the_secret(told, client.id)
    if needed != (client.secret is not None):
        kept.set(client, "secret", SECRET if needed else None)


def _password(told: Recorded, user: User, kept: _Kept) -> None:
    """It is what was given, unless the refusal says that it is not."""
    given = told.given.get("PASSWORD") or told.asked.get("PreviousPassword")
    if given is None:
        return
    is_right = not says(told, rejections.WRONG_PASSWORD)
    if is_right != (user.password == given):
        kept.set(user, "password", given if is_right else f"{given}-1")
        kept.set(user, "verifier", None)


def _user(service: Service, told: Recorded, user: User, kept: _Kept) -> None:
    _password(told, user, kept)
    acts = "AuthFlow" in told.asked or "ChallengeName" in told.asked or bool(told.asked.get("AccessToken"))
    if acts and user.enabled != (enabled := told.message != rejections.DISABLED.words):
        kept.set(user, "enabled", enabled)
    status = STATUS_OF.get(told.error)
    if told.message == rejections.TEMPORARY_PASSWORD_EXPIRED.words:
        status = FORCE_CHANGE_PASSWORD
        kept.set(user, "password_set", service.now - _LONG_AGO)
    if status is None and acts and user.status in STATUS_OF.values():
        status = None if told.message == rejections.IMPORTED_WITHOUT_PASSWORD.words else CONFIRMED
    if status is not None and status != user.status:
        kept.set(user, "status", status)
    if told.message == rejections.LOCKED_OUT.words:
        attempts = lockout.Attempts(lockout.FREE_FAILURES + 1, service.now + lockout.LONGEST)
        which = "code_attempts" if "ChallengeName" in told.asked else "password_attempts"
        kept.set(user, which, attempts)
    if told.error == "LimitExceededException":
        quota = _QUOTAS.get(told.operation, told.operation)
        spent = (service.now,) * codes.PER_HOUR.get(quota, 0)
        kept.set(user, "requests", {**user.requests, quota: spent})
