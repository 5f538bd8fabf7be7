"""What was wanted against what came, as lines of a diff.

Rule 1: a mapping is a subset: members that are not named may be there.
Rule 2: nothing (null) wants a member not to be there.
Rule 3: of a list of mappings each that is wanted must be there, in any order; another list must be equal.
Rule 4: what may be a secret is told by its size when it differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.diff import spelled
from pytest_cognito_mfa._aws.secrecy import size_of, sounds_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

ABSENT: Final = object()


def differences(
    expected: Mapping[str, Any], actual: Mapping[str, Any], path: str = ""
) -> Iterator[tuple[str, str, str]]:
    """Where `came` is not as `wanted`: the path, and both values as they are to be read."""
    for name, value in expected.items():
        where = f"{path}.{name}" if path else name
        yield from _differing(value, actual.get(name, ABSENT), where)


def _differing(expected: Any, actual: Any, path: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        yield from differences(expected, actual, path)
    elif _is_of_mappings(expected) and isinstance(actual, list):
        for each in expected:
            if not any(_fits(each, item) for item in actual):
                yield _pair(each, _nearest(each, actual), f"{path} item")
    elif not _fits(expected, actual):
        yield _pair(expected, actual, path)


def _fits(expected: Any, actual: Any) -> bool:
    if isinstance(expected, Mapping) or _is_of_mappings(expected):
        return isinstance(actual, type(expected)) and not any(_differing(expected, actual, ""))
    if expected is None:
        return actual in (ABSENT, None)
    return actual is not ABSENT and spelled(expected) == spelled(actual)


def _is_of_mappings(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, Mapping) for each in value)


def _nearest(expected: Any, items: list[Any]) -> Any:
    """What `wanted` names of the item that has most of it."""
    mappings = [{name: item[name] for name in expected if name in item} for item in items if isinstance(item, Mapping)]
    return max(mappings, key=lambda item: sum(_fits(expected[name], item[name]) for name in item), default=ABSENT)


def _pair(expected: Any, actual: Any, path: str) -> tuple[str, str, str]:
    ours, theirs = _shown(expected, path), _shown(actual, path)
    return path, ours, f"another, {theirs}" if ours == theirs else theirs


def _shown(value: Any, path: str) -> str:
    if value is ABSENT or value is None:
        return "not there"
    return size_of(value) if sounds_secret(path.rpartition(".")[2]) else spelled(value)
