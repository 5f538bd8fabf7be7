"""Compare the values that a step of a story expects with the actual ones, as lines of a diff.

Rule 1: a mapping is a subset: members that it does not name may be present.
Rule 2: `null` expects a member to be absent.
Rule 3: a list of mappings: each expected one must be in it, in any order; any other list must be equal.
Rule 4: a value that may be a secret is shown by its size.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.diff import ABSENT, Difference, Subset, canonical_json, is_equal
from pytest_cognito_mfa._aws.secrecy import size_of, sounds_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._aws.secrecy import Member


def differences(expected: Mapping[str, Any], actual: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each place where `actual` is not as `expected`: its path, and both values as they are shown."""
    for each in _EXPECTED.differences(expected, actual):
        left, right = _shown(each.left, each.path), _shown(each.right, each.path)
        yield each.path, left, f"a different one, {right}" if left == right else right


class _Expected(Subset):
    """Rules 2 and 3; values are reported whole."""

    def lists(self, left: list[Any], right: list[Any], member: Member) -> Iterator[Difference]:
        if not any(isinstance(each, Mapping) for each in left):
            yield from [] if is_equal(left, right) else [Difference(member, left, right)]
            return
        for expected in left:
            if all(any(self.differences(expected, item)) for item in right):
                yield Difference((*member[:-1], f"{member[-1]} item"), expected, self._nearest(expected, right))

    def others(self, left: Any, right: Any, member: Member) -> Iterator[Difference]:
        if not (left is None and right is ABSENT) and not is_equal(left, right):
            yield Difference(member, left, right)

    def _nearest(self, expected: Any, items: list[Any]) -> Any:
        """The item that has most of `expected`, with the members that `expected` names."""
        known = [{name: item[name] for name in expected if name in item} for item in items if isinstance(item, Mapping)]
        return min(known, key=lambda item: len(list(self.differences(expected, item))), default=ABSENT)


_EXPECTED = _Expected()


def _shown(value: Any, path: str) -> str:
    if value is ABSENT or value is None:
        return "absent"
    return size_of(value) if sounds_secret(path.rpartition(".")[2]) else canonical_json(value)
