"""A connection in memory: the bytes of a request go in, the bytes of the reply come out.

Standing below `http.client` (and so urllib3 and requests) and aiohttp, it leaves everything that those do to
them: framing, header parsing, retries, redirects, their own errors.  A call that goes out for real is sent over a
socket that the library connects, and its reply comes in the same way.
"""

from __future__ import annotations

import io
from http.client import HTTPMessage, parse_headers, responses
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from pytest_cognito_mfa._aws.exchange import Call, Dropped, Outcome, Reply
from pytest_cognito_mfa._aws.passthrough import PassThrough
from pytest_cognito_mfa._aws.wire import read
from pytest_cognito_mfa._interceptors._passthrough import answer_of, noted, tell
from pytest_cognito_mfa._interceptors._timeouts import UNCONNECTED, Patience, broken, dribble, pause, seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_cognito_mfa._aws.exchange import Lost
    from pytest_cognito_mfa._aws.passthrough import OnResponse
    from pytest_cognito_mfa._interceptors._patching import Answer


class Incoming:
    """Gathers one request from its bytes; `feed` returns the call once it is complete."""

    method = ""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._bytes = bytearray()

    @property
    def sent(self) -> bytes:
        """Every byte so far."""
        return bytes(self._bytes)

    def feed(self, data: bytes | bytearray | memoryview) -> Call | None:
        self._bytes += data
        head, end, rest = bytes(self._bytes).partition(b"\r\n\r\n")
        if not end:
            return None
        line, _, fields = head.partition(b"\r\n")
        headers = parse_headers(io.BytesIO(fields + b"\r\n\r\n"))
        body = _body(headers, rest)
        if body is None:
            return None
        self.method, target, _ = line.decode("latin-1").split(" ", 2)
        # A proxy is asked for the whole URL, a server for the path.
        return read(self.method, urljoin(self._origin, target), headers, body)  # type: ignore[arg-type]  # has get and items


def _body(headers: HTTPMessage, rest: bytes) -> bytes | None:
    """Return the body, or None while some of it is missing (RFC 9112, section 6.3)."""
    if headers.get("Transfer-Encoding", "").lower() == "chunked":
        return _unchunked(rest)
    length = int(headers.get("Content-Length", 0))
    return rest[:length] if len(rest) >= length else None


def _unchunked(rest: bytes) -> bytes | None:
    body = b""
    while True:
        size, end, rest = rest.partition(b"\r\n")
        if not end:
            return None
        length = int(size.partition(b";")[0], 16)
        if len(rest) < length + 2:
            return None
        if length == 0:
            return body
        body += rest[:length]
        rest = rest[length + 2 :]


def head(reply: Reply, *, missing: int = 0) -> bytes:
    """Write the reply's head as HTTP/1.1; names and order are kept, and the framing is made to fit the body.

    It tells of so many bytes more than there are, where the body has been cut short.
    """
    length = len(reply.body) + missing
    lines = [f"HTTP/1.1 {reply.status} {responses.get(reply.status, '')}"]
    framed = False
    for name, value in reply.headers:
        folded = name.lower()
        if folded == "content-length":
            framed = True
            lines.append(f"{name}: {length}")
        elif folded != "transfer-encoding":
            lines.append(f"{name}: {value}")
    if not framed:
        lines.append(f"Content-Length: {length}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"


class Wire:
    """What a connection takes for its socket; asks `answer` when the request is complete.

    `unconnected` makes what the connection raises when it could not be made; `connect` connects it for real,
    for a call that goes out.
    """

    def __init__(
        self,
        origin: str,
        answer: Answer,
        connection: Any,
        *,
        unconnected: Callable[[Any, Lost], Exception],
        connect: Callable[[Any], None],
    ) -> None:
        self._incoming = Incoming(origin)
        self._answer = answer
        self._connection = connection
        self._unconnected = unconnected
        self._connect = connect
        self._outcome: Outcome | PassThrough | None = None
        self._real: Any = None
        self._timeout = connection.timeout

    def sendall(self, data: bytes) -> None:
        call = self._incoming.feed(memoryview(data).cast("B"))
        if call is None or self._outcome is not None:
            return
        self._outcome = self._answer(call)
        if isinstance(self._outcome, PassThrough):
            with noted(self._outcome.on_response):
                self._real = self._connected()
                self._real.sendall(self._incoming.sent)
        elif isinstance(self._outcome, Dropped) and self._outcome.how in UNCONNECTED:
            pause(Patience(connect=seconds(self._connection.timeout)).meet(self._outcome).delay)
            raise self._unconnected(self._connection, self._outcome.how)

    def _connected(self) -> Any:
        """Connect for real; the connection keeps this wire, and its own socket, if it has one."""
        self._connection.sock = None
        try:
            self._connect(self._connection)
            return self._connection.sock
        finally:
            self._connection.sock = self

    def makefile(self, *_: Any, **__: Any) -> io.BufferedReader:
        if isinstance(self._outcome, PassThrough):
            return io.BufferedReader(
                _Arriving(_real_parts(self._real, self._incoming.method, self._outcome.on_response))
            )
        # Without an outcome the request was left incomplete, and a server waits for the rest.
        outcome = self._outcome or Dropped("read_timeout")
        return io.BufferedReader(_Arriving(_parts(Patience(read=seconds(self._timeout)).meet(outcome))))

    def settimeout(self, value: float | None) -> None:
        self._timeout = value
        if self._real is not None:
            self._real.settimeout(value)

    def setsockopt(self, *_: Any) -> None:
        """There is no socket below."""

    def close(self) -> None:
        """What there is below is closed with the reply's last byte."""


class _Arriving(io.RawIOBase):
    """The reply as it comes in, or the loss of it."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._rest = self._rest or next(self._parts, b"")
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def _parts(outcome: Outcome) -> Iterator[bytes]:
    pause(outcome.delay)
    if isinstance(outcome, Dropped):
        raise broken(outcome.how)
    yield head(outcome)
    for duration, part in dribble(outcome):
        pause(duration)
        yield part


def _real_parts(real: Any, method: str, on_response: OnResponse) -> Iterator[bytes]:
    with noted(on_response), real:
        reply, is_whole = answer_of(real, method)
    tell(on_response, reply, is_whole=is_whole)
    yield head(reply, missing=not is_whole)
    yield reply.body
