"""A loaded cassette: its interactions, where each is in the file, and which belong to one operation."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pytest_cognito_mfa._cassette.paths import display_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pytest_cognito_mfa._aws.exchange import Call, Reply

CallAndReply = tuple["Call", "Reply"]


def contains_text(content: bytes, value: str) -> bool:
    """Whether `value` is in the content of a file, as a whole JSON text."""
    quoted = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return quoted in content or quoted.replace(b'"', b'\\"') in content


class Interaction:
    """One recorded call and its response; `number` counts all interactions of the file from 1, also of other services.

    Both are read at their first use, which raises `CassetteError` if they cannot be read.
    """

    __slots__ = ("_both", "_read", "line", "number", "operation", "path")

    def __init__(self, path: Path, line: int, number: int, operation: str, read: Callable[[int], CallAndReply]) -> None:
        self.path, self.line, self.number, self.operation = path, line, number, operation
        self._read = read
        self._both: CallAndReply | None = None

    @property
    def call(self) -> Call:
        return self._call_and_reply()[0]

    @property
    def reply(self) -> Reply:
        return self._call_and_reply()[1]

    def check(self) -> None:
        """Raise `CassetteError` if the call or its response cannot be read; nothing is kept in memory."""
        self._read(self.number)

    @property
    def place(self) -> str:
        return f"{display_path(self.path)}:{self.line}"

    def __repr__(self) -> str:
        return f"<Interaction {self.number}, {self.operation}, at {self.place}>"

    def _call_and_reply(self) -> CallAndReply:
        if self._both is None:
            self._both = self._read(self.number)
        return self._both


@dataclass(frozen=True)
class Cassette:
    """The interactions with Cognito in one file; `others` are the lines of those with other services."""

    path: Path
    interactions: tuple[Interaction, ...]
    others: tuple[int, ...] = ()
    recorded: str | None = None
    """When it was recorded, as its `provenance` says."""
    content: bytes = b""

    def contains(self, value: str) -> bool:
        """Whether `value` is in the file, as a whole JSON text."""
        return contains_text(self.content, value)

    @cached_property
    def positions(self) -> Mapping[str, tuple[int, ...]]:
        """Operation -> indexes in `interactions`, in the recorded order."""
        found: dict[str, list[int]] = {}
        for position, interaction in enumerate(self.interactions):
            found.setdefault(interaction.operation, []).append(position)
        return {operation: tuple(indexes) for operation, indexes in found.items()}
