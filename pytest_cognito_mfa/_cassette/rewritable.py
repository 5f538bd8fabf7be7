"""Whether a file may be written again: all of it is read, also what a replay never looks at.

Rule 1: every interaction has its two halves, wherever in the file it stands.
Rule 2: no key stands twice in a mapping, every tag is one of plain YAML's, and aliases expand to a file of bounded
        size; whatever else stands there is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import yaml

from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.paths import display_path
from pytest_cognito_mfa._yaml.bounds import children_of
from pytest_cognito_mfa._yaml.lazy_nodes import YamlText

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from yaml.nodes import Node

_PLAIN: Final = "tag:yaml.org,2002:"
_TAGS: Final = frozenset(
    _PLAIN + name for name in ("binary", "bool", "float", "int", "map", "null", "seq", "str", "timestamp")
)


def require_rewritable(path: Path) -> None:
    """Raise `CassetteError`, with file and line, where `path` cannot be written again without loss."""
    for interaction in load(path).interactions:
        interaction.reply  # noqa: B018 - reads it
    file = YamlText(display_path(path), path.read_bytes())
    root = file.root()
    assert root is not None  # noqa: S101  # it was loaded
    file.check_aliases(root)
    for node in _every(root):
        if node.tag not in _TAGS:
            raise file.mistake(node, f"cannot be recorded into: the tag {_named(node.tag)} is none of plain YAML's")
        if isinstance(node, yaml.MappingNode):
            file.members(node, "a mapping")
        elif isinstance(node, yaml.ScalarNode):
            _constructed(file, node)


def _constructed(file: YamlText, node: yaml.ScalarNode) -> None:
    """A value that only looks like a number or a date is one to YAML, and cannot be made."""
    try:
        yaml.constructor.SafeConstructor().construct_document(node)
    except (ValueError, yaml.YAMLError):
        raise file.mistake(node, f"cannot be recorded into: this is no {_named(node.tag)}; quote it") from None


def _named(tag: str) -> str:
    return tag.replace(_PLAIN, "!!")


def _every(root: Node) -> Iterator[Node]:
    """Each node once, in the file's order, also where aliases name it again."""
    left, seen = [root], {id(root)}
    while left:
        node = left.pop()
        yield node
        for each in reversed(children_of(node)):
            if id(each) not in seen:
                seen.add(id(each))
                left.append(each)
