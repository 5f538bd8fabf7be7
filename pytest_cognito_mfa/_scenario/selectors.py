"""Which calls an entry is about: an operation or a glob of some, and the members that their requests must have."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws import operations, service_model
from pytest_cognito_mfa._scenario.aws_shapes import WRONG, ShapeReader
from pytest_cognito_mfa._scenario.models import check_operation, invalid
from pytest_cognito_mfa._yaml import tree

if TYPE_CHECKING:
    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics

_GLOB: Final = "*?["


def check_operations(on: str) -> str:
    """Check a name, or a glob that stands for one operation at least."""
    if any(sign in on for sign in _GLOB):
        if not operations_matching(on):
            raise invalid(f"no operation is named {on!r}")
        return on
    return check_operation(on)


def operations_matching(on: str) -> frozenset[str]:
    """The operations that a name or a glob stands for."""
    if on in operations():
        return frozenset({on})
    return frozenset(name for name in operations() if fnmatchcase(name, on))


def operations_of(node: tree.Mapping) -> frozenset[str]:
    """The operations that the `on` of an entry stands for; none where it is no text."""
    on = node.nodes.get("on")
    return operations_matching(on.value) if isinstance(on, tree.Scalar) and isinstance(on.value, str) else frozenset()


def read_request_subset(
    node: tree.Mapping, name: str, named: frozenset[str], diagnostics: Diagnostics
) -> dict[str, Any]:
    """The entry's `name`: some members of a request, which every operation that is named must have."""
    some = node.nodes.get(name)
    if not isinstance(some, tree.Mapping):
        return {}
    shapes = {operation: service_model().operation_model(operation).input_shape for operation in sorted(named)}
    strangers = {
        member: operation
        for operation, shape in shapes.items()
        for member in some.keys
        if len(shapes) > 1 and member not in shape.members
    }
    for member, operation in strangers.items():
        diagnostics.add(some.keys[member], f"{operation}, which on names too, has no member {member!r}")
    wanted: Any = {}
    for operation, shape in () if strangers else shapes.items():
        wanted = ShapeReader(diagnostics, subset=True).read(some, shape, operation)
        if wanted is WRONG:
            return {}
    return dict(wanted)
