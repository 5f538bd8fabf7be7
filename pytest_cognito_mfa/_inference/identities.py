"""Identifies the pools, clients and users of a recording, each with the facts about it.

1. Names in one successful exchange belong together. In a refused exchange only the pool and the client of the request
   do, unless the error says that one of them does not exist.
2. An error that only the right user can get (a wrong code, for example) links this user's names too.
3. A client, token or name without a known pool belongs to the only pool that has an id. If there is no such pool, it
   belongs to a placeholder pool.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import DEFAULT_REGION

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from pytest_cognito_mfa._inference.exchanges import RecordedExchange

Key = tuple[str, str]

AMBIGUOUS_REFUSALS: Final = frozenset(
    {
        *("NotAuthorizedException", "ResourceNotFoundException", "UserNotFoundException", "InvalidParameterException"),
        *("UsernameExistsException", "TooManyRequestsException", "UnrecognizedClientException"),
    }
)
"""Errors after which the names of one request may belong to nobody, or to two users."""


class Subject:
    """The facts about a pool, a client or a user before the recording began.

    1. The first exchange that shows a fact wins.
    2. What an earlier exchange of the recording changed says nothing about the state before.
    3. What the recording itself created did not exist before.
    4. After a deletion no more facts are added.

    `id` is its own id, or a made-up one for a user whose name is not known yet.
    """

    def __init__(self, id: str, place: str = "", pool: Subject | None = None) -> None:  # noqa: A002 - the word for it
        self.id, self.place = id, place
        self.pool = pool or self
        self.facts: dict[str, Any] = {}
        self.names: dict[str, None] = {}
        """Every name of a user in recorded order, also those that the recording added."""
        self.existed_before = True
        self._changed: set[str] = set()
        self._is_closed = False

    def add_fact(self, name: str, value: Any) -> None:
        if not self._is_closed and name not in self._changed:
            self.facts.setdefault(name, value)

    def mark_changed(self, *names: str) -> None:
        """Ignore later facts of these names: they show a new value, not the one from before the recording."""
        self._changed.update(names)

    def mark_created(self) -> None:
        """The recording created it; it did not exist before, unless an earlier exchange shows that it did."""
        if not self.facts and not self._is_closed:
            self.existed_before = False
        self._is_closed = True

    def mark_deleted(self) -> None:
        self._is_closed = True

    def get(self, name: str, default: Any = None) -> Any:
        return self.facts.get(name, default)

    def with_prefix(self, prefix: str) -> dict[str, Any]:
        """The values of all facts whose names begin with `prefix`, by the rest of the name."""
        return {name.removeprefix(prefix): value for name, value in self.facts.items() if name.startswith(prefix)}


class UnionFind:
    """Sets of keys that mean the same thing; sets that share a key become one set."""

    def __init__(self) -> None:
        self._parent: dict[Hashable, Hashable] = {}

    def join(self, keys: Iterable[Hashable]) -> None:
        roots = [self.root(key) for key in keys]
        for root in roots[1:]:
            self._parent[self.root(root)] = self.root(roots[0])

    def root(self, key: Hashable) -> Hashable:
        while (parent := self._parent.get(key, key)) != key:
            key = parent
        return key


class Identities:
    """The pools, clients and users of a recording, each a `Subject` that collects facts."""

    def __init__(self, exchanges: Sequence[RecordedExchange]) -> None:
        self._pools, self._users = UnionFind(), UnionFind()
        self.region = next((each.region for each in exchanges), DEFAULT_REGION)
        self.pools: dict[str, Subject] = {}
        self.clients: dict[tuple[str, str], Subject] = {}
        self.users: dict[tuple[str, Hashable], Subject] = {}
        """By pool id and by the root key of all names of the user."""
        for exchange in exchanges:
            self._pools.join(_pool_keys(exchange))
        named = [each.pool_id for each in exchanges if each.pool_id and not each.says_pool_is_missing]
        self._ids = {self._pools.root(("pool", name)): name for name in named}
        self.only = next(iter(self._ids.values())) if len(self._ids) == 1 else f"{self.region}_Recorded1"
        for exchange in exchanges:
            if exchange.error not in AMBIGUOUS_REFUSALS:
                self._users.join(self._mentioned(exchange))
            for listed in exchange.listed_users:
                self._users.join(self._names_of(exchange, listed))

    def pool(self, exchange: RecordedExchange) -> Subject:
        name = self._pool_id(exchange)
        return self.pools.setdefault(name, Subject(name))

    def client(self, exchange: RecordedExchange) -> Subject | None:
        if exchange.client_id is None:
            return None
        pool = self.pool(exchange)
        return self.clients.setdefault((pool.id, exchange.client_id), Subject(exchange.client_id, exchange.place, pool))

    def user(self, exchange: RecordedExchange) -> Subject | None:
        """The one user that the exchange is about, if it names one."""
        # A name identifies a user more safely than a token.
        keys = sorted(self._mentioned(exchange), key=lambda key: key[0] == "token")
        if not keys:
            return None
        pool, new_name = self.pool(exchange), f"recorded-{len(self.users) + 1}"
        root = (pool.id, self._users.root(keys[0]))
        user = self.users.setdefault(root, Subject(new_name, exchange.place, pool))
        user.names.update({name: None for kind, name in keys if kind != "token"})
        return user

    def listed_users(self, exchange: RecordedExchange) -> Iterator[tuple[Subject, Mapping[str, Any]]]:
        """The users that a listing shows, each with what it shows."""
        for listed in exchange.listed_users:
            keys = self._names_of(exchange, listed)
            root = (keys[0][0], self._users.root(keys[0]))
            new = Subject(f"recorded-{len(self.users) + 1}", exchange.place, self.pool(exchange))
            user = self.users.setdefault(root, new)
            user.names.update(dict.fromkeys(name for _, name in keys))
            yield user, listed

    def _names_of(self, exchange: RecordedExchange, listed: Mapping[str, Any]) -> list[Key]:
        subs = [pair["Value"] for pair in listed.get("Attributes") or () if pair.get("Name") == "sub"]
        return [(self._pool_id(exchange), str(name)) for name in (listed.get("Username"), *subs)]

    def _pool_id(self, exchange: RecordedExchange) -> str:
        keys = _pool_keys(exchange) or [("pool", "")]
        return self._ids.get(self._pools.root(keys[0]), self.only)

    def _mentioned(self, exchange: RecordedExchange) -> Iterator[Key]:
        pool = self._pool_id(exchange)
        for text in (*exchange.sent_tokens, *exchange.received_tokens):
            yield "token", text
        for claims in exchange.claims:
            for claim in ("username", "cognito:username", "sub"):
                if claim in claims:
                    yield pool, str(claims[claim])
        challenge = exchange.challenge_parameters
        names = [exchange.username, challenge.get("USER_ID_FOR_SRP"), challenge.get("USERNAME")]
        if exchange.succeeded:
            names += [
                exchange.described.get("Username"),
                exchange.answer.get("UserSub"),
                exchange.attributes.get("sub"),
            ]
        yield from ((pool, name) for name in names if name)


def _pool_keys(exchange: RecordedExchange) -> list[Key]:
    """Keys that belong to one pool, in any order."""
    if exchange.says_pool_is_missing:
        return []
    keys = [("pool", exchange.pool_id), ("client", exchange.client_id)]
    if exchange.succeeded:
        keys += [("token", text) for text in (*exchange.sent_tokens, *exchange.received_tokens)]
    return [(kind, text) for kind, text in keys if text]
