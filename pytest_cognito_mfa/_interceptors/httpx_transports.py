"""httpx and httpx2: what their transports answer, synchronously and asynchronously.

So do the transports that others made for httpx to leave the process by. One of the user's own (MockTransport,
ASGITransport) never leaves it, and is left to the user.
"""

from __future__ import annotations

import functools
from http.client import responses
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.exchange import Dropped, Outcome, Reply
from pytest_cognito_mfa._aws.passthrough import PassThrough
from pytest_cognito_mfa._interceptors._passthrough import sent
from pytest_cognito_mfa._interceptors._patching import Swap, asking, optional
from pytest_cognito_mfa._interceptors._timeouts import UNCONNECTED, Patience, broken, dribble, pause

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from pytest_cognito_mfa._aws.passthrough import OnResponse
    from pytest_cognito_mfa._interceptors._patching import Function

_TRANSPORTS = (
    ("httpx", "httpx", "HTTPTransport", "AsyncHTTPTransport"),
    ("httpx2", "httpx2", "HTTPTransport", "AsyncHTTPTransport"),
    ("httpx", "httpx_curl_cffi", "CurlTransport", "AsyncCurlTransport"),
    ("httpx", "pyreqwest.compatibility.httpx", "SyncHttpxTransport", "HttpxTransport"),
)


def swaps() -> Iterator[Swap]:
    for name, module, transport, asynchronous in _TRANSPORTS:
        if (httpx := optional(name)) and (owners := optional(module)):
            wrap, wrap_async = (functools.partial(each, httpx) for each in (_handle_request, _handle_async_request))
            yield Swap(getattr(owners, transport), "handle_request", wrap)
            yield Swap(getattr(owners, asynchronous), "handle_async_request", wrap_async)


def _handle_request(httpx: Any, theirs: Function) -> Function:
    def handle_request(self: Any, request: Any) -> Any:
        ask = asking(request.method, str(request.url), request.headers)
        if ask is None:
            return theirs(self, request)
        left = _retries(self)
        while True:
            decided = ask(request.read())
            if isinstance(decided, PassThrough):
                with sent(decided.on_response):
                    came = theirs(self, request)
                    body = b"".join(came.stream)
                    came.close()
                return _noted(httpx, came, body, decided.on_response)
            outcome = _patience(request).meet(decided)
            pause(outcome.delay)
            if not left or _is_connected(outcome):
                return _deliver(httpx, request, outcome)
            left -= 1

    return handle_request


def _handle_async_request(httpx: Any, theirs: Function) -> Function:
    def handle_async_request(self: Any, request: Any) -> Any:
        ask = asking(request.method, str(request.url), request.headers)
        if ask is None:
            return theirs(self, request)

        async def answered() -> Any:
            left = _retries(self)
            while True:
                decided = ask(await request.aread())
                if isinstance(decided, PassThrough):
                    with sent(decided.on_response):
                        came = await theirs(self, request)
                        body = b"".join([part async for part in came.stream])
                        await came.aclose()
                    return _noted(httpx, came, body, decided.on_response)
                outcome = _patience(request).meet(decided)
                await _pause(outcome.delay)
                if not left or _is_connected(outcome):
                    return _deliver(httpx, request, outcome)
                left -= 1

        return answered()

    return handle_async_request


def _noted(httpx: Any, came: Any, body: bytes, on_response: OnResponse) -> Any:
    """Return the response that came, to be read once more."""
    on_response(came.status_code, came.headers.multi_items(), body)
    came.stream = httpx.ByteStream(body)
    came.is_closed = False
    return came


def _retries(transport: Any) -> int:
    """The transport's own `retries`: they are for connecting, and stand below this seam in life."""
    return getattr(getattr(transport, "_pool", None), "_retries", 0)


def _is_connected(outcome: Outcome) -> bool:
    return isinstance(outcome, Reply) or outcome.how not in UNCONNECTED


def _patience(request: Any) -> Patience:
    timeout = request.extensions.get("timeout", {})
    return Patience(timeout.get("connect"), timeout.get("read"))


async def _pause(duration: float) -> None:
    if duration:
        from anyio import sleep  # noqa: PLC0415 -- httpx brings it, and may run on trio

        await sleep(duration)


def _deliver(httpx: Any, request: Any, outcome: Outcome) -> Any:
    if isinstance(outcome, Dropped):
        raise _lost(httpx, request, outcome)
    return httpx.Response(
        outcome.status,
        headers=[(name.encode("latin-1"), value.encode("latin-1")) for name, value in outcome.headers],
        stream=_trickling(httpx, outcome) if outcome.trickle else httpx.ByteStream(outcome.body),
        extensions={"http_version": b"HTTP/1.1", "reason_phrase": responses.get(outcome.status, "").encode()},
    )


def _trickling(httpx: Any, reply: Reply) -> Any:
    class Trickling(httpx.SyncByteStream, httpx.AsyncByteStream):  # type: ignore[misc]  # httpx and httpx2 alike
        def __iter__(self) -> Iterator[bytes]:
            for duration, part in dribble(reply):
                pause(duration)
                yield part

        async def __aiter__(self) -> AsyncIterator[bytes]:
            for duration, part in dribble(reply):
                await _pause(duration)
                yield part

    return Trickling()


_ERRORS = {
    "connect_timeout": "ConnectTimeout",
    "read_timeout": "ReadTimeout",
    "reset": "ReadError",
    "tls": "ConnectError",
    "dns": "ConnectError",
}


def _lost(httpx: Any, request: Any, dropped: Dropped) -> Exception:
    """Return what httpx raises when the connection is lost this way, with what the socket raised for its cause."""
    cause = broken(dropped.how)
    error: Exception = getattr(httpx, _ERRORS[dropped.how])(str(cause), request=request)
    error.__cause__ = cause
    return error
