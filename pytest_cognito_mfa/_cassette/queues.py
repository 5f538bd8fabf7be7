"""The recorded calls of one operation, in their order, and which of them a call takes.

Rule 1: the first that was not played and means the same; one that is known to comes before one that might.
Rule 2: no more of the cassette is read than is needed to find it, so a call that comes in the recorded order costs
        the same in a long cassette as in a short one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .meaning import Meaning, meaning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .bindings import Bindings
    from .recording import Cassette


class Queue:
    """The interactions of one operation that were not played yet; those that were read are found by their meaning."""

    def __init__(self, cassette: Cassette, operation: str, bindings: Bindings) -> None:
        self._cassette = cassette
        self._bindings = bindings
        self._unread = iter(cassette.positions.get(operation, ()))
        self._read: dict[str, dict[int, Meaning]] = {}
        """By what is plain of them: position -> meaning, in the recorded order."""
        self._exact: dict[Meaning, dict[int, None]] = {}
        self._last: dict[Meaning, int] = {}

    def taken(self, asked: Meaning, *, again: bool = False) -> int | None:
        """The position of the interaction that answers `asked`; with `again` the last such is given for ever."""
        known = asked._replace(opened=self._bindings.recorded(asked.opened))
        position = self._known(known)
        if position is None:
            position = self._fitting(asked, known)
        if position is None and again:
            return self._last.get(known)
        if position is not None:
            self._last[known] = position
        return position

    def _known(self, known: Meaning) -> int | None:
        exact = self._exact.get(known)
        if not exact:
            return None
        position = next(iter(exact))
        self._take(position, known)
        return position

    def _fitting(self, asked: Meaning, known: Meaning) -> int | None:
        for position, recorded in self._candidates(asked.plain):
            if recorded == known:
                self._take(position, recorded)
                return position
            new = self._bindings.fit(asked.opened, recorded.opened)
            if new is not None:
                self._bindings.bind(new)
                self._take(position, recorded)
                return position
        return None

    def _candidates(self, plain: str) -> Iterator[tuple[int, Meaning]]:
        yield from list(self._read.get(plain, {}).items())
        for position in self._unread:
            recorded = meaning(self._cassette.interactions[position].call)
            self._read.setdefault(recorded.plain, {})[position] = recorded
            self._exact.setdefault(recorded, {})[position] = None
            if recorded.plain == plain:
                yield position, recorded

    def _take(self, position: int, recorded: Meaning) -> None:
        del self._exact[recorded][position]
        del self._read[recorded.plain][position]
