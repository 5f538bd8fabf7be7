"""vcrpy: a user's own cassette is passed by.

1. A cassette that the user opens inside the window comes to stand under the doors, not over them.
2. Where vcrpy replaced http.client's connection classes, its Cassette is made to play our answer.
"""

from __future__ import annotations

import functools
import sys
from http.client import responses
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._exchange import Dropped, Outcome

from ._patience import Patience, broken, pause, seconds
from ._window import Swap, asking, is_ours, on_top_again, optional

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._window import Function

_TIMEOUT = "_pytest_cognito_mfa_timeout"

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
    cassette, patch, stubs = (optional(f"vcr.{name}") for name in ("cassette", "patch", "stubs"))
    if cassette is None or patch is None or stubs is None:
        return  # vcrpy imports every HTTP library, and a broken one breaks it
    yield Swap(cassette.Cassette, "can_play_response_for", _can_play_response_for)
    yield Swap(cassette.Cassette, "play_response", _play_response)
    yield Swap(cassette.CassetteContextDecorator, "_patch_generator", _patch_generator)
    for module, owner, name, kept in _GENUINE:
        if genuine := getattr(patch, kept, None):
            yield Swap(getattr(optional(module), owner), name, functools.partial(_genuine, genuine))
    yield Swap(stubs.VCRConnection, "getresponse", _getresponse)


def _can_play_response_for(theirs: Function) -> Function:
    def can_play_response_for(self: Any, request: Any) -> Any:
        return is_ours(request.method, request.uri, request.headers) or theirs(self, request)

    return can_play_response_for


def _play_response(theirs: Function) -> Function:
    def play_response(self: Any, request: Any) -> Any:
        ask = asking(request.method, request.uri, request.headers)
        if ask is None:
            return theirs(self, request)
        timeout = getattr(request, _TIMEOUT, None)
        return _recorded(Patience(timeout, timeout).meet(ask(_content(request.body))))

    return play_response


def _getresponse(theirs: Function) -> Function:
    """Have the request tell the cassette how long its connection waits."""

    def getresponse(self: Any, *args: Any, **kwargs: Any) -> Any:
        setattr(self._vcr_request, _TIMEOUT, seconds(self.real_connection.timeout))
        return theirs(self, *args, **kwargs)

    return getresponse


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


def _content(body: Any) -> Any:
    if hasattr(body, "read"):
        return body.read()
    return body if body is None or isinstance(body, (bytes, dict)) else b"".join(body)


def _recorded(outcome: Outcome) -> dict[str, Any]:
    """Write the outcome as an entry of a cassette."""
    pause(outcome.delay)
    if isinstance(outcome, Dropped):
        raise broken(outcome.how)
    pause(outcome.trickle)
    headers: dict[str, list[str]] = {}
    for name, value in outcome.headers:
        headers.setdefault(name, []).append(value)
    return {
        "status": {"code": outcome.status, "message": responses.get(outcome.status, "")},
        "headers": headers,
        "body": {"string": outcome.body},
    }
