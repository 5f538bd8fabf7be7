"""Facts about pools, clients and users before a recording began.

1. The first exchange that shows a fact wins.
2. What an earlier exchange of the recording changed says nothing about the state before.
3. What the recording itself created did not exist before.
4. After a deletion no more facts are added.
"""

from __future__ import annotations

from typing import Any


class Subject:
    """A pool, a client or a user; `id` is its own id, or a name of ours for a user whose name is not known yet."""

    def __init__(self, id: str, place: str = "") -> None:  # noqa: A002 - the word for it
        self.id = id
        self.place = place
        self.facts: dict[str, Any] = {}
        self.names: dict[str, None] = {}
        """Every name of a user in recorded order, also the names that the recording gave him."""
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
