"""Facts about pools, clients and users as they were before a recording began, each with the exchange that tells it.

1. The first exchange that tells of something counts.
2. What an earlier exchange of the recording changed is no news of how it was before.
3. What the recording itself made was not there before.
4. Once it is deleted, nothing more is told of what was there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pytest_cognito_mfa._inference.exchanges import Recorded


class Fact(NamedTuple):
    """A value, and what implies it."""

    value: Any
    by: Recorded

    @property
    def reason(self) -> str:
        outcome = f", {self.by.error}" if self.by.error else ""
        return f"{self.by.place}: {self.by.operation}{outcome}"


class Subject:
    """A pool, a client or a user; `id` is its own id, or for a user a name of ours until one is told."""

    def __init__(self, id: str, place: str = "") -> None:  # noqa: A002 - the word for it
        self.id = id
        self.place = place
        self.facts: dict[str, Fact] = {}
        self.names: dict[str, None] = {}
        """All that a user is called by, in the order of the recording; its own, too, where it was made there."""
        self.was_there = True
        self._changed: set[str] = set()
        self._is_over = False

    def tell(self, name: str, value: Any, by: Recorded) -> None:
        if not self._is_over and name not in self._changed:
            self.facts.setdefault(name, Fact(value, by))

    def change(self, *names: str) -> None:
        """What is told of these from here on is of another time."""
        self._changed.update(names)

    def make(self) -> None:
        """It is made here; if nothing has told of it before, it was not there."""
        if not self.facts and not self._is_over:
            self.was_there = False
        self._is_over = True

    def end(self) -> None:
        self._is_over = True

    def get(self, name: str, default: Any = None) -> Any:
        fact = self.facts.get(name)
        return default if fact is None else fact.value

    def named(self, prefix: str) -> dict[str, Any]:
        """The values of facts whose names begin so, by the rest of their names."""
        return {name.removeprefix(prefix): fact.value for name, fact in self.facts.items() if name.startswith(prefix)}
