"""Who is who in a recording: which names, tokens and sessions mean one user, and which ids one pool.

1. What one exchange names together belongs together, where it succeeded; of a refused one, the pool and the client of
   the request, unless the refusal says that one of them is not there.
2. A refusal that could only come to the right person links its user's names too (a wrong code, say).
3. A client, a token or a name of which nothing tells the pool is of the only pool that has an id; without such a pool,
   of one that we make up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._inference.exchanges import DEFAULT_REGION
from pytest_cognito_mfa._inference.facts import Subject

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from pytest_cognito_mfa._inference.exchanges import Recorded

Key = tuple[str, str]

TELL_NOTHING: Final = frozenset(
    {
        *("NotAuthorizedException", "ResourceNotFoundException", "UserNotFoundException", "InvalidParameterException"),
        *("UsernameExistsException", "TooManyRequestsException", "UnrecognizedClientException"),
    }
)
"""Refusals after which the names of one request may belong to nobody, or to two."""


class Groups:
    """Keys that mean the same."""

    def __init__(self) -> None:
        self._parent: dict[Hashable, Hashable] = {}

    def join(self, keys: Iterable[Hashable]) -> None:
        roots = [self.of(key) for key in keys]
        for root in roots[1:]:
            self._parent[self.of(root)] = self.of(roots[0])

    def of(self, key: Hashable) -> Hashable:
        while (above := self._parent.get(key, key)) != key:
            key = above
        return key


class Cast:
    """The pools, clients and users of a recording, each a `Subject` that facts are told of."""

    def __init__(self, exchanges: Sequence[Recorded]) -> None:
        self._pools, self._users = Groups(), Groups()
        self.region = next((each.region for each in exchanges), DEFAULT_REGION)
        self.pools: dict[str, Subject] = {}
        self.clients: dict[tuple[str, str], Subject] = {}
        self.users: dict[tuple[str, Hashable], Subject] = {}
        """By their pool, and the key that stands for all of their names."""
        for exchange in exchanges:
            self._pools.join(_pool_keys(exchange))
        named = [each.pool_id for each in exchanges if each.pool_id and not each.denies_the_pool]
        self._ids = {self._pools.of(("pool", name)): name for name in named}
        self.only = next(iter(self._ids.values())) if len(self._ids) == 1 else f"{self.region}_Recorded1"
        for exchange in exchanges:
            self._users.join(self._user_keys(exchange))

    def pool(self, exchange: Recorded) -> Subject:
        return self._pool_named(self._pool_of(exchange))

    def client(self, exchange: Recorded) -> Subject | None:
        if exchange.client_id is None:
            return None
        key = (self.pool(exchange).id, exchange.client_id)
        return self.clients.setdefault(key, Subject(exchange.client_id, exchange.place))

    def user(self, exchange: Recorded) -> Subject | None:
        """The one user whom the exchange is about, if it names one."""
        keys = sorted(self._mentioned(exchange), key=lambda key: key[0] == "token")  # a name is surer than a token
        if not keys:
            return None
        user = self._subject(self._users.of(keys[0]), exchange)
        user.names.update({name: None for kind, name in keys if kind != "token"})
        return user

    def _subject(self, root: Hashable, exchange: Recorded) -> Subject:
        pool = self.pool(exchange)
        key = (pool.id, root)
        if key not in self.users:
            self.users[key] = Subject(f"recorded-{len(self.users) + 1}", exchange.place)
        return self.users[key]

    def _pool_named(self, name: str) -> Subject:
        return self.pools.setdefault(name, Subject(name))

    def _pool_of(self, exchange: Recorded) -> str:
        keys = _pool_keys(exchange) or [("pool", "")]
        return self._ids.get(self._pools.of(keys[0]), self.only)

    def _user_keys(self, exchange: Recorded) -> list[Key]:
        if exchange.error in TELL_NOTHING:
            return []
        return list(self._mentioned(exchange))

    def _mentioned(self, exchange: Recorded) -> Iterator[Key]:
        pool = self._pool_of(exchange)
        for text in (*exchange.came_in, *exchange.came_out):
            yield "token", text
        for claims in exchange.claims:
            for claim in ("username", "cognito:username", "sub"):
                if claim in claims:
                    yield pool, str(claims[claim])
        names = [exchange.name, exchange.parameters.get("USER_ID_FOR_SRP"), exchange.parameters.get("USERNAME")]
        if exchange.succeeded:
            described = exchange.answer.get("User") or exchange.answer
            names += [described.get("Username"), exchange.answer.get("UserSub"), exchange.attributes.get("sub")]
        for name in names:
            if name:
                yield pool, name


def _pool_keys(exchange: Recorded) -> list[Key]:
    """What is of one pool; the order matters not."""
    if exchange.denies_the_pool:
        return []
    keys = [("pool", exchange.pool_id), ("client", exchange.client_id)]
    if exchange.succeeded:
        keys += [("token", text) for text in (*exchange.came_in, *exchange.came_out)]
    return [(kind, text) for kind, text in keys if text]
