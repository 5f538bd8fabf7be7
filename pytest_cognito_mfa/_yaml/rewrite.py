"""Replaces scalars in the text of a YAML or JSON file in their own style, and joins folded lines for a search."""

from __future__ import annotations

import bisect
import json
import re
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

import yaml

from pytest_cognito_mfa._yaml.bounds import children_of
from pytest_cognito_mfa._yaml.lazy_nodes import BINARY, JSON_START, PAIR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yaml.nodes import Node, ScalarNode

_PROPERTIES = re.compile(r"(?:[!&]\S*\s+)*")
_COMMENT = re.compile(r"(?:(?<=\s)|^)#[^\n]*", re.MULTILINE)
_BLOCK = re.compile(r"\|[-+]?[ \t]*(?:#[^\n]*)?\n(?P<indent>\n* +)(?=\S)")
_SPACE = " \t\r\n\x85\u2028\u2029"
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff\u2028\u2029]")
_FOLD = re.compile(
    r"(?P<escaped>\\\n[ \t]*(?:\\(?= ))?)"  # in double quotes, at any position
    r"|(?P<binary>(?<=[A-Za-z0-9+/]{60})\n[ \t]*(?=[A-Za-z0-9+/]+={0,2}(?:\n|\Z)))"  # base64, in full lines
    r"|(?<![ \t])[ \t]*\n\s*"  # in any style, at a space
)


class TextChange(NamedTuple):
    """The new `text` from `start` to `end`."""

    start: int
    end: int
    text: str


class ScalarPositions:
    """The positions of scalars in the text of a file; in JSON, pairs of escapes that are read as one shift them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.is_json = JSON_START.match(text) is not None
        pairs = PAIR.finditer(text) if self.is_json else ()
        # A pair of escapes is two characters longer than the one escape that it is read as.
        self._after = [pair.end() - 2 * number for number, pair in enumerate(pairs, 1)]

    def of(self, node: ScalarNode) -> tuple[int, int]:
        start, end = (self._shifted(mark.index) for mark in (node.start_mark, node.end_mark))
        return start, end

    def _shifted(self, index: int) -> int:
        return index + 2 * bisect.bisect_right(self._after, index)

    def comments(self, root: Node) -> Iterator[TextChange]:
        """Every comment between the scalars, each as a change to its own text."""
        at = 0
        for start, end in (*sorted(map(self.of, _scalars(root))), (len(self.text), len(self.text))):
            for found in _COMMENT.finditer(self.text, at, max(at, start)):
                yield TextChange(found.start(), found.end(), found[0])
            at = max(at, end)

    def change(self, node: ScalarNode, value: str) -> TextChange:
        """Replace the scalar at `node` by `value`; its tag and anchor stay."""
        start, end = self.of(node)
        kept = _PROPERTIES.match(self.text, start, end)
        start = start if kept is None else kept.end()
        return TextChange(start, end, self._write(start, end, node, value))

    def _write(self, start: int, end: int, node: ScalarNode, value: str) -> str:
        """The new text; a copy of a large old one, from `start` to `end`, would cost as much memory again."""
        if self.is_json and node.style == '"':
            return _UNFIT.sub(_escape, json.dumps(value, ensure_ascii=self.text.isascii()))
        block = _BLOCK.match(self.text, start, end)
        after = _trailing_space(self.text, start, end) if node.style in ("|", ">") else ""
        is_fit = not _UNFIT.search(value) and not _UNFIT.search(self.text, start, end)
        if block is not None and is_fit and value[:1] not in (" ", "\n", "\t", ""):
            lines = value.rstrip(_SPACE).split("\n")  # the space at the end is that of the old text
            indent = block["indent"].lstrip("\n")
            head = self.text[start : self.text.index("\n", start) + 1]
            return head + "\n".join(line and indent + line for line in lines) + after
        plain = node.style in (None, "")
        if plain and _reads_as(value, node.tag, "- {}" if self.text.find(",", start, end) >= 0 else "[{}]"):
            return value
        if (plain or node.style == "'") and not _UNFIT.search(value) and "\n" not in value:
            return "'" + value.replace("'", "''") + "'"
        return _UNFIT.sub(_escape, json.dumps(value, ensure_ascii=False)) + after.lstrip(" \t")


def apply_changes(text: str, changes: Iterable[TextChange]) -> str:
    parts, at = [], 0
    for change in sorted(set(changes)):
        parts += [text[at : change.start], change.text]
        at = change.end
    return "".join((*parts, text[at:]))


def first_difference(before: Node, after: Node | None, values: Mapping[int, int]) -> Node | None:
    """The first node that is not as it was; `values` are the digests of the new values, by the id of their node."""
    left, seen = [(before, after)], set()
    while left:
        old, new = left.pop()
        if id(old) in seen:
            continue
        seen.add(id(old))
        if type(new) is not type(old) or new.tag != old.tag:
            return old
        if isinstance(old, yaml.ScalarNode):
            expected = values.get(id(old))
            if digest(new, new.value) != (digest(old, old.value) if expected is None else expected):
                return old
            continue
        pairs = [*zip_longest(children_of(old), children_of(new))]
        if pairs and None in pairs[-1]:
            return old
        left += reversed(pairs)
    return None


def digest(node: Node, value: str) -> int:
    """The same for equal values of a scalar, in the place of the value: white space means nothing in base64."""
    return hash("".join(value.split()) if node.tag == BINARY else value)


def _trailing_space(text: str, start: int, end: int) -> str:
    at = end
    while at > start and text[at - 1] in _SPACE:
        at -= 1
    return text[at:end]


def _escape(odd: re.Match[str]) -> str:
    return f"\\u{ord(odd[0]):04x}"


def _scalars(node: Node) -> Iterator[ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    for part in children_of(node):
        yield from _scalars(part)


def _reads_as(value: str, tag: str | None, form: str) -> bool:
    """Whether YAML reads `value` without quotes as this text, with the same tag, in a list of this `form`."""
    try:
        node = yaml.compose(form.format(value), Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return False
    items = node.value if isinstance(node, yaml.SequenceNode) else []
    if len(items) != 1 or not isinstance(items[0], yaml.ScalarNode) or items[0].value != value:
        return False
    return items[0].style in (None, "") and tag in (None, items[0].tag)


class UnfoldedText:
    """A YAML text with its folded lines joined, so that a search finds values that are broken over two lines.

    `text` is the joined text; `of(at)` is the position in the folded one.
    """

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
