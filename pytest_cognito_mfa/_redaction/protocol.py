"""What the parts of the redactor share: types, what each may ask the redactor for, and the words of the protocol.

A place of the protocol keeps a word of the protocol, also if a secret has the same letters: `post` is a method, and may
be the name of a user.  The place decides, not the word.
"""

from __future__ import annotations

import bisect
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from pytest_cognito_mfa._redaction.placeholder_forms import REGION

if TYPE_CHECKING:
    from pytest_cognito_mfa._redaction.json_style import Number

_WORDS_OF_PLACES: Final = {
    "method": re.compile("GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS"),
    "message": re.compile("|".join(sorted(map(re.escape, {status.phrase for status in HTTPStatus})))),
    "operation": re.compile(r"[A-Z]\w+|[\w-]+\.json|openid-configuration"),
    "x-amz-target": re.compile(r"\w+\.[A-Z]\w*"),
    "x-amzn-errortype": re.compile(r"[A-Z]\w*(?::.*)?"),
    "__type": re.compile(r"(?:[\w.]+#)?[A-Z]\w*(?:Exception|Error|Failure)"),
    "content-type": re.compile(r"[a-z]+/[\w.+-]+(?:; ?charset=[\w-]+)?"),
    "date": re.compile(r"\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT"),
    "connection": re.compile("keep-alive|close"),
    "region": re.compile(REGION),
    "type": re.compile("json|text|binary"),
    "encoding": re.compile("utf-?8|ascii|latin-?1|gzip|base64"),
    "endpoint": re.compile("aws|loopback|custom"),
    "recorded": re.compile(r"\d{4}-\d\d-\d\d[T ][\d:.]+Z?"),
    **dict.fromkeys(("version", "python", "botocore", "pytest-cognito-mfa"), re.compile(r"\d+(?:\.\w+)*(?:\+\w+)?")),
}
"""By the name of a place: a header, or a member of a cassette outside its bodies."""


def is_word_of(place: str, value: str) -> bool:
    """Whether `value` is one of the words that the protocol has in this place."""
    pattern = _WORDS_OF_PLACES.get(place)
    return pattern is not None and pattern.fullmatch(value) is not None


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

    def secret(self, kind: str, value: str, kept: frozenset[str] = frozenset()) -> str:
        """Give the placeholder for a value that is secret as a whole, and remember the value.

        In a value that is JSON, the values of the names in `kept` are not secret.
        """

    def number(self, kind: str, value: Number) -> Number:
        """The same for a number in JSON."""

    def text(self, text: str) -> str:
        """Replace every secret inside a text."""

    def unclassified(self, value: str) -> str:
        """Replace a value whose member name does not say whether it is secret."""

    def without_words(self, run: str) -> str:
        """The run without the placeholders of names in it."""


class Lines:
    """The lines of a text: `of(at)` is the line and the column of a position, both counted from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def of(self, at: int) -> tuple[int, int]:
        line = bisect.bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1
