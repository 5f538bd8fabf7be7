"""What was wanted against what came, as lines of a diff.

Rule 1: a mapping is a subset: members that are not named may be there.
Rule 2: nothing (null) wants a member not to be there.
Rule 3: of a list of mappings each that is wanted must be there, in any order; another list must be equal.
Rule 4: what may be a secret is told by its size when it differs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._difference import described, spelled

if TYPE_CHECKING:
    from collections.abc import Iterator

ABSENT: Final = object()

_SECRET: Final = re.compile("token|password|secret|session|srp", re.IGNORECASE)


def differences(wanted: Mapping[str, Any], came: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str, str]]:
    """Where `came` is not as `wanted`: the path, and both values as they are to be read."""
    for name, value in wanted.items():
        where = f"{path}.{name}" if path else name
        yield from _differing(value, came.get(name, ABSENT), where)


def _differing(wanted: Any, came: Any, path: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(wanted, Mapping) and isinstance(came, Mapping):
        yield from differences(wanted, came, path)
    elif not _fits(wanted, came):
        ours, theirs = _shown(wanted, path), _shown(came, path)
        yield path, ours, f"another, {theirs}" if ours == theirs else theirs


def _fits(wanted: Any, came: Any) -> bool:
    if wanted is None:
        return came in (ABSENT, None)
    if isinstance(wanted, Mapping):
        return isinstance(came, Mapping) and not any(differences(wanted, came))
    if isinstance(wanted, list) and isinstance(came, list) and any(isinstance(each, Mapping) for each in wanted):
        return all(any(_fits(each, item) for item in came) for each in wanted)
    return came is not ABSENT and spelled(wanted) == spelled(came)


def _shown(value: Any, path: str) -> str:
    if value is ABSENT or value is None:
        return "not there"
    return described(value) if _SECRET.search(path.rpartition(".")[2]) else spelled(value)
