"""What is wrong with a file and those that it extends: every mistake once, in the order of the files and lines."""

from __future__ import annotations

from pytest_cognito_mfa._yaml.places import Place
from pytest_cognito_mfa.errors import Mistake, ScenarioError


class Diagnostics:
    """Collects mistakes while files are read; the reading goes on, so all are found in one run."""

    def __init__(self, file: str) -> None:
        self.file = file
        # A node behind an anchor is read once per alias; its mistake is still one.
        self._found: dict[tuple[str, int, int, str], None] = {}
        self._files = [file]

    def of(self, file: str) -> Diagnostics:
        """The same collection, for a `file` that is read for this one."""
        diagnostics = Diagnostics(file)
        diagnostics._found, diagnostics._files = self._found, self._files
        self._files.append(file)
        return diagnostics

    def place(self, line: int, column: int) -> Place:
        return Place(self.file, line, column)

    def add(self, place: Place, text: str) -> None:
        self._found[place.file, place.line, place.column, text] = None

    def require_unique(self, taken: dict[str, Place], key: str, place: Place, what: str) -> None:
        """Note that `key` is taken at `place`; it is a mistake if it was taken before."""
        if key in taken:
            first = taken[key]
            where = f"line {first.line}" if first.file == place.file else f"{first.file}:{first.line}"
            self.add(place, f"{what} {key!r} is taken already, at {where}")
        else:
            taken[key] = place

    @property
    def texts(self) -> list[str]:
        return [found.text for found in self._in_order()]

    def error(self) -> ScenarioError:
        """Everything found, as the one error to raise."""
        return ScenarioError(self._in_order())

    def _in_order(self) -> list[Mistake]:
        found = [Mistake(*each) for each in self._found]
        return sorted(found, key=lambda each: (self._files.index(each.file), each.line, each.column))
