"""Compares an answer with a recorded one; each difference has its place and kind.

1. The status, the headers, the members of the body with types and values, and the claims of tokens are compared.
2. A secret, an id or a time that is new in each run (`OPAQUE`) is compared by type and form: a UUID or token must
   be one.
3. Of a cassette's headers only `COMPARED_HEADERS` count, because recorders, proxies and HTTP/2 change the others. If a
   recording has all headers, they are compared by name, order and value. If it lacks the request id, it has only some.
4. The order of members counts if the recording has the order of the wire.
5. Nothing is compared after the place where a recorded body was cut off.
"""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.diff import ABSENT, EXACT, Comparison, Difference
from pytest_cognito_mfa._aws.jwt import claims_of
from pytest_cognito_mfa._inference.exchanges import CUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pytest_cognito_mfa._aws.exchange import Reply
    from pytest_cognito_mfa._aws.secrecy import Member
    from pytest_cognito_mfa._inference.exchanges import RecordedResponse

OPAQUE: Final = frozenset(
    {
        *("AccessToken", "IdToken", "RefreshToken", "Session", "SecretCode", "ClientSecret", "UserSub"),
        *("SALT", "SECRET_BLOCK", "SRP_B", "DeviceKey", "DeviceGroupKey", "challenge", "CredentialId", "CreatedAt"),
        *("CreationDate", "LastModifiedDate", "UserCreateDate", "UserLastModifiedDate"),
        *("DeviceCreateDate", "DeviceLastAuthenticatedDate", "DeviceLastModifiedDate"),
        *("ClientSecretCreateDate", "StartDate", "CompletionDate", "TriggerTimestamp", "RestoreTimestamp"),
        *("ClientSecretValue", "ClientSecretId", "TermsId", "ManagedLoginBrandingId", "CIMDPolicyId", "JobId"),
        *("RestoreId", "PreSignedUrl", "Certificate", "CloudFrontDistribution", "CSSVersion", "Version"),
        *("EstimatedNumberOfUsers", "NextToken", "PaginationToken"),
        *("jti", "origin_jti", "event_id", "device_key", "iat", "exp", "auth_time", "kid"),
    }
)
"""Members and claims with a new value in each run."""

OPAQUE_ATTRIBUTES: Final = frozenset({"sub", "dev:device_arn", "identities"})
"""Attributes of users and devices with a new Value in each run."""

COMPARED_HEADERS: Final = frozenset(
    {
        *("content-type", "x-amzn-errortype", "x-amzn-errormessage"),
        *("access-control-allow-origin", "access-control-expose-headers"),
    }
)

_OPTIONS: Final = "CREDENTIAL_REQUEST_OPTIONS"
_OPAQUE_IDS: Final = (("allowCredentials", "id"), ("excludeCredentials", "id"))

ONLY_RECORDED, ONLY_HERE = "only in the recording", "not in the recording"
ORDER, TYPE, FORM = "different order", "different type", "different form"
HIDDEN: Final = object()
"""Takes the place of a value that is not shown."""
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_JWT: Final = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")
_JWE: Final = re.compile(r"eyJ[\w-]+(\.[\w-]*){4}")


def differences(recorded: RecordedResponse, reply: Reply) -> list[Difference]:
    """Every difference between a recorded response and `reply`; each path and kind once."""
    found = {key_of(each): each for each in reversed(list(_differences(recorded, reply)))}
    return list(reversed(found.values()))


def key_of(difference: Difference) -> str:
    """``body.ExpiresIn: different type``, without values."""
    return f"{difference.path}: {difference.kind}"


def text_of(difference: Difference) -> str:
    """``body.ExpiresIn: different value (3600 recorded, 60 here)``; a long, opaque or hidden value is omitted."""
    key, left, right = key_of(difference), difference.left, difference.right
    if HIDDEN in (left, right):
        return key
    if difference.kind in (TYPE, FORM):
        return f"{key} ({left} recorded, {right} here)"
    if difference.kind not in (ONLY_RECORDED, ONLY_HERE):
        return f"{key} ({_json(left)} recorded, {_json(right)} here)"
    value = right if left is ABSENT else left
    is_short = difference.member[-1] not in OPAQUE and not isinstance(value, list) and value is not None
    return f"{key} ({_json(value)})" if is_short else key


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _differences(recorded: RecordedResponse, reply: Reply) -> Iterator[Difference]:
    if recorded.status not in (None, reply.status):
        yield Difference(("status",), recorded.status, reply.status)
    yield from _headers(recorded, reply)
    if not recorded.body:
        if recorded.body is not None and reply.body:
            yield Difference(("body",), ABSENT, None, ONLY_HERE)
        return
    left = json.loads(close_json(recorded.body))
    right = json.loads(reply.body.decode("utf-8", "surrogatepass") or "{}")
    body = _Body(ordered=recorded.ordered, cut=() if recorded.whole else _end_of(left, ("body",)))
    found = body.differences(left, right, ("body",))
    yield from (each for each in found if each.member[0] not in recorded.claims)
    for token, segments in recorded.claims.items():
        yield from _claimed(token, segments, right.get("AuthenticationResult") or {})


# -- headers ----------------------------------------------------------------------------


def _headers(recorded: RecordedResponse, reply: Reply) -> Iterator[Difference]:
    """Names are compared with their case, unless HTTP/2 or botocore made all names of the recording lower case."""
    left, right = dict(recorded.headers), dict(reply.headers)
    is_cassette = recorded.headers_are == "cassette"
    in_part = is_cassette and "x-amzn-requestid" not in {name.lower() for name in left}
    partial = in_part or recorded.headers_are == "partial"
    if is_cassette or "x-amzn-requestid" in left:
        left, right = ({name.lower(): value for name, value in each.items()} for each in (left, right))
    if is_cassette:
        left, right = ({name: each[name] for name in each if name in COMPARED_HEADERS} for each in (left, right))
    if recorded.headers_are == "complete":
        yield from _order(list(left), list(right), ("headers",))
    for name in {**left, **right}:
        member = (f"header {name}",)
        if name not in right:
            yield Difference(member, None, ABSENT, ONLY_RECORDED)
        elif name not in left:
            yield from [] if partial else [Difference(member, ABSENT, None, ONLY_HERE)]
        elif left[name].startswith("<") or name.lower() == "x-amzn-requestid":
            continue
        elif name.lower() == "content-length":
            yield from _lengths(member, recorded, reply, left[name])
        elif left[name] != right[name]:
            yield Difference(member, left[name], right[name])


def _lengths(member: Member, recorded: RecordedResponse, reply: Reply, length: str) -> Iterator[Difference]:
    """Compare the lengths of the bodies without opaque values, if the recorded body is whole."""
    if recorded.body is None or len(recorded.body.encode()) != int(length):
        return
    body = reply.body.decode()
    if int(length) - _opaque_length(recorded.body) != len(reply.body) - _opaque_length(body):
        yield Difference(member, int(length), len(reply.body))


def _opaque_length(body: str) -> int:
    lengths: list[int] = []

    def collect(pairs: list[tuple[str, Any]]) -> None:
        lengths.extend(len(value) for name, value in pairs if name in OPAQUE and isinstance(value, str))

    json.loads(body or "{}", object_pairs_hook=collect)
    return sum(lengths)


# -- the body ---------------------------------------------------------------------------


def close_json(text: str) -> str:
    """Close the quotes and brackets of JSON that was cut off; turn a printed Python dict into JSON."""
    if text.startswith("{'"):
        text = text.replace("'", '"').replace("False", "false")
    text, cut, _ = text.partition(CUT)
    if not cut:
        return text
    opened: list[str] = []
    quoted = escaped = False
    for character in text:
        if quoted:
            quoted, escaped = escaped or character != '"', character == "\\" and not escaped
        elif character == '"':
            quoted = True
        elif character in "{[":
            opened.append("}" if character == "{" else "]")
        elif character in "}]":
            opened.pop()
    return text + '"' * quoted + "".join(reversed(opened))


class _Body(Comparison):
    """Compares bodies by rules 2, 4 and 5; `cut` is the path to the value where a body was cut off."""

    def __init__(self, *, ordered: bool = False, cut: Member = ()) -> None:
        self._ordered = ordered
        self._cut = {cut[:length] for length in range(1, len(cut) + 1)}

    def mappings(self, left: Mapping[str, Any], right: Mapping[str, Any], member: Member) -> Iterator[Difference]:
        if self._ordered:
            yield from _order(list(left), list(right), member)
        yield from super().mappings(left, right, member)

    def lists(self, left: list[Any], right: list[Any], member: Member) -> Iterator[Difference]:
        """Lists of attributes are compared by the names of their items."""
        if left and _has_names([*left, *right]):
            first, second = ({each["Name"]: each for each in items} for items in (left, right))
            yield from _order(list(first), list(second), member)
            yield from super().mappings(first, second, member)
        elif len(left) > len(right) or (len(left) < len(right) and member not in self._cut):
            yield Difference(member, len(left), len(right))
        else:
            yield from super().lists(left, right[: len(left)], member)

    def others(self, left: Any, right: Any, member: Member) -> Iterator[Difference]:
        if left is ABSENT:
            if member[:-1] not in self._cut:
                yield Difference(member, left, right, ONLY_HERE)
        elif right is ABSENT:
            yield Difference(member, left, right, ONLY_RECORDED)
        elif _type(left) != _type(right):
            yield Difference(member, _type(left), _type(right), TYPE)
        elif left == right or (member in self._cut and isinstance(left, str) and right.startswith(left)):
            return
        elif member[-1] == _OPTIONS and isinstance(left, str):
            yield from self.inside(left, right, member)
        elif member[-1] in OPAQUE or member[-3:][::2] in _OPAQUE_IDS or _is_opaque_value(member):
            yield from _opaque(left, right, member)
        else:
            yield Difference(member, left, right)

    def inside(self, left: str, right: str, member: Member) -> Iterator[Difference]:
        """Compare JSON inside a text; a text that was redacted is not compared."""
        with contextlib.suppress(ValueError):
            yield from self.differences(json.loads(left), json.loads(right), member)


def _is_opaque_value(member: Member) -> bool:
    return (member[-1] == "Value" and member[-2] in OPAQUE_ATTRIBUTES) or member[-2:] == ("user", "id")


def _type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    types = {dict: "object", list: "array", str: "string", int: "number", float: "number", type(None): "null"}
    return types[type(value)]


def _has_names(items: list[Any]) -> bool:
    return bool(items) and all(isinstance(each, dict) and isinstance(each.get("Name"), str) for each in items)


def _order(left: Sequence[str], right: Sequence[str], member: Member) -> Iterator[Difference]:
    """A difference if the names that both have are in different orders."""
    first, second = [name for name in left if name in right], [name for name in right if name in left]
    if first != second:
        yield Difference(member, first, second, ORDER)


def _end_of(value: Any, member: Member) -> Member:
    """The path to the last value of a body, which is where it was cut off."""
    while value and isinstance(value, (dict, list)):
        if isinstance(value, list):
            last: str | int = value[-1]["Name"] if _has_names(value) else len(value) - 1
            value = value[-1]
        else:
            last, value = list(value.items())[-1]
        member = (*member, last)
    return member


def _opaque(left: Any, right: Any, member: Member) -> Iterator[Difference]:
    if not isinstance(left, str):
        return
    recorded, here = form_of(left), form_of(right)
    if recorded not in (None, here):
        yield Difference(member, recorded, here or "none", FORM)
        return
    recorded_claims, claims_here = claims_of(left), claims_of(right)
    if recorded_claims is not None and claims_here is not None:
        yield from _Body().mappings(recorded_claims, claims_here, member[-1:])


def form_of(value: str) -> str | None:
    """The form of an opaque text: a UUID, a JWT or a JWE, else None."""
    forms = (("a UUID", _UUID), ("a JWT", _JWT), ("a JWE", _JWE))
    return next((name for name, pattern in forms if pattern.fullmatch(value)), None)


# -- tokens of which only the names and types of claims were recorded ------------------------


def _claimed(
    token: str, segments: Mapping[str, Sequence[Mapping[str, str]]], result: Mapping[str, Any]
) -> Iterator[Difference]:
    for segment, claims in segments.items() if token in result else ():
        right = claims_of(result[token], ("header", "payload").index(segment)) or {}
        left = {claim["name"]: claim["type"].replace("integer", "number") for claim in claims}
        types = {name: _type(value) for name, value in right.items()}
        yield from _order(list(left), list(types), (token,))
        for each in EXACT.mappings(left, types, (token,)):
            kind = ONLY_HERE if each.left is ABSENT else ONLY_RECORDED if each.right is ABSENT else TYPE
            yield replace(each, kind=kind)
