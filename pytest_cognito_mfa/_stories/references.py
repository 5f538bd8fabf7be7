"""References such as ``${name}`` and ``${name:argument}`` in a story: checks them, and replaces them with values.

Rule 1: later steps may use what a step captures.
Rule 2: the names in `BUILTINS` always exist. Their arguments name users, clients and pools of the scenario; after a
call that may create another one, any name is allowed.
Rule 3: a text that is only a reference becomes the value itself; inside a longer text the value becomes text.
Rule 4: ``$${`` is a literal ``${``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from pytest_cognito_mfa._simulator.crypto.secret_hash import secret_hash
from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_cognito_mfa._scenario import Place, PoolSpec

USER, CLIENT, POOL = "user", "client", "pool"

BUILTINS: Final[Mapping[str, str | None]] = {
    "region": None,
    "user_pool_id": POOL,
    "client_id": CLIENT,
    "client_secret": CLIENT,
    "secret_hash": USER,
    "password": USER,
    "totp": USER,
    "code": USER,
    "wrong_code": USER,
    "passkey": USER,
    "sub": USER,
}
"""The built-in names, and what their argument names. The argument is optional, except for a user."""

CREATORS: Final[Mapping[str, str]] = {
    "SignUp": USER,
    "AdminCreateUser": USER,
    "CreateUserPoolClient": CLIENT,
    "CreateUserPool": POOL,
}
"""Calls that create a user, client or pool."""

_SIMILAR: Final = 0.75
"""With less in common, a name is not taken for a misspelling of another."""
NAME: Final = re.compile(r"[a-zA-Z_]\w*")
_REFERENCE: Final = re.compile(r"\$\$\{|\$\{(?P<name>[^{}:]*)(?::(?P<argument>[^{}]*))?\}|\$\{")


class Scope:
    """The names that the next step may use, after the steps that were read so far."""

    def __init__(self, pools: Sequence[PoolSpec], captured: Mapping[str, Place], *, valid: bool) -> None:
        """`captured` has the names that any step captures; if the pools are not `valid`, any name is allowed."""
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
        self._has_secret: dict[str, bool] = {}
        for client in clients if valid else ():
            for name in filter(None, (client.name, client.id)):
                self._has_secret.setdefault(name, bool(client.secret or client.settings.get("GenerateSecret")))
        self.client: str | None = None
        """The app client of the step that is read, if it names one."""
        self._open: set[str] = set() if valid else {USER, CLIENT, POOL}
        self._captured: dict[str, Place] = {}
        self._later = captured

    def capture(self, name: str, place: Place) -> None:
        self._captured[name] = place

    def note_created(self, operation: str) -> None:
        """A call of `operation` may create a user, client or pool that the scenario does not have."""
        if operation in CREATORS:
            self._open.add(CREATORS[operation])

    def unknown(self, kind: str, name: str) -> str | None:
        """The problem if there can be no such user, client or pool, or None."""
        if kind in self._open or name in self._names[kind] or name in self._others[kind]:
            return None
        return unknown(kind, name, self._names[kind])

    def problems(self, text: str) -> Iterator[str]:
        """The problems of the references in `text`."""
        for found in _REFERENCE.finditer(text):
            if found.group() == "${":
                yield "'${' is not closed; write ${name} or ${name:argument}, and $${ for a literal ${"
            elif found.group() != "$${":
                problem = self._problem(found["name"], found["argument"])
                if problem:
                    yield problem

    def _problem(self, name: str, argument: str | None) -> str | None:
        if name in self._captured:
            return None if argument is None else f"{name!r} is a captured value and takes no argument"
        if name not in BUILTINS:
            if name in self._later:
                return f"{name!r} is captured later, at line {self._later[name].line}; capture it in an earlier step"
            return self._unknown_name(name)
        kind = BUILTINS[name]
        if argument is None:
            return f"${{{name}}} needs a user: ${{{name}:USER}}" if kind == USER else self._without_secret(name, None)
        if kind is None:
            return f"${{{name}}} takes no argument"
        return self.unknown(kind, argument) or self._without_secret(name, argument)

    def _unknown_name(self, name: str) -> str:
        near = difflib.get_close_matches(name, {*BUILTINS, *self._captured}, n=1, cutoff=_SIMILAR)
        hint = f"did you mean {near[0]!r}?" if near else f"captured so far: {', '.join(self._captured) or 'nothing'}"
        return f"unknown name {name!r}; {hint}"

    def _without_secret(self, name: str, argument: str | None) -> str | None:
        """The problem if `name` needs the secret of a client of the scenario that has none."""
        if name not in ("client_secret", "secret_hash"):
            return None
        named = argument if name == "client_secret" and argument else self.client
        client = named or next(iter(self._has_secret), None)
        if client is None or self._has_secret.get(client, True):
            return None
        others = [each for each, has_one in self._has_secret.items() if has_one]
        way = f"write as: {others[0]}" if others else "give it GenerateSecret: true"
        return f"the client {client!r} has no secret; {way}"


def _aliases(pool: PoolSpec) -> Iterator[str]:
    """The attributes that can name a user of the pool."""
    yield "sub"
    yield from pool.settings.get("AliasAttributes", ())
    yield from pool.settings.get("UsernameAttributes", ())


class StoryFixture(Protocol):
    """The members of the `cognito` fixture that a story uses."""

    region: Any
    pools: Any
    outbox: Any
    journal: Any
    clock: Any

    def user(self, name: str) -> Any: ...
    def totp(self, name: str) -> str: ...
    def passkey(self, name: str) -> Any: ...
    def sign_in(self, name: str, *, client: str | None) -> Any: ...
    def risk(self, level: Any, *, source_ip: Any) -> Any: ...
    def inject_fault(self, fault: Any) -> Any: ...


class _PoolAndClient(NamedTuple):
    """A pool, and one of its app clients or None, as the fixture shows them."""

    pool: Any
    client: Any


class ReferenceResolver:
    """Replaces references with the values that they have at this moment."""

    def __init__(self, cognito: StoryFixture) -> None:
        self._cognito = cognito
        self.captured: dict[str, Any] = {}

    def resolve(self, value: Any, client: str | None) -> Any:
        """A copy of `value` with values in place of references; `client` is the one that the step names.

        Raises SettingError if a reference has no value.
        """
        if isinstance(value, Mapping):
            return {name: self.resolve(each, client) for name, each in value.items()}
        if isinstance(value, tuple):
            return [self.resolve(each, client) for each in value]
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
            return self._cognito.region
        if name == "user_pool_id" and argument:
            return self._pool(argument).id
        if BUILTINS[name] == USER:
            return self._of_user(name, argument or "", client)
        return self._of_client(name, self._find_client(argument or client))

    def _of_client(self, name: str, found: _PoolAndClient) -> Any:
        if name == "user_pool_id":
            return found.pool.id
        if found.client is None:
            raise SettingError(f"pool {found.pool.name!r} has no app client")
        if name == "client_secret" and found.client.secret is None:
            raise SettingError(f"the client {found.client.name!r} has no secret")
        return found.client.id if name == "client_id" else found.client.secret

    def _of_user(self, name: str, user: str, client: str | None) -> Any:
        if name == "secret_hash":
            found = self._find_client(client)
            secret = self._of_client("client_secret", found)
            return secret_hash(secret, user, found.client.id)
        if name == "totp":
            return self._cognito.totp(user)
        if name == "passkey":
            return self._by_passkey(user)
        if name == "wrong_code":
            return self._wrong_code(user)
        return self._newest_code(user) if name == "code" else str(getattr(self._cognito.user(user), name))

    def _newest_code(self, user: str) -> str:
        message = newest_message(self._cognito, user)
        if message is None:
            raise SettingError(f"no message was sent to {user!r}, so there is no ${{code:{user}}}")
        return str(message.code)

    def _by_passkey(self, user: str) -> Any:
        """What the user's authenticator makes for the newest call that asked for it."""
        for exchange in reversed(self._cognito.journal):
            answer = exchange.response or {}
            if created := answer.get("CredentialCreationOptions"):
                return self._cognito.passkey(user).create(created)
            if asked := answer.get("ChallengeParameters", {}).get("CREDENTIAL_REQUEST_OPTIONS"):
                return self._cognito.passkey(user).get(asked)
        raise SettingError(f"no call asked for a passkey, so there is no ${{passkey:{user}}}")

    def _wrong_code(self, user: str) -> str:
        """A code that neither the newest message nor the authenticator app has."""
        message = newest_message(self._cognito, user)
        right = {message.code} if message else set()
        if self._cognito.user(user).totp_secret:
            right.add(self._cognito.totp(user))
        return next(code for code in ("123456", "234567", "345678") if code not in right)

    def _find_client(self, client: str | None) -> _PoolAndClient:
        """The client with this name or id, and its pool; for None, the first client of the first pool."""
        pools = list(self._cognito.pools.values())
        every = [_PoolAndClient(pool, each) for pool in pools for each in pool.clients.values()]
        if client is None:
            first = self._pool(None)
            return next((found for found in every if found.pool.id == first.id), _PoolAndClient(first, None))
        for found in every:
            if client in (found.client.name, found.client.id):
                return found
        raise SettingError(unknown("client", client, [found.client.name for found in every]))

    def _pool(self, name: str | None) -> Any:
        pools = list(self._cognito.pools.values())
        for pool in pools:
            if name in (None, pool.name, pool.id):
                return pool
        names = [pool.name for pool in pools]
        raise SettingError("the scenario has no pool" if name is None else unknown("pool", name, names))


def newest_message(cognito: StoryFixture, user: str) -> Any:
    """The newest message to the user with this username, alias or sub, or None."""
    username = cognito.user(user).username
    return next((each for each in reversed(cognito.outbox) if each.user == username), None)
