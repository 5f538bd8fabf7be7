"""JSON read and written again as it was: its order, indentation, escapes and numbers stay."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

_INDENTED = re.compile(r"[\[{]\n( +)")


class Number(str):
    """A number as it is spelled: 1.483917206155E9 stays that."""

    __slots__ = ()


class Document:
    """One JSON text; `spelled` writes another value of the same build as this one was written."""

    def __init__(self, text: str) -> None:
        """Raises ValueError where `text` is not JSON."""
        self._text = text
        self._doubled = False
        self.value = json.loads(
            text, parse_float=Number, parse_int=Number, parse_constant=Number, object_pairs_hook=self._object
        )

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        self._doubled |= len(found) < len(pairs)
        return found

    def spelled(self, value: Any) -> str:
        """Unchanged is unchanged to the letter; of a member that stands twice, only the last one is kept."""
        if value == self.value and not self._doubled:
            return self._text
        indented = _INDENTED.match(self._text)
        spaced = indented or re.match(r'\{"(?:[^"\\]|\\.)*": ', self._text)
        style = _Style(
            between="," if indented or not spaced else ", ",
            behind=": " if spaced else ":",
            step=indented[1] if indented else "",
            escaped=self._text.isascii() and "\\u" in self._text,
        )
        written = style.written(value, "\n" if indented else "")
        return written.replace("/", "\\/") if "\\/" in self._text else written


class _Style(NamedTuple):
    between: str
    behind: str
    step: str
    escaped: bool

    def written(self, value: Any, line: str) -> str:
        """`line` begins one of the level that `value` stands on; empty where all stands on one."""
        if isinstance(value, Number):
            return str(value)
        if not isinstance(value, (dict, list)) or not value:
            return self._plain(value)
        inner = line and line + self.step
        if isinstance(value, dict):
            parts = [f"{self._plain(name)}{self.behind}{self.written(each, inner)}" for name, each in value.items()]
            opening, closing = "{", "}"
        else:
            parts = [self.written(each, inner) for each in value]
            opening, closing = "[", "]"
        return opening + inner + (self.between + inner).join(parts) + line + closing

    def _plain(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=self.escaped)
