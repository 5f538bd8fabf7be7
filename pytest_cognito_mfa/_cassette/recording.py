"""What a cassette is once it is read: interactions, their places, and where each call finds its answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_cognito_mfa._difference import spelled
from pytest_cognito_mfa._exchange import JWKS, OPENID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._exchange import Call, Reply

Meaning = tuple[str, str]
"""An operation, and its parameters in one spelling: two calls of one meaning get the same answers."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """One recorded exchange; `number` counts every interaction of the file from 1, Cognito's or not."""

    path: Path
    line: int
    number: int
    call: Call
    reply: Reply

    @property
    def place(self) -> str:
        return f"{shown(self.path)}:{self.line}"


@dataclass(frozen=True)
class Cassette:
    """Cognito's interactions of one file, in its order; `others` are the lines of those that are not Cognito's."""

    path: Path
    interactions: tuple[Interaction, ...]
    others: tuple[int, ...] = ()

    @cached_property
    def positions(self) -> Mapping[Meaning, tuple[int, ...]]:
        """Where in `interactions` the answers to a call stand, in the recorded order.

        Made once per cassette, not once per test, so that the price of an answer does
        not grow with the cassette.
        """
        found: dict[Meaning, list[int]] = {}
        for position, interaction in enumerate(self.interactions):
            found.setdefault(meaning(interaction.call), []).append(position)
        return {of: tuple(places) for of, places in found.items()}


def meaning(call: Call) -> Meaning:
    """Give what makes two calls the same: never the URL, the headers, or the order of JSON's keys."""
    if call.problem is not None:  # nothing was parsed, and the recorded calls all were
        return call.operation, call.problem
    return call.operation, spelled(call.parameters)


def is_document(operation: str) -> bool:
    """Whether this is one of a pool's two documents, which clients fetch as often as they please."""
    return operation in (JWKS, OPENID)


def shown(path: Path) -> str:
    """`path` as it is written from the current folder, when it lies below that."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):  # it lies elsewhere, or the current folder is gone
        return str(path)
