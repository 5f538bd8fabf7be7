"""Two trees -> one: a scenario over the one that it extends.

Rule 1: mappings are merged member by member, and what stands in the file itself wins.
Rule 2: pools, clients and users are merged by name, the n-th of a name with the n-th of it; new ones stand behind.
Rule 3: faults, answers and expect stand behind those that are extended.
Rule 4: everything else is replaced.
Rule 5: of two members of which a thing has one, that of the file itself takes the other's place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._yaml.messages import LIST, mistyped
from pytest_cognito_mfa._yaml.tree import Items, Leaf, Members, Node

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._yaml.findings import Findings

_NAMED: Final[Mapping[str, Sequence[str]]] = {
    "pools": ("Name", "PoolName"),
    "clients": ("ClientName",),
    "users": ("Username",),
}
_APPENDED: Final = ("faults", "answers", "expect")
_ONE_OF_TWO: Final = (("Name", "PoolName"), ("Id", "UserPoolId"), ("Password", "TemporaryPassword"))


def merged(base: Members, own: Members, findings: Findings) -> Members:
    """`own` over `base`; every node keeps the place that it was written at."""
    gone = {other for pair in _ONE_OF_TWO for other in pair if other not in own.nodes and set(pair) & set(own.nodes)}
    nodes = {name: node for name, node in base.nodes.items() if name not in gone}
    for name, node in own.nodes.items():
        nodes[name] = _over(nodes[name], node, name, findings) if name in nodes else node
    return Members(own.place, nodes, {**base.keys, **own.keys})


def _over(base: Node, own: Node, name: str, findings: Findings) -> Node:
    if isinstance(base, Members) and isinstance(own, Members):
        return merged(base, own, findings)
    if (name in _NAMED or name in _APPENDED) and isinstance(own, Items):
        if not isinstance(base, Items):
            findings.add(base.place, mistyped(name, LIST, base))  # nobody sees it from here on
        elif name in _APPENDED:
            return Items(own.place, (*base.nodes, *own.nodes))
        else:
            return _by_name(base, own, _NAMED[name], findings)
    return own


def _by_name(base: Items, own: Items, names: Sequence[str], findings: Findings) -> Items:
    nodes = list(base.nodes)
    standing: dict[str | None, list[int]] = {}
    for index, node in enumerate(nodes):
        standing.setdefault(_name(node, names), []).append(index)
    standing.pop(None, None)
    for node in own.nodes:
        if indices := standing.get(_name(node, names)):
            index = indices.pop(0)
            nodes[index] = _over(nodes[index], node, "", findings)
        else:
            nodes.append(node)
    return Items(own.place, tuple(nodes))


def _name(node: Node, names: Sequence[str]) -> str | None:
    found = (node.nodes[name] for name in names if name in node.nodes) if isinstance(node, Members) else ()
    return next((each.value for each in found if isinstance(each, Leaf) and isinstance(each.value, str)), None)
