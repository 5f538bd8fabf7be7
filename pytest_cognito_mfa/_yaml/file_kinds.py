"""Recognizes files that people take for a cassette: by their first bytes, or by their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_BEGINNINGS: Final = {
    b"PK\x03\x04": "a zip archive",
    b"\x1f\x8b": "compressed by gzip; unpack it first",
    b"BZh": "compressed by bzip2; unpack it first",
    b"\xfd7zXZ\0": "compressed by xz; unpack it first",
    b"SQLite format 3\0": "an SQLite database",
    **{b"\x80" + bytes([protocol]): "a pickle, which is never opened" for protocol in range(2, 6)},
    b"%PDF-": "a PDF",
    b"\x89PNG": "a picture",
    b"\x7fELF": "a program",
}
_KEYS: Final = {
    "log": "a HAR file",
    "http_interactions": "a cassette of another tool (VCR for Ruby, Betamax)",
    "responses": "a recording of the responses library",
    "pools": "a scenario; name it with scenario=",
    "Resources": "a CloudFormation template",
    "swagger": "an OpenAPI document",
    "openapi": "an OpenAPI document",
}


def kind_by_first_bytes(content: bytes) -> str | None:
    """What kind of file begins with these bytes; None if it may be a cassette."""
    return next((what for begins, what in _BEGINNINGS.items() if content.startswith(begins)), None)


def kind_by_keys(names: Iterable[str]) -> str | None:
    """What kind of file has these keys at its top level, if `interactions` is not among them."""
    return next((_KEYS[name] for name in names if name in _KEYS), None)
