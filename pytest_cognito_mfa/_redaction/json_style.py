"""JSON that is read and serialized again in its own style: order, indentation, escapes and numbers stay."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_cognito_mfa._aws.limits import loads

if TYPE_CHECKING:
    from collections.abc import Iterator

_INDENTED = re.compile(r"[\[{]\n( +)")


class Number(str):
    """A number as it is written: 1.483917206155E9 stays 1.483917206155E9."""

    __slots__ = ()


def is_json(text: str) -> bool:
    """Whether a text is a JSON object or list."""
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        loads(text)
    except ValueError:
        return False
    return True


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
        spaced = indented or re.match(r'\{"[^"\\]*(?:\\.[^"\\]*)*": ', self._text)
        style = _Style(
            comma="," if indented or not spaced else ", ",
            colon=": " if spaced else ":",
            indent=indented[1] if indented else "",
            escaped=self._text.isascii() and "\\u" in self._text,
        )
        written = "".join(style.pieces(value, "\n" if indented else ""))
        return written.replace("/", "\\/") if "\\/" in self._text else written


class _Style(NamedTuple):
    comma: str
    colon: str
    indent: str
    escaped: bool

    def pieces(self, value: Any, line: str) -> Iterator[str]:
        """What is joined to the text; `line` begins a line at the level of `value`, and is empty if there is one line.

        A large value is in one piece, of which no other copy is made.
        """
        if isinstance(value, Number):
            yield str(value)
        elif not isinstance(value, (dict, list)) or not value:
            yield self._scalar(value)
        else:
            inner = line and line + self.indent
            names = (
                [f"{self._scalar(name)}{self.colon}" for name in value]
                if isinstance(value, dict)
                else [""] * len(value)
            )
            before = ("{" if isinstance(value, dict) else "[") + inner
            for name, each in zip(names, value.values() if isinstance(value, dict) else value, strict=True):
                yield before + name
                yield from self.pieces(each, inner)
                before = self.comma + inner
            yield line + ("}" if isinstance(value, dict) else "]")

    def _scalar(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=self.escaped)
