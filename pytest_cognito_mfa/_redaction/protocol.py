"""The types that the redactor shares with its parts: headers, leaks, and what a part may ask the redactor for."""

from __future__ import annotations

from typing import NamedTuple, Protocol

Headers = tuple[tuple[str, str], ...]


class Leak(NamedTuple):
    """A secret that is still in a text: its kind and position, never its value."""

    kind: str
    """Such as ``e-mail address`` or ``session``."""
    line: int
    """In the text, counted from 1."""
    column: int
    encoding: str
    """``plain``, ``JSON``, ``URL-encoded``, ``base64``, ..."""

    def __str__(self) -> str:
        how = "" if self.encoding == "plain" else f", {self.encoding}"
        return f"{self.line}:{self.column}: {self.kind}{how}"


class SecretReplacer(Protocol):
    """What bodies and headers use of `Redactor`: they find the values, and it chooses the placeholders."""

    def secret(self, kind: str, value: str) -> str:
        """Give the placeholder for a value that is secret as a whole, and remember the value."""

    def text(self, text: str) -> str:
        """Replace every secret inside a text."""

    def unclassified(self, value: str) -> str:
        """Replace a value whose member name does not say whether it is secret."""
