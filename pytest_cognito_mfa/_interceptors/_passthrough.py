"""A call that goes out for real: the inner doors stand aside, and the note hears how it ended.

1. The library sends it: its own TLS, proxies and time-outs, its own errors.
2. What came is noted before the library's user sees it; a call that was given up is noted as lost.
"""

from __future__ import annotations

import asyncio
import io
import socket
import ssl
from contextlib import contextmanager
from http.client import HTTPResponse, IncompleteRead
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_cognito_mfa._aws.exchange import Reply
from pytest_cognito_mfa._interceptors._patching import passing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._aws.exchange import Lost
    from pytest_cognito_mfa._aws.passthrough import OnResponse

_TIME_OUTS = (TimeoutError, asyncio.TimeoutError, asyncio.CancelledError)
"""A library that gives up waiting for the whole cancels the task that waits."""


@contextmanager
def noted(on_response: OnResponse) -> Iterator[None]:
    """Tell `on_response` when the block fails."""
    try:
        yield
    except BaseException as error:
        on_response.lost(lost_as(error))
        raise


@contextmanager
def sent(on_response: OnResponse) -> Iterator[None]:
    """Send a call for real inside the block."""
    with passing(), noted(on_response):
        yield


class Came(NamedTuple):
    """A reply from a real connection; `is_whole` unless the connection ended within its body."""

    reply: Reply
    is_whole: bool


def arrived(data: bytes, method: str, *, ended: bool) -> Came | None:
    """Return the reply that these bytes are, or None while some of it is missing.

    Raises http.client's own error when nothing came, and nothing will.
    """
    if not ended and b"\r\n\r\n" not in data:
        return None
    response = _begun(_Received(data), method)
    if response.length is None and not response.chunked and not ended:
        return None  # only the connection's end completes it
    came = _read(response)
    return came if ended or came.is_whole else None


def tell(on_response: OnResponse, reply: Reply, *, is_whole: bool) -> None:
    """Let `on_response` hear of what came."""
    if is_whole:
        on_response(reply.status, reply.headers, reply.body)
    else:
        on_response.lost("reset")


def answer_of(sock: Any, method: str) -> Came:
    """Read one reply from a socket."""
    return _read(_begun(sock, method))


def _begun(sock: Any, method: str) -> HTTPResponse:
    response = HTTPResponse(sock, method=method)
    try:
        response.begin()
    except BaseException:
        response.close()
        raise
    return response


def _read(response: HTTPResponse) -> Came:
    with response:
        try:
            body, is_whole = response.read(), True
        except IncompleteRead as error:
            body, is_whole = error.partial, False
    return Came(Reply(response.status, tuple(response.getheaders()), body), is_whole)


class _Received:
    """Bytes as a socket that http.client can read."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, *_: Any) -> io.BytesIO:
        return io.BytesIO(self._data)


def lost_as(error: BaseException) -> Lost:
    """Say in which of our words a connection was lost; libraries keep the socket's error behind their own."""
    chain = list(_behind(error))
    if any(isinstance(each, ssl.SSLError) for each in chain):
        return "tls"
    if any(isinstance(each, socket.gaierror) for each in chain):
        return "dns"
    names = " ".join(type(each).__name__ for each in chain)
    if "Timeout" in names or any(isinstance(each, _TIME_OUTS) for each in chain):
        return "connect_timeout" if "Connect" in names or "connecting" in str(error) else "read_timeout"
    return "reset"


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
