"""The last look at a cassette before it is written: is a learned secret still in a place where it may not be?

The same walk that replaces secrets looks for them here, so both agree which places belong to the protocol.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pytest_cognito_mfa._redaction.json_style import Number
from pytest_cognito_mfa._redaction.messages import MessageRedactor
from pytest_cognito_mfa._redaction.scrubber import Scrubber
from pytest_cognito_mfa._yaml.bounds import compose
from pytest_cognito_mfa._yaml.lazy_nodes import YamlText
from pytest_cognito_mfa._yaml.rewrite import ScalarPositions

if TYPE_CHECKING:
    from pytest_cognito_mfa._redaction.known_secrets import KnownSecrets
    from pytest_cognito_mfa._redaction.protocol import Leak

_FOUND = "\0"
"""Makes a text that holds a secret another text."""
_MEMBER = re.compile(r"\s*(?:- )*[\"']?(?P<name>[A-Za-z][\w.:-]*)[\"']?\s*:")
_OPERATION = re.compile(r"- operation: (?P<name>[\w.-]+)")


class Remaining(NamedTuple):
    """A secret that a cassette would contain: where it is, and its kind, never its value."""

    line: int
    kind: str
    member: str
    operation: str

    def __str__(self) -> str:
        of = f" of {self.operation}" if self.operation else ""
        return f"line {self.line}, `{self.member}`{of}: {self.kind}"


class _Finder(MessageRedactor):
    """Replaces nothing: it marks each text that holds a known secret."""

    def __init__(self, known: KnownSecrets) -> None:
        self._known = known
        self.replaced_kinds = []

    def text(self, text: str) -> str:
        kinds = [leak.kind for leak in self._known.leaks(text)]
        self.replaced_kinds += kinds
        return text + _FOUND if kinds else text

    def secret(self, kind: str, value: str, kept: frozenset[str] = frozenset()) -> str:  # noqa: ARG002 - as the redactor
        return value if self._known.is_placeholder(value) else self.text(value)

    def number(self, kind: str, value: Number) -> Number:  # noqa: ARG002 - as the redactor
        return Number(self.text(value))

    def unclassified(self, value: str) -> str:
        return self.text(value)

    def without_words(self, run: str) -> str:
        return run

    def leaks(self, text: str) -> list[Leak]:
        return self._known.leaks(text)


def remaining_secrets(text: str, known: KnownSecrets) -> list[Remaining]:
    """Every learned secret in the text of a cassette, but not in the places of the protocol."""
    root = compose(text)
    assert root is not None  # noqa: S101 - it has interactions
    scrubber = Scrubber(YamlText("", b""), ScalarPositions(text), _Finder(known))
    scrubber.file(root)
    if not scrubber.findings:
        return []
    lines, operation, of_line = text.split("\n"), "", []
    for line in lines:
        found = _OPERATION.match(line)
        operation = found["name"] if found else operation
        of_line.append(operation)
    return [Remaining(line, kind, _member(lines, line), of_line[line - 1]) for line, kind in sorted(scrubber.findings)]


def _member(lines: list[str], line: int) -> str:
    """The name of the member on a line, or on the nearest line above that has one."""
    above = map(_MEMBER.match, reversed(lines[:line]))
    return next((found["name"] for found in above if found), "")
