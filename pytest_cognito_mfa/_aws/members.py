"""Comparing what a test sees with a mapping: ``==`` decides by the members that the mapping names.

1. Mappings inside are compared by the members that they name too; all else must be equal, and `1` is not `true`.
2. A value with an ``==`` of its own decides for itself: `unittest.mock.ANY`, or one of dirty-equals.
3. A name that is not there raises `SettingError`: a misspelt name never looks like a difference.
4. What says how two things differ has only the size of a secret.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.diff import ABSENT, SUBSET
from pytest_cognito_mfa._aws.secrecy import is_secret, size_of, sounds_secret
from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._aws.diff import Difference

_MOST_CHARACTERS: Final = 60
_HOLDS_A_CODE: Final = "body"
"""The text of a message."""


class ByMembers:
    """Something that a test may compare with a mapping, or with its own kind."""

    __slots__ = ()

    def _identity(self) -> Any:
        """What is equal for equal things: here the values of a dataclass."""
        return tuple(getattr(self, name) for name in vars(type(self))["__dataclass_fields__"])

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Mapping):
            return not any(True for _ in _differences(self, other))
        return self._identity() == other._identity() if isinstance(other, type(self)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._identity())


def explained(left: object, right: object) -> list[str] | None:
    """What pytest shows for ``left == right``: a line for each member that differs; None for other things."""
    for given, wanted in ((left, right), (right, left)):
        if isinstance(given, ByMembers) and isinstance(wanted, Mapping):
            lines = [_line(given, each) for each in _differences(given, wanted)]
            return [f"{given!r} == a mapping of {', '.join(map(str, wanted))}", *lines]
    return None


def _differences(given: ByMembers, wanted: Mapping[Any, Any]) -> Iterator[Difference]:
    fields = getattr(given, "__dataclass_fields__", ())
    known = [name for name in {*dir(type(given)), *fields} if not name.startswith("_")]
    for name, value in wanted.items():
        if name not in known:
            raise SettingError(f"{given!r}: {unknown('member', str(name), known)}")
        has = getattr(given, name)
        yield from SUBSET.differences(value, list(has) if isinstance(has, tuple) else has, (name,))


def _line(given: ByMembers, difference: Difference) -> str:
    wanted, has = (_shown(given, difference.member, each) for each in (difference.left, difference.right))
    return f"  {difference.path}: wanted {wanted}, has {'another' if has == wanted else has}"


def _shown(given: ByMembers, member: tuple[str | int, ...], value: Any) -> str:
    if value is ABSENT:
        return "nothing"
    operation = getattr(given, "operation", None)
    if operation is not None and member[0] == "request":
        hidden = is_secret(operation, member[1:], value)
    else:
        hidden = member[0] == _HOLDS_A_CODE or (value is not None and any(map(sounds_secret, member)))
    text = size_of(value) if hidden else repr(value)
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}..."
