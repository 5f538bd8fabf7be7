"""Where a word begins and ends: a short secret is found only as a whole word, and a placeholder only between words."""

from __future__ import annotations

import re

_BOUNDARY = re.compile(r"[^\W_\u2e80-\u9fff\uac00-\ud7af]")
"""A letter or digit of a script that puts spaces between words."""
_AFTER_ESCAPE = re.compile(r".*(?:\\[nrtbf]|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4})", re.DOTALL)


def starts_word(text: str, at: int) -> bool:
    """Whether a word starts at `at`; the last letter of an escape belongs to no word."""
    if at == 0 or at == len(text) or not (_BOUNDARY.match(text[at]) and _BOUNDARY.match(text[at - 1])):
        return True
    return _AFTER_ESCAPE.fullmatch(text[max(0, at - 6) : at]) is not None


def ends_word(text: str, end: int) -> bool:
    return end == len(text) or not (_BOUNDARY.match(text[end - 1]) and _BOUNDARY.match(text[end]))


def whole_word(text: str, start: int, end: int, first: int = 0) -> tuple[int, int]:
    """A secret may be part of a word, which is replaced as a whole: a replay finds no placeholder in a word.

    Nothing before `first` is looked at.
    """
    while (
        start > first
        and _BOUNDARY.match(text[start - 1])
        and not _AFTER_ESCAPE.fullmatch(text[max(0, start - 6) : start])
    ):
        start -= 1
    while end < len(text) and _BOUNDARY.match(text[end]):
        end += 1
    return start, end
