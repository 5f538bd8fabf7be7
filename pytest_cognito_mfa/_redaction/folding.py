"""Text in which the same letters are the same characters: in any case, composed or not; each knows where it was."""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata

_BEYOND_ASCII = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")
"""With the letter before, which an accent may follow."""


class FoldedText:
    """`text` is folded; `place(at)` is the position in the original of what is at `at`."""

    __slots__ = ("_places", "_starts", "text")

    def __init__(self, original: str) -> None:
        self._starts, self._places = [0], [0]
        if original.isascii():
            self.text = original.lower()
            return
        parts, at, length = [], 0, 0
        for run in _BEYOND_ASCII.finditer(original):
            parts.append(original[at : run.start()].lower())
            length += run.start() - at
            for place, character in enumerate(run[0], run.start()):
                folded = _folded(character)
                if len(folded) != 1:
                    self._add(length, place)
                    self._add(length + len(folded), place + 1)
                parts.append(folded)
                length += len(folded)
            at = run.end()
        self.text = "".join((*parts, original[at:].lower()))

    def _add(self, folded: int, place: int) -> None:
        self._starts.append(folded)
        self._places.append(place)

    def place(self, at: int) -> int:
        """Inside the several characters of one letter, the place after it."""
        part = bisect.bisect_right(self._starts, at) - 1
        place = self._places[part] + at - self._starts[part]
        return min(place, self._places[part + 1]) if part + 1 < len(self._places) else place


def fold(text: str) -> str:
    return FoldedText(text).text


@functools.lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", character).casefold())
