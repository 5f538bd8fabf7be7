"""The short values of a recording, before any is replaced: no placeholder may equal one of them.

A long placeholder never equals somebody's value by chance.  But a number of one digit has only ten, and `Etc/GMT-5` is
somebody's time zone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote_plus

from pytest_cognito_mfa._redaction.encodings import DEEPEST
from pytest_cognito_mfa._redaction.json_style import Document
from pytest_cognito_mfa._redaction.patterns import FIELD, TOKEN
from pytest_cognito_mfa._redaction.token_redactor import read_segment

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST: Final = 40
"""Characters: no longer placeholder equals a real value by chance."""


def short_values(body: str, depth: int = 0) -> Iterator[str]:
    """The short names and values in JSON, and in the JSON, the tokens and the URLs that are values in it."""
    try:
        value = Document(body).value
    except ValueError:
        yield from _in_text(body, depth)
    else:
        yield from _in_value(value, depth)


def _in_value(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _in_value(name, depth)
            yield from _in_value(each, depth)
    elif isinstance(value, list):
        for each in value:
            yield from _in_value(each, depth)
    elif isinstance(value, str):
        if len(value) <= _LONGEST:
            yield value
            yield value.removeprefix("-")  # a placeholder is drawn for the digits of a number
        if depth < DEEPEST:
            yield from short_values(value, depth + 1) if value.lstrip()[:1] in ("{", "[") else _in_text(value, depth)


def _in_text(text: str, depth: int) -> Iterator[str]:
    if TOKEN.fullmatch(text):
        for segment in text.split(".")[:2]:
            document = read_segment(segment)
            yield from _in_value(document.value if document else None, depth + 1)
    elif "=" in text:
        for field in FIELD.finditer(text):
            yield from _in_value(unquote_plus(field["value"]), depth + 1)
