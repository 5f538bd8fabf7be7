"""Validates a request by AWS's model, with AWS's messages, and normalizes it as AWS reads it.

The messages follow public observations of the service's validation framework: several failures are joined by "; ", a
sensitive member's value is never repeated, and the length is checked before the pattern (radkawar/stackd, a raw answer
of 2026; earlier the pattern came first).  A list of texts is repeated as a whole (awsdocs/aws-cloudformation-user-guide
#517, #563).

A value of another JSON type is refused before all that, with a message of the framework's parser.  Observed on Cognito:
a mapping where a text is expected (aws-amplify/amplify-js#5165), a map that is not one (#4738), a text where a list is
expected, and a text that is accepted as a boolean (floci-io/floci#2869).  The other messages were measured on Athena,
which has the same parser (public code).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import Any

from pytest_cognito_mfa._aws.model import service_model
from pytest_cognito_mfa._aws.secrecy import is_sensitive

START_OF_LIST = "Start of list found where not expected"
START_OF_MAP = "Start of structure or map found where not expected."

_PATTERN_NOT_ENFORCED = frozenset({"DomainType"})
"""Shapes whose pattern AWS does not enforce: a custom domain has dots, and a wrong prefix is refused in other words."""

Check = Callable[[Any, str, "list[str]"], Any]
"""Notes the failures of a value at a path, and returns the value as AWS reads it."""


class Mistyped(Exception):  # noqa: N818 - becomes an answer of AWS, not an error of ours
    """A JSON value has another type than in the model; the text is the framework's message."""


def read_request(operation: str, parameters: Mapping[str, Any]) -> tuple[Mapping[str, Any], list[str]]:
    """The request as AWS reads it, and AWS's messages for everything that is invalid in it.

    A member that is null or not in the model counts as left out.  Raises `Mistyped` when a JSON value has another type
    than the model's.
    """
    found: list[str] = []
    return check_of(operation)(parameters, "", found), found


def validation_errors(operation: str, parameters: Mapping[str, Any]) -> list[str]:
    """The messages of `read_request`; empty if the request is valid."""
    return read_request(operation, parameters)[1]


@functools.cache
def check_of(operation: str) -> Check:
    """The check of a request to `operation`."""
    shape = service_model().operation_model(operation).input_shape
    return _check(shape)


def _check(shape: Any, *, hidden: bool = False) -> Check:
    """The check of a member; `hidden` if it is inside something sensitive, and so is sensitive itself."""
    kinds: dict[str, Callable[[Any, bool], Check]] = {
        "structure": _structure_check,
        "map": _map_check,
        "list": _list_check,
        "string": _string_check,
        "integer": _number_check,
        "long": _number_check,
        "blob": _blob_check,
    }
    return kinds.get(shape.type_name, _plain_check)(shape, hidden or is_sensitive(shape))


def _structure_check(shape: Any, hidden: bool) -> Check:
    """The members are read in the order of the request; where one fails, all are checked in the order of the model."""
    required, is_free = set(shape.required_members), shape.is_document_type
    members = {
        name: (
            name[0].lower() + name[1:],
            _check(member, hidden=hidden),
            name in required,
            member.type_name == "boolean",
        )
        for name, member in shape.members.items()
    }

    def check(value: Any, path: str, found: list[str]) -> Any:
        if not isinstance(value, dict):
            raise Mistyped(_unexpected(value, "Unexpected field type"))
        read, before, present = {}, len(found), 0
        for name, given in value.items():
            if given is not None and name in members:
                _, inner, must, is_boolean = members[name]
                read[name] = given if is_boolean and (given is True or given is False) else inner(given, "", found)
                present += must
        if present < len(required) or len(found) > before:
            found[before:] = ordered_failures(read, f"{path}." if path else "")
        return value if is_free else read

    def ordered_failures(read: Mapping[str, Any], path: str) -> list[str]:
        found: list[str] = []
        for name, (lower, inner, must, _) in members.items():
            if name in read:
                inner(read[name], path + lower, found)
            elif must:
                shown = "" if hidden or is_sensitive(shape.members[name]) else "null "
                found.append(f"Value {shown}at '{path}{lower}' {_FAILED}: Member must not be null")
        return found

    return check


def _map_check(shape: Any, sensitive: bool) -> Check:
    key, item = _check(shape.key), _check(shape.value)

    def check(value: Any, path: str, found: list[str]) -> Any:
        if not isinstance(value, dict):
            raise Mistyped(_unexpected(value, "Expected map or null"))
        for what, inner, parts in (("keys", key, value.keys()), ("value", item, value.values())):
            inside: list[str] = []
            for part in parts:
                inner(part, "", inside)
            if inside:
                shown = "" if sensitive else f"'{_shown(value)}' "
                rules = _rules_of(inside)
                found.append(f"Value {shown}at '{path}' {_FAILED}: Map {what} must satisfy constraint: [{rules}]")
        return value

    return check


def _list_check(shape: Any, sensitive: bool) -> Check:
    """Items that are texts are reported together, with the whole list; other items each by its place."""
    inner = _check(shape.member, hidden=sensitive)
    of_texts, secret = shape.member.type_name == "string", sensitive or is_sensitive(shape.member)
    low, high = shape.metadata.get("min"), shape.metadata.get("max")

    def check(value: Any, path: str, found: list[str]) -> Any:
        if not isinstance(value, list):
            raise Mistyped(_unexpected(value, "Unexpected field type"))
        found += [_failure(value, path, rule, sensitive) for rule in _length_rules(len(value), low, high)]
        inside: list[str] = []
        read = [inner(part, f"{path}.{position}.member", inside) for position, part in enumerate(value, 1)]
        if inside and of_texts:
            inside = [_failure(value, path, f"Member must satisfy constraint: [{_rules_of(inside)}]", secret)]
        found += inside
        return read

    return check


def _rules_of(failures: list[str]) -> str:
    """The rules of several failures, each once."""
    return ", ".join(dict.fromkeys(text.split(": ", 1)[1] for text in failures))


def _string_check(shape: Any, sensitive: bool) -> Check:
    enum = shape.enum
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    source = None if shape.name in _PATTERN_NOT_ENFORCED else shape.metadata.get("pattern")
    pattern = None if source is None else _java_pattern(source)

    @functools.lru_cache(maxsize=64)  # most calls of a test send the same long token
    def broken_rules(value: str) -> tuple[str, ...]:
        broken = []
        if enum and value not in enum:
            broken.append(f"Member must satisfy enum value set: [{', '.join(enum)}]")
        broken += _length_rules(len(value), low, high)
        if pattern is not None and not pattern.fullmatch(value):
            broken.append(f"Member must satisfy regular expression pattern: {source}")
        return tuple(broken)

    def check(value: Any, path: str, found: list[str]) -> Any:
        if not isinstance(value, str):
            raise Mistyped(_unexpected(value, f"{_token(value)} can not be converted to a String"))
        if broken := broken_rules(value):
            found += [_failure(value, path, rule, sensitive) for rule in broken]
        return value

    return check


def _number_check(shape: Any, sensitive: bool) -> Check:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")

    def check(value: Any, path: str, found: list[str]) -> Any:
        if isinstance(value, bool) or not isinstance(value, int):
            kind = "an Integer" if shape.type_name == "integer" else "a Long"
            raise Mistyped(_unexpected(value, f"{_token(value)} can not be converted to {kind}"))
        for broken, rule in (
            (low is not None and value < low, f"greater than or equal to {low}"),
            (high is not None and value > high, f"less than or equal to {high}"),
        ):
            if broken:
                found.append(_failure(value, path, f"Member must have value {rule}", sensitive))
        return value

    return check


def _blob_check(shape: Any, sensitive: bool) -> Check:
    """Base64; its length is that of the bytes, which Java shows by their place in a buffer (measured on Kinesis)."""
    low, high = shape.metadata.get("min"), shape.metadata.get("max")

    def check(value: Any, path: str, found: list[str]) -> Any:
        if not isinstance(value, str):
            raise Mistyped(_unexpected(value, f"{_token(value)} can not be converted to a Blob"))
        size = len(value) * 3 // 4 - value.count("=", -2)
        buffer = f"java.nio.HeapByteBuffer[pos=0 lim={size} cap={size}]"
        found += [_failure(buffer, path, rule, sensitive) for rule in _length_rules(size, low, high)]
        return value

    return check


def _plain_check(shape: Any, sensitive: bool) -> Check:  # noqa: ARG001 - the signature that all kinds share
    """Booleans, timestamps and free JSON: only the JSON type can be wrong.

    That a text is accepted as a boolean was observed (floci-io/floci#2869); that Java's rule reads it is inferred.
    """
    allowed: dict[str, tuple[type, ...]] = {
        "boolean": (str,),
        "timestamp": (int, float, str),
        "double": (int, float),
        "float": (int, float),
    }
    types, is_boolean = allowed.get(shape.type_name, (object,)), shape.type_name == "boolean"

    def check(value: Any, path: str, found: list[str]) -> Any:  # noqa: ARG001 - the signature that all checks share
        if value is True or value is False:
            return value
        if not isinstance(value, types):
            raise Mistyped(
                _unexpected(value, f"{_token(value)} can not be converted to a {shape.type_name.capitalize()}")
            )
        return str(value).lower() == "true" if is_boolean else value

    return check


_FAILED = "failed to satisfy constraint"


def _length_rules(length: int, low: int | None, high: int | None) -> list[str]:
    broken = []
    if low is not None and length < low:
        broken.append(f"Member must have length greater than or equal to {low}")
    if high is not None and length > high:
        broken.append(f"Member must have length less than or equal to {high}")
    return broken


def _failure(value: Any, path: str, rule: str, sensitive: bool) -> str:
    shown = "" if sensitive else f"'{_shown(value)}' "
    return f"Value {shown}at '{path}' {_FAILED}: {rule}"


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}={_shown(part)}" for key, part in value.items()) + "}"
    return str(value)


def _unexpected(value: Any, otherwise: str) -> str:
    if isinstance(value, dict):
        return START_OF_MAP
    return START_OF_LIST if isinstance(value, list) else otherwise


def _token(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE_VALUE" if value else "FALSE_VALUE"
    return "STRING_VALUE" if isinstance(value, str) else "NUMBER_VALUE"


# Java's \p{L}\p{M}\p{S}\p{N}\p{P} is every visible character: all but separators (Z) and the unprintable (C).  Python's
# re has no \p, so the ranges are listed here, by planes and blocks (unassigned code points count as visible).
_VISIBLE = (
    "!-~\u00a1-\u00ac\u00ae-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff"
    "\uf900-\ufefe\uff00-\U0010ffff"
)
_SEPARATOR = " \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"


@functools.cache
def _java_pattern(source: str) -> re.Pattern[str]:
    r"""A pattern of the model for Python: Java's \w and \s are ASCII, its \p{..} are ranges."""
    source = source.replace(r"\p{L}\p{M}\p{S}\p{N}\p{P}", _VISIBLE).replace(r"\p{Z}", _SEPARATOR)
    return re.compile(source, re.ASCII)
