"""HTTP <-> Call and Reply: the only place that knows X-Amz-Target and x-amz-json-1.1.

A door hands over what its library was about to send; `read` makes a `Call` of it, or
None when it is not Cognito's.  A call is Cognito's

1. by its ``X-Amz-Target`` (so a custom endpoint works),
2. or by being a GET of a pool's ``/.well-known/jwks.json`` or ``openid-configuration``,
3. or by being addressed to a ``cognito-idp`` host of AWS (so nothing leaks out), whatever it asks for there:
   a browser's preflight among others.

Calls, replies and exchanges are frozen, and their reprs hold names, never values.
"""

from __future__ import annotations

import contextlib
import functools
import json
import re
from dataclasses import dataclass
from email.utils import formatdate
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from pytest_cognito_mfa._aws.request_body import parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

TARGET_HEADER = "X-Amz-Target"
TARGET_PREFIX = "AWSCognitoIdentityProviderService."
CONTENT_TYPE = "application/x-amz-json-1.1"

JWKS = "jwks.json"
OPENID = "openid-configuration"
"""The names under which a pool's two documents go through the pipeline, as operations do."""
PREFLIGHT = "OPTIONS"
"""The name under which a browser's preflight does; its parameters are the two headers by which it asks."""

_DOCUMENT = re.compile(r"/(?P<pool>[\w-]+_[0-9a-zA-Z]+)/\.well-known/(?P<name>jwks\.json|openid-configuration)")
_HOST = re.compile(r"cognito-idp(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|api\.aws|on\.aws)")


@dataclass(frozen=True, slots=True, repr=False)
class Call:
    """What the code under test asked of Cognito.

    `operation` is AWS's name for it, `jwks.json` or `openid-configuration` for a pool's
    documents, `OPTIONS` for a preflight, and empty when the request names none.
    `parameters` is the parsed body.  `problem` is set when the body is not a JSON object: then
    nothing was parsed.
    """

    operation: str
    parameters: Mapping[str, Any]
    url: str
    signed: bool = False
    origin: bool = False
    problem: str | None = None
    content_type: str = CONTENT_TYPE

    def __repr__(self) -> str:
        return f"<Call {self.operation or '(no operation)'}({', '.join(self.parameters)})>"


@dataclass(frozen=True, slots=True, repr=False)
class Reply:
    """An HTTP answer: `headers` in the order of the wire, `body` as its bytes."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    error: str | None = None
    """AWS's error code, such as ``NotAuthorizedException``; None for a success."""
    delay: float = 0.0
    """Seconds until its first byte; the door holds them against the time-out that its client set."""
    trickle: float = 0.0
    """Seconds that the body then takes."""
    waits: bool = False
    """Whether the door really waits for so long, in its library's way."""

    def __repr__(self) -> str:
        return f"<Reply {self.status} {self.error or 'OK'}, {len(self.body)} bytes>"


Lost = Literal["connect_timeout", "read_timeout", "reset", "tls", "dns"]


@dataclass(frozen=True, slots=True)
class Dropped:
    """No answer came: the door raises what its library raises in that case."""

    how: Lost
    delay: float = 0.0
    """Seconds until it is lost; a time-out is the client's own, and takes as long as that says."""
    waits: bool = False


Outcome = Reply | Dropped


@dataclass(frozen=True, slots=True, repr=False)
class Exchange:
    """One entry of the journal: what was asked, what came back, and from whom."""

    call: Call
    outcome: Outcome
    answered_by: str
    """``simulator``, or ``answer``, ``cassette``, ``fault`` or ``quota`` with file and line; ``recorded from`` a host;
    ``simulator, after fault ...`` where a fault changed something, or made the answer late."""
    duration: float
    """Seconds that the answer took to find; without any waiting of the client's."""

    @property
    def operation(self) -> str:
        return self.call.operation

    @property
    def request(self) -> Mapping[str, Any]:
        return self.call.parameters

    @property
    def response(self) -> Any:
        """The parsed body of a success (an empty one is ``{}``); None when there was none, or none that is JSON."""
        if isinstance(self.outcome, Dropped) or self.outcome.error is not None:
            return None
        with contextlib.suppress(ValueError):  # a fault may have spoilt it
            return json.loads(self.outcome.body) if self.outcome.body else {}
        return None

    @property
    def was_answered(self) -> bool:
        """Whether a reply arrived, be it an error."""
        return isinstance(self.outcome, Reply)

    @property
    def error(self) -> str | None:
        """AWS's error code, or how the connection was lost; None for a success."""
        return self.outcome.how if isinstance(self.outcome, Dropped) else self.outcome.error

    def __repr__(self) -> str:
        return f"<Exchange {self.operation}: {self.error or 'OK'}, by {self.answered_by}>"


def read(method: str, url: str, headers: Mapping[str, Any], body: Any) -> Call | None:
    """Make a call of an HTTP request, or None when it is not Cognito's.

    `headers` may be any library's mapping: names in any case, values str, bytes or a
    list of either.  `body` is bytes, str, None, or an already parsed JSON value.
    """
    said = _headers_that_matter(headers)
    target = said.get("x-amz-target", "")
    if target.startswith(TARGET_PREFIX):
        return _from_target(target[len(TARGET_PREFIX) :], url, said, body)
    if ".well-known/" not in url and "cognito-idp" not in url:
        return None
    parts = urlsplit(url)
    document = _DOCUMENT.fullmatch(parts.path)
    if document and method.upper() == "GET" and not target:
        return Call(document["name"], {"UserPoolId": document["pool"]}, url, origin="origin" in said)
    if not _HOST.fullmatch(parts.hostname or ""):
        return None
    if method.upper() == PREFLIGHT and _ASKS_FOR_METHOD in said:
        return Call(PREFLIGHT, {name: said[name] for name in _PREFLIGHT if name in said}, url, origin="origin" in said)
    return _from_target("", url, said, body)


_ASKS_FOR_METHOD, _ASKS_FOR_HEADERS = _PREFLIGHT = ("access-control-request-method", "access-control-request-headers")
_MATTER = frozenset({TARGET_HEADER.lower(), "authorization", "content-type", "origin", *_PREFLIGHT})
_LENGTHS = frozenset(map(len, _MATTER))
"""Names of other lengths need no closer look; this runs for every header of every request."""


def _headers_that_matter(headers: Mapping[str, Any]) -> dict[str, str]:
    """Those headers as text by lower-case name, whatever case and type a library keeps them in."""
    found: dict[str, str] = {}
    # botocore's headers are an email.message.Message, whose items() parses every value anew.
    pairs = headers.raw_items() if hasattr(headers, "raw_items") else headers.items()
    for name, value in pairs:
        if len(name) in _LENGTHS and (folded := _text(name).lower()) in _MATTER:
            first = value[0] if isinstance(value, (list, tuple)) and value else value
            found[folded] = _text(first)
    return found


def reply(
    body: bytes,
    *,
    request_id: str,
    at: float,
    status: int = 200,
    error: tuple[str, str | None] | None = None,
    origin: bool = False,
) -> Reply:
    """Wrap `body` as Cognito does; `at` is the epoch second of the Date header.

    `error` is (code, message).  Header names, values and order: public wire captures,
    such as aws/aws-sdk-cpp#1789 (the colon behind the error type is theirs) and
    aws-amplify/amplify-js#11034 (with an Origin).
    """
    headers = [
        ("Date", _http_date(int(at))),
        ("Content-Type", CONTENT_TYPE),
        ("Content-Length", str(len(body))),
        ("Connection", "keep-alive"),
        ("x-amzn-RequestId", request_id),
    ]
    if error is not None:
        headers.append(("x-amzn-ErrorType", error[0] + ":"))
        if error[1] is not None:
            headers.append(("x-amzn-ErrorMessage", _in_a_header(error[1])))
    if origin:
        headers.append(("Access-Control-Allow-Origin", "*"))
        headers.append(("Access-Control-Expose-Headers", _EXPOSED))
    return Reply(status, tuple(headers), body, error[0] if error else None)


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LONGEST = 8000
"""Characters of a header's value: what common servers let through; Python's own client reads 65,536 bytes a line."""


def _in_a_header(message: str) -> str:
    """The message as a header can hold it: one line of Latin-1, not too long (RFC 9110 5.5).

    It may repeat whatever was sent; the body has it whole.
    """
    return _CONTROL.sub(" ", message[:_LONGEST]).strip().encode("latin-1", "replace").decode("latin-1")


def preflight(call: Call, *, request_id: str, at: float) -> Reply:
    """What a browser hears before it calls: everything that it asks for, for two days.

    As captured from cognito-idp itself by AllanZhengYP/cors-test; there over HTTP/2, without Connection.
    """
    headers = [
        ("Date", _http_date(int(at))),
        ("Content-Length", "0"),
        ("Connection", "keep-alive"),
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
    """Wrap one of a pool's two documents: plain JSON, with no request id."""
    return Reply(
        status,
        (
            ("Date", _http_date(int(at))),
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Connection", "keep-alive"),
        ),
        body,
        None if status < 400 else "ResourceNotFoundException",  # noqa: PLR2004 - HTTP's own boundary
    )


def error_body(code: str, message: str | None, more: Mapping[str, Any] | None = None) -> bytes:
    """The bytes of an error: ``__type``, ``message`` and what `more` there is, compact, raw UTF-8.

    What the framework says of a request that it cannot read begins with a capital
    (aws-amplify/amplify-js#4738; floci-io/floci#2869).
    """
    members: dict[str, Any] = {"__type": code}
    if message is not None:
        members["Message" if code == "SerializationException" else "message"] = message
    members.update(more or {})
    return json.dumps(members, separators=(",", ":"), ensure_ascii=False).encode()


@functools.lru_cache(maxsize=4)
def _http_date(second: int) -> str:
    """The Date header of that second; many answers share one."""
    return formatdate(second, usegmt=True)


def _from_target(operation: str, url: str, said: Mapping[str, str], body: Any) -> Call:
    parameters, problem = parsed(body)
    signed = said.get("authorization", "").startswith("AWS4-")
    content_type = said.get("content-type", "")
    return Call(operation, parameters, url, signed, "origin" in said, problem, content_type)


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, (bytes, bytearray)) else str(value)
