"""Pass-through: a call that nobody here answers, so that the client's library sends it for real (recording)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_cognito_mfa._aws.exchange import Lost


class OnResponse(Protocol):
    """The callback of a pass-through: the interceptor calls it once, when the real call has ended."""

    def __call__(self, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        """Take the response: headers in the order of the wire, the body without transfer encoding."""

    def lost(self, how: Lost) -> None:
        """Take the news that no response came."""


@dataclass(frozen=True, slots=True)
class PassThrough:
    """The interceptor lets its library send the call, and reports the response to `on_response`."""

    on_response: OnResponse
