"""What every importer hands on: pools with clients and users, and by its path what was not taken over."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa.errors import ImportingError

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

ABSENT: Final = object()
"""Stands for a value that is not there, or that nobody can know yet; why is noted."""


_POOL_ID: Final = re.compile(r"(?=.{1,55}$)[\w-]+_[0-9a-zA-Z]+", re.ASCII)


def mapping(value: Any) -> dict[str, Any]:
    """The value if it is a mapping, else an empty one: a document may have anything anywhere."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def of_other_services(kinds: Counter[str]) -> str:
    """What is said of resources that have nothing to do with Cognito: how many there are of each kind."""
    listed = ", ".join(f"{kind} ({count})" for kind, count in sorted(kinds.items()))
    return f"{sum(kinds.values())} of other services: {listed}"


@dataclass(frozen=True, slots=True)
class Left:
    """Something that the scenario does not have, or not as it was: where it stands, and why."""

    source: str
    path: str
    why: str

    def __str__(self) -> str:
        return f"{self.source}: {self.path}: {self.why}" if self.path else f"{self.source}: {self.why}"


@dataclass(slots=True)
class ImportedPool:
    """A pool as a scenario has it: members by AWS's names."""

    settings: dict[str, Any]
    clients: list[dict[str, Any]] = field(default_factory=list)
    users: list[dict[str, Any]] = field(default_factory=list)

    @property
    def id(self) -> str | None:
        identity: str | None = self.settings.get("Id")
        return identity

    def client(self, client_id: object) -> dict[str, Any] | None:
        """The client of that Id."""
        return next((client for client in self.clients if client.get("ClientId") == client_id), None)


@dataclass(slots=True)
class Imported:
    """What was read so far, from however many documents."""

    region: str | None = None
    pools: list[ImportedPool] = field(default_factory=list)
    noted: dict[Left, None] = field(default_factory=dict)
    """What was not taken over, each once."""

    elsewhere: ImportedPool | None = None
    """The plain pool of whatever does not tell of which pool it is."""

    def note(self, source: str, path: str, why: str) -> None:
        self.noted[Left(source, path, why)] = None

    @property
    def left(self) -> list[Left]:
        return list(self.noted)

    def pool(self, pool_id: object) -> ImportedPool | None:
        return next((pool for pool in self.pools if pool.id == pool_id), None)

    def home(self, pool_id: object, source: str, path: str) -> ImportedPool:
        """The pool of that Id; a plain one stands for it where it was not given."""
        if not (isinstance(pool_id, str) and _POOL_ID.fullmatch(pool_id)):
            pool_id = None
        found = self.pool(pool_id) if pool_id else self.elsewhere
        if found is None:
            found = ImportedPool({"Id": pool_id, "Name": pool_id} if pool_id else {"Name": "imported"})
            self.pools.append(found)
            self.elsewhere = self.elsewhere if pool_id else found
            self.note(source, path, "its pool was not given; a plain one stands for it")
        return found

    def only_pool(self, source: str, what: str) -> ImportedPool:
        """The pool of what does not say whose it is; raises ImportingError where there are several."""
        if len(self.pools) > 1:
            raise ImportingError(f"{source}: {what} does not say of which pool it is; import one pool at a time")
        return self.pools[0] if self.pools else self.home(None, source, what)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person asked for."""

    users: bool = False
    region: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One JSON or YAML document, and the name of where it was found."""

    source: str
    value: Any
