"""tornado: its two HTTP clients, whose timeout is for the whole request."""

from __future__ import annotations

import copy
from http.client import responses
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.exchange import Outcome, PassThrough, Reply
from pytest_cognito_mfa._interceptors._passthrough import loss_of
from pytest_cognito_mfa._interceptors._patch import Patch
from pytest_cognito_mfa._interceptors._patching import answer_to, import_optional, passing_through
from pytest_cognito_mfa._interceptors._timeouts import Timeouts, socket_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._aws.exchange import OnResponse
    from pytest_cognito_mfa._interceptors._patch import Function

_UNANSWERED = 599
"""tornado's own code for a request without a response."""

_CLIENTS = (
    ("tornado.simple_httpclient", "SimpleAsyncHTTPClient"),
    ("tornado.curl_httpclient", "CurlAsyncHTTPClient"),
)


def patches() -> Iterator[Patch]:
    for module, client in _CLIENTS:
        if owners := import_optional(module):
            yield Patch(getattr(owners, client), "fetch_impl", _fetch_impl)


def _fetch_impl(original: Function) -> Function:
    def fetch_impl(self: Any, request: Any, callback: Any) -> None:
        ask = answer_to(request.method, request.url, request.headers)
        if ask is None:
            original(self, request, callback)
            return
        decided = ask(request.body)
        if isinstance(decided, PassThrough):
            with passing_through():
                original(self, *_reporting(request, callback, decided.on_response))
            return
        # tornado's 0 means for ever
        timeouts = Timeouts(request.connect_timeout or None, total=request.request_timeout or None)
        outcome = timeouts.limit(decided)
        trickle = outcome.trickle if isinstance(outcome, Reply) else 0.0
        self.io_loop.call_later(outcome.delay + trickle, callback, _response(request, outcome))

    return fetch_impl


def _reporting(request: Any, callback: Function, on_response: OnResponse) -> tuple[Any, Function]:
    """Return a request like this one, and a callback that first reports the response to `on_response`."""
    parts: list[bytes] = []
    if streaming := request.streaming_callback:

        def keep(part: bytes) -> Any:
            parts.append(part)
            return streaming(part)

        request = type(request)(copy.copy(request.request), request.defaults)
        request.request.streaming_callback = keep

    def report(response: Any) -> None:
        if response.code == _UNANSWERED:
            on_response.lost(loss_of(response.error))
        else:
            on_response(response.code, response.headers.get_all(), b"".join(parts) or response.body)
        callback(response)

    return request, report


def _response(request: Any, outcome: Outcome) -> Any:
    from tornado.httpclient import HTTPResponse  # noqa: PLC0415 -- optional, and installed if this runs
    from tornado.httputil import HTTPHeaders  # noqa: PLC0415 -- the same
    from tornado.simple_httpclient import HTTPTimeoutError  # noqa: PLC0415 -- the same

    if isinstance(outcome, Reply):
        headers = HTTPHeaders()
        for name, value in outcome.headers:
            headers.add(name, value)
        reason = responses.get(outcome.status)
        return HTTPResponse(request, outcome.status, headers, BytesIO(outcome.body), request.url, reason=reason)
    error: Exception = socket_error(outcome.how)
    if outcome.how.endswith("timeout"):
        when = "while connecting" if outcome.how == "connect_timeout" else "during request"
        error = HTTPTimeoutError(f"Timeout {when}")
    return HTTPResponse(request, _UNANSWERED, error=error)
