"""References: ``${name}`` and ``${name:argument}``; which there are, which a step may use, and what they stand for.

Rule 1: what a step captures may be used in the steps after it.
Rule 2: the names in `OWN` are always there; users, clients and pools are those of the scenario, or any once a
call may have made another.
Rule 3: a reference that is a whole text stands for the value as it is; within a text, for its text.
Rule 4: ``$${`` stands for the two characters ``${``.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_cognito_mfa._scenario import Place, PoolSpec

USER, CLIENT, POOL = "user", "client", "pool"

OWN: Final[Mapping[str, str | None]] = {
    "region": None,
    "user_pool_id": POOL,
    "client_id": CLIENT,
    "client_secret": CLIENT,
    "secret_hash": USER,
    "password": USER,
    "totp": USER,
    "code": USER,
    "wrong_code": USER,
    "sub": USER,
}
"""The names that are always there, and what their argument names.  A user is always to be named."""

CREATORS: Final[Mapping[str, str]] = {
    "SignUp": USER,
    "AdminCreateUser": USER,
    "CreateUserPoolClient": CLIENT,
    "CreateUserPool": POOL,
}
"""Calls after which another user, client or pool may be there."""

NAME: Final = re.compile(r"[a-zA-Z_]\w*")
_REFERENCE: Final = re.compile(r"\$\$\{|\$\{(?P<name>[^{}:]*)(?::(?P<argument>[^{}]*))?\}|\$\{")


class Scope:
    """What the steps that were read so far leave for the next to use."""

    def __init__(self, pools: Sequence[PoolSpec], captured: Mapping[str, Place], *, sound: bool) -> None:
        """`captured` are the names that any step captures; pools with mistakes are not `sound`, and name nothing."""
        users = [user for pool in pools for user in pool.users]
        clients = [client for pool in pools for client in pool.clients]
        self._names = {
            USER: {user.username for user in users},
            CLIENT: {client.name for client in clients},
            POOL: {pool.name for pool in pools},
        }
        self._others = {
            USER: {user.attributes.get(alias) for pool in pools for user in pool.users for alias in _aliases(pool)},
            CLIENT: {client.id for client in clients},
            POOL: {pool.id for pool in pools},
        }
        self._open: set[str] = set() if sound else {USER, CLIENT, POOL}
        self._captured: dict[str, Place] = {}
        self._later = captured

    def capture(self, name: str, place: Place) -> None:
        self._captured[name] = place

    def made(self, operation: str) -> None:
        """A call of `operation` may have made something that no scenario names."""
        if operation in CREATORS:
            self._open.add(CREATORS[operation])

    def unknown(self, kind: str, name: str) -> str | None:
        """Say that there is no such user, client or pool, where that can be known."""
        if kind in self._open or name in self._names[kind] or name in self._others[kind]:
            return None
        return unknown(kind, name, self._names[kind])

    def problems(self, text: str) -> Iterator[str]:
        """What is wrong with the references in `text`."""
        for found in _REFERENCE.finditer(text):
            if found.group() == "${":
                yield "a ${ that is not closed; a reference is ${name} or ${name:argument}, and $${ stands for ${"
            elif found.group() != "$${":
                problem = self._problem(found["name"], found["argument"])
                if problem:
                    yield problem

    def _problem(self, name: str, argument: str | None) -> str | None:
        if name in self._captured:
            return None if argument is None else f"{name!r} is captured, and takes no argument"
        if name not in OWN:
            if name in self._later:
                return f"{name!r} is captured only at line {self._later[name].line}, after this"
            return unknown("name", name, {*OWN, *self._captured})
        kind = OWN[name]
        if argument is None:
            return f"${{{name}}} needs a user: ${{{name}:USER}}" if kind == USER else None
        if kind is None:
            return f"${{{name}}} takes no argument"
        return self.unknown(kind, argument)


def _aliases(pool: PoolSpec) -> Iterator[str]:
    """The attributes by which a user of the pool is found."""
    yield "sub"
    yield from pool.settings.get("AliasAttributes", ())
    yield from pool.settings.get("UsernameAttributes", ())


class Stage(Protocol):
    """What a story asks of a `Cognito`."""

    region: Any
    pools: Any
    outbox: Any
    journal: Any
    clock: Any

    def user(self, name: str) -> Any: ...
    def totp(self, name: str) -> str: ...
    def sign_in(self, name: str, *, client: str | None) -> Any: ...
    def risk(self, level: Any, *, source_ip: Any) -> Any: ...
    def arm(self, fault: Any) -> Any: ...


class _Through(NamedTuple):
    """A pool and an app client of it, as views; a pool may have none."""

    pool: Any
    client: Any


class Filler:
    """Fills references in, as the stage has them at this moment."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.captured: dict[str, Any] = {}

    def fill(self, value: Any, client: str | None) -> Any:
        """A fresh copy of `value` without references; `client` is the one that the step names.

        Raises SettingError where nothing stands behind a reference.
        """
        if isinstance(value, Mapping):
            return {name: self.fill(each, client) for name, each in value.items()}
        if isinstance(value, tuple):
            return [self.fill(each, client) for each in value]
        if not isinstance(value, str):
            return value
        whole = _REFERENCE.fullmatch(value)
        if whole and whole["name"]:
            return self._value(whole["name"], whole["argument"], client)
        return _REFERENCE.sub(lambda found: self._text(found, client), value)

    def _text(self, found: re.Match[str], client: str | None) -> str:
        return str(self._value(found["name"], found["argument"], client)) if found["name"] else "${"

    def _value(self, name: str, argument: str | None, client: str | None) -> Any:
        if name in self.captured:
            return self.captured[name]
        if name == "region":
            return self._stage.region
        if name == "user_pool_id" and argument:
            return self._pool(argument).id
        if OWN[name] == USER:
            return self._of_user(name, argument or "", client)
        return self._of_client(name, self._through(argument or client))

    def _of_client(self, name: str, through: _Through) -> Any:
        if name == "user_pool_id":
            return through.pool.id
        if through.client is None:
            raise SettingError(f"pool {through.pool.name!r} has no app client")
        if name == "client_secret" and through.client.secret is None:
            raise SettingError(f"the client {through.client.name!r} has no secret")
        return through.client.id if name == "client_id" else through.client.secret

    def _of_user(self, name: str, user: str, client: str | None) -> str:
        if name == "secret_hash":
            through = self._through(client)
            secret = self._of_client("client_secret", through)
            digest = hmac.digest(secret.encode(), (user + through.client.id).encode(), hashlib.sha256)
            return base64.b64encode(digest).decode()
        if name == "totp":
            return self._stage.totp(user)
        if name == "wrong_code":
            return self._wrong_code(user)
        return self._newest_code(user) if name == "code" else str(getattr(self._stage.user(user), name))

    def _newest_code(self, user: str) -> str:
        message = newest_message(self._stage, user)
        if message is None:
            raise SettingError(f"no message was sent to {user!r}, so there is no ${{code:{user}}}")
        return str(message.code)

    def _wrong_code(self, user: str) -> str:
        """A code that is right neither by the newest message nor by the app."""
        message = newest_message(self._stage, user)
        right = {message.code} if message else set()
        if self._stage.user(user).totp_secret:
            right.add(self._stage.totp(user))
        return next(code for code in ("123456", "234567", "345678") if code not in right)

    def _through(self, client: str | None) -> _Through:
        """The pool and client of that name or id; the first of the first pool when it is None."""
        pools = list(self._stage.pools.values())
        every = [_Through(pool, each) for pool in pools for each in pool.clients.values()]
        if client is None:
            first = self._pool(None)
            return next((through for through in every if through.pool.id == first.id), _Through(first, None))
        for through in every:
            if client in (through.client.name, through.client.id):
                return through
        raise SettingError(unknown("client", client, [through.client.name for through in every]))

    def _pool(self, name: str | None) -> Any:
        pools = list(self._stage.pools.values())
        for pool in pools:
            if name in (None, pool.name, pool.id):
                return pool
        raise SettingError("there is no pool" if name is None else unknown("pool", name, [each.name for each in pools]))


def newest_message(stage: Stage, user: str) -> Any:
    """The newest message to the user of that username, alias or sub; None when there is none."""
    username = stage.user(user).username
    return next((each for each in reversed(stage.outbox) if each.user == username), None)
