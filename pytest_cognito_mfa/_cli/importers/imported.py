"""The result of an import: pools with clients and users, and what was not imported."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa.errors import ImportingError

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Mapping

ABSENT: Final = object()
"""Marks a value that is absent, or only known after deployment; the reason is reported."""


_POOL_ID: Final = re.compile(r"(?=.{1,55}$)[\w-]+_[0-9a-zA-Z]+", re.ASCII)


def mapping(value: Any) -> dict[str, Any]:
    """The value if it is a mapping, else an empty one: a document may have any type anywhere."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def map_scalars(value: Any, change: Callable[[Any], Any]) -> Any:
    """The value with every scalar in it changed."""
    if isinstance(value, dict):
        return {name: map_scalars(member, change) for name, member in value.items()}
    return [map_scalars(item, change) for item in value] if isinstance(value, list) else change(value)


def count_other_services(kinds: Counter[str]) -> str:
    """The numbers of resources that do not belong to Cognito, by kind."""
    listed = ", ".join(f"{kind} ({count})" for kind, count in sorted(kinds.items()))
    return f"not imported: {sum(kinds.values())} of other services: {listed}"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was not imported, or changed: its place, and why."""

    source: str
    path: str
    why: str

    def __str__(self) -> str:
        return f"{self.source}: {self.path}: {self.why}" if self.path else f"{self.source}: {self.why}"


@dataclass(slots=True)
class ImportedPool:
    """A pool of the scenario: members by AWS's names."""

    settings: dict[str, Any]
    clients: list[dict[str, Any]] = field(default_factory=list)
    users: list[dict[str, Any]] = field(default_factory=list)
    resources: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    """By key of the scenario and name: groups, identity providers and resource servers."""

    @property
    def id(self) -> str | None:
        identity: str | None = self.settings.get("Id")
        return identity

    def client(self, client_id: object) -> dict[str, Any] | None:
        """The client with this ID."""
        return next((client for client in self.clients if client.get("ClientId") == client_id), None)


@dataclass(slots=True)
class Imported:
    """What was read so far, from all documents."""

    region: str | None = None
    pools: list[ImportedPool] = field(default_factory=list)
    noted: dict[Finding, None] = field(default_factory=dict)
    """What was not imported or was changed, each once."""

    placeholder: ImportedPool | None = None
    """The default pool for everything that does not name its pool."""

    def note(self, source: str, path: str, why: str) -> None:
        self.noted[Finding(source, path, why)] = None

    @property
    def findings(self) -> list[Finding]:
        return list(self.noted)

    def pool(self, pool_id: object) -> ImportedPool | None:
        return next((pool for pool in self.pools if pool.id == pool_id), None)

    def pool_or_placeholder(self, pool_id: object, source: str, path: str) -> ImportedPool:
        """The pool with this ID, or a default one in its place."""
        if not (isinstance(pool_id, str) and _POOL_ID.fullmatch(pool_id)):
            pool_id = None
        found = self.pool(pool_id) if pool_id else self.placeholder
        if found is None:
            found = ImportedPool({"Id": pool_id, "Name": pool_id} if pool_id else {"Name": "imported"})
            self.pools.append(found)
            self.placeholder = self.placeholder if pool_id else found
            self.note(source, path, "its pool is not in the input; it gets a pool with default settings")
        return found

    def only_pool(self, source: str, what: str) -> ImportedPool:
        """The pool for something that does not name its pool. Raises ImportingError if there are several."""
        if len(self.pools) > 1:
            raise ImportingError(
                f"{source}: {what} does not name its pool, and there are several; import one pool at a time"
            )
        return self.pools[0] if self.pools else self.pool_or_placeholder(None, source, what)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The choices of the user."""

    users: bool = False
    region: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One JSON or YAML document, and the name of its source."""

    source: str
    value: Any
