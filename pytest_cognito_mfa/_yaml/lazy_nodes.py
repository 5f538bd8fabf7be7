"""Reads YAML nodes only where they are needed, without Python objects for the rest of the file.

So tags construct no objects, aliases cost nothing, and members that this package does not know are not read.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

import yaml
from yaml.reader import Reader, ReaderError

from pytest_cognito_mfa._yaml import bounds
from pytest_cognito_mfa.errors import CassetteError, Mistake

if TYPE_CHECKING:
    from yaml.nodes import Node

LARGEST_AT_ONCE = 32 * 1024 * 1024
"""Bytes of YAML that are parsed in one piece; a cassette is read in as many pieces as it has interactions."""

VALUES = 5_000_000
"""How many keys and values aliases may expand to; the largest files that are read whole have fewer."""

_NULL = "tag:yaml.org,2002:null"
BINARY = "tag:yaml.org,2002:binary"
_MERGE = "tag:yaml.org,2002:merge"

# JSON writes a character above U+FFFF as two escapes; YAML parsers need one.
PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][\da-fA-F]{2})\\u([dD][c-fC-F][\da-fA-F]{2})")


JSON_START = re.compile(r"\s*\{\s*[\"}]")
"""YAML may begin with a brace too, but tools write its first key without quotes, or no text in single quotes."""


class YamlText:
    """The text of a file, or of a part that begins at line `first`; mistakes have line and column."""

    def __init__(self, name: str, content: bytes | memoryview | str, first: int = 1) -> None:
        self.name = name
        self._first, self._content = first, content

    @property
    def text(self) -> str:
        """Decoded at each use, because to keep it would hold a large file in memory twice.

        Raises `CassetteError` if it is not UTF-8.
        """
        content = self._content
        try:
            return content if isinstance(content, str) else without_marks(content)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode("utf-8-sig")
            raise self._mistake_after(before, f"not UTF-8: the byte 0x{error.object[error.start]:02x}") from None

    def root(self) -> Node | None:
        """The one document of the file; None if the file is empty."""
        if len(self._content) > LARGEST_AT_ONCE:
            problem = f"larger than {LARGEST_AT_ONCE >> 20} MB, which is the limit for one piece of YAML"
            raise self._mistake_after("", problem)
        text = self.text
        if JSON_START.match(text):
            text = PAIR.sub(_joined, text)
        try:
            return bounds.compose(text)
        except yaml.MarkedYAMLError as error:
            problem = ", ".join(filter(None, (error.context, error.problem)))
            mark = error.problem_mark or error.context_mark
            # Only a stream that ends too early has no problem_mark.
            prefix = "" if isinstance(error, bounds.TooComplex) else "not YAML: "
            raise self._mistake_at(mark, prefix + problem) from None
        except ReaderError:
            # The error counts bytes or characters, depending on the parser.
            unprintable = Reader.NON_PRINTABLE.search(text)
            before = text[: unprintable.start()] if unprintable else ""
            raise self._mistake_after(before, "not YAML: a control character") from None

    def check_aliases(self, root: Node) -> None:
        """Raise `CassetteError` where aliases, written out, are too many, nest too deep, or never end."""
        try:
            bounds.check_aliases(root, VALUES)
        except bounds.TooComplex as error:
            raise self._mistake_at(error.problem_mark, error.problem) from None

    def line(self, node: Node) -> int:
        return int(self._first + node.start_mark.line)

    def mistake(self, node: Node, text: str) -> CassetteError:
        return self._mistake_at(node.start_mark, text)

    def members(self, node: Node, what: str) -> dict[str, Node]:
        """The members of a mapping; `what` names it in errors."""
        if not isinstance(node, yaml.MappingNode):
            raise self.mistake(node, f"{what} must be a mapping, but this is {kind(node)}")
        found: dict[str, Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.mistake(key, f"a key of {what} must be text, but this is {kind(key)}")
            if key.tag == _MERGE:
                raise self.mistake(key, f"a merge key (<<) is not supported in {what}; write its members out")
            if key.value in found:
                raise self.mistake(key, f"{what} has the key {key.value!r} twice")
            found[key.value] = value
        return found

    def items(self, node: Node, what: str) -> list[Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.mistake(node, f"{what} must be a list, but this is {kind(node)}")
        return list(node.value)

    def content(self, node: Node, what: str) -> str | bytes | None:
        """The text of a scalar as it is written, the bytes if it is ``!!binary``, or None if it is null."""
        if not isinstance(node, yaml.ScalarNode):
            raise self.mistake(node, f"{what} must be text, but this is {kind(node)}")
        if node.tag == _NULL:
            return None
        return self.decoded(node, what) if node.tag == BINARY else str(node.value)

    def decoded(self, node: Node, what: str) -> bytes:
        """The bytes of a scalar in base64."""
        try:
            return base64.b64decode("".join(node.value.split()), validate=True)
        except ValueError:
            raise self.mistake(node, f"{what} is not base64") from None

    def _mistake_at(self, mark: Any, text: str) -> CassetteError:
        return CassetteError(str(Mistake(self.name, self._first + mark.line, mark.column + 1, text)))

    def _mistake_after(self, before: str, text: str) -> CassetteError:
        """The error about the character after `before`."""
        line, column = before.count("\n") + self._first, len(before) - before.rfind("\n")
        return CassetteError(str(Mistake(self.name, line, column, text)))


def without_marks(content: bytes | memoryview) -> str:
    """The text of a file without its byte order marks, of which editors and tools write one or more."""
    return str(content, "utf-8").lstrip("\ufeff")


def present(node: Node | None) -> Node | None:
    """The node of a member, or None if it is absent or null; both mean the same here."""
    return None if node is None or node.tag == _NULL else node


def kind(node: Node) -> str:
    """The kind of a node, for errors."""
    if isinstance(node, yaml.ScalarNode):
        return "nothing" if node.tag == _NULL else "a plain value"
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"


def _joined(pair: re.Match[str]) -> str:
    backslashes, high, low = pair.groups()
    code = 0x10000 + ((int(high, 16) - 0xD800) << 10) + (int(low, 16) - 0xDC00)
    return f"{backslashes}\\U{code:08X}"
