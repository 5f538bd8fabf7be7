"""Where a value stands in a file, and values that nobody can change by accident."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands; `line` and `column` count from 1, as editors do."""

    file: str
    line: int
    column: int

    @classmethod
    def of_caller(cls) -> Place:
        """Where the caller of our caller stands, which is what the user wrote."""
        frame = sys._getframe(2)  # noqa: SLF001 - there is no other way to know
        return cls(frame.f_code.co_filename, frame.f_lineno, 1)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def frozen(value: Any) -> Any:
    """The same value with mappings read-only and lists as tuples, all the way down."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: frozen(item) for key, item in value.items()})
    return tuple(map(frozen, value)) if isinstance(value, (list, tuple)) else value


def thawed(value: Any) -> Any:
    """A fresh copy with dicts and lists, as JSON has them, all the way down."""
    if isinstance(value, Mapping):
        return {key: thawed(item) for key, item in value.items()}
    return list(map(thawed, value)) if isinstance(value, (list, tuple)) else value
