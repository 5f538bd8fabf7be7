"""Where each interaction stands in a cassette's text, found without parsing it.

vcrpy, and this package, write one block of YAML for each interaction, whose first line begins with ``- `` at the
margin.  A file of that form is cut up at those lines, and a block is parsed when it is asked for; any other file is
parsed whole.

Rule 1: the frame around the interactions is one ``interactions:`` and other keys at the margin; anything else there,
        such as a document marker or text, makes the file another form.
Rule 2: a block names its operation at its X-Amz-Target; one that does not, or names two, is parsed at once.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pytest_cognito_mfa._aws.exchange import TARGET_HEADER, TARGET_PREFIX

MOST_ITEMS = 1_000_000
MOST_KEYS = 1_000
"""What no recording has; a file that has more is of no form of ours."""

_MARGIN = re.compile(rb"^[^ \n\r][^\n]*", re.MULTILINE)
_ITEM = b"- "
_LIST = b"interactions:"
_KEY = re.compile(rb"[A-Za-z_]+:(?: [^\n&*!|>]*)?\r?$")
_OPERATION = re.compile(
    rb"^[ \t]*['\"]?" + TARGET_HEADER.encode() + rb"['\"]?:\s*(?:- |\[)?['\"]?" + TARGET_PREFIX.encode() + rb"(\w*)",
    re.MULTILINE | re.IGNORECASE,
)


class Section(NamedTuple):
    """One interaction's block of the file; `line` counts from 1."""

    start: int
    end: int
    line: int
    operation: str | None
    """None when the block has to be parsed to know."""


class Sections(NamedTuple):
    """A file cut up: what stands around the interactions, and each of them."""

    frame: bytes
    """The file with line breaks alone where its interactions stand."""
    items: tuple[Section, ...]


def find_sections(content: bytes) -> Sections | None:
    """The sections of a file of the usual form; None for another."""
    starts: list[int] = []
    outside: list[int] = []
    for found in _MARGIN.finditer(content):
        text = found.group()
        if text.startswith(_ITEM):
            starts.append(found.start())
        elif text.startswith(b"#"):
            continue
        elif _KEY.match(text) and len(outside) < MOST_KEYS:
            outside.append(found.start())
        else:
            return None
    if not starts or len(starts) > MOST_ITEMS:
        return None
    before = [at for at in outside if at < starts[0]]
    if not before or not content.startswith(_LIST, before[-1]):
        return None
    after = next((at for at in outside if at > starts[0]), len(content))
    if starts[-1] > after:
        return None
    gap = b"\n" * content.count(b"\n", starts[0], after)
    return Sections(content[: starts[0]] + gap + content[after:], _items(content, starts, after))


def _items(content: bytes, starts: list[int], end: int) -> tuple[Section, ...]:
    items: list[Section] = []
    line, before = 1, 0
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        line += content.count(b"\n", before, start)
        before = start
        named = {found.group(1) for found in _OPERATION.finditer(content, start, stop)}
        items.append(Section(start, stop, line, named.pop().decode() if len(named) == 1 else None))
    return tuple(items)
