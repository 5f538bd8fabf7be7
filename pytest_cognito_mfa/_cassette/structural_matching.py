"""Match a call with a recorded one in whose texts placeholders are parts: in JSON, in URLs, in names made of others.

The recorded text is a template: what is between its placeholders must be equal, and each placeholder is the counterpart
of what is in its place.  In JSON, keys may be placeholders too.
"""

from __future__ import annotations

import functools
import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pytest_cognito_mfa._aws.limits import loads
from pytest_cognito_mfa._cassette.matching import Identifier, compared_members, identifier_at
from pytest_cognito_mfa._redaction.json_style import is_json
from pytest_cognito_mfa._redaction.keyed_placeholders import is_placeholder
from pytest_cognito_mfa._redaction.patterns import PATTERNS, TOKEN
from pytest_cognito_mfa._redaction.placeholder_spans import spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_cognito_mfa._aws.exchange import Call
    from pytest_cognito_mfa._cassette.matching import MatchKey


PART: Final = "text for "
"""The kind of an identifier that is part of a text begins so; its placeholder follows."""
TEXT: Final = "text with parts"
"""The kind of such a text; it is recorded as a text with placeholders."""
_SHORT_KEY = re.compile(r'"-?[0-9]{1,3}(?:\.[0-9]+)?":')
"""A number as a key is a placeholder or not: it has no form that tells."""


class Counterpart(NamedTuple):
    """A value of the test and the recorded placeholder that may stand for it."""

    asked: Identifier
    recorded: str


class _Differs(Exception):  # noqa: N818 - it ends a comparison
    pass


def holds_placeholders(key: MatchKey) -> bool:
    """Whether a recorded call has texts of which placeholders are parts.

    A placeholder that was found in a text by its form counts too: what it replaces may have another form there.
    """
    in_names = _spans(key.literal) or _SHORT_KEY.search(key.literal)
    return bool(in_names) or any(each.kind in PATTERNS or _is_compound(each.value) for each in key.identifiers)


def counterparts(asked: Call, recorded: Call, known: Mapping[str, str]) -> list[Counterpart] | None:
    """What must be aliases for the calls to match, None if they differ; `known` maps placeholders to values."""
    walk = _Walk(asked.operation, known)
    try:
        return list(walk.pairs((), compared_members(asked.parameters), compared_members(recorded.parameters)))
    except _Differs:
        return None


class _Walk:
    def __init__(self, operation: str, known: Mapping[str, str]) -> None:
        self._operation, self._known = operation, known

    def pairs(self, path: tuple[str | int, ...], asked: Any, recorded: Any, *, secret: bool = False) -> Any:
        """Each counterpart below `path`; with `secret`, in JSON that is secret as a whole."""
        if isinstance(asked, dict) and isinstance(recorded, dict):
            yield from self._members(path, asked, recorded, secret=secret)
        elif isinstance(asked, list) and isinstance(recorded, list) and len(asked) == len(recorded):
            for at, (one, other) in enumerate(zip(asked, recorded, strict=True)):
                yield from self.pairs((*path, at), one, other, secret=secret)
        elif isinstance(asked, str) and isinstance(recorded, str):
            yield from self._texts(path, asked, recorded, secret=secret)
        elif _is_number(asked) and _is_number(recorded) and (secret or self._identifier(path, json.dumps(asked))):
            yield Counterpart(Identifier("number", json.dumps(asked)), json.dumps(recorded))
        elif type(asked) is not type(recorded) or asked != recorded:
            raise _Differs

    def _members(
        self, path: tuple[str | int, ...], asked: dict[str, Any], recorded: dict[str, Any], *, secret: bool
    ) -> Iterator[Counterpart]:
        if len(asked) != len(recorded):
            raise _Differs
        left = [name for name in asked if name not in recorded]
        for name, value in recorded.items():
            own = name
            if name not in asked:
                own = next((each for each in left if self._is_key(each, name)), "")
                if own not in left:
                    raise _Differs
                left.remove(own)
                yield Counterpart(Identifier("name", own), name)
            yield from self.pairs((*path, own), asked[own], value, secret=secret)

    def _is_key(self, asked: str, recorded: str) -> bool:
        return is_placeholder(recorded) or groups_in(recorded, asked, self._known) is not None

    def _texts(self, path: tuple[str | int, ...], asked: str, recorded: str, *, secret: bool) -> Iterator[Counterpart]:
        identifier = Identifier("value", asked) if secret else self._identifier(path, asked)
        if identifier is None or (asked != recorded and _is_template(recorded)):
            yield from self._parts(asked, recorded)
            return
        if is_json(asked) and is_json(recorded):
            yield from self.pairs((), loads(asked), loads(recorded), secret=True)
        yield Counterpart(identifier, recorded)

    def _identifier(self, path: tuple[str | int, ...], value: str) -> Identifier | None:
        return identifier_at(self._operation, path, value)

    def _parts(self, asked: str, recorded: str) -> Iterator[Counterpart]:
        groups = groups_in(recorded, asked, self._known)
        if groups is None:
            raise _Differs
        if groups:
            yield Counterpart(Identifier(TEXT, asked), recorded)
        for value, placeholder in groups:
            # In a URL and outside of it, one value may have two placeholders.
            yield Counterpart(Identifier(PART + placeholder, value), placeholder)


def groups_in(recorded: str, asked: str, known: Mapping[str, str]) -> list[tuple[str, str]] | None:
    """For each placeholder in the recorded text, what `asked` has in its place; None if the rest differs.

    That is the value of `known` if it is there, else as few characters as possible, but at least one.
    """
    if asked == recorded:
        return []
    placeholders, (first, *literals) = _cut(recorded)
    last = literals.pop() if literals else ""
    at, stop = len(first), len(asked) - len(last)
    latest = _latest_starts(literals, asked, stop)
    if not placeholders or not (asked.startswith(first) and asked.endswith(last) and at <= latest[0]):
        return None
    ends = []
    for placeholder, literal, limit in zip(placeholders, literals, latest[1:], strict=False):
        ends.append(_end(asked, at, literal, limit, known.get(placeholder, "")))
        at = ends[-1] + len(literal)
    starts = [len(first), *(end + len(literal) for end, literal in zip(ends, literals, strict=True))]
    return [(asked[at:end], each) for at, end, each in zip(starts, [*ends, stop], placeholders, strict=True)]


def _cut(recorded: str) -> tuple[list[str], list[str]]:
    """The placeholders in a text, and the text before, between and after them."""
    places = _spans(recorded)
    starts, ends = [start for start, _ in places], [end for _, end in places]
    literals = [recorded[at:end] for at, end in zip([0, *ends], [*starts, len(recorded)], strict=True)]
    return [recorded[start:end] for start, end in places], literals


def _latest_starts(literals: list[str], asked: str, stop: int) -> list[int]:
    """The last position where each group can start, so that `literals` are between them; -1 if there is none.

    If a group ends before the next one's last start, all that follows can match.  So nothing is tried twice.
    """
    latest = [stop - 1]
    for literal in reversed(literals):
        latest.append(asked.rfind(literal, 0, max(latest[-1], 0)) - 1)
    return latest[::-1]


def _end(asked: str, at: int, literal: str, limit: int, value: str) -> int:
    """Where the group that begins at `at` ends, so that `literal` follows it and ends at `limit` or before."""
    end = at + len(value)
    if value and end + len(literal) <= limit and asked.startswith(value + literal, at):
        return end
    return asked.find(literal, at + 1)


def _is_compound(text: str) -> bool:
    return is_json(text) or _is_template(text)


def _is_template(text: str) -> bool:
    """Whether a text has placeholders and more."""
    is_whole = TOKEN.fullmatch(text) is not None or is_placeholder(text) or is_json(text)
    return not is_whole and bool(_spans(text))


@functools.lru_cache(maxsize=4096)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(spans(text))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
