"""Two requests held against each other, member by member; what must stay secret is told by size only.

A value is a secret

1. when botocore's model marks it, or something around it, sensitive;
2. by its name, whatever the model says: SECRET_BLOCK, SRP_A, PASSWORD, ...;
3. when the member sounds like one, or the model does not know it: a misspelt `accesToken`
   holds the token all the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.secrecy import Member, is_secret, size_of

if TYPE_CHECKING:
    from collections.abc import Iterator


MOST_CHARACTERS = 60
_ABSENT = object()


@dataclass(frozen=True, repr=False)
class Difference:
    """One member that differs; `here` and `there` may be missing."""

    member: Member
    here: Any
    there: Any

    @property
    def is_here(self) -> bool:
        return self.here is not _ABSENT

    @property
    def is_there(self) -> bool:
        return self.there is not _ABSENT


def compared(here: Mapping[str, Any], there: Mapping[str, Any]) -> tuple[int, list[Difference]]:
    """How many innermost values are equal, and those that are not."""
    ours, theirs = dict(_leaves(here)), dict(_leaves(there))
    found = [
        Difference(member, ours.get(member, _ABSENT), theirs.get(member, _ABSENT)) for member in {**ours, **theirs}
    ]
    differing = [each for each in found if not _equal(each)]
    return len(found) - len(differing), differing


def covers(given: Any, wanted: Any) -> bool:
    """Whether `given` has everything that `wanted` has: mappings member by member, all else by equality."""
    if isinstance(wanted, Mapping):
        return isinstance(given, Mapping) and all(
            name in given and covers(given[name], member) for name, member in wanted.items()
        )
    return bool(given == wanted)


def worded(operation: str, difference: Difference, here: str, there: str) -> str:
    """``Settings.Enabled: true recorded, false asked``, for the words "recorded" and "asked"."""
    name = _written(difference.member)
    if not difference.is_here:
        return f"{name}: not {here}, {_value(operation, difference.member, difference.there)} {there}"
    ours = _value(operation, difference.member, difference.here)
    if not difference.is_there:
        return f"{name}: {ours} {here}, not {there}"
    theirs = _value(operation, difference.member, difference.there)
    return f"{name}: {ours} {here}, {'another' if ours == theirs else theirs} {there}"


def spelled(value: Any) -> str:
    """Spell a JSON value in the one way in which ``true`` and ``1`` differ, as they do not in Python."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=repr)


def _equal(difference: Difference) -> bool:
    both = difference.is_here and difference.is_there
    return both and spelled(difference.here) == spelled(difference.there)


def _leaves(value: Any, member: Member = ()) -> Iterator[tuple[Member, Any]]:
    """Each innermost value of a request; an empty object or list is one, the request itself is not."""
    inner = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    if member and not (inner and value):
        yield member, value
        return
    for name, each in inner:
        yield from _leaves(each, (*member, name))


def _value(operation: str, member: Member, value: Any) -> str:
    if is_secret(operation, member, value):
        return size_of(value)
    text = spelled(value)
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}..."


def _written(member: Member) -> str:
    """``UserAttributes[1].Value``"""
    return "".join(f"[{name}]" if isinstance(name, int) else f".{name}" for name in member).removeprefix(".")
