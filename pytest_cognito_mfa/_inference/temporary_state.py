"""Changes users and clients for one recorded call, so that the simulator can answer it as recorded.

1. A user who signs in, or calls with a token, is enabled and confirmed, unless the recorded error says otherwise.
2. A user does not exist if the error says so.
3. The password in the call is the user's, unless the error says that it is wrong. If there is no such user, the client
   hides this if the error was the one for a wrong password.
4. A client has a secret if the call sent a hash of it, or failed because it sent none. It has no secret if the call
   succeeded without a hash.
5. If the error says that there were too many attempts, the user has made them before the call. If it says that a
   password was used before, the user has used it.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._inference.exchanges import STATUS_OF
from pytest_cognito_mfa._inference.placeholders import SECRET
from pytest_cognito_mfa._inference.pool_observations import PASSWORD_MEMBERS
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.mfa import lockout, sent_codes
from pytest_cognito_mfa._simulator.resources import client_secrets
from pytest_cognito_mfa._simulator.state import CLIENT_SECRETS, CONFIRMED, FORCE_CHANGE_PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._inference.exchanges import RecordedExchange
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, Pool, User

_NO_SUCH_USER: Final = "UserNotFoundException"
_LONG_AGO: Final = 366 * 86400
_QUOTA_OF: Final = {"ConfirmForgotPassword": sent_codes.RECOVERY}
_ACCEPT_HASHES: Final = frozenset(
    {
        *("InitiateAuth", "AdminInitiateAuth", "RespondToAuthChallenge", "AdminRespondToAuthChallenge", "SignUp"),
        *("ConfirmSignUp", "ResendConfirmationCode", "ForgotPassword", "ConfirmForgotPassword"),
    }
)


@contextmanager
def temporary_state(
    service: Service, exchange: RecordedExchange, pool: Pool | None, client: Client | None, user: User | None
) -> Iterator[None]:
    """Change the state for the block; after a refused call it is restored."""
    saved = _SavedState()
    if client is not None:
        _set_secret(exchange, client, saved)
    if user is not None and pool is not None:
        _set_user(service, exchange, user, saved)
        if exchange.error == _NO_SUCH_USER:
            saved.remove(pool, user)
            user = None
    if client is not None and user is None and "AuthFlow" in exchange.request:
        hides = "ENABLED" if exchange.refused_with(rejections.WRONG_PASSWORD) else "LEGACY"
        saved.set(client, "settings", {**client.settings, "PreventUserExistenceErrors": hides})
    yield
    if not exchange.succeeded:
        saved.restore()


class _SavedState:
    """The values before the changes, to restore them."""

    def __init__(self) -> None:
        self._values: list[tuple[Any, str, Any]] = []
        self._removed: list[tuple[Pool, User]] = []

    def set(self, of: Any, name: str, value: Any) -> None:
        self._values.append((of, name, getattr(of, name)))
        setattr(of, name, value)

    def remove(self, pool: Pool, user: User) -> None:
        self._removed.append((pool, user))
        pool.users.remove(user)

    def restore(self) -> None:
        for of, name, value in reversed(self._values):
            setattr(of, name, value)
        for pool, user in self._removed:
            pool.users.add(user)


def _set_secret(exchange: RecordedExchange, client: Client, saved: _SavedState) -> None:
    if exchange.operation not in _ACCEPT_HASHES:
        return
    needed = bool(exchange.secret_hash) or exchange.is_about_client_secret(client.id)
    if needed != (client.secret is not None):
        saved.set(client, "resources", defaultdict(dict, {**client.resources, CLIENT_SECRETS: {}}))
        if needed:
            client_secrets.first(client, "recorded", SECRET)


def _set_password(exchange: RecordedExchange, user: User, saved: _SavedState) -> None:
    """The user's password is the recorded one, unless the error says that it is wrong."""
    recorded = exchange.auth_parameters.get("PASSWORD") or exchange.request.get("PreviousPassword")
    if recorded is None:
        return
    is_right = not exchange.refused_with(rejections.WRONG_PASSWORD)
    if is_right != (user.password == recorded):
        saved.set(user, "password", recorded if is_right else f"{recorded}-1")
        saved.set(user, "verifier", None)


def _set_history(exchange: RecordedExchange, user: User, saved: _SavedState) -> None:
    """A password that was refused because it was used before is the user's latest one."""
    if exchange.error == rejections.PASSWORD_USED_BEFORE.code:
        member = PASSWORD_MEMBERS.get(exchange.operation, "")
        proposed = exchange.request.get(member) or exchange.auth_parameters.get("NEW_PASSWORD", "")
        saved.set(user, "passwords", (*user.passwords, proposed))


def _set_user(service: Service, exchange: RecordedExchange, user: User, saved: _SavedState) -> None:
    _set_password(exchange, user, saved)
    _set_history(exchange, user, saved)
    request = exchange.request
    acts = "AuthFlow" in request or "ChallengeName" in request or bool(request.get("AccessToken"))
    if acts and user.enabled != (enabled := exchange.message != rejections.DISABLED.words):
        saved.set(user, "enabled", enabled)
    status = STATUS_OF.get(exchange.error)
    if exchange.message == rejections.TEMPORARY_PASSWORD_EXPIRED.words:
        status = FORCE_CHANGE_PASSWORD
        saved.set(user, "password_set", service.now - _LONG_AGO)
    if status is None and acts and user.status in STATUS_OF.values():
        status = None if exchange.message == rejections.IMPORTED_WITHOUT_PASSWORD.words else CONFIRMED
    if status is not None and status != user.status:
        saved.set(user, "status", status)
    if exchange.message == rejections.LOCKED_OUT.words:
        attempts = lockout.Attempts(lockout.FREE_FAILURES + 1, service.now + lockout.LONGEST)
        which = "code_attempts" if "ChallengeName" in exchange.request else "password_attempts"
        saved.set(user, which, attempts)
    if exchange.error == "LimitExceededException":
        quota = _QUOTA_OF.get(exchange.operation, exchange.operation)
        spent = (service.now,) * sent_codes.PER_HOUR.get(quota, 0)
        saved.set(user, "requests", {**user.requests, quota: spent})
