"""Text in which the same letters are the same characters: in any case, composed or not; each knows where it was."""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEYOND_ASCII = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")
"""With the letter before, which an accent may follow."""
_MOST_ACCENTS = 31
"""To put more of them into order would cost the square of their number; no language has more than a few."""
_STRETCH = 256
"""Letters after which a place is noted: to note each of them would cost many times the memory of the text."""


class FoldedText:
    """`text` is folded; `place(at)` is the position in the original of what is at `at`."""

    __slots__ = ("_original", "_places", "_starts", "text")

    def __init__(self, original: str) -> None:
        self._original = original
        self._starts, self._places = [0], [0]
        """Where stretches begin: in the folded text, in the original."""
        if original.isascii():
            self.text = original.lower()
            return
        parts, at, length = [], 0, 0
        for run in _BEYOND_ASCII.finditer(original):
            parts.append(original[at : run.start()].lower())
            length += run.start() - at
            self._add(length, run.start())
            for place, letter in _letters(original, run.start(), run.end()):
                parts.append(_folded(letter))
                length += len(parts[-1])
                if place + len(letter) >= self._places[-1] + _STRETCH:
                    self._add(length, place + len(letter))
            at = run.end()
            self._add(length, at)
        self.text = "".join((*parts, original[at:].lower()))
        self._add(len(self.text), len(original))

    def _add(self, folded: int, place: int) -> None:
        self._starts.append(folded)
        self._places.append(place)

    def place(self, at: int) -> int:
        """Inside the several characters of one letter, the place after it."""
        part = bisect.bisect_right(self._starts, at) - 1
        start, place = self._starts[part], self._places[part]
        if part + 1 == len(self._starts) or self._starts[part + 1] - start == self._places[part + 1] - place:
            return place + at - start  # no letter of the stretch became more characters
        for at_letter, letter in _letters(self._original, place, self._places[part + 1]):
            if start >= at:
                return at_letter
            start += len(_folded(letter))
        return self._places[part + 1]


def fold(text: str) -> str:
    return FoldedText(text).text


def _letters(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Each letter with the accents after it, which have no order of their own, and where it begins."""
    begin = start
    for at in range(start + 1, end):
        if at - begin == _MOST_ACCENTS or not _is_accent(text[at]):
            yield begin, text[begin:at]
            begin = at
    yield begin, text[begin:end]


@functools.lru_cache(maxsize=4096)
def _is_accent(character: str) -> bool:
    return unicodedata.combining(unicodedata.normalize("NFD", character)[0]) > 0


@functools.lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", letter).casefold())
