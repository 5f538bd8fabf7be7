"""HTTP <-> Call and Reply: the only module that knows X-Amz-Target, x-amz-json-1.1 and the bytes of an error.

An interceptor hands over the request that its library was about to send.  `read` turns it into a `Call`,
or returns None when the request is not for Cognito.  A request is for Cognito when

1. it has Cognito's ``X-Amz-Target`` (so a custom endpoint works),
2. or it is a GET of a pool's ``/.well-known/jwks.json`` or ``openid-configuration``,
3. or its host is a ``cognito-idp`` host of AWS, whatever it asks for (a browser's preflight,
   for example), so that no test reaches AWS by mistake.

What is for another part of Cognito, `read_other` turns into a `Call`.
"""

from __future__ import annotations

import contextlib
import functools
import json
import re
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws import hosted, s3
from pytest_cognito_mfa._aws.exchange import CONTENT_TYPE, PREFLIGHT, TARGET_HEADER, TARGET_PREFIX, Call, Reply
from pytest_cognito_mfa._aws.hosts import host_of, is_hosted_pages, is_identity_pools, region_of, split
from pytest_cognito_mfa._aws.limits import loads

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

BODY_IS_A_LIST = "the body is a JSON list, not an object"
"""The `problem` for which AWS has an error message of its own."""

_DOCUMENT = re.compile(r"/(?P<pool>[\w-]+_[0-9a-zA-Z]+)/\.well-known/(?P<name>jwks\.json|openid-configuration)")


def read(
    method: str, url: str, headers: Mapping[str, Any], body: Any, sent: Mapping[str, str] | None = None
) -> Call | None:
    """Turn an HTTP request into a Call, or return None when it is not for Cognito.

    `headers` may be any library's mapping: names in any case, values str, bytes or a
    list of either; `sent` are those of `NEEDED_HEADERS`, if the caller has them by lower-case
    name.  `body` is bytes, str, None, or an already parsed JSON value.
    """
    if sent is None:
        sent = _needed_headers(headers)
    target = sent.get("x-amz-target", "")
    operation = _operation(target)
    if operation is not None:
        return _from_target(operation, url, sent, body)
    if ".well-known/" in url and method.upper() == "GET" and not target:
        document = _DOCUMENT.fullmatch(split(url).path)
        if document:
            return Call(document["name"], {"UserPoolId": document["pool"]}, url, origin="origin" in sent)
    if "cognito-idp" not in url.lower() or region_of(url) is None:
        return None
    if method.upper() == PREFLIGHT and _ASKS_FOR_METHOD in sent:
        return Call(PREFLIGHT, {name: sent[name] for name in _PREFLIGHT if name in sent}, url, origin="origin" in sent)
    return _from_target("", url, sent, body)


def read_other(method: str, url: str, headers: Mapping[str, Any], body: Any, domains: Collection[str]) -> Call | None:
    """Turn a request to another part of Cognito into a Call; None for all others.

    These are the domains of pools, below AWS's own and the custom `domains`, and identity pools.  The URL is kept
    without its query, which may hold secrets.
    """
    folded = url.lower()
    if "cognito" not in folded and not (domains and any(domain in folded for domain in domains)):
        return None
    host = host_of(url)
    parts = split(url)
    address = f"{parts.scheme}://{host}{parts.path}"
    if is_hosted_pages(host) or host in domains:
        asked = hosted.parameters(parts.query, _needed_headers(headers), body)
        return Call(f"{method.upper()} {parts.path or '/'}", asked, address, part="domain")
    if not is_identity_pools(host):
        return s3.read(method, host, url, _needed_headers(headers), body)
    operation = _needed_headers(headers).get("x-amz-target", "").rpartition(".")[2]
    return Call(f"cognito-identity:{operation or method.upper()}", {}, address, part="identity")


_ASKS_FOR_METHOD, _ASKS_FOR_HEADERS = _PREFLIGHT = ("access-control-request-method", "access-control-request-headers")
NEEDED_HEADERS = frozenset(
    {TARGET_HEADER.lower(), "authorization", "content-type", "origin", s3.ENCRYPTION, *_PREFLIGHT}
)
"""The lower-case names of the headers that `read` looks at."""


@functools.lru_cache(maxsize=256)
def _operation(target: str) -> str | None:
    """The operation that the header X-Amz-Target names; the journal keeps one text for all calls of it."""
    return target.removeprefix(TARGET_PREFIX) if target.startswith(TARGET_PREFIX) else None


def _needed_headers(headers: Mapping[str, Any]) -> dict[str, str]:
    """The headers that `read` needs, as text, by lower-case name."""
    found: dict[str, str] = {}
    # Only these values are looked up: libraries parse or copy a value at each look-up.
    for name in headers:
        if (lower := _needed_name(name)) is not None:
            found[lower] = _text(headers[name])
    return found


@functools.lru_cache(maxsize=512)
def _needed_name(name: str | bytes) -> str | None:
    """The lower-case name of a header that `read` needs; None for any other."""
    lower = _text(name).lower()
    return lower if lower in NEEDED_HEADERS else None


def reply(
    body: bytes,
    *,
    request_id: str,
    at: float,
    status: int = 200,
    error: tuple[str, str | None] | None = None,
    origin: bool = False,
) -> Reply:
    """Make a Reply with Cognito's headers; `at` is the epoch second of the Date header.

    `error` is (code, message).  Header names, values and order follow public wire captures,
    such as aws/aws-sdk-cpp#1789 (the colon after the error type is AWS's) and
    aws-amplify/amplify-js#11034 (with an Origin).
    """
    headers: tuple[tuple[str, str], ...] = (
        _date(int(at)),
        _TYPE,
        _length(len(body)),
        _ALIVE,
        ("x-amzn-RequestId", request_id),
    )
    if error is not None:
        headers += (("x-amzn-ErrorType", error[0] + ":"),)
        if error[1] is not None:
            headers += (("x-amzn-ErrorMessage", _in_a_header(error[1])),)
    if origin:
        headers += (("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", _EXPOSED))
    return Reply(status, headers, body, error[0] if error else None)


_TYPE = ("Content-Type", CONTENT_TYPE)
_ALIVE = ("Connection", "keep-alive")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LONGEST = 8000
"""The most characters of a header's value that common servers accept."""


def _in_a_header(message: str) -> str:
    """The message as a header can hold it: one line of Latin-1, not too long (RFC 9110 5.5).

    The message may quote the request, so it can hold anything.  The body has the whole message.
    """
    return _CONTROL.sub(" ", message[:_LONGEST]).strip().encode("latin-1", "replace").decode("latin-1")


def preflight(call: Call, *, request_id: str, at: float) -> Reply:
    """Answer a browser's preflight: everything that it asks for is allowed, for two days.

    Captured from cognito-idp by AllanZhengYP/cors-test; there over HTTP/2, without Connection.
    """
    headers = [
        _date(int(at)),
        ("Content-Length", "0"),
        _ALIVE,
        ("x-amzn-RequestId", request_id),
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Allow-Headers", call.parameters.get(_ASKS_FOR_HEADERS, "")),
        ("Access-Control-Allow-Methods", call.parameters[_ASKS_FOR_METHOD]),
        ("Access-Control-Expose-Headers", _EXPOSED),
        ("Access-Control-Max-Age", "172800"),
    ]
    return Reply(200, tuple((name, value) for name, value in headers if value), b"")


_EXPOSED = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"


def document(body: bytes, *, at: float, status: int = 200) -> Reply:
    """Make a Reply of one of a pool's two documents: plain JSON, without a request id."""
    return Reply(
        status,
        (
            _date(int(at)),
            ("Content-Type", "application/json"),
            _length(len(body)),
            _ALIVE,
        ),
        body,
        None if status < 400 else "ResourceNotFoundException",  # noqa: PLR2004 - HTTP's own boundary
    )


def error_body(code: str, message: str | None, more: Mapping[str, Any] | None = None) -> bytes:
    """The bytes of an error: ``__type``, ``message`` and the members of `more`, as compact JSON in raw UTF-8.

    Where AWS's framework cannot read a request, the member is ``Message`` with a capital letter
    (aws-amplify/amplify-js#4738; floci-io/floci#2869).
    """
    members: dict[str, Any] = {"__type": code}
    if message is not None:
        members["Message" if code == "SerializationException" else "message"] = message
    members.update(more or {})
    return json.dumps(members, separators=(",", ":"), ensure_ascii=False).encode()


@functools.lru_cache(maxsize=4)
def _date(second: int) -> tuple[str, str]:
    """The Date header of that second; many replies share one."""
    return "Date", formatdate(second, usegmt=True)


@functools.lru_cache(maxsize=64)
def _length(size: int) -> tuple[str, str]:
    """The Content-Length header; many replies share one."""
    return "Content-Length", str(size)


def _from_target(operation: str, url: str, sent: Mapping[str, str], body: Any) -> Call:
    parameters, problem = _parse_body(body)
    signed = sent.get("authorization", "").startswith("AWS4-")
    content_type = sent.get("content-type", "")
    return Call(operation, parameters, url, signed, "origin" in sent, problem, content_type)


def _text(value: Any) -> str:
    """A header's name or value, or the first of several values."""
    if isinstance(value, (bytes, bytearray)):
        return value.decode("utf-8", "replace")
    if type(value) is str:
        return value
    if isinstance(value, (list, tuple)) and value:
        return _text(value[0])
    text = str(value)
    return text if text.isascii() else text.encode("utf-8", "replace").decode()  # half of a surrogate pair becomes ?


# -- requests: the body ----------------------------------------------------------------


def _parse_body(body: Any) -> tuple[Mapping[str, Any], str | None]:
    """The members of a body (bytes, text, or an already parsed value), and the problem with it or None."""
    if body is None or (not body and isinstance(body, (bytes, bytearray, str))):
        return {}, "there is no body"
    if isinstance(body, (bytes, bytearray, str)):
        try:
            body = loads(body if isinstance(body, str) else body.decode(), _decode)
        except ValueError:
            return {}, "the body is not JSON"
    if isinstance(body, dict):
        return body, None
    return {}, BODY_IS_A_LIST if isinstance(body, list) else "the body is not a JSON object"


def _decode(text: str) -> Any:
    """Parse JSON as strictly as RFC 8259; Python alone would accept NaN, Infinity and lone surrogates."""
    text = text.removeprefix("\ufeff").strip(_BLANKS)
    try:
        value, end = _SCAN(text, 0)
    except StopIteration:
        raise ValueError("it begins with no value") from None
    if end != len(text):
        raise ValueError("there is more after the value")
    if not text.isascii() or ("\\" in text and "\\u" in text):  # one letter is found far faster than two
        # Encoding fails for a lone surrogate.
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _reject_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


_SCAN = json.JSONDecoder(parse_constant=_reject_constant).scan_once  # type: ignore[attr-defined]  # typeshed has no C
"""The scanner itself: the methods of the decoder are more calls, and find no other value."""
_BLANKS = " \t\n\r"


# -- responses that came over the wire -------------------------------------------------


def reply_of(status: int, headers: Iterable[tuple[str, str]], body: bytes) -> Reply:
    """Make a Reply of a response that came over the wire, or that was recorded."""
    pairs = tuple((str(name), str(value)) for name, value in headers)
    return Reply(status, pairs, body, error_code(status, pairs, body))


def error_code(status: int, headers: Iterable[tuple[str, str]], body: bytes) -> str | None:
    """AWS's error code without namespace and colon, else the status, as botocore's parser does; None for a success."""
    if status < HTTPStatus.MULTIPLE_CHOICES:
        return None
    code: Any = next((value for name, value in headers if name.lower() == "x-amzn-errortype"), None)
    if not code:
        with contextlib.suppress(ValueError, AttributeError):
            code = loads(body).get("__type")
    return str(code or status).split(":", 1)[0].rsplit("#", 1)[-1]
