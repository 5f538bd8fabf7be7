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
        self._module = owner if isinstance(owner, str) else None
        self.name = name
        self._replace = replace
        self.last: Applied | None = None
        """What the last block did: nearly always the next one does the same."""

    @property
    def owner(self) -> Any:
        return self._owner if self._module is None else sys.modules.get(self._module)

    def is_applied(self) -> bool:
        current = getattr(self.owner, self.name, None)
        return current is not None and is_ours(current)

    def apply(self) -> Applied | None:
        """Set the replacement; None if it is set already, or if there is nothing to patch."""
        owner = self.owner
        original = getattr(owner, self.name, None)
        if original is None or self.is_applied() or (replacement := self._replacement(original)) is original:
            return None
        self.last = Applied(owner, self.name, vars(owner).get(self.name, _MISSING), replacement, self._module)
        setattr(owner, self.name, replacement)
        return self.last

    def _replacement(self, original: Function) -> Function:
        replacement = self._replace(original)
        if replacement is not original:
            functools.update_wrapper(replacement, original)
            # The mark is the function itself: another tool's functools.wraps would copy a plain flag.
            vars(replacement)[_MARK] = replacement
        return replacement


def is_ours(function: Function) -> bool:
    """Whether the function is a replacement of ours, and no wrapper around one."""
    return getattr(function, _MARK, None) is function


class Applied(NamedTuple):
    """A patch that was applied, and how to undo it."""

    owner: Any
    name: str
    own: Any
    """What the owner itself had; missing when it inherits the original."""
    replacement: Function
    module: str | None
    """The name of the owner, if it is a module that is patched only once it was imported."""


def apply_all(patches: tuple[Patch, ...]) -> list[Applied]:
    """Apply the patches, and return how to undo them.  A test waits for this: what the last block did is done again."""
    done = []
    for patch in patches:
        last = patch.last
        if last is not None:
            owner, name, own, replacement, module = last
            if getattr(owner, name, None) is own and (module is None or sys.modules.get(module) is owner):
                setattr(owner, name, replacement)
                done.append(last)
                continue
        if (applied := patch.apply()) is not None:
            done.append(applied)
    return done


def undo_all(done: list[Applied]) -> None:
    """Undo the patches, the last one first, and empty the list; what others have patched since stays."""
    while done:
        owner, name, own, replacement, _ = done.pop()
        if getattr(owner, name, None) is not replacement:
            continue
        if own is _MISSING:
            delattr(owner, name)
        else:
            setattr(owner, name, own)
