"""botocore and aiobotocore: the `send` of their HTTP sessions, the shortest way and the hot one.

It serves clients made before the window too; one that found no credentials then signs with those of the
environment now.  moto's `before-send` handler answers before `send` is reached, so it
is made to pass Cognito's calls by.
"""

from __future__ import annotations

import functools
import io
import os
import sys
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.exchange import TARGET_HEADER, Call, Dropped, Outcome, Reply
from pytest_cognito_mfa._aws.passthrough import PassThrough
from pytest_cognito_mfa._aws.wire import read
from pytest_cognito_mfa._interceptors._passthrough import sent
from pytest_cognito_mfa._interceptors._patching import Swap, answering, is_ours, optional, standing, swap_late
from pytest_cognito_mfa._interceptors._timeouts import Patience, broken, pause

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._interceptors._patching import Function

_ASYNC_SESSIONS = (
    ("aiobotocore.httpsession", "AIOHTTPSession", "AioAWSResponse", "asyncio"),
    ("aiobotocore.httpxsession", "HttpxSession", "HttpxAWSResponse", "anyio"),
)


def swaps() -> Iterator[Swap]:
    import botocore.auth  # noqa: PLC0415 -- not before a window is open
    import botocore.awsrequest  # noqa: PLC0415 -- the same
    import botocore.endpoint  # noqa: PLC0415 -- the same
    import botocore.httpsession  # noqa: PLC0415 -- the same

    response = botocore.awsrequest.AWSResponse
    yield Swap(botocore.httpsession.URLLib3Session, "send", functools.partial(_send, response))
    yield Swap(botocore.endpoint.Endpoint, "make_request", _make_request)
    yield Swap(botocore.auth.SigV4Auth, "add_auth", _add_auth)
    responses = optional("aiobotocore.awsrequest")
    for module, session, name, loop in _ASYNC_SESSIONS:
        if (owner := getattr(optional(module), session, None)) and (aio := getattr(responses, name, None)):
            yield Swap(owner, "send", functools.partial(_async_send, aio, optional(loop)))


def _send(response: Any, theirs: Function) -> Function:
    def send(self: Any, request: Any) -> Any:
        answer = answering()
        if answer is None or (call := _call(request)) is None:
            return theirs(self, request)
        decided = answer(call)
        if isinstance(decided, PassThrough):
            with sent(decided.on_response):
                came = theirs(self, request)
                body = came.content
            decided.on_response(came.status_code, came.headers.items(), body)
            return came
        outcome = _as_timed(decided, self, request)
        pause(_duration(outcome))
        return _deliver(outcome, request, response)

    return send


def _async_send(response: Any, loop: Any, theirs: Function) -> Function:
    def send(self: Any, request: Any) -> Any:
        answer = answering()
        if answer is None or (call := _call(request)) is None:
            return theirs(self, request)

        async def answered() -> Any:
            decided = answer(call)
            if isinstance(decided, PassThrough):
                with sent(decided.on_response):
                    came = await theirs(self, request)
                    body = await came.content
                decided.on_response(came.status_code, came.headers.items(), body)
                return came
            outcome = _as_timed(decided, self, request)
            if duration := _duration(outcome):
                await loop.sleep(duration)
            return _deliver(outcome, request, response)

        return answered()

    return send


def _call(request: Any) -> Call | None:
    if "cognito-idp" not in request.url and TARGET_HEADER not in request.headers:
        return None
    return read(request.method, request.url, request.headers, request.body)


def _as_timed(outcome: Outcome, session: Any, request: Any) -> Outcome:
    """Hold an outcome that takes time against the session's timeouts, as urllib3, aiohttp or httpx keep them; newer
    SDKs take one for each call as well.
    """
    if isinstance(outcome, Reply) and not outcome.delay and not outcome.trickle:
        return outcome
    timeout = session._timeout  # noqa: SLF001 -- they stand nowhere else
    connect, read = (
        next((getattr(timeout, name) for name in names if hasattr(timeout, name)), timeout)
        for names in (("connect_timeout", "sock_connect", "connect"), ("read_timeout", "sock_read", "read"))
    )
    of_this_call = (getattr(request, "context", None) or {}).get("read_timeout")
    return Patience(connect, read if of_this_call is None else of_this_call).meet(outcome)


def _duration(outcome: Outcome) -> float:
    """Both SDKs have read the body before `send` returns."""
    return outcome.delay + outcome.trickle if isinstance(outcome, Reply) else outcome.delay


class _Raw(io.BytesIO):
    """The body once more, as a stream: botocore takes `content`, a user's event handler may take this."""

    reply: Reply

    @property
    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        """The headers as aiohttp has them, where aiobotocore 2.19 looks."""
        return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in self.reply.headers]

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        while chunk := self.read(65536):
            yield chunk


def _deliver(outcome: Outcome, request: Any, response_class: Any) -> Any:
    if isinstance(outcome, Dropped):
        raise _error(outcome, request)
    raw = _Raw(outcome.body)
    raw.reply = outcome
    response = response_class(request.url, outcome.status, outcome.headers, raw)
    response._content = outcome.body  # noqa: SLF001 -- read already, as both SDKs leave it for calls like Cognito's
    return response


def _error(dropped: Dropped, request: Any) -> Exception:
    """Return what the session raises, and botocore's own retries decide on."""
    from botocore import exceptions  # noqa: PLC0415 -- not before a window is open

    cause = broken(dropped.how)
    if dropped.how == "reset":
        error: Exception = exceptions.ConnectionClosedError(error=cause, request=request, endpoint_url=request.url)
    else:
        error = getattr(exceptions, _ERRORS[dropped.how])(endpoint_url=request.url, error=cause)
    return error


_ERRORS = {
    "connect_timeout": "ConnectTimeoutError",
    "read_timeout": "ReadTimeoutError",
    "tls": "SSLError",
    "dns": "EndpointConnectionError",
}


def _add_auth(theirs: Function) -> Function:
    """Sign a Cognito call of a client that has no credentials, where nobody checks them and nothing goes out."""

    def add_auth(self: Any, request: Any) -> Any:
        if self.credentials is None and not standing.lets_out and is_ours(request.method, request.url, request.headers):
            from botocore.credentials import ReadOnlyCredentials  # noqa: PLC0415 -- not before a window is open

            key, secret = (os.environ.get(f"AWS_{name}", "none") for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"))
            self.credentials = ReadOnlyCredentials(key, secret, None)
        return theirs(self, request)

    return add_auth


def _make_request(theirs: Function) -> Function:
    """Look for moto at the last place before the handlers run: by now it is imported, if it ever will be."""

    def make_request(self: Any, *args: Any, **kwargs: Any) -> Any:
        if _MOTO in sys.modules:
            swap_late(_moto())
        return theirs(self, *args, **kwargs)

    return make_request


_MOTO = "moto.core.botocore_stubber"


@functools.cache
def _moto() -> Swap:
    return Swap(sys.modules[_MOTO].BotocoreStubber, "process_request", _process_request)


def _process_request(theirs: Function) -> Function:
    def process_request(self: Any, request: Any) -> Any:
        if is_ours(request.method, request.url, request.headers):
            return None  # moto's word for "not mine"
        return theirs(self, request)

    return process_request
