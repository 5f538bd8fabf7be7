"""The secrets that were replaced so far, and where one of them occurs in a text.

1. A value is searched for in every encoded form, in every layer of encoding, and as part of base64.
2. A short value counts only as a whole word: inside a longer word it is a different word.
3. A readable value, such as a name, is found in any case, because AWS writes names in lower case.
4. A value of fewer than four characters, a number of fewer than six digits, and a word of AWS's would be found
   everywhere.  It is replaced only in its own member, and not searched for.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, NamedTuple

from pytest_cognito_mfa._redaction.alphabets import is_opaque
from pytest_cognito_mfa._redaction.encodings import DEEPEST, base64_pieces, encode_like, encoded_forms, layers
from pytest_cognito_mfa._redaction.protocol import Leak
from pytest_cognito_mfa._redaction.public_values import aws_words
from pytest_cognito_mfa._yaml.rewrite import UnfoldedText

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST = 4
_SHORTEST_NUMBER = 6
_NO_WORD = 16
_BOUNDARY = re.compile(r"[^\W_]")
_AFTER_ESCAPE = re.compile(r".*(?:\\[nrtbf]|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4})", re.DOTALL)
_TO_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


class Secret(NamedTuple):
    """A value that was replaced."""

    value: str
    kind: str
    placeholder: str

    def __repr__(self) -> str:
        """Without the value: a test failure may print this object."""
        return f"<{self.kind}>"


class _EncodedForm(NamedTuple):
    text: str
    lowered: str
    encoding: str
    secret: Secret
    any_case: bool
    whole_word: bool
    """Whether it counts only as a whole word (rule 2)."""
    cut: bool = False
    """Whether it is part of base64, so that the whole run must be replaced."""

    def __repr__(self) -> str:
        return f"{self.secret!r} in {self.encoding}"


class Occurrence(NamedTuple):
    start: int
    end: int
    form: str
    encoding: str
    secret: Secret
    cut: bool

    def __repr__(self) -> str:
        return f"{self.secret!r} from {self.start} to {self.end}"


class KnownSecrets:
    """All secrets of one redactor, indexed by their first characters."""

    def __init__(self) -> None:
        self._secrets: dict[str, Secret] = {}
        self._by_start: dict[str, list[_EncodedForm]] = {}

    def learn(self, value: str, kind: str, placeholder: str) -> None:
        if value in self._secrets or value == placeholder or not is_searchable(value):
            return
        secret = self._secrets[value] = Secret(value, kind, placeholder)
        any_case, whole_word = not is_opaque(value), len(value) < _NO_WORD
        forms = [
            _EncodedForm(text, _ascii_lower(text), encoding, secret, any_case, whole_word)
            for text, encoding in encoded_forms(value).items()
        ]
        forms += [
            _EncodedForm(piece, _ascii_lower(piece), "base64", secret, any_case=False, whole_word=False, cut=True)
            for piece in base64_pieces(value)
            if len(piece) >= 2 * SHORTEST
        ]
        for each in forms:
            self._by_start.setdefault(each.lowered[:SHORTEST], []).append(each)
            self._by_start[each.lowered[:SHORTEST]].sort(key=lambda form: -len(form.text))

    def __len__(self) -> int:
        return len(self._secrets)

    def find(self, text: str) -> Iterator[Occurrence]:
        """Every secret in `text` itself, from left to right; of two that overlap the first, then the longest."""
        lowered, by_start, at = _ascii_lower(text), self._by_start, 0
        last = len(text) - SHORTEST
        while at <= last:
            if (candidates := by_start.get(lowered[at : at + SHORTEST])) is not None:
                for form in candidates:
                    if _matches(form, text, lowered, at):
                        end = at + len(form.text)
                        yield Occurrence(at, end, text[at:end], form.encoding, form.secret, form.cut)
                        at = end - 1
                        break
            at += 1

    def replace(self, text: str) -> str:
        """Replace every secret in `text` itself; the caller decodes the layers."""
        parts, at = [], 0
        for found in self.find(text):
            if not found.cut:
                secret = found.secret
                form = found.form if found.encoding != "plain" else secret.value
                parts += [text[at : found.start], encode_like(secret.placeholder, form, secret.value)]
                at = found.end
        return "".join((*parts, text[at:]))

    def leaks(self, text: str) -> list[Leak]:
        """Every secret in `text` and its layers; `text` may be YAML, so also across lowered lines."""
        found = dict.fromkeys(self._leaks(text, 0, "plain"))
        if "\n" in text:
            view = UnfoldedText(text)
            found |= {(kind, view.of(at), how): None for kind, at, how in self._leaks(view.text, 0, "plain")}
        return [
            Leak(kind, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), encoding)
            for kind, at, encoding in found
        ]

    def _leaks(self, text: str, depth: int, outer: str) -> Iterator[tuple[str, int, str]]:
        for found in self.find(text):
            yield found.secret.kind, found.start, outer if found.encoding == "plain" else found.encoding
        if depth < DEEPEST:
            for layer in layers(text):
                for kind, _, encoding in self._leaks(layer.decoded, depth + 1, layer.encoding):
                    yield kind, layer.start, encoding


def is_searchable(value: str) -> bool:
    """Whether a value is long enough to be searched for (rule 4)."""
    if value.isdecimal() and value.isascii():
        return len(value) >= _SHORTEST_NUMBER
    return len(value) >= SHORTEST and value.casefold() not in aws_words()


def _matches(form: _EncodedForm, text: str, lowered: str, at: int) -> bool:
    end = at + len(form.text)
    if not lowered.startswith(form.lowered, at):
        return False
    if not form.any_case and text[at:end] != form.text:
        return False
    return not form.whole_word or (_starts_word(text, at) and _ends_word(text, end))


def _starts_word(text: str, at: int) -> bool:
    """Whether a word starts at `at`; the last letter of an escape belongs to no word."""
    if at == 0 or not (_BOUNDARY.match(text[at]) and _BOUNDARY.match(text[at - 1])):
        return True
    return _AFTER_ESCAPE.fullmatch(text[max(0, at - 6) : at]) is not None


def _ends_word(text: str, end: int) -> bool:
    return end == len(text) or not (_BOUNDARY.match(text[end - 1]) and _BOUNDARY.match(text[end]))


def _ascii_lower(text: str) -> str:
    """ASCII in lower case: the length stays the same."""
    return text.translate(_TO_LOWER)
