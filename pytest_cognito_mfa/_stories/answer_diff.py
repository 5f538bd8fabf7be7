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


def differences(wanted: Mapping[str, Any], came: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str, str]]:
    """Where `came` is not as `wanted`: the path, and both values as they are to be read."""
    for name, value in wanted.items():
        where = f"{path}.{name}" if path else name
        yield from _differing(value, came.get(name, ABSENT), where)


def _differing(wanted: Any, came: Any, path: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(wanted, Mapping) and isinstance(came, Mapping):
        yield from differences(wanted, came, path)
    elif _is_of_mappings(wanted) and isinstance(came, list):
        for each in wanted:
            if not any(_fits(each, item) for item in came):
                yield _pair(each, _nearest(each, came), f"{path} item")
    elif not _fits(wanted, came):
        yield _pair(wanted, came, path)


def _fits(wanted: Any, came: Any) -> bool:
    if isinstance(wanted, Mapping) or _is_of_mappings(wanted):
        return isinstance(came, type(wanted)) and not any(_differing(wanted, came, ""))
    if wanted is None:
        return came in (ABSENT, None)
    return came is not ABSENT and spelled(wanted) == spelled(came)


def _is_of_mappings(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, Mapping) for each in value)


def _nearest(wanted: Any, items: list[Any]) -> Any:
    """What `wanted` names of the item that has most of it."""
    mappings = [{name: item[name] for name in wanted if name in item} for item in items if isinstance(item, Mapping)]
    return max(mappings, key=lambda item: sum(_fits(wanted[name], item[name]) for name in item), default=ABSENT)


def _pair(wanted: Any, came: Any, path: str) -> tuple[str, str, str]:
    ours, theirs = _shown(wanted, path), _shown(came, path)
    return path, ours, f"another, {theirs}" if ours == theirs else theirs


def _shown(value: Any, path: str) -> str:
    if value is ABSENT or value is None:
        return "not there"
    return size_of(value) if sounds_secret(path.rpartition(".")[2]) else spelled(value)
