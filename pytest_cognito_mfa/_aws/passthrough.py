"""A call that goes out for real: the word for it between pipeline and doors, and what came, read as a Reply."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol

from pytest_cognito_mfa._aws.wire import Reply

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_cognito_mfa._aws.wire import Call, Lost


class Note(Protocol):
    """Who wants to know how a call ended that went out."""

    def __call__(self, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        """Hear of the reply: its headers in the order of the wire, its body without the framing of the way."""

    def lost(self, how: Lost) -> None:
        """Hear that no reply came."""


@dataclass(frozen=True, slots=True)
class Through:
    """Nobody answers here: the door lets its library send the call, and tells `note` what came."""

    note: Note


class Answering(Protocol):
    """Who answers a call, or lets it go out: the simulator, a cassette, a recorder, or what stands before them."""

    def answer(self, call: Call) -> tuple[Reply | Through, str]: ...


def reply_of(status: int, headers: Iterable[tuple[str, str]], body: bytes) -> Reply:
    """Make a Reply of what came over the wire."""
    pairs = tuple((str(name), str(value)) for name, value in headers)
    return Reply(status, pairs, body, None if status < HTTPStatus.MULTIPLE_CHOICES else _code(status, pairs, body))


def _code(status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> str:
    """AWS's error code; else the status, as botocore's parser has it."""
    said: Any = next((value for name, value in headers if name.lower() == "x-amzn-errortype"), None)
    if said is None:
        with contextlib.suppress(ValueError, AttributeError):
            said = json.loads(body).get("__type")
    return str(said or status).split(":", 1)[0].rsplit("#", 1)[-1]
