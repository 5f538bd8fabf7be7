"""The body of a request, read as strictly as AWS reads JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

A_LIST = "the body is a JSON list, not an object"
"""The `problem` of which AWS says more than of the others."""


def parsed(body: Any) -> tuple[Mapping[str, Any], str | None]:
    """The members of a body (bytes, text, or an already parsed value), and what is wrong with it, if anything is."""
    if body is None or body in (b"", ""):
        return {}, "there is no body"
    if isinstance(body, (bytes, bytearray, str)):
        try:
            body = _json(body if isinstance(body, str) else body.decode())
        except (ValueError, RecursionError):
            return {}, "the body is not JSON"
    if isinstance(body, dict):
        return body, None
    return {}, A_LIST if isinstance(body, list) else "the body is not a JSON object"


def _json(text: str) -> Any:
    """What RFC 8259 calls JSON: Python also takes NaN, Infinity and halves of a character."""
    value = _DECODER.decode(text.removeprefix("\ufeff"))
    if "\\u" in text or not text.isascii():
        # Only a half without its other half cannot be written again.
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")


_DECODER = json.JSONDecoder(parse_constant=_no_number)
