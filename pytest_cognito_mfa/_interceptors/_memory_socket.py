"""A socket in memory: the bytes of a request go in, and the bytes of the reply come out.

It replaces the socket of `http.client` (and so of urllib3 and requests); aiohttp uses the two parsers.  So framing,
header parsing, retries, redirects and errors stay the library's own.  A call that passes through is sent over a socket
that the library connects, and its reply comes back the same way.
"""

from __future__ import annotations

import io
import re
from email.parser import Parser
from http.client import HTTPMessage, responses
from typing import TYPE_CHECKING, Any, TypeAlias

from pytest_cognito_mfa._aws.exchange import Call, Dropped, Outcome, PassThrough, Reply
from pytest_cognito_mfa._interceptors._passthrough import read_response, report, reporting_loss
from pytest_cognito_mfa._interceptors._patching import call_of
from pytest_cognito_mfa._interceptors._timeouts import (
    UNCONNECTED,
    Timeouts,
    as_seconds,
    pause,
    socket_error,
    trickled_parts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_cognito_mfa._aws.exchange import Lost, OnResponse
    from pytest_cognito_mfa._interceptors._patching import Answer


class Incoming:
    """One request, gathered from its bytes; `feed` returns the call once it is complete."""

    method = ""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._bytes = bytearray()
        self._target = ""
        self._headers: HTTPMessage | None = None
        """Those of a head that has arrived whole."""
        self._body_start = 0
        self._body: _Body = _OfLength(0)

    @property
    def sent(self) -> bytes:
        """Every byte so far."""
        return bytes(self._bytes)

    @property
    def waits_for_continue(self) -> bool:
        """Whether the client sends its body only after a reply with status 100."""
        return self._headers is not None and self._headers.get("Expect", "").lower() == "100-continue"

    def feed(self, data: bytes | bytearray | memoryview) -> Call | None:
        searched = max(len(self._bytes) - len(_END_OF_HEAD) + 1, 0)
        self._bytes += data
        try:
            if self._headers is None:
                end = self._bytes.find(_END_OF_HEAD, searched)
                if end < 0:
                    return None
                self._begin(bytes(self._bytes[:end]), end + len(_END_OF_HEAD))
            body = self._body.complete(self._bytes)
        except _NoLengthError as error:
            # Whoever answers raises it: so it is in the journal, also if the caller swallows it.
            return self._call(b"")._replace(part="framing", parameters={}, problem=str(error))
        return None if body is None else self._call(body)

    def _call(self, body: bytes) -> Call:
        url = absolute(self._origin, self._target)
        return call_of(self.method, url, self._headers, body)  # type: ignore[arg-type,return-value]  # has get and items

    def _begin(self, head: bytes, start: int) -> None:
        line, _, fields = head.partition(b"\r\n")
        self._headers = _HEADERS.parsestr(fields.decode("latin-1"), headersonly=True)
        self.method, self._target, _ = line.decode("latin-1").split(" ", 2)
        if self._headers.get("Transfer-Encoding", "").lower() == "chunked":
            self._body = _InChunks(start)
        else:
            self._body = _OfLength(start, _number(self._headers.get("Content-Length", "0"), 10, "Content-Length"))


def absolute(origin: str, target: str) -> str:
    """The URL of a request line: it names a path, the whole URL (to a proxy), or ``*``."""
    if target.startswith("/"):
        return origin + target
    return target if "://" in target else f"{origin}/"


_END_OF_HEAD = b"\r\n\r\n"
_HEADERS = Parser(HTTPMessage)
"""`http.client.parse_headers` has limits on lines, and an error for them that clients do not expect."""


class _OfLength:
    """A body with a Content-Length (RFC 9112, section 6.3)."""

    def __init__(self, start: int, length: int = 0) -> None:
        self._start, self._end = start, start + length

    def complete(self, data: bytearray) -> bytes | None:
        """The body in `data`; None while some of it is missing."""
        return bytes(data[self._start : self._end]) if len(data) >= self._end else None


class _InChunks:
    """A body in chunks (RFC 9112, section 7.1); each chunk is read once, however many bytes arrive at a time."""

    def __init__(self, start: int) -> None:
        self._next = start
        self._body = bytearray()

    def complete(self, data: bytearray) -> bytes | None:
        """The body in `data`; None while some of it is missing."""
        while (end := data.find(b"\r\n", self._next)) >= 0:
            size = bytes(data[self._next : end]).partition(b";")[0]
            length, start = _number(size.decode("latin-1"), 16, "the size of a chunk"), end + 2
            if len(data) < start + length + 2:
                return None
            if length == 0:
                return bytes(self._body)
            self._body += data[start : start + length]
            self._next = start + length + 2
        return None


_Body: TypeAlias = _OfLength | _InChunks


_LENGTHS = {10: re.compile("[0-9]{1,18}"), 16: re.compile("[0-9a-fA-F]{1,15}")}
"""The lengths that a server reads, by base; longer ones are no sizes of a body."""


class _NoLengthError(Exception):
    """A length that is none in HTTP."""


def _number(text: str, base: int, what: str) -> int:
    """A length as HTTP writes it: digits alone, no sign, no underscore."""
    digits = text.strip(" \t")
    if _LENGTHS[base].fullmatch(digits):
        return int(digits, base)
    raise _NoLengthError(
        f"the request says {what} {digits[:40]!r}, which is not a length in HTTP.\n"
        "  A server in front of Cognito answers that, and its answer is not simulated. Correct the header in your code."
    )


def head(reply: Reply, *, missing: int = 0) -> bytes:
    """Write the head of the reply as HTTP/1.1: the same headers in the same order, and a Content-Length that fits.

    If `missing` bytes of the body were lost, the length counts them too.
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


class MemorySocket:
    """The socket that a connection gets; it asks `answer` when the request is complete.

    `unconnected` makes the error of a connection that fails.  `connect` connects for real, for a call that passes
    through.
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
        self._is_read = False

    @property
    def is_done(self) -> bool:
        """Whether the reply is being read; until then, what the client sends belongs to the request."""
        return self._is_read

    def sendall(self, data: bytes) -> None:
        call = self._incoming.feed(memoryview(data).cast("B"))
        if call is None or self._outcome is not None:
            return
        self._outcome = self._answer(call)
        if isinstance(self._outcome, PassThrough):
            with reporting_loss(self._outcome.on_response):
                self._real = self._connected()
                self._real.sendall(self._incoming.sent)
        elif isinstance(self._outcome, Dropped) and self._outcome.how in UNCONNECTED:
            pause(Timeouts(connect=as_seconds(self._connection.timeout)).limit(self._outcome).delay)
            raise self._unconnected(self._connection, self._outcome.how)

    def _connected(self) -> Any:
        """Connect for real, and return that socket; the connection keeps this one."""
        self._connection.sock = None
        try:
            self._connect(self._connection)
            return self._connection.sock
        finally:
            self._connection.sock = self

    def makefile(self, *_: Any, **__: Any) -> io.BufferedReader:
        self._is_read = True
        if isinstance(self._outcome, PassThrough):
            return io.BufferedReader(
                _Arriving(_real_parts(self._real, self._incoming.method, self._outcome.on_response))
            )
        # Without an outcome the request is incomplete, and a server would wait for the rest.
        outcome = self._outcome or Dropped("read_timeout")
        return io.BufferedReader(_Arriving(_parts(Timeouts(read=as_seconds(self._timeout)).limit(outcome))))

    def settimeout(self, value: float | None) -> None:
        self._timeout = value
        if self._real is not None:
            self._real.settimeout(value)

    def setsockopt(self, *_: Any) -> None:
        """Nothing to set: this socket is in memory."""

    def close(self) -> None:
        """Nothing to close: a real socket is closed after the last byte of the reply."""


class _Arriving(io.RawIOBase):
    """The reply as a stream of bytes; reading raises an error when the connection is lost."""

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
        raise socket_error(outcome.how)
    yield head(outcome)
    for duration, part in trickled_parts(outcome):
        pause(duration)
        yield part


def _real_parts(real: Any, method: str, on_response: OnResponse) -> Iterator[bytes]:
    with reporting_loss(on_response), real:
        reply, is_whole = read_response(real, method)
    report(on_response, reply, is_whole=is_whole)
    yield head(reply, missing=not is_whole)
    yield reply.body
