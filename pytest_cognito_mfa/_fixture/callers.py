"""Who makes a call: the user and the app client that its token, session, username or client id belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._fixture.sign_in import issued
from pytest_cognito_mfa._fixture.views import found_client, found_user
from pytest_cognito_mfa._middleware import Caller
from pytest_cognito_mfa._middleware.user_changes import change_user
from pytest_cognito_mfa._simulator.reasons import nearest
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pytest_cognito_mfa._aws.exchange import Call
    from pytest_cognito_mfa._fixture.backend import Backend
    from pytest_cognito_mfa._scenario.faults.values import Change
    from pytest_cognito_mfa._simulator.outbox import Message
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.simulation import Simulation
    from pytest_cognito_mfa._simulator.sources import Clock
    from pytest_cognito_mfa._simulator.state import Client, Pool, User

_TOKENS = ("AccessToken", "RefreshToken", "Token", "access_token", "refresh_token", "token")


class Callers:
    """What faults, quotas and canned answers need of the simulator (`_middleware.handler.SimulatorAccess`)."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    @property
    def _service(self) -> Service:
        return self._backend.service

    def caller(self, call: Call) -> Caller:
        """Every name of the user and of the app client that make a call."""
        client, user = self._of(call.parameters)
        return Caller(_names_of_user(user, call.parameters), _names_of_client(client, call.parameters))

    def why_unknown(self, name: str) -> str | None:
        """That no pool has a user of this name, and the nearest; None if one has, and where no pool was created."""
        pools = self.pools
        if not pools or any(pool.find_any(name) is not None for pool in pools):
            return None
        return nearest("user", name, [user.username for pool in pools for user in pool.users.values()])

    def subject(self, call: Call) -> str | None:
        """The sub of the user whom a call is about; None if there is no such user."""
        user = self._of(call.parameters)[1]
        return None if user is None else user.sub

    def user(self, call: Call) -> User | None:
        """The user whom a call is about; None where there is none, and where no pool was created."""
        return self._of(call.parameters)[1] if self._backend.is_created else None

    @property
    def pools(self) -> Sequence[Pool]:
        """The pools that were created."""
        return self._pools() if self._backend.is_created else []

    @property
    def outbox(self) -> Sequence[Message]:
        """The messages so far."""
        return self._service.outbox if self._backend.is_created else []

    @property
    def clock(self) -> Clock:
        return self._backend.clock

    @property
    def replies(self) -> Simulation:
        return self._backend.replies

    def tokens(self, call: Call, user: str) -> Mapping[str, Any]:
        """An AuthenticationResult of `user`, through the app client of the call, or else the pool's first one."""
        pool, found = found_user(self._pools(), user)
        client = pool.clients.get(str(call.parameters.get("ClientId"))) or found_client(pool, None)
        return issued(self._service, client, found)

    def act_without_message(self, call: Call) -> None:
        """Let the simulator act on a call, and lose the messages that it sends; a cassette is not asked."""
        if self._backend.is_simulated:
            sent = len(self._service.outbox)
            self._backend.simulation.answer(call)
            del self._service.outbox[sent:]

    def change(self, what: Change, call: Call, user: str | None) -> None:
        """Change `user`, or else the user of the call; raises `SettingError` if the call names no user."""
        subject = self._of(call.parameters)[1] if user is None else found_user(self._pools(), user)[1]
        if subject is None:
            raise SettingError(f"change: {what} on {call.operation}: the call names no user; add user: to the fault")
        change_user(what, self._service, subject)

    def _pools(self) -> list[Pool]:
        return list(self._service.pools.values())

    def _of(self, parameters: Mapping[str, Any]) -> tuple[Client | None, User | None]:
        """Found by the call's token or session; without one, by its client id, pool id and username."""
        if not self._backend.has_pools:
            return None, None
        for token in _secrets(parameters):
            if (owner := self._service.tokens.owner(token)) or (owner := self._service.sessions.owner(token)):
                return owner
        client = self._client(parameters.get("ClientId") or parameters.get("client_id"))
        pool = client.pool if client else self._service.pools.get(str(parameters.get("UserPoolId")))
        name = _named(parameters)
        pools = [pool] if pool else self._pools()
        found = (user for each in pools if name and (user := each.find_any(name)) is not None)
        return client, next(found, None)

    def _client(self, client_id: Any) -> Client | None:
        clients = (pool.clients.get(str(client_id)) for pool in self._service.pools.values())
        return next((client for client in clients if client is not None), None)


def _nested(parameters: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield parameters
    for name in ("AuthParameters", "ChallengeResponses"):
        if isinstance(inner := parameters.get(name), dict):
            yield inner


def _secrets(parameters: Mapping[str, Any]) -> Iterator[str]:
    for members in _nested(parameters):
        for name in (*_TOKENS, "REFRESH_TOKEN", "Session"):
            if isinstance(value := members.get(name), str):
                yield value


def _named(parameters: Mapping[str, Any]) -> str | None:
    for members in _nested(parameters):
        for name in ("Username", "USERNAME"):
            if isinstance(value := members.get(name), str):
                return value
    return None


def _names_of_user(user: User | None, parameters: Mapping[str, Any]) -> frozenset[str]:
    given = {name for name in (_named(parameters),) if name}
    if user is None:
        return frozenset(given)
    aliases = (user.attributes.get(name) for name in ("email", "phone_number", "preferred_username"))
    return frozenset({*given, user.username, user.sub, *filter(None, aliases)})


def _names_of_client(client: Client | None, parameters: Mapping[str, Any]) -> frozenset[str]:
    given = {parameters["ClientId"]} if isinstance(parameters.get("ClientId"), str) else set()
    return frozenset(given if client is None else {*given, client.id, client.settings["ClientName"]})
