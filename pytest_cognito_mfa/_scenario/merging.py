"""Merges a scenario over the one that it extends.

Mappings merge key by key; pools, clients and users by name.  `faults`, `answers` and `expect` are appended.
Everything else is replaced.

Rule 1: of several pools, clients or users with one name, the first merges with the first, and so on; new ones go last.
Rule 2: of two keys that exclude each other (`Name` and `PoolName`), the key of the file itself replaces the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import LIST, mistyped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics

_NAMED: Final[Mapping[str, Sequence[str]]] = {
    "pools": ("Name", "PoolName"),
    "clients": ("ClientName",),
    "users": ("Username",),
}
_APPENDED: Final = ("faults", "answers", "expect")
_ONE_OF_TWO: Final = (("Name", "PoolName"), ("Id", "UserPoolId"), ("Password", "TemporaryPassword"))


def merge(base: tree.Mapping, own: tree.Mapping, diagnostics: Diagnostics) -> tree.Mapping:
    """`own` merged over `base`; every node keeps its place."""
    gone = {other for pair in _ONE_OF_TWO for other in pair if other not in own.nodes and set(pair) & set(own.nodes)}
    nodes = {name: node for name, node in base.nodes.items() if name not in gone}
    for name, node in own.nodes.items():
        nodes[name] = _merge_node(nodes[name], node, name, diagnostics) if name in nodes else node
    return tree.Mapping(own.place, nodes, {**base.keys, **own.keys})


def _merge_node(base: tree.Node, own: tree.Node, name: str, diagnostics: Diagnostics) -> tree.Node:
    if isinstance(base, tree.Mapping) and isinstance(own, tree.Mapping):
        return merge(base, own, diagnostics)
    if (name in _NAMED or name in _APPENDED) and isinstance(own, tree.Sequence):
        if not isinstance(base, tree.Sequence):
            diagnostics.add(base.place, mistyped(name, LIST, base))  # the merged tree no longer has it
        elif name in _APPENDED:
            return tree.Sequence(own.place, (*base.nodes, *own.nodes))
        else:
            return _merge_by_name(base, own, _NAMED[name], diagnostics)
    return own


def _merge_by_name(
    base: tree.Sequence, own: tree.Sequence, names: Sequence[str], diagnostics: Diagnostics
) -> tree.Sequence:
    nodes = list(base.nodes)
    positions: dict[str | None, list[int]] = {}
    for index, node in enumerate(nodes):
        positions.setdefault(_name(node, names), []).append(index)
    positions.pop(None, None)
    for node in own.nodes:
        if indices := positions.get(_name(node, names)):
            index = indices.pop(0)
            nodes[index] = _merge_node(nodes[index], node, "", diagnostics)
        else:
            nodes.append(node)
    return tree.Sequence(own.place, tuple(nodes))


def _name(node: tree.Node, names: Sequence[str]) -> str | None:
    found = (node.nodes[name] for name in names if name in node.nodes) if isinstance(node, tree.Mapping) else ()
    return next(filter(None, map(tree.text, found)), None)
