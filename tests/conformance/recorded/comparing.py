"""How an answer of ours differs from a recorded one, in its form: one list of differences, each with its place.

Compared are the status; the headers' names, order and values; the members of the body, their order, types and
values; and the claims of the tokens, their order and types.  A value that is a secret, an id or a moment of its own
(`OPAQUE`) is compared by its type alone.
"""

import base64
import json
from typing import NamedTuple

from .recordings import CUT, PARTIAL_HEADERS, UNORDERED_HEADERS

OPAQUE = {
    *("AccessToken", "IdToken", "RefreshToken", "Session", "SecretCode", "UserSub"),
    *("SALT", "SECRET_BLOCK", "SRP_B", "DeviceKey", "DeviceGroupKey"),
    *("CreationDate", "LastModifiedDate", "UserCreateDate", "UserLastModifiedDate"),
    *("DeviceCreateDate", "DeviceLastAuthenticatedDate", "DeviceLastModifiedDate"),
}
"""Members whose value is one of its kind."""

ONLY_RECORDED, ONLY_HERE = "only recorded", "only here"
ORDER, TYPE, VALUE = "another order", "another type", "another value"
OPAQUE_ATTRIBUTES = {"sub", "dev:device_arn"}
"""Attributes of users and devices whose Value is."""


class Difference(NamedTuple):
    where: str
    how: str
    detail: str = ""

    @property
    def key(self):
        """What stands in the list of expected differences: place and kind, without values."""
        return f"{self.where}: {self.how}"

    def __str__(self):
        return f"{self.key}{self.detail and f' ({self.detail})'}"


def differences(recording, reply):
    """Every difference between what was recorded and our `reply`."""
    found = []
    if recording.status not in (None, reply.status):
        found.append(Difference("status", VALUE, f"{recording.status} recorded, {reply.status} here"))
    found += _headers(recording, reply)
    if recording.body is None:
        return found
    if not recording.body:
        return found + ([Difference("body", ONLY_HERE)] if reply.data else [])
    theirs, ours = _pairs(_closed(recording.body)), _pairs(reply.data.decode())
    found += _values(theirs, ours, "body", ordered=recording.ordered, cut=not recording.whole)
    for token, segments in recording.claims.items():
        found += _claims(token, segments, json.loads(reply.data).get("AuthenticationResult", {}))
    return found


# -- headers ----------------------------------------------------------------------------


def _headers(recording, reply):
    """The names in their case, unless the recording lost it: HTTP/2, and botocore, know lower case alone."""
    theirs, ours = dict(recording.headers), dict(reply.headers)
    if "x-amzn-requestid" in theirs:
        theirs, ours = ({name.lower(): value for name, value in each.items()} for each in (theirs, ours))
    partial = not theirs or recording.number in PARTIAL_HEADERS
    found = [Difference(f"header {name}", ONLY_RECORDED) for name in theirs if name not in ours]
    found += [Difference(f"header {name}", ONLY_HERE) for name in ours if name not in theirs and not partial]
    common, here = [name for name in theirs if name in ours], [name for name in ours if name in theirs]
    if recording.number not in UNORDERED_HEADERS and common != here:
        found.append(Difference("headers", ORDER, f"{common} recorded, {here} here"))
    for name in common:
        if theirs[name].startswith("<") or name.lower() == "x-amzn-requestid":
            continue
        compare = _lengths if name.lower() == "content-length" else _texts
        found += compare(f"header {name}", recording, reply, theirs[name], ours[name])
    return found


def _texts(where, _recording, _reply, theirs, ours):
    return [] if theirs == ours else [Difference(where, VALUE, f"{theirs!r} recorded, {ours!r} here")]


def _lengths(where, recording, reply, theirs, ours):
    """Ours is that of our body; and but for opaque values the bodies are of one length, where theirs is known."""
    assert int(ours) == len(reply.data)
    if recording.body is None or len(recording.body.encode()) != int(theirs):
        return []
    bare, here = (int(length) - _opaque_length(body) for length, body in ((theirs, recording.body), (ours, reply.data)))
    return [] if bare == here else [Difference(where, VALUE, f"{theirs} recorded, {ours} here")]


def _opaque_length(body):
    lengths = []

    def noted(pairs):
        lengths.extend(len(value) for name, value in pairs if name in OPAQUE and isinstance(value, str))

    if body:
        json.loads(body, object_pairs_hook=noted)
    return sum(lengths)


# -- the body ---------------------------------------------------------------------------


class Pairs(list):
    """An object's members, in their order."""


def _pairs(text):
    return json.loads(text, object_pairs_hook=Pairs)


def _closed(text):
    """JSON that was cut off, with everything closed that it leaves open; a Python dict that was printed, as JSON."""
    if text.startswith("{'"):
        text = text.replace("'", '"').replace("False", "false")
    text, cut, _ = text.partition(CUT)
    if not cut:
        return text
    opened, quoted, escaped = [], False, False
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


def listed_attributes(recording):
    """UserAttributes of a recorded body, cut off or not, as far as they were complete."""
    listed = dict(_pairs(_closed(recording.body)))["UserAttributes"]
    return {pair["Name"]: pair["Value"] for pair in map(dict, listed)}


def _kind(value):
    if isinstance(value, bool):
        return "boolean"
    kinds = {Pairs: "object", list: "array", str: "string", int: "number", float: "number", type(None): "null"}
    return kinds[type(value)]


def _values(theirs, ours, where, *, ordered, cut, opaque=False):
    if _kind(theirs) != _kind(ours):
        return [Difference(where, TYPE, f"{_kind(theirs)} recorded, {_kind(ours)} here")]
    if isinstance(theirs, Pairs):
        return _members(theirs, ours, where, ordered=ordered, cut=cut)
    if isinstance(theirs, list):
        return _items(theirs, ours, where, ordered=ordered, cut=cut)
    if opaque or theirs == ours or (cut and isinstance(theirs, str) and ours.startswith(theirs)):
        return []
    return [Difference(where, VALUE, f"{theirs!r} recorded, {ours!r} here")]


def _members(theirs, ours, where, *, ordered, cut):
    """Objects; of one that was cut off, what followed is not known."""
    theirs, ours = dict(theirs), dict(ours)
    last = list(theirs)[-1] if theirs and cut else None
    found = [Difference(f"{where}.{name}", ONLY_RECORDED) for name in theirs if name not in ours]
    found += [Difference(f"{where}.{name}", ONLY_HERE) for name in ours if name not in theirs and not cut]
    common, here = [name for name in theirs if name in ours], [name for name in ours if name in theirs]
    if ordered and common != here:
        found.append(Difference(where, ORDER, f"{common} recorded, {here} here"))
    own = theirs.get("Name") in OPAQUE_ATTRIBUTES
    for name in common:
        inside = _values(
            *(theirs[name], ours[name], f"{where}.{name}"),
            ordered=ordered,
            cut=name == last,
            opaque=name in OPAQUE or (own and name == "Value"),
        )
        found += inside
    return found


def _items(theirs, ours, where, *, ordered, cut):
    """Lists; one of attributes is compared by their names."""
    if theirs and all(isinstance(each, Pairs) and "Name" in dict(each) for each in (*theirs, *ours)):
        named = [Pairs((dict(each)["Name"], each) for each in items) for items in (theirs, ours)]
        return _members(*named, where, ordered=True, cut=cut)
    if len(theirs) > len(ours) or (len(theirs) < len(ours) and not cut):
        return [Difference(where, VALUE, f"{len(theirs)} recorded, {len(ours)} here")]
    pairs = enumerate(zip(theirs, ours, strict=False), 1)
    last = len(theirs) if cut else None
    return [
        each
        for number, (their, our) in pairs
        for each in _values(their, our, f"{where}.{number}", ordered=ordered, cut=number == last)
    ]


# -- the tokens -------------------------------------------------------------------------


def _claims(token, segments, result):
    if token not in result:
        return []
    found = []
    for segment, claims in segments.items():
        part = result[token].split(".")[("header", "payload").index(segment)]
        ours = dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)), object_pairs_hook=Pairs))
        theirs = {claim["name"]: claim["type"].replace("integer", "number") for claim in claims}
        found += _kinds(theirs, {name: _kind(value) for name, value in ours.items()}, token)
    return found


def _kinds(theirs, ours, token):
    found = [Difference(f"{token}.{name}", ONLY_RECORDED) for name in theirs if name not in ours]
    found += [Difference(f"{token}.{name}", ONLY_HERE) for name in ours if name not in theirs]
    common, here = [name for name in theirs if name in ours], [name for name in ours if name in theirs]
    if common != here:
        found.append(Difference(token, ORDER, f"{common} recorded, {here} here"))
    changed = [name for name in common if theirs[name] != ours[name]]
    return found + [Difference(f"{token}.{name}", TYPE, f"{theirs[name]}, {ours[name]} here") for name in changed]
