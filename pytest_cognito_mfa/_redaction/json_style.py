"""JSON that is read and serialized again in its own style: order, indentation, escapes and numbers stay."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from pytest_cognito_mfa._aws.limits import loads

_INDENTED = re.compile(r"[\[{]\n( +)")


class Number(str):
    """A number as it is written: 1.483917206155E9 stays 1.483917206155E9."""

    __slots__ = ()


class Document:
    """One JSON text; `serialize` writes another value of the same structure in its style."""

    def __init__(self, text: str) -> None:
        """Raises ValueError if `text` is not JSON, or nests too deep."""
        self._text = text
        self._has_duplicates = False
        decoder = json.JSONDecoder(
            parse_float=Number, parse_int=Number, parse_constant=Number, object_pairs_hook=self._object
        )
        self.value = loads(text, decoder.decode)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        self._has_duplicates |= len(found) < len(pairs)
        return found

    def serialize(self, value: Any) -> str:
        """An unchanged value gives the same text; of a duplicate member only the last is kept."""
        if value == self.value and not self._has_duplicates:
            return self._text
        indented = _INDENTED.match(self._text)
        spaced = indented or re.match(r'\{"(?:[^"\\]|\\.)*": ', self._text)
        style = _Style(
            comma="," if indented or not spaced else ", ",
            colon=": " if spaced else ":",
            indent=indented[1] if indented else "",
            escaped=self._text.isascii() and "\\u" in self._text,
        )
        written = style.serialize(value, "\n" if indented else "")
        return written.replace("/", "\\/") if "\\/" in self._text else written


class _Style(NamedTuple):
    comma: str
    colon: str
    indent: str
    escaped: bool

    def serialize(self, value: Any, line: str) -> str:
        """`line` begins a line at the level of `value`; it is empty if everything is on one line."""
        if isinstance(value, Number):
            return str(value)
        if not isinstance(value, (dict, list)) or not value:
            return self._scalar(value)
        inner = line and line + self.indent
        if isinstance(value, dict):
            parts = [f"{self._scalar(name)}{self.colon}{self.serialize(each, inner)}" for name, each in value.items()]
            opening, closing = "{", "}"
        else:
            parts = [self.serialize(each, inner) for each in value]
            opening, closing = "[", "]"
        return opening + inner + (self.comma + inner).join(parts) + line + closing

    def _scalar(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=self.escaped)
