"""YAML text -> nodes that know their place; whatever is not plain, safe and small is refused.

Rule 1: SafeLoader's semantics and no more: no tags of one's own, none of Python's.
Rule 2: a key is the text that stands there, so that `on:` is not YAML 1.1's `true`.
Rule 3: what aliases would expand to is measured before anything walks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import yaml

from pytest_cognito_mfa._yaml import bounds

if TYPE_CHECKING:
    from pytest_cognito_mfa._yaml.findings import Findings
    from pytest_cognito_mfa._yaml.places import Place

_CORE: Final = "tag:yaml.org,2002:"
_MERGE: Final = _CORE + "merge"
_SCALARS: Final = frozenset(_CORE + name for name in ("null", "bool", "int", "float", "str", "timestamp", "value"))
_PLAIN: Final = _SCALARS | {_CORE + "seq", _CORE + "map", _MERGE}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar: its value, and the text as it is `written`, which may say more (`+1206…`, `0123`, `OFF`)."""

    place: Place
    value: Any
    written: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    place: Place
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Members:
    """A mapping: its values, and the places of its keys."""

    place: Place
    nodes: Mapping[str, Node]
    keys: Mapping[str, Place]


Node = Leaf | Items | Members


def read(text: str, findings: Findings, empty: str) -> Node | None:
    """The tree of a YAML document; None when it cannot be trusted, and then `findings` says why.

    `empty` is what to say of an empty one.
    """
    try:
        root = bounds.compose(text)
        if root is not None:
            bounds.check_aliases(root)
    except yaml.YAMLError as error:
        findings.add(*_problem(text, error, findings))
        return None
    if root is None:
        findings.add(findings.place(1, 1), f"the file is empty; {empty}")
        return None
    reading = _Reading(findings)
    tree = reading.node(root)
    return None if reading.refused else tree


def of(value: Any, place: Place) -> Node:
    """The tree of a Python value, every node of it at the one `place`."""
    if isinstance(value, Mapping):
        nodes = {str(key): of(item, place) for key, item in value.items()}
        return Members(place, nodes, dict.fromkeys(nodes, place))
    if isinstance(value, (list, tuple)):
        return Items(place, tuple(of(item, place) for item in value))
    return Leaf(place, value, str(value))


def plain(node: Node) -> Any:
    """The Python value of a tree: dicts, lists and scalars."""
    if isinstance(node, Members):
        return {key: plain(child) for key, child in node.nodes.items()}
    return [plain(child) for child in node.nodes] if isinstance(node, Items) else node.value


class _Reading:
    """One conversion of composed YAML nodes; an anchor's node is converted once and shared."""

    def __init__(self, findings: Findings) -> None:
        self.refused = False
        self._findings = findings
        self._scalars = yaml.SafeLoader("")
        self._done: dict[int, Node] = {}

    def node(self, raw: yaml.Node) -> Node:
        if id(raw) not in self._done:
            self._done[id(raw)] = self._convert(raw)
        return self._done[id(raw)]

    def _convert(self, raw: yaml.Node) -> Node:
        if raw.tag not in _PLAIN:
            return self._refuse(raw, f"the tag {raw.tag.replace(_CORE, '!!')} is not known here; plain YAML only")
        if isinstance(raw, yaml.MappingNode):
            return self._members(raw)
        if isinstance(raw, yaml.SequenceNode):
            return Items(_at(raw.start_mark, self._findings), tuple(map(self.node, raw.value)))
        return self._leaf(raw)

    def _leaf(self, raw: yaml.Node) -> Node:
        place, written = _at(raw.start_mark, self._findings), raw.value
        if raw.tag not in _SCALARS or raw.tag == _CORE + "value":
            return Leaf(place, written, written)  # `<<` and `=` as values mean themselves
        try:
            return Leaf(place, self._scalars.construct_object(raw), written)
        except (ValueError, LookupError, AttributeError):  # what PyYAML raises depends on the type
            kind = raw.tag.removeprefix(_CORE)
            return self._refuse(raw, f"{written!r} is no {kind}, though YAML takes it for one; put it in quotes")

    def _members(self, raw: yaml.MappingNode) -> Members:
        nodes: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        merged: list[Members] = []
        for key, value in raw.value:
            place = _at(key.start_mark, self._findings)
            if key.tag == _MERGE:
                merged += self._merged(value)
            elif not isinstance(key, yaml.ScalarNode):
                self._findings.add(place, "a key must be a text")
            elif key.value in nodes:
                self._findings.add(place, f"the key {key.value!r} stands twice; first at line {keys[key.value].line}")
            else:
                nodes[key.value], keys[key.value] = self.node(value), place
        for source in merged:  # a key that stands here wins over a merged one, and an earlier merge over a later
            nodes = {**source.nodes, **nodes}
            keys = {**source.keys, **keys}
        return Members(_at(raw.start_mark, self._findings), nodes, keys)

    def _merged(self, raw: yaml.Node) -> list[Members]:
        node = self.node(raw)
        sources = node.nodes if isinstance(node, Items) else (node,)
        mappings = [source for source in sources if isinstance(source, Members)]
        if len(mappings) != len(sources):
            self._findings.add(node.place, "<< takes a mapping, or a list of mappings")
        return mappings

    def _refuse(self, raw: yaml.Node, text: str) -> Node:
        self.refused = True
        place = _at(raw.start_mark, self._findings)
        self._findings.add(place, text)
        return Leaf(place, None, "")


def _problem(text: str, error: yaml.YAMLError, findings: Findings) -> tuple[Place, str]:
    """A syntax error in one line; asked of PyYAML itself, for its words are clearer than libyaml's."""
    if not isinstance(error, bounds.TooComplex):
        try:
            yaml.compose(text, Loader=bounds.PYTHON_LOADER)
        except yaml.YAMLError as clearer:
            error = clearer
    if isinstance(error, bounds.TooComplex):
        return _at(error.problem_mark, findings), error.problem
    if isinstance(error, yaml.reader.ReaderError):
        before = text[: error.position].split("\n")
        place = findings.place(len(before), len(before[-1]) + 1)
        return place, f"the control character {error.character:#04x} cannot stand in YAML"
    assert isinstance(error, yaml.MarkedYAMLError)  # noqa: S101  # every other error of PyYAML's is one
    mark: Any = error.problem_mark
    if text[mark.index : mark.index + 1] == "\t":
        return _at(mark, findings), "a tab; YAML is indented with spaces"
    if text[: mark.index + 1].endswith("${"):
        return _at(mark, findings), "not YAML: between { } and [ ] a text with ${...} stands in quotes"
    words = ", ".join(part for part in (error.context, error.problem) if part)
    return _at(mark, findings), f"not YAML: {words}"


def _at(mark: Any, findings: Findings) -> Place:
    return findings.place(mark.line + 1, mark.column + 1)
