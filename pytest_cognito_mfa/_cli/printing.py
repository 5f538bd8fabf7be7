"""Prints a mistake: one line for tools, and in a terminal also the source line with a mark under the mistake.

Rule 1: a secret in the source line is hidden, with the rest of its line.
Rule 2: control characters are not sent to the terminal.
"""

from __future__ import annotations

import functools
import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._aws.secrecy import credential_members
from pytest_cognito_mfa._yaml.regular_files import read

if TYPE_CHECKING:
    from typing import TextIO

    from pytest_cognito_mfa.errors import Mistake

BOLD: Final = "1"
RED: Final = "1;31"
GREEN: Final = "1;32"
YELLOW: Final = "33"
DIM: Final = "2"

_HIDDEN: Final = "…"
_LINE_BREAK: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # as YAML counts lines
_TOKEN: Final = re.compile(r""""[^"]*"?|'[^']*'?|[^\s,:{}\[\]#]+|.""")
_NARROWEST: Final = 40


def paint(text: str, colour: str, *, styled: bool = True) -> str:
    return f"\033[{colour}m{text}\033[0m" if styled else text


def is_styled(stream: TextIO, choice: str = "auto") -> bool:
    """Whether to use colours: as `--color` says, or for auto in a terminal with colours, unless NO_COLOR is set."""
    refused = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return choice == "always" or (choice == "auto" and stream.isatty() and not refused)


def counted(number: int, noun: str) -> str:
    """``1 file``, ``2 files``"""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def one_line(mistake: Mistake) -> str:
    """One line: file, line, column and text."""
    return f"{mistake}\n"


def with_source(mistake: Mistake, width: int) -> str:
    """The same in colour, and below it the source line, at most `width` columns wide."""
    where = f"{mistake.file}:{mistake.line}:{mistake.column}:"
    head = f"{paint(where, BOLD)} {mistake.text}\n"
    source = _source(mistake)
    if source is None:
        return head
    line, column = source
    number = str(mistake.line)
    room = max(width - len(number) - 3, _NARROWEST)
    start = 0 if len(line) <= room else max(0, column - room // 2)
    shown = line[start : start + room]
    token = _TOKEN.match(shown, column - start)
    under = "".join(map(_blank, shown[: column - start]))
    mark = "^" * len("".join(map(_blank, token[0] if token else " ")))
    gutter = paint(" " * len(number) + " |", DIM)
    text = "".join(map(_printable, shown))
    return f"{head}{paint(number + ' |', DIM)} {text}\n{gutter} {under}{paint(mark, RED)}\n"


def _source(mistake: Mistake) -> tuple[str, int] | None:
    """The source line without secrets, and the index of the mistake in it; None if nothing may be shown."""
    lines = _lines(mistake.file)
    if mistake.line > len(lines) or not lines[mistake.line - 1].strip():
        return None
    if _inside_a_secret(lines[: mistake.line]):
        return None
    line = lines[mistake.line - 1]
    column = mistake.column - 1
    secret = _secret_key().search(line)
    if secret is None or not line[secret.end() :].strip():
        return line, column
    return f"{line[: secret.end()]} {_HIDDEN}", min(column, secret.end() + 1)


def _lines(file: str) -> list[str]:
    try:
        return _LINE_BREAK.split(read(Path(file)).decode("utf-8-sig", "replace"))
    except OSError:
        return []


@functools.cache
def _secret_key() -> re.Pattern[str]:
    names = "|".join(sorted(credential_members()))
    return re.compile(rf"""(?:^|[\s{{,"'-])(?:{names})["']?\s*:""")


def _inside_a_secret(lines: list[str]) -> bool:
    """Whether the last line belongs to the value of a secret key on an earlier line."""
    before = [line for line in lines if line.strip()]
    indent = _indent(before.pop())
    for nearest, line in enumerate(reversed(before)):
        if nearest == 0 or _indent(line) < indent:
            indent = min(indent, _indent(line))
            secret = _secret_key().search(line)
            if secret and not re.match(r"\s*[^\s|>&!#{[]", line[secret.end() :]):
                return True
    return False


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _printable(character: str) -> str:
    return character if character.isprintable() or character == "\t" else "\N{REPLACEMENT CHARACTER}"


def _blank(character: str) -> str:
    if character == "\t":
        return character
    return "  " if unicodedata.east_asian_width(character) in "WF" else " "
