"""vcrpy, twice: its stubs serve the libraries that have no door of their own, and a user's own cassette is passed by.

1. tornado, httpx_curl_cffi and pyreqwest are patched by vcrpy as functions; each is called with a cassette of ours.
2. A cassette that the user opens inside the window comes to stand under the doors, not over them.
3. Where vcrpy replaced http.client's connection classes, its Cassette is made to play our answer.
"""

from __future__ import annotations

import functools
import sys
from contextlib import suppress
from http.client import responses
from types import FunctionType
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._exchange import Dropped, Outcome

from ._window import Swap, asking, is_ours, on_top_again, optional
from ._wire import connection_reset
from .httpx_transports import lost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ._window import Function

    Lost = Callable[[Any, Dropped], Exception]

_GENUINE = (
    ("aiohttp", "ClientSession", "_request", "_AiohttpClientSessionRequest"),
    # vcrpy 7
    ("httpx", "Client", "_send_single_request", "_HttpxSyncClient_send_single_request"),
    ("httpx", "AsyncClient", "_send_single_request", "_HttpxAsyncClient_send_single_request"),
)
"""Functions above our own seams that cassettes replace, and where vcrpy keeps the genuine ones."""


def is_stub(connection_class: type) -> bool:
    """Whether vcrpy put this connection class in place of a real one."""
    stubs = sys.modules.get("vcr.stubs")
    return stubs is not None and issubclass(connection_class, stubs.VCRConnection)


def swaps() -> Iterator[Swap]:
    cassette, patch = optional("vcr.cassette"), optional("vcr.patch")
    if cassette is None or patch is None:
        return  # vcrpy imports every HTTP library, and a broken one breaks it
    yield Swap(cassette.Cassette, "can_play_response_for", _can_play_response_for)
    yield Swap(cassette.Cassette, "play_response", _play_response)
    yield Swap(cassette.CassetteContextDecorator, "_patch_generator", _patch_generator)
    for module, owner, name, kept in _GENUINE:
        if genuine := getattr(patch, kept, None):
            yield Swap(getattr(optional(module), owner), name, functools.partial(_genuine, genuine))
    httpx = optional("httpx")
    yield from _stubbed(patch, "tornado", _lost_by_tornado)
    yield from _stubbed(patch, "httpx_curl_cffi", functools.partial(lost, httpx))
    yield from _stubbed(patch, "pyreqwest", functools.partial(lost, httpx))


def _can_play_response_for(theirs: Function) -> Function:
    def can_play_response_for(self: Any, request: Any) -> Any:
        return is_ours(request.method, request.uri, request.headers) or theirs(self, request)

    return can_play_response_for


def _play_response(theirs: Function) -> Function:
    def play_response(self: Any, request: Any) -> Any:
        ask = asking(request.method, request.uri, request.headers)
        return theirs(self, request) if ask is None else _recorded(ask(_content(request.body)), _lost_by_http_client)

    return play_response


def _patch_generator(theirs: Function) -> Function:
    def _patch_generator(self: Any, cassette: Any) -> Iterator[Any]:
        patches = theirs(self, cassette)
        entered = next(patches)
        take_off = on_top_again()
        try:
            yield entered
        finally:
            take_off()
            next(patches, None)  # as vcrpy itself leaves it

    return _patch_generator


def _genuine(genuine: Function, theirs: Function) -> Function:
    """Let a Cognito call past whatever replaced the genuine function, down to our own seam."""
    if theirs is genuine:
        return theirs

    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        method, url, headers = _head(self, *args, **kwargs)
        return (genuine if is_ours(method, url, headers) else theirs)(self, *args, **kwargs)

    return call


def _head(client: Any, request: Any, *args: Any, **kwargs: Any) -> tuple[str, str, Any]:
    if not args:
        return request.method, str(request.url), request.headers
    # aiohttp: (method, url, headers=...), and the session has defaults for both
    url, headers = client._build_url(args[0]), client._prepare_headers(kwargs.get("headers"))  # noqa: SLF001 -- only there
    return request, str(url), headers


def _stubbed(patch: Any, library: str, lost_by: Lost) -> Iterator[Swap]:
    """Find the functions of `library` that vcrpy replaces by functions of its own."""
    if optional(library) is None:
        return
    for patcher in _patchers(patch, lost_by):
        stub = getattr(patcher, "new", None)
        if isinstance(stub, FunctionType) and getattr(patcher.getter(), "__module__", "").startswith(library + "."):
            yield Swap(patcher.getter(), patcher.attribute, functools.partial(_through, stub))


def _patchers(patch: Any, lost_by: Lost) -> Iterator[Any]:
    """Build vcrpy's patchers, as far as its stubs fit the libraries they are for (8.1 does not fit aiohttp 3.14)."""
    with suppress(Exception):
        yield from patch.CassettePatcherBuilder(_Cassette(lost_by)).build()


def _through(stub: Function, theirs: Function) -> Function:
    def call(self: Any, request: Any, *args: Any) -> Any:
        ours = is_ours(request.method, str(request.url), request.headers)
        return (stub if ours else theirs)(self, request, *args)

    return call


class _Cassette:
    """What vcrpy's stubs take for a cassette: it can play everything, and asks us for it."""

    _path = "pytest-cognito-mfa"
    custom_patches = ()

    def __init__(self, lost_by: Lost) -> None:
        self._lost_by = lost_by

    def can_play_response_for(self, _: Any) -> bool:
        return True

    def play_response(self, request: Any) -> Any:
        ask = asking(request.method, request.uri, request.headers)
        # The window may have closed since: then there is nobody to answer, and still nothing goes out.
        return _recorded(ask(_content(request.body)) if ask else Dropped("reset"), self._lost_by)


def _content(body: Any) -> Any:
    if hasattr(body, "read"):
        return body.read()
    return body if body is None or isinstance(body, (bytes, dict)) else b"".join(body)


def _recorded(outcome: Outcome, lost_by: Lost) -> dict[str, Any]:
    """Write the outcome as an entry of a cassette."""
    if isinstance(outcome, Dropped):
        raise lost_by(None, outcome)
    headers: dict[str, list[str]] = {}
    for name, value in outcome.headers:
        headers.setdefault(name, []).append(value)
    return {
        "status": {"code": outcome.status, "message": responses.get(outcome.status, "")},
        "headers": headers,
        "body": {"string": outcome.body},
    }


def _lost_by_http_client(_: Any, dropped: Dropped) -> Exception:
    return connection_reset() if dropped.how == "reset" else TimeoutError("timed out")


def _lost_by_tornado(_: Any, dropped: Dropped) -> Exception:
    from tornado.simple_httpclient import HTTPTimeoutError  # noqa: PLC0415 -- optional, and known to be there by now

    if dropped.how == "reset":
        return connection_reset()
    when = "while connecting" if dropped.how == "connect_timeout" else "during request"
    error: Exception = HTTPTimeoutError(f"Timeout {when}")
    return error
