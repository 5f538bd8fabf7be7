"""The place of a value in a file, and copies of values that are read-only or changeable."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """A file with line and column, which count from 1 as in editors."""

    file: str
    line: int
    column: int

    @classmethod
    def of_caller(cls) -> Place:
        """The line of the caller of our caller: what the user wrote."""
        frame = sys._getframe(2)  # noqa: SLF001 - there is no public way
        return cls(frame.f_code.co_filename, frame.f_lineno, 1)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def frozen(value: Any) -> Any:
    """A read-only copy: mappings are proxies and lists are tuples, at every level."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: frozen(item) for key, item in value.items()})
    return tuple(map(frozen, value)) if isinstance(value, (list, tuple)) else value


_PLAIN = frozenset({str, int, bool, float, type(None)})


def thawed(value: Any) -> Any:
    """A copy that may be changed: dicts and lists, at every level."""
    if isinstance(value, (MappingProxyType, dict)):
        return {key: item if type(item) in _PLAIN else thawed(item) for key, item in value.items()}
    return list(map(thawed, value)) if isinstance(value, (tuple, list)) else value
