"""A call that passes through to the real service: the library sends it, and reports the end to `on_response`.

1. The library uses its own TLS, proxies and timeouts, and raises its own errors.
2. `on_response` gets the response before the caller does.  A call without a response is reported as lost.
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
from pytest_cognito_mfa._interceptors._patching import passing_through
from pytest_cognito_mfa.errors import CognitoMfaError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._aws.exchange import Lost, OnResponse

_TIMEOUTS = (TimeoutError, asyncio.TimeoutError, asyncio.CancelledError)
"""Some libraries cancel the waiting task when the timeout for the whole call is over."""


@contextmanager
def reporting_loss(on_response: OnResponse) -> Iterator[None]:
    """Report a call as lost when the block fails."""
    try:
        yield
    except CognitoMfaError as error:
        on_response.lost(loss_of(error), error)
        raise
    except BaseException as error:
        on_response.lost(loss_of(error))
        raise


@contextmanager
def passed_through(on_response: OnResponse) -> Iterator[None]:
    """Let the library send a call for real inside the block."""
    with passing_through(), reporting_loss(on_response):
        yield


class Received(NamedTuple):
    """A reply from a real connection; not `is_whole` if the connection ended within the body."""

    reply: Reply
    is_whole: bool


def parse_response(data: bytes, method: str, *, ended: bool) -> Received | None:
    """Parse the reply, or return None while some of it is missing.

    Raises http.client's own error if the connection `ended` without a reply.
    """
    if not ended and b"\r\n\r\n" not in data:
        return None
    response = _begun(_Received(data), method)
    if response.length is None and not response.chunked and not ended:
        return None  # only the end of the connection completes it
    received = _read(response)
    return received if ended or received.is_whole else None


def report(on_response: OnResponse, reply: Reply, *, is_whole: bool) -> None:
    """Give `on_response` the response, or report it as lost if it was cut short."""
    if is_whole:
        on_response(reply.status, reply.headers, reply.body)
    else:
        on_response.lost("reset")


def read_response(sock: Any, method: str) -> Received:
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


def _read(response: HTTPResponse) -> Received:
    with response:
        try:
            body, is_whole = response.read(), True
        except IncompleteRead as error:
            body, is_whole = error.partial, False
    return Received(Reply(response.status, tuple(response.getheaders()), body), is_whole)


class _Received:
    """Bytes as a socket, which http.client can read."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, *_: Any) -> io.BytesIO:
        return io.BytesIO(self._data)


def loss_of(error: BaseException) -> Lost:
    """Name how a connection was lost; a library's error has the socket's error as its cause."""
    chain = list(_causes(error))
    if any(isinstance(each, ssl.SSLError) for each in chain):
        return "tls"
    if any(isinstance(each, socket.gaierror) for each in chain):
        return "dns"
    names = " ".join(type(each).__name__ for each in chain)
    if "Timeout" in names or any(isinstance(each, _TIMEOUTS) for each in chain):
        return "connect_timeout" if "Connect" in names or "connecting" in str(error) else "read_timeout"
    return "reset"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
