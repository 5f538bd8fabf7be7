"""Reads the resources of a pool, such as its groups: the table of resources has the key and the shape of each list.

An item is what AWS prints of a resource, or only its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws import service_model
from pytest_cognito_mfa._scenario.aws_shapes import ShapeReader, members_of
from pytest_cognito_mfa._scenario.values import ResourceSpec
from pytest_cognito_mfa._simulator.resources.table import TABLE
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import LIST, MAPPING, mistyped
from pytest_cognito_mfa._yaml.places import frozen
from pytest_cognito_mfa.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pytest_cognito_mfa._simulator.resources.row import Resource
    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics
    from pytest_cognito_mfa._yaml.places import Place

ROWS: Final[Mapping[str, Resource]] = {row.scenario_key: row for row in TABLE if row.scenario_key}
"""The kinds of resources that a pool in a scenario may have, by its key."""


def read_resources(node: tree.Mapping, pool: str | None, diagnostics: Diagnostics) -> tuple[ResourceSpec, ...]:
    """All resources of the pool at `node`; do not use them if the diagnostics have mistakes."""
    given = [(row, node.nodes[key]) for key, row in ROWS.items() if key in node.nodes]
    return tuple(spec for row, listed in given for spec in _read(row, listed, pool, diagnostics))


def _read(row: Resource, node: tree.Node, pool: str | None, diagnostics: Diagnostics) -> Iterator[ResourceSpec]:
    if not isinstance(node, tree.Sequence):
        diagnostics.add(node.place, mistyped(row.scenario_key, LIST, node))
        return
    reader, taken, what = ShapeReader(diagnostics), dict[str, Any](), _what(row)
    for child in node.nodes:
        if isinstance(child, tree.Mapping):
            found = reader.members(child, members_of(row.shape), what)
            found.check_pool(pool)
            found.require(row.key, f"a {what}")
            found.require_unique(row.key, taken)
            yield ResourceSpec(row.scenario_key, found.values.get(row.key, ""), frozen(found.values), child.place)
        elif tree.text(child) is None:
            diagnostics.add(child.place, mistyped(f"a {what}", f"{MAPPING} or its {row.key}", child))
        else:
            name = reader.read(child, service_model().shape_for(row.shape).members[row.key], row.key)
            diagnostics.require_unique(taken, name, child.place, f"the {row.key}")
            yield ResourceSpec(row.scenario_key, name, frozen({row.key: name}), child.place)


def _what(row: Resource) -> str:
    return row.title.lower().removesuffix("s")


def read_groups(node: tree.Mapping, known: Collection[str], diagnostics: Diagnostics) -> tuple[str, ...]:
    """The groups of the user at `node`; the pool has those that are `known`."""
    listed = node.nodes.get("groups")
    if listed is None:
        return ()
    if not isinstance(listed, tree.Sequence):
        diagnostics.add(listed.place, mistyped("groups", LIST, listed))
        return ()
    taken: dict[str, Place] = {}
    for child in listed.nodes:
        name = tree.text(child)
        if name is None:
            diagnostics.add(child.place, mistyped("a group of a user", "the name of a group", child))
        elif name not in known:
            diagnostics.add(child.place, f"{unknown('group', name, known)}; add it to the groups of the pool")
        else:
            diagnostics.require_unique(taken, name, child.place, "the group")
    return tuple(taken)
