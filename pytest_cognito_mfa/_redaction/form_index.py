"""An index of many texts: which of them starts at a position, at a cost that does not grow with their number.

The first characters choose a group.  In a group, texts of one length are keys of one dictionary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

Entry = TypeVar("Entry")

_PREFIXES = (2, 4, 16)
"""A text is in the group of the longest of these that it has."""


class FormIndex(Generic[Entry]):
    """Texts and what belongs to each."""

    def __init__(self) -> None:
        self._groups: dict[int, dict[str, dict[int, dict[str, list[Entry]]]]] = {size: {} for size in _PREFIXES}
        self._starts: set[str] = set()

    def add(self, text: str, entry: Entry) -> None:
        """Add a text of two characters or more."""
        size = max(size for size in _PREFIXES if size <= len(text))
        group = self._groups[size].setdefault(text[:size], {})
        if len(text) not in group:
            group[len(text)] = {}
            lengths = sorted(group, reverse=True)
            self._groups[size][text[:size]] = {length: group[length] for length in lengths}
        self._groups[size][text[:size]][len(text)].setdefault(text, []).append(entry)
        self._starts.add(text[:2])

    def starts(self, text: str) -> Iterator[int]:
        """The positions at which one of the texts may start; the caller may skip some."""
        starts = self._starts
        return (at for at in range(len(text) - 1) if text[at : at + 2] in starts)

    def at(self, text: str, start: int) -> Iterator[tuple[int, Entry]]:
        """Length and entry of each text at `start`, the longest first."""
        for size in reversed(_PREFIXES):
            for length, entries in self._groups[size].get(text[start : start + size], {}).items():
                for entry in entries.get(text[start : start + length], ()):
                    yield length, entry
