"""The mistakes in a file and in the files that it extends, and the warnings: each once, in the order of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._yaml.places import Place
from pytest_cognito_mfa.errors import Mistake, ScenarioError

if TYPE_CHECKING:
    from collections.abc import Iterable


class Diagnostics:
    """Collects mistakes while files are read, so that one run finds them all."""

    def __init__(self, file: str) -> None:
        self.file = file
        # The node of an anchor is read once per alias, but its mistake is reported once.
        self._found: dict[tuple[str, int, int, str], None] = {}
        self._doubtful: dict[tuple[str, int, int, str], None] = {}
        self._files = [file]

    def of(self, file: str) -> Diagnostics:
        """The same collection, for another `file` that this one extends."""
        diagnostics = Diagnostics(file)
        diagnostics._found, diagnostics._doubtful, diagnostics._files = self._found, self._doubtful, self._files
        self._files.append(file)
        return diagnostics

    def place(self, line: int, column: int) -> Place:
        return Place(self.file, line, column)

    def add(self, place: Place, text: str) -> None:
        self._found[place.file, place.line, place.column, text] = None

    def warn(self, place: Place, text: str) -> None:
        """Add what may be meant, and is probably not."""
        self._doubtful[place.file, place.line, place.column, text] = None

    def require_unique(self, taken: dict[str, Place], key: str, place: Place, what: str) -> None:
        """Remember the `place` of `key`; a second place for the same key is a mistake."""
        if key in taken:
            first = taken[key]
            where = f"line {first.line}" if first.file == place.file else f"{first.file}:{first.line}"
            self.add(place, f"{what} {key!r} is already used in {where}")
        else:
            taken[key] = place

    @property
    def texts(self) -> list[str]:
        return [found.text for found in self._in_order(self._found)]

    @property
    def warnings(self) -> tuple[Mistake, ...]:
        return tuple(self._in_order(self._doubtful))

    def error(self) -> ScenarioError:
        """One error with all mistakes."""
        return ScenarioError(self._in_order(self._found))

    def _in_order(self, entries: Iterable[tuple[str, int, int, str]]) -> list[Mistake]:
        found = [Mistake(*each) for each in entries]
        return sorted(found, key=lambda each: (self._files.index(each.file), each.line, each.column))
