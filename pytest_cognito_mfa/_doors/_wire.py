"""A connection in memory: the bytes of a request go in, the bytes of the reply come out.

Standing below `http.client` (and so urllib3 and requests) and aiohttp, it leaves everything that those do to
them: framing, header parsing, retries, redirects, their own errors.
"""

from __future__ import annotations

import errno
import io
import os
from http.client import HTTPMessage, parse_headers, responses
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from pytest_cognito_mfa._exchange import Call, Dropped, Outcome, Reply, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._window import Answer


class Incoming:
    """Gathers one request from its bytes; `feed` returns the call once it is complete."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._bytes = bytearray()

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
        method, target, _ = line.decode("latin-1").split(" ", 2)
        # A proxy is asked for the whole URL, a server for the path.
        return read(method, urljoin(self._origin, target), headers, body)  # type: ignore[arg-type]  # has get and items


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


def raw(reply: Reply) -> bytes:
    """Write the reply as HTTP/1.1; names and order are kept, and the framing is made to fit the body."""
    lines = [f"HTTP/1.1 {reply.status} {responses.get(reply.status, '')}"]
    framed = False
    for name, value in reply.headers:
        folded = name.lower()
        if folded == "content-length":
            framed = True
            lines.append(f"{name}: {len(reply.body)}")
        elif folded != "transfer-encoding":
            lines.append(f"{name}: {value}")
    if not framed:
        lines.append(f"Content-Length: {len(reply.body)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + reply.body


def connection_reset() -> ConnectionResetError:
    return ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))


class Wire:
    """What a connection takes for its socket; asks `answer` when the request is complete."""

    def __init__(self, origin: str, answer: Answer, connect_timeout: Callable[[], Exception]) -> None:
        self._incoming = Incoming(origin)
        self._answer = answer
        self._connect_timeout = connect_timeout
        self._outcome: Outcome | None = None

    def sendall(self, data: bytes) -> None:
        call = self._incoming.feed(memoryview(data).cast("B"))
        if call is None or self._outcome is not None:
            return
        self._outcome = self._answer(call)
        if self._outcome == Dropped("connect_timeout"):
            raise self._connect_timeout()

    def makefile(self, *_: Any, **__: Any) -> io.BufferedReader:
        outcome = self._outcome
        if isinstance(outcome, Reply):
            return io.BufferedReader(io.BytesIO(raw(outcome)))
        # Without an outcome the request was left incomplete, and a server waits for the rest.
        lost = connection_reset() if outcome == Dropped("reset") else TimeoutError("timed out")
        return io.BufferedReader(_Broken(lost))

    def settimeout(self, value: float | None) -> None:
        """Nothing here waits."""

    def setsockopt(self, *_: Any) -> None:
        """There is no socket below."""

    def close(self) -> None:
        """There is no socket below."""


class _Broken(io.RawIOBase):
    def __init__(self, error: OSError) -> None:
        self._error = error

    def readable(self) -> bool:
        return True

    def readinto(self, _: Any) -> int:
        raise self._error
