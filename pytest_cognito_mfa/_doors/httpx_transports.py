"""httpx and httpx2: what their transports answer, synchronously and asynchronously.

A transport of the user's own (MockTransport, ASGITransport) never leaves the process, and is left to the user.
"""

from __future__ import annotations

import functools
from http.client import responses
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._exchange import Dropped, Outcome

from ._window import Swap, asking, optional

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._window import Function


def swaps() -> Iterator[Swap]:
    for name in ("httpx", "httpx2"):
        if httpx := optional(name):
            yield Swap(httpx.HTTPTransport, "handle_request", functools.partial(_handle_request, httpx))
            asynchronous = functools.partial(_handle_async_request, httpx)
            yield Swap(httpx.AsyncHTTPTransport, "handle_async_request", asynchronous)


def _handle_request(httpx: Any, theirs: Function) -> Function:
    def handle_request(self: Any, request: Any) -> Any:
        ask = asking(request.method, str(request.url), request.headers)
        return theirs(self, request) if ask is None else _deliver(httpx, request, ask(request.read()))

    return handle_request


def _handle_async_request(httpx: Any, theirs: Function) -> Function:
    def handle_async_request(self: Any, request: Any) -> Any:
        ask = asking(request.method, str(request.url), request.headers)
        if ask is None:
            return theirs(self, request)

        async def answered() -> Any:
            return _deliver(httpx, request, ask(await request.aread()))

        return answered()

    return handle_async_request


def _deliver(httpx: Any, request: Any, outcome: Outcome) -> Any:
    if isinstance(outcome, Dropped):
        raise lost(httpx, request, outcome)
    return httpx.Response(
        outcome.status,
        headers=[(name.encode("latin-1"), value.encode("latin-1")) for name, value in outcome.headers],
        stream=httpx.ByteStream(outcome.body),
        extensions={"http_version": b"HTTP/1.1", "reason_phrase": responses.get(outcome.status, "").encode()},
    )


def lost(httpx: Any, request: Any, dropped: Dropped) -> Exception:
    """Return what httpx raises when the connection is lost this way."""
    if dropped.how == "connect_timeout":
        error = httpx.ConnectTimeout("timed out", request=request)
    elif dropped.how == "read_timeout":
        error = httpx.ReadTimeout("timed out", request=request)
    else:
        error = httpx.ReadError("[Errno 104] Connection reset by peer", request=request)
    return error  # type: ignore[no-any-return]  # httpx and httpx2 alike, so neither's type
