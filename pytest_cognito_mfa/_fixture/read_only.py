"""What all views share: setting an attribute raises an error that names the key of the scenario.

An unknown name raises one that lists what there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from pytest_cognito_mfa._aws.members import ByMembers
from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

View = TypeVar("View")


class UnknownName(SettingError, KeyError):  # noqa: N818 - says what it is
    """There is no pool, client or user of this name."""

    __str__ = Exception.__str__  # that of KeyError shows the repr of the text


class ByName(dict[str, View]):
    """Views by name."""

    def __init__(self, kind: str, views: Mapping[str, View]) -> None:
        super().__init__(views)
        self._kind = kind

    def __missing__(self, name: object) -> View:
        raise UnknownName(unknown(self._kind, str(name), self))


class ReadOnly(ByMembers):
    """A view whose attributes are set in the scenario."""

    _KIND: ClassVar[str]
    _KEYS: ClassVar[Mapping[str, str]]
    """The key of the scenario for each attribute that has one."""

    def _identity(self) -> int:
        (shown,) = vars(self).values()
        return id(shown)

    def __setattr__(self, name: str, value: object) -> None:
        what = f"the {name} of {self!r}"
        if name in self._KEYS:
            raise AttributeError(f"{what} is read-only; write {self._KEYS[name]} of the {self._KIND} in the scenario")
        if hasattr(self, name):
            raise AttributeError(f"{what} is read-only; it shows what Cognito made")
        raise AttributeError(f"{self!r}: {unknown('attribute', name, self._KEYS)}")
