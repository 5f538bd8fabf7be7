"""Compare two JSON values: one walker, one meaning of equal, and policies as subclasses of `Comparison`.

Values are equal as JSON's are: `1` is not `true`, the members of an object have no order, the items of a list have one.
The description of a difference gives only the size of a secret.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.secrecy import is_secret, shown_name, size_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._aws.secrecy import Member

MOST_CHARACTERS: Final = 60
ABSENT: Final = object()
VALUE: Final = "different value"


@dataclass(frozen=True, repr=False)
class Difference:
    """One member that differs; `left` or `right` is ABSENT when only the other side has it."""

    member: Member
    left: Any
    right: Any
    kind: str = VALUE

    @property
    def path(self) -> str:
        """``UserAttributes[1].Value``"""
        parts = (f"[{part}]" if isinstance(part, int) else f".{shown_name(part)}" for part in self.member)
        return "".join(parts).removeprefix(".")


class Comparison:
    """Walks two JSON values side by side; a policy overrides how mappings, lists or other values are compared."""

    def differences(self, left: Any, right: Any, member: Member = ()) -> Iterator[Difference]:
        if isinstance(left, Mapping) and isinstance(right, Mapping):
            yield from self.mappings(left, right, member)
        elif isinstance(left, list) and isinstance(right, list):
            yield from self.lists(left, right, member)
        else:
            yield from self.others(left, right, member)

    def mappings(self, left: Mapping[str, Any], right: Mapping[str, Any], member: Member) -> Iterator[Difference]:
        for name in {**left, **right}:
            yield from self.differences(left.get(name, ABSENT), right.get(name, ABSENT), (*member, name))

    def lists(self, left: list[Any], right: list[Any], member: Member) -> Iterator[Difference]:
        for position, pair in enumerate(zip_longest(left, right, fillvalue=ABSENT)):
            yield from self.differences(*pair, (*member, position))

    def others(self, left: Any, right: Any, member: Member) -> Iterator[Difference]:
        """Compare values of which at least one is a scalar or ABSENT.

        A mapping or a list is reported by its innermost values, so that each is hidden if it is secret.
        """
        if not _is_same(left, right):
            lefts, rights = dict(_leaves(left, member)), dict(_leaves(right, member))
            for inner in {**lefts, **rights}:
                yield Difference(inner, lefts.get(inner, ABSENT), rights.get(inner, ABSENT))


class Subset(Comparison):
    """Members that only the right side has are ignored; lists must be equal."""

    def mappings(self, left: Mapping[str, Any], right: Mapping[str, Any], member: Member) -> Iterator[Difference]:
        for name, value in left.items():
            yield from self.differences(value, right.get(name, ABSENT), (*member, name))

    def lists(self, left: list[Any], right: list[Any], member: Member) -> Iterator[Difference]:
        return EXACT.lists(left, right, member)


EXACT: Final = Comparison()
SUBSET: Final = Subset()


def is_equal(left: Any, right: Any) -> bool:
    """Whether two JSON values are equal."""
    return not any(True for _ in EXACT.differences(left, right))


def contains(given: Any, wanted: Any) -> bool:
    """Whether `given` has all members of `wanted`, with equal values."""
    return not any(True for _ in SUBSET.differences(wanted, given))


def compare(left: Mapping[str, Any], right: Mapping[str, Any]) -> tuple[int, list[Difference]]:
    """The number of innermost values that are equal, and the differences."""
    differing = list(EXACT.differences(left, right))
    values = sum(1 for _ in _leaves(left)) if left else 0
    return values - sum(each.left is not ABSENT for each in differing), differing


def describe(operation: str, difference: Difference, left: str, right: str) -> str:
    """One line with the words `left` and `right`, such as ``Settings.Enabled: true recorded, false sent``."""
    if difference.left is ABSENT:
        return f"{difference.path}: not {left}, {_value(operation, difference.member, difference.right)} {right}"
    left_value = _value(operation, difference.member, difference.left)
    if difference.right is ABSENT:
        return f"{difference.path}: {left_value} {left}, not {right}"
    right_value = _value(operation, difference.member, difference.right)
    shown = "another" if left_value == right_value else right_value
    return f"{difference.path}: {left_value} {left}, {shown} {right}"


def described(operation: str, request: Mapping[str, Any]) -> list[str]:
    """Each innermost value of a request, and only the size of a secret: ``Settings.Enabled: true``."""
    leaves = _leaves(request) if request else ()
    return [f"{Difference(member, value, ABSENT).path}: {_value(operation, member, value)}" for member, value in leaves]


def canonical_json(value: Any) -> str:
    """One JSON text per value: sorted keys, no spaces; ``true`` and ``1`` differ, as they do not in Python."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=repr)


def _is_same(left: Any, right: Any) -> bool:
    """Whether two scalars are equal; a Python object with its own `==`, such as `mock.ANY`, decides for itself."""
    if left is ABSENT or right is ABSENT:
        return False
    numbers = isinstance(left, (int, float)) and isinstance(right, (int, float))
    return bool(left == right) and not (numbers and isinstance(left, bool) is not isinstance(right, bool))


def _leaves(value: Any, member: Member = ()) -> Iterator[tuple[Member, Any]]:
    """Each innermost value; an empty mapping or list is one, ABSENT is not."""
    if value and isinstance(value, (Mapping, list)):
        for name, each in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _leaves(each, (*member, name))
    elif value is not ABSENT:
        yield member, value


def _value(operation: str, member: Member, value: Any) -> str:
    if is_secret(operation, member, value):
        return size_of(value)
    text = canonical_json(value)
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}..."
