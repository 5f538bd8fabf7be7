"""What is wrong with one file: every mistake once, in the file's order."""

from __future__ import annotations

from pytest_cognito_mfa.errors import Mistake, ScenarioError

from .values import Place


class Findings:
    """Collects mistakes while a file is read; the reading goes on, so all are found in one run."""

    def __init__(self, file: str) -> None:
        self.file = file
        # A node behind an anchor is read once per alias; its mistake is still one.
        self._found: dict[tuple[int, int, str], None] = {}

    def place(self, line: int, column: int) -> Place:
        return Place(self.file, line, column)

    def add(self, place: Place, text: str) -> None:
        self._found[place.line, place.column, text] = None

    def once(self, taken: dict[str, Place], key: str, place: Place, what: str) -> None:
        """Note that `key` is taken at `place`; it is a mistake if it was taken before."""
        if key in taken:
            self.add(place, f"{what} {key!r} is taken already, at line {taken[key].line}")
        else:
            taken[key] = place

    @property
    def texts(self) -> list[str]:
        return [text for _, _, text in self._in_order()]

    def error(self) -> ScenarioError:
        """Everything found, as the one error to raise."""
        return ScenarioError([Mistake(self.file, *found) for found in self._in_order()])

    def _in_order(self) -> list[tuple[int, int, str]]:
        return sorted(self._found, key=lambda found: found[:2])
