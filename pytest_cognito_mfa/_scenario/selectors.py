"""Which calls an entry selects: an operation, a glob or an endpoint of a pool's domain, and the members that their
requests must have.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws import endpoints, operations, service_model
from pytest_cognito_mfa._scenario.aws_shapes import WRONG, ShapeReader
from pytest_cognito_mfa._scenario.models import check_operation, invalid
from pytest_cognito_mfa._yaml import tree

if TYPE_CHECKING:
    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics

_GLOB: Final = "*?["


def check_operations(on: str) -> str:
    """Check the name of an operation, or a glob that matches at least one."""
    if any(sign in on for sign in _GLOB):
        if not operations_matching(on):
            raise invalid(f"no operation matches {on!r}")
        return on
    return on if on in endpoints.OPERATIONS else check_operation(on)


def operations_matching(on: str) -> frozenset[str]:
    """The operations that a name or a glob matches."""
    if on in operations() or on in endpoints.OPERATIONS:
        return frozenset({on})
    return frozenset(name for name in operations() if fnmatchcase(name, on))


def operations_of(node: tree.Mapping) -> frozenset[str]:
    """The operations that the `on` of an entry matches; none if it is not a text."""
    on = tree.text(node.nodes.get("on"))
    return frozenset() if on is None else operations_matching(on)


def read_request_subset(
    node: tree.Mapping, name: str, selected: frozenset[str], diagnostics: Diagnostics
) -> dict[str, Any]:
    """The value of `name`: members of a request, which all `selected` operations must have."""
    some = node.nodes.get(name)
    if not isinstance(some, tree.Mapping):
        return {}
    if selected and selected <= {*endpoints.OPERATIONS}:
        return dict(tree.plain(some))
    shapes = {operation: service_model().operation_model(operation).input_shape for operation in sorted(selected)}
    unknown_members = {
        member: operation
        for operation, shape in shapes.items()
        for member in some.keys
        if len(shapes) > 1 and member not in shape.members
    }
    for member, operation in unknown_members.items():
        diagnostics.add(some.keys[member], f"on also matches {operation}, which has no member {member!r}")
    wanted: Any = {}
    for operation, shape in () if unknown_members else shapes.items():
        wanted = ShapeReader(diagnostics, subset=True).read(some, shape, operation)
        if wanted is WRONG:
            return {}
    return dict(wanted)
