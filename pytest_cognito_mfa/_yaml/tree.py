"""A YAML text as a tree of nodes that know their place; refuses what is not plain, safe and small YAML.

Rule 1: only the tags of YAML's core schema are allowed.
Rule 2: a key is the text as written, so that `on:` is not the `true` of YAML 1.1.
"""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import yaml

from pytest_cognito_mfa._aws.limits import require_plain, require_writable
from pytest_cognito_mfa._yaml import bounds
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics
    from pytest_cognito_mfa._yaml.places import Place

_CORE: Final = "tag:yaml.org,2002:"
_MERGE: Final = _CORE + "merge"
_SCALARS: Final = frozenset(_CORE + name for name in ("null", "bool", "int", "float", "str", "timestamp", "value"))
_OPENED: Final = {
    "scanning a quoted scalar": "the quote that begins here is not closed",
    "parsing a flow sequence": "the list that begins here with [ is not closed, or a comma is missing in it",
    "parsing a flow mapping": "the mapping that begins here with { is not closed, or a comma is missing in it",
}
"""By PyYAML's words about what it was reading: the mistake is where that begins."""
_INDENTED: Final = "is this line indented like the one above?"
_MISPLACED: Final = {
    "mapping values are not allowed": f"a colon is not allowed here; {_INDENTED} A text with ': ' in it needs quotes",
    "expected <block end>": f"this does not fit what is above; {_INDENTED}",
    "could not find expected ':'": "a key ends with a colon",
    "cannot start any token": "a text that begins with this character needs quotes",
}
"""By PyYAML's words: what is probably wrong."""
_PLAIN: Final = _SCALARS | {_CORE + "seq", _CORE + "map", _MERGE}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value, and its text as it is `written`, which may say more (`+1206…`, `0123`, `OFF`)."""

    place: Place
    value: Any
    written: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    place: Place
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping: its values, and the places of its keys."""

    place: Place
    nodes: abc.Mapping[str, Node]
    keys: abc.Mapping[str, Place]


Node = Scalar | Sequence | Mapping


def read(text: str, diagnostics: Diagnostics, empty: str) -> Node | None:
    """The tree of a YAML document; None if it is not YAML that we read, and then `diagnostics` says why.

    `empty` is the next step for the user if the document is empty.
    """
    try:
        root = bounds.compose(text)
        if root is not None:
            bounds.check_aliases(root)
    except yaml.YAMLError as error:
        diagnostics.add(*_describe(text, error, diagnostics))
        return None
    if root is None:
        diagnostics.add(diagnostics.place(1, 1), f"the file is empty; {empty}")
        return None
    conversion = _Conversion(diagnostics)
    tree = conversion.node(root)
    return None if conversion.refused else tree


def of(value: Any, place: Place) -> Node:
    """The tree of a Python value; all its nodes have one `place`.  Raises SettingError for a value without limits."""
    require_plain(value)
    return _of(value, place)


def _of(value: Any, place: Place) -> Node:
    if isinstance(value, abc.Mapping):
        nodes = {str(key): _of(item, place) for key, item in value.items()}
        return Mapping(place, nodes, dict.fromkeys(nodes, place))
    if isinstance(value, (list, tuple)):
        return Sequence(place, tuple(_of(item, place) for item in value))
    return Scalar(place, value, str(value))


def plain(node: Node) -> Any:
    """The Python value of a tree: dicts, lists and scalars."""
    if isinstance(node, Mapping):
        return {key: plain(child) for key, child in node.nodes.items()}
    return [plain(child) for child in node.nodes] if isinstance(node, Sequence) else node.value


def scalar(node: Node | None) -> Any:
    """The value of a scalar; None for any other node, and for null."""
    return node.value if isinstance(node, Scalar) else None


def text(node: Node | None) -> str | None:
    """The text at `node`; None if it is not a text."""
    value = scalar(node)
    return value if isinstance(value, str) else None


class _Conversion:
    """Converts composed YAML nodes; the node of an anchor is converted once and shared."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        self.refused = False
        self._diagnostics = diagnostics
        self._constructor = yaml.SafeLoader("")
        self._done: dict[int, Node] = {}

    def node(self, raw: yaml.Node) -> Node:
        if id(raw) not in self._done:
            self._done[id(raw)] = self._convert(raw)
        return self._done[id(raw)]

    def _convert(self, raw: yaml.Node) -> Node:
        if raw.tag not in _PLAIN:
            return self._refuse(raw, f"the tag {raw.tag.replace(_CORE, '!!')} is not supported here; write plain YAML")
        if isinstance(raw, yaml.MappingNode):
            return self._mapping(raw)
        if isinstance(raw, yaml.SequenceNode):
            return Sequence(_at(raw.start_mark, self._diagnostics), tuple(map(self.node, raw.value)))
        return self._scalar(raw)

    def _scalar(self, raw: yaml.Node) -> Node:
        place, written = _at(raw.start_mark, self._diagnostics), raw.value
        if raw.tag not in _SCALARS or raw.tag == _CORE + "value":
            return Scalar(place, written, written)  # as values, `<<` and `=` are plain texts
        try:
            value = self._constructor.construct_object(raw)
            require_plain(value)
            return Scalar(place, value, written)
        except SettingError as error:
            return self._refuse(raw, str(error))
        except (ValueError, LookupError, AttributeError):  # what PyYAML raises depends on the type
            kind = raw.tag.removeprefix(_CORE)
            return self._refuse(raw, f"{written!r} is not a valid YAML {kind}; if it is a text, put it in quotes")

    def _mapping(self, raw: yaml.MappingNode) -> Mapping:
        nodes: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        merged: list[Mapping] = []
        for key, value in raw.value:
            place = _at(key.start_mark, self._diagnostics)
            if key.tag == _MERGE:
                merged += self._merged(value)
            elif not isinstance(key, yaml.ScalarNode):
                self._diagnostics.add(place, "a key must be a text")
            elif key.value in nodes:
                first = keys[key.value].line
                self._diagnostics.add(place, f"the key {key.value!r} is here twice; the first is in line {first}")
            elif self._is_writable(key):
                nodes[key.value], keys[key.value] = self.node(value), place
        for source in merged:  # a key of this mapping wins over a merged one, and an earlier merge over a later one
            nodes = {**source.nodes, **nodes}
            keys = {**source.keys, **keys}
        return Mapping(_at(raw.start_mark, self._diagnostics), nodes, keys)

    def _is_writable(self, key: yaml.ScalarNode) -> bool:
        try:
            require_writable(key.value)
        except SettingError as error:
            self._refuse(key, str(error))
            return False
        return True

    def _merged(self, raw: yaml.Node) -> list[Mapping]:
        node = self.node(raw)
        sources = node.nodes if isinstance(node, Sequence) else (node,)
        mappings = [source for source in sources if isinstance(source, Mapping)]
        if len(mappings) != len(sources):
            self._diagnostics.add(node.place, "<< takes a mapping, or a list of mappings")
        return mappings

    def _refuse(self, raw: yaml.Node, text: str) -> Node:
        self.refused = True
        place = _at(raw.start_mark, self._diagnostics)
        self._diagnostics.add(place, text)
        return Scalar(place, None, "")


def _describe(text: str, error: yaml.YAMLError, diagnostics: Diagnostics) -> tuple[Place, str]:
    """The place of a syntax error, and one line about it in the words of PyYAML, which are clearer than libyaml's."""
    if not isinstance(error, bounds.TooComplex):
        try:
            yaml.compose(text, Loader=bounds.PYTHON_LOADER)
        except yaml.YAMLError as clearer:
            error = clearer
    if isinstance(error, bounds.TooComplex):
        return _at(error.problem_mark, diagnostics), error.problem
    if isinstance(error, yaml.reader.ReaderError):
        before = text[: error.position].split("\n")
        place = diagnostics.place(len(before), len(before[-1]) + 1)
        return place, f"YAML does not allow the control character {error.character:#04x}; remove it"
    assert isinstance(error, yaml.MarkedYAMLError)  # noqa: S101  # every other error of PyYAML's is one
    mark: Any = error.problem_mark
    if text[mark.index : mark.index + 1] == "\t":
        return _at(mark, diagnostics), "this is a tab; indent YAML with spaces"
    if text[: mark.index + 1].endswith("${"):
        return _at(mark, diagnostics), "not YAML: between { } or [ ], put a text with ${...} in quotes"
    opened = next((hint for words, hint in _OPENED.items() if words in (error.context or "")), None)
    if opened is not None:
        return _at(error.context_mark, diagnostics), f"not YAML: {opened}"
    words = ", ".join(part for part in (error.context, error.problem) if part)
    problem = next((hint for known, hint in _MISPLACED.items() if known in words), words)
    return _at(mark, diagnostics), f"not YAML: {problem}"


def _at(mark: Any, diagnostics: Diagnostics) -> Place:
    return diagnostics.place(mark.line + 1, mark.column + 1)
