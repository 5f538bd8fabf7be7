"""How an answer differs from a recorded one: a list of differences, each with its place.

1. Compared are the status, the headers, the members of the body with their types and values, and the tokens' claims.
2. A value that is a secret, an id or a moment of its own (`OPAQUE`) is compared by its type and form alone: where a
   UUID or a token was recorded, it must be one.
3. A cassette's headers are compared by those that tell something (`TELLING`): a recorder, a proxy or HTTP/2 changes the
   others.  Where a recording is known to show them whole, by names, order and values.  One that does not show the id
   of the request shows them in part.
4. The order of members counts where it is known to be the wire's.
5. Of a body that was cut off, what follows the cut is not known.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.diff import ABSENT, EXACT, Comparison, Difference
from pytest_cognito_mfa._inference.claims import claims_of
from pytest_cognito_mfa._inference.exchanges import CUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pytest_cognito_mfa._aws.exchange import Reply
    from pytest_cognito_mfa._aws.secrecy import Member
    from pytest_cognito_mfa._inference.exchanges import RecordedResponse

OPAQUE: Final = frozenset(
    {
        *("AccessToken", "IdToken", "RefreshToken", "Session", "SecretCode", "ClientSecret", "UserSub"),
        *("SALT", "SECRET_BLOCK", "SRP_B", "DeviceKey", "DeviceGroupKey"),
        *("CreationDate", "LastModifiedDate", "UserCreateDate", "UserLastModifiedDate"),
        *("DeviceCreateDate", "DeviceLastAuthenticatedDate", "DeviceLastModifiedDate"),
        *("jti", "origin_jti", "event_id", "device_key", "iat", "exp", "auth_time", "kid"),
    }
)
"""Members and claims whose value is one of its kind."""

OPAQUE_ATTRIBUTES: Final = frozenset({"sub", "dev:device_arn"})
"""Attributes of users and devices whose Value is."""

TELLING: Final = frozenset(
    {
        *("content-type", "x-amzn-errortype", "x-amzn-errormessage"),
        *("access-control-allow-origin", "access-control-expose-headers"),
    }
)

ONLY_RECORDED, ONLY_HERE = "only recorded", "only here"
ORDER, TYPE, FORM = "another order", "another type", "another form"
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_JWT: Final = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")
_JWE: Final = re.compile(r"eyJ[\w-]+(\.[\w-]*){4}")


def differences(shown: RecordedResponse, reply: Reply) -> list[Difference]:
    """Every difference between what was recorded and `reply`, each path and kind once."""
    found = {key_of(each): each for each in reversed(list(_differences(shown, reply)))}
    return list(reversed(found.values()))


def key_of(difference: Difference) -> str:
    """``body.ExpiresIn: another type``, without values."""
    return f"{difference.path}: {difference.kind}"


def text_of(difference: Difference) -> str:
    """``body.ExpiresIn: another value (3600 recorded, 60 here)``; an opaque value of one side alone is left out."""
    key, left, right = key_of(difference), difference.left, difference.right
    if difference.kind in (TYPE, FORM):
        return f"{key} ({left} recorded, {right} here)"
    if difference.kind not in (ONLY_RECORDED, ONLY_HERE):
        return f"{key} ({_json(left)} recorded, {_json(right)} here)"
    value = right if left is ABSENT else left
    is_short = difference.member[-1] not in OPAQUE and not isinstance(value, list) and value is not None
    return f"{key} ({_json(value)})" if is_short else key


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _differences(shown: RecordedResponse, reply: Reply) -> Iterator[Difference]:
    if shown.status not in (None, reply.status):
        yield Difference(("status",), shown.status, reply.status)
    yield from _headers(shown, reply)
    if not shown.body:
        if shown.body is not None and reply.body:
            yield Difference(("body",), ABSENT, None, ONLY_HERE)
        return
    theirs, ours = json.loads(close_json(shown.body)), json.loads(reply.body.decode("utf-8", "surrogatepass") or "{}")
    body = _Body(ordered=shown.ordered, cut=() if shown.whole else _end_of(theirs, ("body",)))
    found = body.differences(theirs, ours, ("body",))
    yield from (each for each in found if each.member[0] not in shown.claims)
    for token, segments in shown.claims.items():
        yield from _claimed(token, segments, ours.get("AuthenticationResult") or {})


# -- headers ----------------------------------------------------------------------------


def _headers(shown: RecordedResponse, reply: Reply) -> Iterator[Difference]:
    """The names in their case, unless the recording lost it: HTTP/2, and botocore, know lower case alone."""
    theirs, ours = dict(shown.headers), dict(reply.headers)
    telling = shown.headers_are == "telling"
    in_part = telling and "x-amzn-requestid" not in {name.lower() for name in theirs}
    partial = in_part or shown.headers_are == "partial"
    if telling or "x-amzn-requestid" in theirs:
        theirs, ours = ({name.lower(): value for name, value in each.items()} for each in (theirs, ours))
    if telling:
        theirs, ours = ({name: each[name] for name in each if name in TELLING} for each in (theirs, ours))
    if shown.headers_are == "complete":
        yield from _order(list(theirs), list(ours), ("headers",))
    for name in {**theirs, **ours}:
        member = (f"header {name}",)
        if name not in ours:
            yield Difference(member, None, ABSENT, ONLY_RECORDED)
        elif name not in theirs:
            yield from [] if partial else [Difference(member, ABSENT, None, ONLY_HERE)]
        elif theirs[name].startswith("<") or name.lower() == "x-amzn-requestid":
            continue
        elif name.lower() == "content-length":
            yield from _lengths(member, shown, reply, theirs[name])
        elif theirs[name] != ours[name]:
            yield Difference(member, theirs[name], ours[name])


def _lengths(member: Member, shown: RecordedResponse, reply: Reply, theirs: str) -> Iterator[Difference]:
    """But for opaque values the bodies are of one length, where theirs is known."""
    if shown.body is None or len(shown.body.encode()) != int(theirs):
        return
    ours = reply.body.decode()
    if int(theirs) - _opaque_length(shown.body) != len(reply.body) - _opaque_length(ours):
        yield Difference(member, int(theirs), len(reply.body))


def _opaque_length(body: str) -> int:
    lengths: list[int] = []

    def noted(pairs: list[tuple[str, Any]]) -> None:
        lengths.extend(len(value) for name, value in pairs if name in OPAQUE and isinstance(value, str))

    json.loads(body or "{}", object_pairs_hook=noted)
    return sum(lengths)


# -- the body ---------------------------------------------------------------------------


def close_json(text: str) -> str:
    """JSON that was cut off, with everything closed that it leaves open; a Python dict that was printed, as JSON."""
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
    """Compares bodies by rules 2, 4 and 5; `cut` is the path to the value in which a body was cut off."""

    def __init__(self, *, ordered: bool = False, cut: Member = ()) -> None:
        self._ordered = ordered
        self._cut = {cut[:length] for length in range(1, len(cut) + 1)}

    def mappings(self, left: Mapping[str, Any], right: Mapping[str, Any], member: Member) -> Iterator[Difference]:
        if self._ordered:
            yield from _order(list(left), list(right), member)
        yield from super().mappings(left, right, member)

    def lists(self, left: list[Any], right: list[Any], member: Member) -> Iterator[Difference]:
        """Items of attributes are compared by their names."""
        if left and _has_names([*left, *right]):
            theirs, ours = ({each["Name"]: each for each in items} for items in (left, right))
            yield from _order(list(theirs), list(ours), member)
            yield from super().mappings(theirs, ours, member)
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
        elif member[-1] in OPAQUE or (member[-1] == "Value" and member[-2] in OPAQUE_ATTRIBUTES):
            yield from _opaque(left, right, member)
        else:
            yield Difference(member, left, right)


def _type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    types = {dict: "object", list: "array", str: "string", int: "number", float: "number", type(None): "null"}
    return types[type(value)]


def _has_names(items: list[Any]) -> bool:
    return bool(items) and all(isinstance(each, dict) and "Name" in each for each in items)


def _order(left: Sequence[str], right: Sequence[str], member: Member) -> Iterator[Difference]:
    """Whether the names that both have stand in one order."""
    theirs, ours = [name for name in left if name in right], [name for name in right if name in left]
    if theirs != ours:
        yield Difference(member, theirs, ours, ORDER)


def _end_of(value: Any, member: Member) -> Member:
    """The path to the last value of a body, where one that was cut off ends."""
    while value and isinstance(value, (dict, list)):
        if isinstance(value, list):
            last: str | int = value[-1]["Name"] if _has_names(value) else len(value) - 1
            value = value[-1]
        else:
            last, value = list(value.items())[-1]
        member = (*member, last)
    return member


def _opaque(theirs: Any, ours: Any, member: Member) -> Iterator[Difference]:
    if not isinstance(theirs, str):
        return
    recorded, here = form_of(theirs), form_of(ours)
    if recorded not in (None, here):
        yield Difference(member, recorded, here or "none", FORM)
        return
    their_claims, our_claims = claims_of(theirs), claims_of(ours)
    if their_claims is not None and our_claims is not None:
        yield from _Body().mappings(their_claims, our_claims, member[-1:])


def form_of(value: str) -> str | None:
    """The form of an opaque text: a UUID, a JWT, a JWE, or None for another."""
    forms = (("a UUID", _UUID), ("a JWT", _JWT), ("a JWE", _JWE))
    return next((name for name, pattern in forms if pattern.fullmatch(value)), None)


# -- tokens that are shown by their claims' names and types alone --------------------------


def _claimed(
    token: str, segments: Mapping[str, Sequence[Mapping[str, str]]], result: Mapping[str, Any]
) -> Iterator[Difference]:
    for segment, claims in segments.items() if token in result else ():
        ours = claims_of(result[token], ("header", "payload").index(segment)) or {}
        theirs = {claim["name"]: claim["type"].replace("integer", "number") for claim in claims}
        types = {name: _type(value) for name, value in ours.items()}
        yield from _order(list(theirs), list(types), (token,))
        for each in EXACT.mappings(theirs, types, (token,)):
            kind = ONLY_HERE if each.left is ABSENT else ONLY_RECORDED if each.right is ABSENT else TYPE
            yield replace(each, kind=kind)
