"""Joins the folded lines of a YAML text, so that a search finds values that are broken over two lines."""

from __future__ import annotations

import bisect
import re

_FOLD = re.compile(
    r"(?P<escaped>\\\n[ \t]*(?:\\(?= ))?)"  # in double quotes, at any position
    r"|(?P<binary>(?<=[A-Za-z0-9+/]{60})\n[ \t]*(?=[A-Za-z0-9+/]+={0,2}(?:\n|\Z)))"  # base64, in full lines
    r"|[ \t]*\n\s*"  # in any style, at a space
)


class UnfoldedText:
    """`text` has its lines joined; `of(at)` is the position in the folded text."""

    def __init__(self, folded: str) -> None:
        parts, at, length = [], 0, 0
        self._starts, self._places = [0], [0]
        for fold in _FOLD.finditer(folded):
            space = " " if fold.lastgroup is None else ""
            parts += [folded[at : fold.start()], space]
            length += fold.start() - at + len(space)
            at = fold.end()
            self._starts.append(length)
            self._places.append(at)
        self.text = "".join((*parts, folded[at:]))

    def of(self, at: int) -> int:
        part = bisect.bisect_right(self._starts, at) - 1
        return self._places[part] + at - self._starts[part]
