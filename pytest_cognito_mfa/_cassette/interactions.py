"""What a cassette is once it is read: interactions, their places, and which of them are of an operation."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._aws.exchange import Call, Reply

CallAndReply = tuple["Call", "Reply"]


class Interaction:
    """One recorded exchange; `number` counts every interaction of the file from 1, Cognito's or not.

    Its call and reply are read at their first use, which raises `CassetteError` where they cannot be.
    """

    __slots__ = ("_halves", "_read", "line", "number", "operation", "path")

    def __init__(self, path: Path, line: int, number: int, operation: str, read: Callable[[int], CallAndReply]) -> None:
        self.path, self.line, self.number, self.operation = path, line, number, operation
        self._read = read
        self._halves: CallAndReply | None = None

    @property
    def call(self) -> Call:
        return self._both()[0]

    @property
    def reply(self) -> Reply:
        return self._both()[1]

    @property
    def place(self) -> str:
        return f"{display_path(self.path)}:{self.line}"

    def __repr__(self) -> str:
        return f"<Interaction {self.number}, {self.operation}, at {self.place}>"

    def _both(self) -> CallAndReply:
        if self._halves is None:
            self._halves = self._read(self.number)
        return self._halves


@dataclass(frozen=True)
class Cassette:
    """Cognito's interactions of one file, in its order; `others` are the lines of those that are not Cognito's."""

    path: Path
    interactions: tuple[Interaction, ...]
    others: tuple[int, ...] = ()
    recorded: str | None = None
    """When, as its `provenance` says."""
    content: bytes = b""

    def names(self, value: str) -> bool:
        """Whether `value` stands in the file, as a whole text of JSON."""
        quoted = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return quoted in self.content or quoted.replace(b'"', b'\\"') in self.content

    @cached_property
    def positions(self) -> Mapping[str, tuple[int, ...]]:
        """Where in `interactions` those of an operation stand, in the recorded order."""
        found: dict[str, list[int]] = {}
        for position, interaction in enumerate(self.interactions):
            found.setdefault(interaction.operation, []).append(position)
        return {operation: tuple(places) for operation, places in found.items()}


def display_path(path: Path) -> str:
    """`path` as it is written from the current folder, when it lies below that."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):  # it lies elsewhere, or the current folder is gone
        return str(path)
