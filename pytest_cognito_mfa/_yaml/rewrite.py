"""A scalar of a YAML or JSON file written again where it stands, in its own style."""

from __future__ import annotations

import bisect
import json
import re
from typing import TYPE_CHECKING, NamedTuple

import yaml

from pytest_cognito_mfa._yaml.bounds import children_of
from pytest_cognito_mfa._yaml.lazy_nodes import PAIR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yaml.nodes import Node, ScalarNode

_PROPERTIES = re.compile(r"(?:[!&]\S*[ \t]+)*")
_COMMENT = re.compile(r"(?:(?<=\s)|^)#[^\n]*", re.MULTILINE)
_BLOCK = re.compile(r"\|[-+]?[ \t]*(?:#[^\n]*)?\n(?P<indent>\n* +)(?=\S)")
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff\u2028\u2029]")


class Change(NamedTuple):
    """What stands from `start` to `end` from now on."""

    start: int
    end: int
    text: str


class Places:
    """Where the nodes of a file stand in its text: where two escapes were read as one, places move."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.is_json = text.lstrip().startswith("{")
        pairs = PAIR.finditer(text) if self.is_json else ()
        # Each pair of escapes is two letters longer than the one that it is read as.
        self._after = [pair.end() - 2 * number for number, pair in enumerate(pairs, 1)]

    def of(self, node: ScalarNode) -> tuple[int, int]:
        start, end = (self._moved(mark.index) for mark in (node.start_mark, node.end_mark))
        return start, end

    def _moved(self, index: int) -> int:
        return index + 2 * bisect.bisect_right(self._after, index)

    def comments(self, root: Node) -> Iterator[Change]:
        """Every comment between the scalars, as a change that changes nothing."""
        at = 0
        for start, end in (*sorted(map(self.of, _scalars(root))), (len(self.text), len(self.text))):
            for found in _COMMENT.finditer(self.text, at, max(at, start)):
                yield Change(found.start(), found.end(), found[0])
            at = max(at, end)

    def change(self, node: ScalarNode, value: str) -> Change:
        """Write `value` where `node` stands; its tag and anchor stay."""
        start, end = self.of(node)
        source = self.text[start:end]
        kept = _PROPERTIES.match(source)
        start += 0 if kept is None else kept.end()
        return Change(start, end, self._written(self.text[start:end], node, value))

    def _written(self, source: str, node: ScalarNode, value: str) -> str:
        if self.is_json:
            return json.dumps(value, ensure_ascii=self.text.isascii()) if node.style == '"' else value
        block = _BLOCK.match(source)
        behind = source[len(source.rstrip()) :] if node.style in ("|", ">") else ""
        if block is not None and not _UNFIT.search(value) and value[:1] not in (" ", "\n", "\t", ""):
            lines = value.rstrip("\n").split("\n")
            indent = block["indent"].lstrip("\n")
            head = source[: source.index("\n") + 1]
            return head + "\n".join(line and indent + line for line in lines) + behind
        plain = node.style in (None, "")
        if plain and _reads_as(value, node.tag, "- {}" if "," in source else "[{}]"):
            return value
        if (plain or node.style == "'") and not _UNFIT.search(value) and "\n" not in value:
            return "'" + value.replace("'", "''") + "'"
        quoted = json.dumps(value, ensure_ascii=False)
        return _UNFIT.sub(lambda odd: f"\\u{ord(odd[0]):04x}", quoted) + behind


def changed(text: str, changes: Iterable[Change]) -> str:
    parts, at = [], 0
    for change in sorted(set(changes)):
        parts += [text[at : change.start], change.text]
        at = change.end
    return "".join((*parts, text[at:]))


def _scalars(node: Node) -> Iterator[ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    for part in children_of(node):
        yield from _scalars(part)


def _reads_as(value: str, tag: str | None, form: str) -> bool:
    """Whether `value` without quotes is read as what stood there, in a list of this form."""
    try:
        node = yaml.compose(form.format(value), Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return False
    items = node.value if isinstance(node, yaml.SequenceNode) else []
    if len(items) != 1 or not isinstance(items[0], yaml.ScalarNode) or items[0].value != value:
        return False
    return items[0].style in (None, "") and tag in (None, items[0].tag)
