"""httpx and httpx2: their transports, synchronous and asynchronous, and other libraries' network transports for httpx.

A transport that never uses the network (MockTransport, ASGITransport) is left alone.
"""

from __future__ import annotations

import functools
from http.client import responses
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.exchange import Dropped, Outcome, PassThrough, Reply
from pytest_cognito_mfa._interceptors._passthrough import passed_through
from pytest_cognito_mfa._interceptors._patch import Patch
from pytest_cognito_mfa._interceptors._patching import answer_to, import_optional, is_answered, is_for_pool
from pytest_cognito_mfa._interceptors._timeouts import UNCONNECTED, Timeouts, pause, socket_error, trickled_parts
from pytest_cognito_mfa._interceptors.httpx_mocks import MOCKS, is_mocked, patches_above, unrecordable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from pytest_cognito_mfa._aws.exchange import OnResponse
    from pytest_cognito_mfa._interceptors._patch import Function

_TRANSPORTS = (
    ("httpx", "httpx", "HTTPTransport", "AsyncHTTPTransport"),
    ("httpx2", "httpx2", "HTTPTransport", "AsyncHTTPTransport"),
    ("httpx", "httpx_curl_cffi", "CurlTransport", "AsyncCurlTransport"),
    ("httpx", "pyreqwest.compatibility.httpx", "SyncHttpxTransport", "HttpxTransport"),
)


def patches() -> Iterator[Patch]:
    for name, module, transport, asynchronous in _TRANSPORTS:
        if (httpx := import_optional(name)) and (owners := import_optional(module)):
            wrap, wrap_async = (functools.partial(each, httpx) for each in (_handle_request, _handle_async_request))
            yield Patch(getattr(owners, transport), "handle_request", wrap)
            yield Patch(getattr(owners, asynchronous), "handle_async_request", wrap_async)
    httpx, plugin = import_optional("httpx"), import_optional("pytest_httpx")
    if httpx and plugin:
        ours, ours_async = (each(httpx, unrecordable) for each in (_handle_request, _handle_async_request))
        yield from patches_above(plugin, ours, ours_async)


def _asked(original: Function, transport: Any, below: str, request: Any) -> Any:
    """What answers or refuses this request; None for others, and where a mock of the user's stands in for httpx.

    A mock replaces the transport's function (pytest-httpx), or that of the connection pool `below` it (respx).
    """
    method, url, headers = request.method, str(request.url), request.headers
    ask = answer_to(method, url, headers)
    if ask is None or is_for_pool(method, url, headers):
        return ask
    asked_later = MOCKS if is_answered(method, url, headers) else ()
    pool = getattr(transport, "_pool", transport)
    functions = [(original, transport), (getattr(pool, below), pool)]
    own = [(*map(_package, type(owner).__mro__), *asked_later) for _, owner in functions]
    is_genuine = all(_package(function) in names for (function, _), names in zip(functions, own, strict=True))
    return ask if is_genuine else None


def _package(named: Any) -> str:
    return str(named.__module__).partition(".")[0]


def _handle_request(httpx: Any, original: Function) -> Function:
    def handle_request(self: Any, request: Any) -> Any:
        ask = _asked(original, self, "handle_request", request)
        if ask is None:
            return original(self, request)
        body, left = request.read(), _retries(self)
        if is_mocked(original, self, request):
            return original(self, request)
        while True:
            decided = ask(body)
            if isinstance(decided, PassThrough):
                with passed_through(decided.on_response):
                    response = original(self, request)
                    received = b"".join(response.stream)
                    response.close()
                return _reported(httpx, response, received, decided.on_response)
            outcome = _timeouts_of(request).limit(decided)
            pause(outcome.delay)
            if not left or _is_connected(outcome):
                return _deliver(httpx, request, outcome)
            left -= 1

    return handle_request


def _handle_async_request(httpx: Any, original: Function) -> Function:
    def handle_async_request(self: Any, request: Any) -> Any:
        ask = _asked(original, self, "handle_async_request", request)
        if ask is None:
            return original(self, request)

        async def answered() -> Any:
            body, left = await request.aread(), _retries(self)
            if is_mocked(original, self, request):
                return await original(self, request)
            while True:
                decided = ask(body)
                if isinstance(decided, PassThrough):
                    with passed_through(decided.on_response):
                        response = await original(self, request)
                        received = b"".join([part async for part in response.stream])
                        await response.aclose()
                    return _reported(httpx, response, received, decided.on_response)
                outcome = _timeouts_of(request).limit(decided)
                await _pause(outcome.delay)
                if not left or _is_connected(outcome):
                    return _deliver(httpx, request, outcome)
                left -= 1

        return answered()

    return handle_async_request


def _reported(httpx: Any, response: Any, body: bytes, on_response: OnResponse) -> Any:
    """Report the response, and return it so that it can be read again."""
    on_response(response.status_code, response.headers.multi_items(), body)
    response.stream = httpx.ByteStream(body)
    response.is_closed = False
    return response


def _retries(transport: Any) -> int:
    """The transport's own `retries`, which are for connecting; httpx does them below the function that we replace."""
    return getattr(getattr(transport, "_pool", None), "_retries", 0)


def _is_connected(outcome: Outcome) -> bool:
    return isinstance(outcome, Reply) or outcome.how not in UNCONNECTED


def _timeouts_of(request: Any) -> Timeouts:
    timeout = request.extensions.get("timeout", {})
    return Timeouts(timeout.get("connect"), timeout.get("read"))


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
            for duration, part in trickled_parts(reply):
                pause(duration)
                yield part

        async def __aiter__(self) -> AsyncIterator[bytes]:
            for duration, part in trickled_parts(reply):
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
    """Return the error that httpx raises for this loss, caused by the socket's error."""
    cause = socket_error(dropped.how)
    error: Exception = getattr(httpx, _ERRORS[dropped.how])(str(cause), request=request)
    error.__cause__ = cause
    return error
