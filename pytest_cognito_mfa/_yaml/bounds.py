"""Limits for every YAML file that is read: how deep it nests, and how much its aliases expand to.

Composing is recursive, in C too, where some ten thousand levels crash Python; so the depth is limited while a file is
composed.  What its aliases expand to is measured before anything walks through them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml

from pytest_cognito_mfa._aws.limits import DEPTH

if TYPE_CHECKING:
    from yaml.nodes import Node

VALUES: Final = 200_000
"""Keys and values in a file, with each alias expanded."""


class TooComplex(yaml.MarkedYAMLError):
    """A file nests too deep, or its aliases expand to too much."""

    def __init__(self, problem: str, node: Node) -> None:
        super().__init__(problem=problem, problem_mark=node.start_mark)
        self.problem: str = problem
        self.problem_mark: Any = node.start_mark


class _Bounded:
    """Counts the levels of nesting: both of PyYAML's composers call their resolver at each."""

    _depth = 0

    def descend_resolver(self, parent: Node | None, _index: object) -> None:
        self._depth += 1
        if self._depth > DEPTH and parent is not None:
            raise TooComplex(f"nested more than {DEPTH} levels deep", parent)

    def ascend_resolver(self) -> None:
        self._depth -= 1


def bounded(base: type) -> Any:
    """Make a loader of PyYAML that stops at `DEPTH`."""
    return type("BoundedLoader", (_Bounded, base), {})


PYTHON_LOADER: Final = bounded(yaml.SafeLoader)
LOADER = bounded(getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # libyaml is ten times as fast, but optional


def compose(text: str) -> Node | None:
    """The nodes of a YAML document, None for an empty one; raises yaml.YAMLError, which may be TooComplex."""
    return yaml.compose(text, Loader=LOADER)


def check_aliases(root: Node, values: int = VALUES) -> None:
    """Raise TooComplex if the file, with its aliases expanded, is too big or too deep, or never ends."""
    sizes: dict[int, int] = {}
    depths: dict[int, int] = {}
    open_: set[int] = set()
    left = [root]
    while left:
        node = left[-1]
        children = children_of(node)
        if id(node) not in open_ and id(node) not in sizes:
            open_.add(id(node))
            for child in children:
                if id(child) in open_:
                    raise TooComplex("this value contains an alias (*) of itself", child)
                if id(child) not in sizes:
                    left.append(child)
            if left[-1] is not node:
                continue
        left.pop()
        open_.discard(id(node))
        sizes[id(node)] = 1 + sum(sizes[id(child)] for child in children)
        depths[id(node)] = 1 + max((depths[id(child)] for child in children), default=0)
        if depths[id(node)] > DEPTH:
            raise TooComplex(f"aliases (*) nest this more than {DEPTH} levels deep", node)
        if len(sizes) > values:
            raise TooComplex(f"this file has more than {values} keys and values", node)
        if sizes[id(node)] > values:
            raise TooComplex(f"aliases (*) expand this to more than {values} keys and values", node)


def children_of(node: Node) -> list[Node]:
    """The keys, values and items of a node."""
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []
