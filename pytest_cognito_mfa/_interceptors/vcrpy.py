"""vcrpy: a user's own cassette is passed by.

1. A cassette that the user opens inside the window comes to stand under the doors, not over them.
2. Where vcrpy replaced http.client's connection classes, its Cassette is made to play our answer.
3. A call that goes out for real neither is played from the user's cassette nor comes into it.
"""

from __future__ import annotations

import functools
import sys
from http.client import responses
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.exchange import Dropped, Outcome
from pytest_cognito_mfa._aws.passthrough import PassThrough
from pytest_cognito_mfa._aws.wire import read
from pytest_cognito_mfa._interceptors._passthrough import sent
from pytest_cognito_mfa._interceptors._patching import Swap, asking, is_ours, is_passing, on_top_again, optional
from pytest_cognito_mfa._interceptors._timeouts import Patience, broken, pause, seconds
from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._interceptors._patching import Function

_OUTCOME = "_pytest_cognito_mfa_outcome"

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
    yield Swap(cassette.Cassette, "filter_request", _filter_request)
    yield Swap(cassette.Cassette, "append", _append)
    yield Swap(cassette.CassetteContextDecorator, "_patch_generator", _patch_generator)
    for module, owner, name, kept in _GENUINE:
        if genuine := getattr(patch, kept, None):
            yield Swap(getattr(optional(module), owner), name, functools.partial(_genuine, genuine))
    yield Swap(stubs.VCRConnection, "getresponse", _getresponse)


def _can_play_response_for(theirs: Function) -> Function:
    def can_play_response_for(self: Any, request: Any) -> Any:
        if _goes_out(request):
            return False
        return is_ours(request.method, request.uri, request.headers) or theirs(self, request)

    return can_play_response_for


def _filter_request(theirs: Function) -> Function:
    """Let a call go out past a cassette that is write-protected."""

    def filter_request(self: Any, request: Any) -> Any:
        return None if _goes_out(request) else theirs(self, request)

    return filter_request


def _append(theirs: Function) -> Function:
    def append(self: Any, request: Any, response: Any) -> None:
        if not _goes_out(request):
            theirs(self, request, response)

    return append


def _goes_out(request: Any) -> bool:
    return is_passing() and read(request.method, request.uri, request.headers, None) is not None


def _play_response(theirs: Function) -> Function:
    def play_response(self: Any, request: Any) -> Any:
        outcome = getattr(request, _OUTCOME, None)
        if outcome is None:
            ask = asking(request.method, request.uri, request.headers)
            if ask is None:
                return theirs(self, request)
            outcome = ask(_content(request.body))
        if isinstance(outcome, PassThrough):
            raise NotSimulated("a call through a transport that vcrpy itself stands for cannot go out to be recorded")
        return _recorded(outcome)

    return play_response


def _getresponse(theirs: Function) -> Function:
    """Have the request of a stubbed connection answered as its connection waits, or sent by the real one."""

    def getresponse(self: Any, *args: Any, **kwargs: Any) -> Any:
        request = self._vcr_request
        if ask := asking(request.method, request.uri, request.headers):
            decided = ask(_content(request.body))
            if isinstance(decided, PassThrough):
                with sent(decided.on_response):
                    came = theirs(self, *args, **kwargs)
                    body = came.read()
                came._content.seek(0)  # noqa: SLF001 -- to be read once more
                decided.on_response(came.status, came.headers.items(), body)
                return came
            timeout = seconds(self.real_connection.timeout)
            setattr(request, _OUTCOME, Patience(timeout, timeout).meet(decided))
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
