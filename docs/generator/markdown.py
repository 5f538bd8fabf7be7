"""How a text, a table and a link are written in Markdown, so that no character in them is read as Markdown or HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def code(text: str) -> str:
    """`text` in code style, fit for a cell of a table: one line, no bare pipe."""
    inside = text.replace("\n", "\\n").replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", inside)), default=0)
    fence, space = "`" * (longest + 1), " " if longest else ""
    return f"{fence}{space}{inside}{space}{fence}"


def codes(texts: Iterable[str]) -> str:
    """Several of them, with commas."""
    return ", ".join(map(code, texts))


def prose(text: str) -> str:
    """`text` on one line; `owner/repository#1` becomes a link to GitHub."""
    parts = re.split(r"(`+[^`]+`+)", " ".join(text.split()).replace("|", "\\|"))
    parts[::2] = [part.replace("<", "&lt;").replace("*", "\\*") for part in parts[::2]]
    return re.sub(r"([\w.-]+/[\w.-]+)((?:(?:, )?#\d+)+)", _linked, "".join(parts))


def _linked(threads: re.Match[str]) -> str:
    """The links of `owner/repository#1, #2`."""
    repository, numbers = threads[1], re.findall(r"#(\d+)", threads[2])
    return ", ".join(f"[{repository}#{number}](https://github.com/{repository}/issues/{number})" for number in numbers)


def table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def docstring(text: str) -> str:
    """A docstring of the package as Markdown: code in one pair of backticks, `Example::` blocks fenced."""
    return re.sub(r"(?<!`)``([^`]+)``(?!`)", r"`\1`", text)
