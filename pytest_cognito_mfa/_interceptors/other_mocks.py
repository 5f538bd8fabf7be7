"""A user's own vcrpy cassette, bypassed for Cognito's calls alone.

1. A cassette that the user opens inside the block gets our patches over its own.
2. Where vcrpy replaced http.client's connection classes, its Cassette is made to play our answer.
3. A call that passes through is neither played from the user's cassette nor recorded into it.  The same is true of a
   call by a transport that never uses the network: vcrpy replaces such transports too, and we leave them alone.
"""

from __future__ import annotations

import functools
from http.client import responses
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.exchange import Dropped, Outcome, PassThrough
from pytest_cognito_mfa._aws.wire import read
from pytest_cognito_mfa._interceptors._passthrough import passed_through
from pytest_cognito_mfa._interceptors._patch import Patch
from pytest_cognito_mfa._interceptors._patching import (
    answer_to,
    apply_again,
    import_optional,
    is_for_pool,
    is_passing_through,
)
from pytest_cognito_mfa._interceptors._timeouts import Timeouts, as_seconds, pause, socket_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._interceptors._patch import Function

_OUTCOME = "_pytest_cognito_mfa_outcome"
"""The attribute of a request of vcrpy's with our answer to it; None if we leave the request alone."""

_GENUINE = (
    ("aiohttp", "ClientSession", "_request", "_AiohttpClientSessionRequest"),
    # vcrpy 7
    ("httpx", "Client", "_send_single_request", "_HttpxSyncClient_send_single_request"),
    ("httpx", "AsyncClient", "_send_single_request", "_HttpxAsyncClient_send_single_request"),
)
"""Functions above those that we replace.  Cassettes replace them too, and vcrpy keeps the genuine ones there."""


def patches() -> Iterator[Patch]:
    cassette, patch, stubs = (import_optional(f"vcr.{name}") for name in ("cassette", "patch", "stubs"))
    if cassette is None or patch is None or stubs is None:
        return  # vcrpy imports every HTTP library, so a broken one breaks it
    yield Patch(cassette.Cassette, "can_play_response_for", _can_play_response_for)
    yield Patch(cassette.Cassette, "play_response", _play_response)
    yield Patch(cassette.Cassette, "filter_request", _filter_request)
    yield Patch(cassette.Cassette, "append", _append)
    yield Patch(cassette.CassetteContextDecorator, "_patch_generator", _patch_generator)
    for module, owner, name, kept in _GENUINE:
        if genuine := getattr(patch, kept, None):
            yield Patch(getattr(import_optional(module), owner), name, functools.partial(_genuine, genuine))
    yield Patch(stubs.VCRConnection, "getresponse", _getresponse)


def _can_play_response_for(original: Function) -> Function:
    def can_play_response_for(self: Any, request: Any) -> Any:
        if _passes_through(request):
            return False
        if not is_for_pool(request.method, request.uri, request.headers):
            return original(self, request)
        if not hasattr(request, _OUTCOME):
            setattr(request, _OUTCOME, None)
        return getattr(request, _OUTCOME) is not None

    return can_play_response_for


def _filter_request(original: Function) -> Function:
    """Let a call pass through in spite of a write-protected cassette."""

    def filter_request(self: Any, request: Any) -> Any:
        return None if _passes_through(request) else original(self, request)

    return filter_request


def _append(original: Function) -> Function:
    def append(self: Any, request: Any, response: Any) -> None:
        if not _passes_through(request):
            original(self, request, response)

    return append


def _passes_through(request: Any) -> bool:
    if getattr(request, _OUTCOME, request) is None:
        return True
    return is_passing_through() and read(request.method, request.uri, request.headers, None) is not None


def _play_response(original: Function) -> Function:
    def play_response(self: Any, request: Any) -> Any:
        outcome = getattr(request, _OUTCOME, None)
        return original(self, request) if outcome is None else _recorded(outcome)

    return play_response


def _getresponse(original: Function) -> Function:
    """Answer the request of a stubbed connection within its timeout, or let the real connection send it."""

    def getresponse(self: Any, *args: Any, **kwargs: Any) -> Any:
        request = self._vcr_request
        if ask := answer_to(request.method, request.uri, request.headers):
            decided = ask(_content(request.body))
            if isinstance(decided, PassThrough):
                with passed_through(decided.on_response):
                    response = original(self, *args, **kwargs)
                    body = response.read()
                response._content.seek(0)  # noqa: SLF001 -- so that it can be read again
                decided.on_response(response.status, response.headers.items(), body)
                return response
            timeout = as_seconds(self.real_connection.timeout)
            setattr(request, _OUTCOME, Timeouts(timeout, timeout).limit(decided))
        return original(self, *args, **kwargs)

    return getresponse


def _patch_generator(original: Function) -> Function:
    def _patch_generator(self: Any, cassette: Any) -> Iterator[Any]:
        patches = original(self, cassette)
        entered = next(patches)
        undo = apply_again()
        try:
            yield entered
        finally:
            undo()
            next(patches, None)  # as vcrpy itself does

    return _patch_generator


def _genuine(genuine: Function, original: Function) -> Function:
    """Give a Cognito call to the genuine function, so that it reaches our own replacement below."""
    if original is genuine:
        return original

    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        method, url, headers = _head(self, *args, **kwargs)
        return (genuine if is_for_pool(method, url, headers) else original)(self, *args, **kwargs)

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
    """Write the outcome as a response in vcrpy's format."""
    pause(outcome.delay)
    if isinstance(outcome, Dropped):
        raise socket_error(outcome.how)
    pause(outcome.trickle)
    headers: dict[str, list[str]] = {}
    for name, value in outcome.headers:
        headers.setdefault(name, []).append(value)
    return {
        "status": {"code": outcome.status, "message": responses.get(outcome.status, "")},
        "headers": headers,
        "body": {"string": outcome.body},
    }
