"""Is this file a cassette?  If not, the error says what it is, by its first bytes or by its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from yaml.nodes import MappingNode

from pytest_cognito_mfa._yaml.lazy_nodes import kind, present
from pytest_cognito_mfa.errors import CassetteError

if TYPE_CHECKING:
    from yaml.nodes import Node

    from pytest_cognito_mfa._yaml.lazy_nodes import YamlText

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


def refuse_other_kinds(name: str, content: bytes) -> None:
    """Raise `CassetteError` for a file whose first bytes show that it is not text."""
    if what := next((what for begins, what in _BEGINNINGS.items() if content.startswith(begins)), None):
        raise CassetteError(f"{name}:1:1: not a cassette: this is {what}")


def cassette_members(file: YamlText) -> tuple[Node, dict[str, Node]]:
    """The root of a cassette and its members; raises `CassetteError` for any other file."""
    root = present(file.root())
    if root is None:
        raise CassetteError(f"{file.name}:1:1: not a cassette: the file is empty")
    if not isinstance(root, MappingNode):
        raise file.mistake(root, f"not a cassette: it must be a mapping, but this is {kind(root)}")
    members = file.members(root, "a cassette")
    if "interactions" not in members:
        what = next((f"this is {_KEYS[name]}" for name in members if name in _KEYS), "it has no `interactions`")
        raise file.mistake(root, f"not a cassette: {what}")
    return root, members
