"""JSON read and written again as it was: its order, indentation, escapes and numbers stay."""

from __future__ import annotations

import json
import re
from typing import Any

_INDENTED = re.compile(r"[\[{]\n( +)")


class Number(str):
    """A number as it is spelled: 1.483917206155E9 stays that."""

    __slots__ = ()


class Document:
    """One JSON text; `value` may be replaced by another of the same build, and `spelled` writes it as it was written."""

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
        between, behind = (", ", ": ") if re.match(r'\{"(?:[^"\\]|\\.)*": ', self._text) else (",", ":")
        if indented:
            between, behind = ",", ": "
        escaped = self._text.isascii() and "\\u" in self._text
        written = _written(value, between, behind, len(indented[1]) if indented else 0, "\n" if indented else "", escaped)
        return written.replace("/", "\\/") if "\\/" in self._text else written


def _written(value: Any, between: str, behind: str, step: int, line: str, escaped: bool) -> str:
    if isinstance(value, Number):
        return str(value)
    if not isinstance(value, (dict, list)) or not value:
        return json.dumps(value, ensure_ascii=escaped)
    inner = line + " " * step if line else ""

    def part(each: Any) -> str:
        return _written(each, between, behind, step, inner, escaped)

    if isinstance(value, dict):
        parts = [json.dumps(name, ensure_ascii=escaped) + behind + part(each) for name, each in value.items()]
    else:
        parts = [part(each) for each in value]
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    return opening + inner + (between + inner).join(parts) + line + closing
