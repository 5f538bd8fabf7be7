"""The secrets that were replaced so far, and where one of them occurs in a text.

1. A value is searched for in every encoded form, in every layer of encoding, and as part of base64.
2. It is found in every case and Unicode form.  A telephone number is found with and without plus sign and spaces.
3. A short value counts only as a whole word: inside a longer word it is a different word.
4. A single character, a number of fewer than four digits, and a word of AWS's would be found everywhere.  It is
   replaced only in its own member, and not searched for.
5. Inside a region's name and inside a placeholder nothing is a secret.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_cognito_mfa._aws import secrecy
from pytest_cognito_mfa._redaction.encodings import DEEPEST, base64_pieces, encode_like, encoded_forms, layers
from pytest_cognito_mfa._redaction.folding import FoldedText, fold
from pytest_cognito_mfa._redaction.form_index import FormIndex
from pytest_cognito_mfa._redaction.placeholder_forms import REGION
from pytest_cognito_mfa._redaction.protocol import Leak, Lines
from pytest_cognito_mfa._redaction.public_values import aws_words
from pytest_cognito_mfa._redaction.word_bounds import ends_word, starts_word, whole_word
from pytest_cognito_mfa._yaml.rewrite import UnfoldedText

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

_SHORTEST_NUMBER = 4
_FEW_DIGITS = 6
_NO_WORD = 16
_LONGER_THAN_WORDS = 200
"""Characters: no word of AWS's has as many."""
_LONGEST_PIECES = 4096
"""A longer value is searched for as it is and as JSON has it, by its beginning first: each form of it costs memory."""
_BEGINNING = 512
_ESCAPED_IN_JSON = re.compile(r'[\x00-\x1f"\\]')
_MOST_AFTER_A_WORD: Final = 40
"""The characters of a placeholder after its first word, such as a UUID's other groups."""
TELEPHONE = re.compile(r"\+?[0-9](?:[ ().-]{0,3}[0-9]){6,16}")
_IN_NUMBER_BEFORE, _IN_NUMBER_AFTER = re.compile(r"[0-9][.:-]"), re.compile(r"[.:-][0-9]")
_PROTOCOL_TOKEN = re.compile(
    rf"(?<![0-9A-Za-z]){REGION}(?![0-9A-Za-z])"
    r"|(?<=@)example\.com|https://example\.com/|Stand-in-[a-z0-9]{10}-1A!?|Etc/GMT-\d+|en[-_]X[A-Z]\b"
    r"|2001:db8::1[0-9a-f]{3}:1[0-9a-f]{3}|(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}|1900-\d\d-\d\d"
)
"""Rule 5."""


class Secret(NamedTuple):
    """A value that was replaced."""

    value: str
    kind: str
    placeholder: str

    def __repr__(self) -> str:
        """Without the value: a test failure may print this object."""
        return f"<{self.kind}>"


class _EncodedForm(NamedTuple):
    encoding: str
    secret: Secret
    exact: str = ""
    """Not empty for a part of base64: the case matters, and the whole run must be replaced."""

    def begins(self, length: int | None = None) -> str:
        """The folded form of a long value, or of so much of its beginning."""
        value = self.secret.value[:length]
        return fold(_one_line(value) if self.encoding == "plain" else json.dumps(value, ensure_ascii=False)[1:-1])

    def __repr__(self) -> str:
        return f"{self.secret!r} in {self.encoding}"


class Occurrence(NamedTuple):
    start: int
    end: int
    form: str
    encoding: str
    secret: Secret
    cut: bool
    """Whether it is part of base64, so that the whole run must be replaced."""

    def __repr__(self) -> str:
        return f"{self.secret!r} from {self.start} to {self.end}"


class _Place(NamedTuple):
    """What is replaced: a secret, or a word of which secrets are parts."""

    start: int
    end: int
    whole: Occurrence | None


class KnownSecrets:
    """All secrets of one redactor; `placeholders` are never secrets.

    `variant` draws the placeholder of a value that differs from a secret in case or Unicode form.
    """

    def __init__(self, placeholders: Container[str], variant: Callable[[str], str]) -> None:
        self._secrets: dict[str, Secret] = {}
        self._words: FormIndex[_EncodedForm] = FormIndex()
        self._anywhere: FormIndex[_EncodedForm] = FormIndex()
        self._long: FormIndex[_EncodedForm] = FormIndex()
        """By the beginnings of their forms."""
        self._telephones: dict[str, Secret] = {}
        self._placeholders, self._variant = placeholders, variant

    def learn(self, value: str, kind: str, placeholder: str) -> None:
        if value == placeholder or not is_searchable(value):
            return
        known = self._secrets.get(value)
        if known is not None:
            if kind != "password":  # a replay knows whose name it is, but not whose password
                kind = kind if known.kind == "password" else known.kind
                self._secrets[value] = Secret(value, kind, placeholder)
            return
        secret = self._secrets[value] = Secret(value, kind, placeholder)
        if TELEPHONE.fullmatch(value):
            self._telephones.setdefault(digits_of(value), secret)
        if len(value) > _LONGEST_PIECES:
            for encoding in ("plain", "JSON") if _ESCAPED_IN_JSON.search(value) else ("plain",):
                form = _EncodedForm(encoding, secret)
                self._long.add(form.begins(_BEGINNING), form)
            return
        forms = self._words if len(value) < _NO_WORD else self._anywhere
        for text, encoding in encoded_forms(value).items():
            forms.add(fold(_one_line(text)), _EncodedForm(encoding, secret))
        for piece in base64_pieces(value):
            if len(piece) >= 2 * _SHORTEST_NUMBER:
                self._anywhere.add(piece.lower(), _EncodedForm("base64", secret, exact=piece))

    def is_placeholder(self, value: str) -> bool:
        """Whether `value` was drawn for a secret."""
        return value in self._placeholders

    def find(self, text: str) -> list[Occurrence]:
        """Every secret in `text` itself, from left to right; of two that overlap the first, then the longest."""
        if not self._secrets:
            return []
        folded = FoldedText(_one_line(text))
        found = [*self._find_forms(text, folded), *self._find_long(text, folded), *self._find_telephones(text)]
        del folded
        if not found:
            return []
        tokens = _PROTOCOL_TOKEN.finditer(text)
        token = next(tokens, None)
        apart: list[Occurrence] = []
        last_word: list[tuple[int, int, bool]] = []
        for each in sorted(found, key=lambda one: (one.start, -one.end, one.form != one.secret.value)):
            if apart and each.start < apart[-1].end:
                continue
            while token is not None and token.end() <= each.start:
                token = next(tokens, None)
            in_token = token is not None and token.start() <= each.start and each.end <= token.end()
            is_other = in_token or each.form in self._placeholders
            if not is_other and not self._cuts_placeholder(text, each.end, last_word):
                apart.append(each._replace(secret=self._secrets[each.secret.value]))
        return apart

    def _cuts_placeholder(self, text: str, end: int, last: list[tuple[int, int, bool]]) -> bool:
        """Whether a secret ends inside of a placeholder: only the beginning of that reads like the end of the secret.

        `last` keeps the last word that was looked at, because a long word may hold many secrets.
        """
        if ends_word(text, end):
            return False
        if not last or not last[0][0] < end < last[0][1]:
            start, stop = whole_word(text, end, end)
            ends = range(stop, min(stop + _MOST_AFTER_A_WORD, len(text)) + 1)
            last[:] = [(start, stop, any(self.is_placeholder(text[start:each]) for each in ends))]
        return last[0][2]

    def replace(self, text: str) -> tuple[str, list[str]]:
        """`text` without any secret in itself, and the kinds that were in it; the caller decodes the layers."""
        places: list[_Place] = []
        kinds = []
        for found in self.find(text):
            kinds.append(found.secret.kind)
            end = places[-1].end if places else -1
            if found.cut or found.end <= end:
                continue
            place = whole_word(text, found.start, found.end, max(end - 1, 0))
            if place[0] < end:  # in one word with the last: a replay would find neither of two placeholders
                place = (places.pop().start, place[1])
            places.append(_Place(*place, found if place == (found.start, found.end) else None))
        parts, at = [], 0
        for start, end, whole in places:
            parts += [text[at:start], self._placeholder(whole) if whole else self._variant(text[start:end])]
            at = end
        return "".join((*parts, text[at:])), kinds

    def leaks(self, text: str) -> list[Leak]:
        """Every secret in `text` and its layers; `text` may be YAML, so also across folded lines."""
        found = dict.fromkeys(self._leaks(text, 0, "plain"))
        if "\n" in text:
            view = UnfoldedText(text)
            found |= {(kind, view.of(at), how): None for kind, at, how in self._leaks(view.text, 0, "plain")}
        lines = Lines(text)
        return [Leak(kind, *lines.of(at), encoding) for kind, at, encoding in found]

    def _placeholder(self, found: Occurrence) -> str:
        placeholder, value = found.secret.placeholder, found.secret.value
        if placeholder[:1] in ("{", "["):  # a name in this JSON may have become known since
            placeholder = self.replace(placeholder)[0]
        if found.encoding == "telephone":
            return placeholder if found.form.startswith("+") else placeholder.removeprefix("+")
        if found.encoding != "plain":
            return encode_like(placeholder, found.form, value)
        is_password = found.secret.kind == "password"
        return placeholder if found.form == value or is_password else self._variant(found.form)

    def _find_forms(self, text: str, folded: FoldedText) -> Iterator[Occurrence]:
        for forms, are_words in ((self._words, True), (self._anywhere, False)):
            end = 0
            for at in forms.starts(folded.text):
                if at < end:
                    continue
                start = -1
                best: Occurrence | None = None
                for length, form in forms.at(folded.text, at):
                    start = folded.place(at) if start < 0 else start
                    if are_words and not starts_word(text, start):
                        break
                    stop = folded.place(at + length)
                    if best is not None and (stop < best.end or best.form == best.secret.value):
                        break
                    if _counts(form, text, start, stop) and not (are_words and not ends_word(text, stop)):
                        exact = text[start:stop]
                        if best is None or form.secret.value == exact:
                            best = Occurrence(start, stop, exact, form.encoding, form.secret, bool(form.exact))
                            end = at + length
                if best is not None:
                    yield best

    def _find_long(self, text: str, folded: FoldedText) -> Iterator[Occurrence]:
        """Long values: where one may begin, look for all of it, once for each stretch of the text."""
        searched: dict[_EncodedForm, tuple[int, int]] = {}
        for at in self._long.starts(folded.text):
            for _, form in self._long.at(folded.text, at):
                begin, end = searched.get(form, (-1, 0))
                if begin < at and end <= at:
                    whole = form.begins()
                    begin = folded.text.find(whole, at)
                    end = begin + len(whole) if begin >= 0 else len(folded.text)
                    searched[form] = (begin, end)
                if begin == at:
                    start, stop = folded.place(begin), folded.place(end)
                    yield Occurrence(start, stop, text[start:stop], form.encoding, form.secret, cut=False)

    def _find_telephones(self, text: str) -> Iterator[Occurrence]:
        for found in TELEPHONE.finditer(text) if self._telephones else ():
            start, end = found.span()
            secret = self._telephones.get(digits_of(found[0]))
            if secret is not None and starts_word(text, start) and ends_word(text, end):
                yield Occurrence(start, end, found[0], "telephone", secret, cut=False)

    def _leaks(self, text: str, depth: int, outer: str) -> Iterator[tuple[str, int, str]]:
        for found in self.find(text):
            plain = found.encoding in ("plain", "telephone")
            yield found.secret.kind, found.start, outer if plain else found.encoding
        if depth < DEEPEST:
            for layer in layers(text):
                for kind, _, encoding in self._leaks(layer.decoded, depth + 1, layer.encoding):
                    yield kind, layer.start, encoding


def is_searchable(value: str) -> bool:
    """Whether a value says enough to be searched for (rule 4)."""
    if value.isdecimal() and value.isascii():
        return len(value) >= _SHORTEST_NUMBER
    if len(value) < _SHORTEST_NUMBER and not (len(value) > 1 and value.isalnum()):
        return False
    is_token = _PROTOCOL_TOKEN.fullmatch(value) or secrecy.CUSTOM_ATTRIBUTE.fullmatch(value)
    return value[:_LONGER_THAN_WORDS].casefold() not in aws_words() and not is_token


def _counts(form: _EncodedForm, text: str, start: int, end: int) -> bool:
    """Whether a text that equals the form, but perhaps for its case, is the secret and no part of something else."""
    if form.exact:
        return text[start:end] == form.exact
    is_short = len(form.secret.value) < _FEW_DIGITS and form.secret.value.isdecimal()
    return not is_short or not (
        _IN_NUMBER_BEFORE.fullmatch(text[max(0, start - 2) : start]) or _IN_NUMBER_AFTER.match(text, end)
    )


def _one_line(text: str) -> str:
    """A line may end inside of a name; each character keeps its place."""
    return text.replace("\n", " ")


def digits_of(value: str) -> str:
    return re.sub("[^0-9]", "", value)
