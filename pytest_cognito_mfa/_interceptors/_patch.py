"""One attribute of an HTTP library, its replacement, and how it is undone."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

Function: TypeAlias = Callable[..., Any]

_MISSING = object()
_MARK = "_pytest_cognito_mfa"


class Patch:
    """One attribute of a library, and its replacement while a block is open.

    `replace` takes the original and returns the replacement.  If the owner is the name of a module, it is patched only
    once other code has imported that module.
    """

    def __init__(self, owner: Any, name: str, replace: Callable[[Function], Function]) -> None:
        self._owner = owner
        self.name = name
        self._replace = replace
        self._last: Applied | None = None
        """What the last block did: nearly always the next one does the same."""

    @property
    def owner(self) -> Any:
        return sys.modules.get(self._owner) if isinstance(self._owner, str) else self._owner

    def is_applied(self) -> bool:
        current = getattr(self.owner, self.name, None)
        return current is not None and getattr(current, _MARK, None) is current

    def apply(self) -> Applied | None:
        """Set the replacement; None if it is set already, or if there is nothing to patch."""
        owner, last = self.owner, self._last
        original = getattr(owner, self.name, None)
        if last is None or original is not last.own or owner is not last.owner:
            if original is None or self.is_applied() or (replacement := self._replacement(original)) is original:
                return None
            own = vars(owner).get(self.name, _MISSING)
            last = self._last = Applied(owner, self.name, own, replacement)
        setattr(owner, self.name, last.replacement)
        return last

    def _replacement(self, original: Function) -> Function:
        replacement = self._replace(original)
        if replacement is not original:
            functools.update_wrapper(replacement, original)
            # The mark is the function itself: another tool's functools.wraps would copy a plain flag.
            vars(replacement)[_MARK] = replacement
        return replacement


class Applied(NamedTuple):
    """A patch that was applied, and how to undo it."""

    owner: Any
    name: str
    own: Any
    """What the owner itself had; missing when it inherits the original."""
    replacement: Function

    def undo(self) -> None:
        if getattr(self.owner, self.name, None) is not self.replacement:
            return
        if self.own is _MISSING:
            delattr(self.owner, self.name)
        else:
            setattr(self.owner, self.name, self.own)


def apply_all(patches: tuple[Patch, ...]) -> list[Applied]:
    return [applied for patch in patches if (applied := patch.apply()) is not None]
