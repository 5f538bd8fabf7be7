"""Two trees -> one: a scenario over the one that it extends.

Rule 1: mappings are merged member by member, and what stands in the file itself wins.
Rule 2: pools, clients and users are merged by name, the n-th of a name with the n-th of it; new ones stand behind.
Rule 3: faults, answers and expect stand behind those that are extended.
Rule 4: everything else is replaced.
Rule 5: of two members of which a thing has one, that of the file itself takes the other's place.
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


def merged(base: tree.Mapping, own: tree.Mapping, diagnostics: Diagnostics) -> tree.Mapping:
    """`own` over `base`; every node keeps the place that it was written at."""
    gone = {other for pair in _ONE_OF_TWO for other in pair if other not in own.nodes and set(pair) & set(own.nodes)}
    nodes = {name: node for name, node in base.nodes.items() if name not in gone}
    for name, node in own.nodes.items():
        nodes[name] = _over(nodes[name], node, name, diagnostics) if name in nodes else node
    return tree.Mapping(own.place, nodes, {**base.keys, **own.keys})


def _over(base: tree.Node, own: tree.Node, name: str, diagnostics: Diagnostics) -> tree.Node:
    if isinstance(base, tree.Mapping) and isinstance(own, tree.Mapping):
        return merged(base, own, diagnostics)
    if (name in _NAMED or name in _APPENDED) and isinstance(own, tree.Sequence):
        if not isinstance(base, tree.Sequence):
            diagnostics.add(base.place, mistyped(name, LIST, base))  # nobody sees it from here on
        elif name in _APPENDED:
            return tree.Sequence(own.place, (*base.nodes, *own.nodes))
        else:
            return _by_name(base, own, _NAMED[name], diagnostics)
    return own


def _by_name(base: tree.Sequence, own: tree.Sequence, names: Sequence[str], diagnostics: Diagnostics) -> tree.Sequence:
    nodes = list(base.nodes)
    standing: dict[str | None, list[int]] = {}
    for index, node in enumerate(nodes):
        standing.setdefault(_name(node, names), []).append(index)
    standing.pop(None, None)
    for node in own.nodes:
        if indices := standing.get(_name(node, names)):
            index = indices.pop(0)
            nodes[index] = _over(nodes[index], node, "", diagnostics)
        else:
            nodes.append(node)
    return tree.Sequence(own.place, tuple(nodes))


def _name(node: tree.Node, names: Sequence[str]) -> str | None:
    found = (node.nodes[name] for name in names if name in node.nodes) if isinstance(node, tree.Mapping) else ()
    return next((each.value for each in found if isinstance(each, tree.Scalar) and isinstance(each.value, str)), None)
