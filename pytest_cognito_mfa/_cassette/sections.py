"""Find where each interaction starts in a cassette's text, without parsing the YAML.

vcrpy and this package write one block of YAML for each interaction.  Its first line starts with ``- `` in the first
column.  A file of this form is split at these lines, and a block is parsed when it is needed.  Any other file is parsed
as a whole.

Rule 1: besides the blocks, only ``interactions:`` and other keys may start in the first column.  With anything else
        there, such as a document marker or text, the file is of another form.
Rule 2: the operation of a block is in its X-Amz-Target.  A block that names none, or two, is parsed at once.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pytest_cognito_mfa._aws.exchange import TARGET_HEADER, TARGET_PREFIX

MOST_ITEMS = 1_000_000
MOST_KEYS = 1_000
"""A recording has far fewer.  A file with more is parsed as a whole."""

_MARGIN = re.compile(rb"^[^ \n\r][^\n]*", re.MULTILINE)
_ITEM = b"- "
_LIST = b"interactions:"
_KEY = re.compile(rb"[A-Za-z_]+:(?: [^\n&*!|>]*)?\r?$")
_OPERATION = re.compile(
    rb"^[ \t]*['\"]?" + TARGET_HEADER.encode() + rb"['\"]?:\s*(?:- |\[)?['\"]?" + TARGET_PREFIX.encode() + rb"(\w*)",
    re.MULTILINE | re.IGNORECASE,
)


class Section(NamedTuple):
    """The block of one interaction; `line` counts from 1."""

    start: int
    end: int
    line: int
    operation: str | None
    """None if the block must be parsed to know it."""


class Sections(NamedTuple):
    """A file that was split: the block of each interaction, and the rest."""

    frame: bytes
    """The file with empty lines in the place of its interactions."""
    items: tuple[Section, ...]


def find_sections(content: bytes) -> Sections | None:
    """The sections of a file of the usual form; None for any other file."""
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
