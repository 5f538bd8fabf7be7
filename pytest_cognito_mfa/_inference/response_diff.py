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
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pytest_cognito_mfa._inference.claims import claims_of
from pytest_cognito_mfa._inference.exchanges import CUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pytest_cognito_mfa._aws.exchange import Reply
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
ORDER, TYPE, VALUE, FORM = "another order", "another type", "another value", "another form"
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_JWT: Final = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")
_JWE: Final = re.compile(r"eyJ[\w-]+(\.[\w-]*){4}")


class Difference(NamedTuple):
    """One difference: its place, its kind, and both values if they may be shown."""

    where: str
    how: str
    detail: str = ""

    @property
    def key(self) -> str:
        """Place and kind, without values."""
        return f"{self.where}: {self.how}"

    def __str__(self) -> str:
        return f"{self.key}{self.detail and f' ({self.detail})'}"


def differences(shown: RecordedResponse, reply: Reply) -> list[Difference]:
    """Every difference between what was recorded and `reply`, each place and kind once."""
    found = {each.key: each for each in reversed(_differences(shown, reply))}
    return list(reversed(found.values()))


def _differences(shown: RecordedResponse, reply: Reply) -> list[Difference]:
    found: list[Difference] = []
    if shown.status not in (None, reply.status):
        found.append(Difference("status", VALUE, f"{shown.status} recorded, {reply.status} here"))
    found += _headers(shown, reply)
    if shown.body is None:
        return found
    if not shown.body:
        return found + ([Difference("body", ONLY_HERE)] if reply.body else [])
    theirs, ours = _pairs(close_json(shown.body)), _pairs(reply.body.decode("utf-8", "surrogatepass") or "{}")
    rule = _Rule(shown.ordered, not shown.whole)
    by_claims = tuple(f"{token}." for token in shown.claims)
    found += [each for each in _values(theirs, ours, "body", rule) if not each.where.startswith(by_claims)]
    result = dict(dict(ours).get("AuthenticationResult") or ())
    for token, segments in shown.claims.items():
        found += _claimed(token, segments, result)
    return found


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
    yield from (Difference(f"header {name}", ONLY_RECORDED) for name in theirs if name not in ours)
    yield from (Difference(f"header {name}", ONLY_HERE) for name in ours if name not in theirs and not partial)
    common, here = [name for name in theirs if name in ours], [name for name in ours if name in theirs]
    if shown.headers_are == "complete" and common != here:
        yield Difference("headers", ORDER, f"{common} recorded, {here} here")
    for name in common:
        if theirs[name].startswith("<") or name.lower() == "x-amzn-requestid":
            continue
        where = f"header {name}"
        if name.lower() == "content-length":
            yield from _lengths(where, shown, reply, theirs[name])
        elif theirs[name] != ours[name]:
            yield Difference(where, VALUE, f"{theirs[name]!r} recorded, {ours[name]!r} here")


def _lengths(where: str, shown: RecordedResponse, reply: Reply, theirs: str) -> Iterator[Difference]:
    """But for opaque values the bodies are of one length, where theirs is known."""
    if shown.body is None or len(shown.body.encode()) != int(theirs):
        return
    ours = reply.body.decode()
    if int(theirs) - _opaque_length(shown.body) != len(reply.body) - _opaque_length(ours):
        yield Difference(where, VALUE, f"{theirs} recorded, {len(reply.body)} here")


def _opaque_length(body: str) -> int:
    lengths: list[int] = []

    def noted(pairs: list[tuple[str, Any]]) -> None:
        lengths.extend(len(value) for name, value in pairs if name in OPAQUE and isinstance(value, str))

    if body:
        json.loads(body, object_pairs_hook=noted)
    return sum(lengths)


# -- the body ---------------------------------------------------------------------------


class Pairs(list[tuple[str, Any]]):
    """An object's members, in their order."""


class _Rule(NamedTuple):
    ordered: bool
    cut: bool
    """The value is the one in which a body was cut off."""
    opaque: bool = False


def _pairs(text: str) -> Any:
    return json.loads(text, object_pairs_hook=Pairs)


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


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    kinds = {Pairs: "object", list: "array", str: "string", int: "number", float: "number", type(None): "null"}
    return kinds[type(value)]


def _values(theirs: Any, ours: Any, where: str, rule: _Rule) -> list[Difference]:
    if _kind(theirs) != _kind(ours):
        return [Difference(where, TYPE, f"{_kind(theirs)} recorded, {_kind(ours)} here")]
    if isinstance(theirs, Pairs):
        return _members(theirs, ours, where, rule)
    if isinstance(theirs, list):
        return _items(theirs, ours, where, rule)
    if theirs == ours or (rule.cut and isinstance(theirs, str) and ours.startswith(theirs)):
        return []
    if rule.opaque:
        return _opaque(theirs, ours, where)
    return [Difference(where, VALUE, f"{_spelled(theirs)} recorded, {_spelled(ours)} here")]


def _opaque(theirs: Any, ours: Any, where: str) -> list[Difference]:
    if not isinstance(theirs, str):
        return []
    recorded, here = form_of(theirs), form_of(ours)
    if recorded not in (None, here):
        return [Difference(where, FORM, f"{recorded} recorded, {here or 'none'} here")]
    their_claims, our_claims = _claims(theirs), _claims(ours)
    if their_claims is None or our_claims is None:
        return []
    return _members(their_claims, our_claims, where.rpartition(".")[2], _Rule(ordered=False, cut=False))


def form_of(value: str) -> str | None:
    """The form that an opaque text has, if it is one of those that tell something."""
    forms = (("a UUID", _UUID), ("a JWT", _JWT), ("a JWE", _JWE))
    return next((name for name, pattern in forms if pattern.fullmatch(value)), None)


def _claims(token: str) -> Pairs | None:
    found = claims_of(token)
    return None if found is None else Pairs(_pairs(json.dumps(found)))


def _members(theirs: Pairs, ours: Pairs, where: str, rule: _Rule) -> list[Difference]:
    """Objects; of one that was cut off, what followed is not known."""
    recorded, made = dict(theirs), dict(ours)
    last = list(recorded)[-1] if recorded and rule.cut else None
    found = [_only(where, name, recorded, ONLY_RECORDED) for name in recorded if name not in made]
    found += [_only(where, name, made, ONLY_HERE) for name in made if name not in recorded and not rule.cut]
    common, here = [name for name in recorded if name in made], [name for name in made if name in recorded]
    if rule.ordered and common != here:
        found.append(Difference(where, ORDER, f"{common} recorded, {here} here"))
    own = recorded.get("Name") in OPAQUE_ATTRIBUTES
    for name in common:
        inside = _Rule(rule.ordered, name == last, name in OPAQUE or (own and name == "Value"))
        found += _values(recorded[name], made[name], f"{where}.{name}", inside)
    return found


def _only(where: str, name: str, members: Mapping[str, Any], how: str) -> Difference:
    """A member that only one side has; its value is told where it is short and may be."""
    value = members[name]
    exchange = name not in OPAQUE and not isinstance(value, list)
    return Difference(f"{where}.{name}", how, _spelled(value) if exchange else "")


def _items(theirs: list[Any], ours: list[Any], where: str, rule: _Rule) -> list[Difference]:
    """Lists; one of attributes is compared by their names."""
    if theirs and all(isinstance(each, Pairs) and "Name" in dict(each) for each in (*theirs, *ours)):
        their_names, our_names = (Pairs((dict(each)["Name"], each) for each in items) for items in (theirs, ours))
        common = [{name for name, _ in names} for names in (their_names, our_names)]
        orders = [[name for name, _ in names if name in common[0] & common[1]] for names in (their_names, our_names)]
        moved = [Difference(where, ORDER, f"{orders[0]} recorded, {orders[1]} here")] if orders[0] != orders[1] else []
        return moved + _members(their_names, our_names, where, rule._replace(ordered=False))
    if len(theirs) > len(ours) or (len(theirs) < len(ours) and not rule.cut):
        return [Difference(where, VALUE, f"{len(theirs)} recorded, {len(ours)} here")]
    last = len(theirs) if rule.cut else None
    return [
        each
        for number, (their, our) in enumerate(zip(theirs, ours, strict=False), 1)
        for each in _values(their, our, f"{where}.{number}", _Rule(rule.ordered, number == last))
    ]


def _spelled(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


# -- tokens that are shown by their claims' names and types alone --------------------------


def _claimed(
    token: str, segments: Mapping[str, Sequence[Mapping[str, str]]], result: Mapping[str, Any]
) -> list[Difference]:
    found: list[Difference] = []
    for segment, claims in segments.items() if token in result else ():
        ours = claims_of(result[token], ("header", "payload").index(segment)) or {}
        theirs = {claim["name"]: claim["type"].replace("integer", "number") for claim in claims}
        found += _kinds(theirs, {name: _kind(_pairs(json.dumps(value))) for name, value in ours.items()}, token)
    return found


def _kinds(theirs: Mapping[str, str], ours: Mapping[str, str], token: str) -> list[Difference]:
    found = [Difference(f"{token}.{name}", ONLY_RECORDED) for name in theirs if name not in ours]
    found += [Difference(f"{token}.{name}", ONLY_HERE) for name in ours if name not in theirs]
    common, here = [name for name in theirs if name in ours], [name for name in ours if name in theirs]
    if common != here:
        found.append(Difference(token, ORDER, f"{common} recorded, {here} here"))
    changed = [name for name in common if theirs[name] != ours[name]]
    return found + [
        Difference(f"{token}.{name}", TYPE, f"{theirs[name]} recorded, {ours[name]} here") for name in changed
    ]
