"""botocore and aiobotocore: the `send` of their HTTP sessions.  Most calls come this way, so it must be fast.

Clients made before the block are intercepted too.  A client that found no credentials then signs with those that the
environment has now.  moto answers in a `before-send` handler, before `send`; that handler is made to skip Cognito.
"""

from __future__ import annotations

import functools
import io
import os
import sys
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.exchange import TARGET_HEADER, Call, Dropped, Outcome, PassThrough, Reply
from pytest_cognito_mfa._aws.wire import NEEDED_HEADERS
from pytest_cognito_mfa._interceptors._kms import decrypted
from pytest_cognito_mfa._interceptors._other_aws import read_faked
from pytest_cognito_mfa._interceptors._passthrough import passed_through
from pytest_cognito_mfa._interceptors._patch import Patch, is_ours
from pytest_cognito_mfa._interceptors._patching import (
    apply_late,
    call_of,
    current_answer,
    import_optional,
    is_answered,
    is_intercepted,
    refused,
    state,
)
from pytest_cognito_mfa._interceptors._timeouts import Timeouts, pause, socket_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._interceptors._patch import Function

_ASYNC_SESSIONS = (
    ("aiobotocore.httpsession", "AIOHTTPSession", "AioAWSResponse", "asyncio"),
    ("aiobotocore.httpxsession", "HttpxSession", "HttpxAWSResponse", "anyio"),
)


def patches() -> Iterator[Patch]:
    import botocore.auth  # noqa: PLC0415 -- not before a block is open
    import botocore.awsrequest  # noqa: PLC0415 -- the same
    import botocore.endpoint  # noqa: PLC0415 -- the same
    import botocore.httpsession  # noqa: PLC0415 -- the same

    response = botocore.awsrequest.AWSResponse
    yield Patch(botocore.httpsession.URLLib3Session, "send", functools.partial(_send, response))
    yield Patch(botocore.endpoint.Endpoint, "make_request", _make_request)
    yield Patch(botocore.auth.SigV4Auth, "add_auth", _add_auth)
    responses = import_optional("aiobotocore.awsrequest")
    for module, session, name, loop in _ASYNC_SESSIONS:
        if (owner := getattr(import_optional(module), session, None)) and (aio := getattr(responses, name, None)):
            yield Patch(owner, "send", functools.partial(_async_send, aio, import_optional(loop)))


def _send(response_class: Any, original: Function) -> Function:
    def send(self: Any, request: Any) -> Any:
        answer = current_answer()
        if answer is None or (call := _call(request)) is None:
            return original(self, request)
        decided = call if isinstance(call, Reply) else answer(call)
        if isinstance(decided, PassThrough):
            with passed_through(decided.on_response):
                response = original(self, request)
                body = response.content
            decided.on_response(response.status_code, response.headers.items(), body)
            return response
        if isinstance(decided, Dropped) or decided.delay or decided.trickle:
            decided = _as_timed(decided, self, request)
            pause(_duration(decided))
        return _deliver(decided, request, response_class)

    return send


def _async_send(response_class: Any, loop: Any, original: Function) -> Function:
    def send(self: Any, request: Any) -> Any:
        answer = current_answer()
        if answer is None or (call := _call(request)) is None:
            return original(self, request)

        async def answered() -> Any:
            decided = call if isinstance(call, Reply) else answer(call)
            if isinstance(decided, PassThrough):
                with passed_through(decided.on_response):
                    response = await original(self, request)
                    body = await response.content
                decided.on_response(response.status_code, response.headers.items(), body)
                return response
            if isinstance(decided, Dropped) or decided.delay or decided.trickle:
                decided = _as_timed(decided, self, request)
                if duration := _duration(decided):
                    await loop.sleep(duration)
            return _deliver(decided, request, response_class)

        return answered()

    return send


def _call(request: Any) -> Call | Reply | None:
    """The call to answer or refuse; the answer itself for KMS, which is not in the journal."""
    if "cognito" in request.url or TARGET_HEADER in request.headers:
        headers = request.headers
        call = call_of(request.method, request.url, headers, request.body, _needed_headers(headers))
        if (found := call or decrypted(request)) is not None:
            return found
    return refused(read_faked(request), request.method, request.url, request.headers)


def _needed_headers(headers: Any) -> dict[str, str] | None:
    """The headers that matter, in a plain mapping: botocore's own one makes an object for each look-up."""
    try:
        items = headers._dict.items()  # noqa: SLF001 -- the public way is slower
        return {
            lower: value.decode() if isinstance(value, bytes) else value
            for key, value in items
            if (lower := key._lower) in NEEDED_HEADERS  # noqa: SLF001 -- the same
        }
    except (AttributeError, UnicodeDecodeError):
        return None


def _as_timed(outcome: Outcome, session: Any, request: Any) -> Outcome:
    """Apply the session's timeouts, which are those of urllib3, aiohttp or httpx; newer SDKs have one per call too."""
    timeout = session._timeout  # noqa: SLF001 -- only here
    connect, read = (
        next((getattr(timeout, name) for name in names if hasattr(timeout, name)), timeout)
        for names in (("connect_timeout", "sock_connect", "connect"), ("read_timeout", "sock_read", "read"))
    )
    of_this_call = (getattr(request, "context", None) or {}).get("read_timeout")
    return Timeouts(connect, read if of_this_call is None else of_this_call).limit(outcome)


def _duration(outcome: Outcome) -> float:
    """The seconds to wait: both SDKs read the whole body before `send` returns."""
    return outcome.delay + outcome.trickle if isinstance(outcome, Reply) else outcome.delay


class _Raw(io.BytesIO):
    """The body as a stream: botocore reads `content`, but a user's event handler may read this."""

    __slots__ = ("reply",)
    reply: Reply

    @property
    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        """The headers in aiohttp's form, for aiobotocore 2.19."""
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
    response._content = outcome.body  # noqa: SLF001 -- both SDKs have read it at this point
    return response


def _error(dropped: Dropped, request: Any) -> Exception:
    """Return the error that the session raises; botocore's own retries then decide."""
    from botocore import exceptions  # noqa: PLC0415 -- not before a block is open

    cause = socket_error(dropped.how)
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


def _add_auth(original: Function) -> Function:
    """Sign a Cognito call of a client without credentials; not while recording, when the real service checks them."""

    def add_auth(self: Any, request: Any) -> Any:
        if (
            self.credentials is None
            and not state.rules.records
            and is_intercepted(request.method, request.url, request.headers)
        ):
            from botocore.credentials import ReadOnlyCredentials  # noqa: PLC0415 -- not before a block is open

            key, secret = (os.environ.get(f"AWS_{name}", "none") for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"))
            self.credentials = ReadOnlyCredentials(key, secret, None)
        return original(self, request)

    return add_auth


def _make_request(original: Function) -> Function:
    """Patch moto as late as possible before its handler runs, because a test may import it inside the block."""

    def make_request(self: Any, operation_model: Any, request_dict: Any) -> Any:
        moto = sys.modules.get(_MOTO)
        if moto is not None and not is_ours(moto.BotocoreStubber.process_request):
            apply_late(_moto())
        return original(self, operation_model, request_dict)

    return make_request


_MOTO = "moto.core.botocore_stubber"


@functools.cache
def _moto() -> Patch:
    return Patch(sys.modules[_MOTO].BotocoreStubber, "process_request", _process_request)


def _process_request(original: Function) -> Function:
    def process_request(self: Any, request: Any) -> Any:
        if is_answered(request.method, request.url, request.headers) or decrypted(request) is not None:
            return None  # tells moto's caller to go on
        return original(self, request)

    return process_request
