"""Checks nodes against botocore's shapes: AWS's own members in a scenario must be valid by AWS's model.

Rule 1: types, enumerations and unknown members are always checked.
Rule 2: ranges and required members are checked in whole values only, not in a subset such as `when`.
Rule 3: lengths and patterns are checked in names and secrets only: elsewhere AWS's own output breaks them
        (the attribute `phone_number_verified` of a schema is longer than the model allows).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws import service_model
from pytest_cognito_mfa._aws.secrecy import is_credential, is_credential_name
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import BOOLEAN, JSON, LIST, MAPPING, NUMBER, TEXT, TIME, mistyped, quoted
from pytest_cognito_mfa.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics
    from pytest_cognito_mfa._yaml.places import Place

OTHER_POOL: Final = "UserPoolId is {!r}, but the Id of this pool is {!r}; change or remove it"
_YEAR_1: Final = dt.datetime(1, 1, 1, tzinfo=dt.timezone.utc).timestamp()
_YEAR_9999: Final = dt.datetime(9999, 12, 31, tzinfo=dt.timezone.utc).timestamp()
"""The years that clients in Python can read."""
WRONG: Final = object()
"""The result for a malformed value; its mistake is in the diagnostics."""

PATTERN_CHECKED: Final = frozenset(
    {
        "ClientIdType",
        "ClientNameType",
        "ClientSecretType",
        "PasswordType",
        "UserPoolIdType",
        "UserPoolNameType",
        "UsernameType",
    }
)


@dataclass
class ReadMembers:
    """The well-formed members of one mapping, and the names of malformed ones."""

    node: tree.Mapping
    diagnostics: Diagnostics
    values: dict[str, Any] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)
    unknown: bool = False
    """Whether a key is unknown; it may be any member, misspelt, so no member is reported missing."""

    def is_valid(self, *names: str) -> bool:
        """Whether each of `names` is well-formed or certainly absent."""
        return not self.unknown and self.wrong.isdisjoint(names)

    def add(self, name: str, mistake: str) -> None:
        """Report a mistake in the value of a member."""
        self.diagnostics.add(self.node.nodes[name].place, mistake)

    def require(self, name: str, what: str) -> None:
        """Report a missing member, unless it may be misspelt or malformed."""
        if name not in self.values and self.is_valid(name):
            self.diagnostics.add(self.node.place, f"{what} needs a {name}")

    def require_unique(self, name: str, taken: dict[str, Place], *, fold: bool = False) -> None:
        """Report the value of a member that is `taken` already; `fold` ignores case."""
        if name in self.values:
            value = self.values[name].casefold() if fold else self.values[name]
            self.diagnostics.require_unique(taken, value, self.node.nodes[name].place, f"the {name}")

    def check_pool(self, pool: str | None) -> None:
        """Report members that were pasted from another pool."""
        other = self.values.pop("UserPoolId", None)
        if other is not None and pool is not None and other != pool:
            self.add("UserPoolId", OTHER_POOL.format(other, pool))


@functools.cache
def members_of(*shapes: str) -> Mapping[str, Any]:
    """All members of these structures in the model, by name; an older botocore does not know all structures."""
    model = service_model()
    known = [model.shape_for(shape) for shape in shapes if shape in model.shape_names]
    return {name: member for shape in known for name, member in shape.members.items()}


class ShapeReader:
    """Reads nodes by their shapes; with `subset`, members may be missing."""

    def __init__(self, diagnostics: Diagnostics, *, subset: bool = False) -> None:
        self.diagnostics = diagnostics
        self._subset = subset
        self._kinds: dict[str, Callable[[tree.Node, Any, str, bool], Any]] = {
            "structure": self._structure,
            "map": self._map,
            "list": self._list,
            "boolean": self._boolean,
            "integer": self._number,
            "long": self._number,
            "timestamp": self._time,
        }

    def read(self, node: tree.Node, shape: Any, name: str, *, secret: bool = False) -> Any:
        """The value at `node` as in JSON (times are seconds since the epoch), or WRONG."""
        secret = secret or is_credential(shape) or is_credential_name(name)
        if shape.type_name == "structure" and shape.is_document_type:
            return self._free_json(node, name, secret=secret)
        return self._kinds.get(shape.type_name, self._text)(node, shape, name, secret)

    def members(
        self,
        node: tree.Mapping,
        shapes: Mapping[str, Any],
        what: str,
        *,
        ours: Iterable[str] = (),
        secret: bool = False,
    ) -> ReadMembers:
        """Read each member of a mapping by its shape, except `ours`, which others read."""
        found, known, elsewhere = ReadMembers(node, self.diagnostics), {*shapes, *ours}, frozenset(ours)
        for name, child in node.nodes.items():
            if name not in known:
                found.unknown = True
                self.diagnostics.add(node.keys[name], unknown(f"{what} member", name, known))
            elif name not in elsewhere:
                value = self.read(child, shapes[name], name, secret=secret)
                if value is WRONG:
                    found.wrong.add(name)
                else:
                    found.values[name] = value
        return found

    def mistyped(self, node: tree.Node, name: str, expected: str, *, secret: bool = False) -> Any:
        return self.wrong(node.place, mistyped(name, expected, node, secret=secret))

    def wrong(self, place: Place, text: str) -> Any:
        self.diagnostics.add(place, text)
        return WRONG

    def _free_json(self, node: tree.Node, name: str, *, secret: bool) -> Any:
        """Any JSON value; YAML's dates and infinite numbers are not JSON."""
        leaves = list(scalars_not_in_json(node))
        for leaf in leaves:
            self.mistyped(leaf, name, JSON, secret=secret)
        return WRONG if leaves else tree.plain(node)

    def _structure(self, node: tree.Node, shape: Any, name: str, secret: bool) -> Any:
        if not isinstance(node, tree.Mapping):
            return self.mistyped(node, name, MAPPING, secret=secret)
        found = self.members(node, shape.members, name, secret=secret)
        missing = [] if self._subset or found.unknown else [m for m in shape.required_members if m not in node.nodes]
        if missing:
            return self.wrong(node.place, f"{name} needs {' and '.join(missing)}")
        return WRONG if found.wrong or found.unknown else found.values

    def _map(self, node: tree.Node, shape: Any, name: str, secret: bool) -> Any:
        if not isinstance(node, tree.Mapping):
            return self.mistyped(node, name, MAPPING, secret=secret)
        values = {key: self.read(child, shape.value, key, secret=secret) for key, child in node.nodes.items()}
        return WRONG if any(value is WRONG for value in values.values()) else values

    def _list(self, node: tree.Node, shape: Any, name: str, secret: bool) -> Any:
        if not isinstance(node, tree.Sequence):
            return self.mistyped(node, name, LIST, secret=secret)
        values = [self.read(child, shape.member, f"{name} item", secret=secret) for child in node.nodes]
        return WRONG if any(value is WRONG for value in values) else values

    def _boolean(self, node: tree.Node, _: Any, name: str, secret: bool) -> Any:
        if isinstance(node, tree.Scalar) and isinstance(node.value, bool):
            return node.value
        return self.mistyped(node, name, BOOLEAN, secret=secret)

    def _number(self, node: tree.Node, shape: Any, name: str, secret: bool) -> Any:
        if not isinstance(node, tree.Scalar) or isinstance(node.value, bool) or not isinstance(node.value, int):
            return self.mistyped(node, name, NUMBER, secret=secret)
        bounds = None if self._subset else _outside(node.value, shape)
        return self.wrong(node.place, f"{name} must be {bounds}, not {node.value}") if bounds else node.value

    def _time(self, node: tree.Node, _: Any, name: str, secret: bool) -> Any:
        value = tree.scalar(node)
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        epoch = value if is_number else _epoch(value)
        is_time = epoch is not None and _YEAR_1 <= epoch <= _YEAR_9999
        return epoch if is_time else self.mistyped(node, name, TIME, secret=secret)

    def _text(self, node: tree.Node, shape: Any, name: str, secret: bool) -> Any:
        allowed = getattr(shape, "enum", None)
        # YAML 1.1 reads OFF and ON without quotes as booleans; here they can only be AWS's words.
        if isinstance(node, tree.Scalar) and isinstance(node.value, bool) and node.written in (allowed or ()):
            return node.written
        if not isinstance(node, tree.Scalar) or not isinstance(node.value, str):
            return self.mistyped(node, name, TEXT, secret=secret)
        if allowed and node.value not in allowed:
            return self.wrong(node.place, unknown(name, node.value, allowed))
        broken = None if self._subset else _unfit(node.value, shape)
        if broken is None:
            return node.value
        return self.wrong(node.place, f"{name} must {broken}" + ("" if secret else f", not {quoted(node.value)}"))


def scalars_not_in_json(node: tree.Node) -> Iterator[tree.Scalar]:
    """The values that JSON does not have, such as YAML's dates, and infinite numbers."""
    if isinstance(node, tree.Scalar):
        value = node.value
        is_number = isinstance(value, (int, float))
        if not (value is None or is_number or isinstance(value, str)) or (is_number and not math.isfinite(value)):
            yield node
        return
    for child in node.nodes.values() if isinstance(node, tree.Mapping) else node.nodes:
        yield from scalars_not_in_json(child)


def _epoch(value: object) -> float | None:
    """The second since the epoch of a date, or of a date as text as AWS prints it; without a zone it is UTC."""
    if isinstance(value, str):
        with contextlib.suppress(ValueError):  # YAML 1.1 reads 1.469362314416E9, as AWS writes it, as a text
            return float(value)
        try:
            value = dt.datetime.fromisoformat(value.replace("Z", "+00:00"))  # Python 3.10 does not read the Z
        except ValueError:
            return None
    if not isinstance(value, dt.date):
        return None
    if not isinstance(value, dt.datetime):
        value = dt.datetime(value.year, value.month, value.day, tzinfo=dt.timezone.utc)
    return (value if value.tzinfo else value.replace(tzinfo=dt.timezone.utc)).timestamp()


def _outside(value: int, shape: Any) -> str | None:
    """The allowed range, if `value` is outside it."""
    low, high = shape.metadata.get("min", value), shape.metadata.get("max", value)
    if low <= value <= high:
        return None
    return f"{low} to {high}" if low < high else f"at least {low}" if value < low else f"at most {high}"


def _unfit(value: str, shape: Any) -> str | None:
    """What AWS's model requires of a name or secret, if `value` breaks it."""
    if shape.name not in PATTERN_CHECKED:
        return None
    low, high = shape.metadata.get("min", 0), shape.metadata["max"]
    if not low <= len(value) <= high:
        return f"have {low} to {high} characters"
    pattern = shape.metadata["pattern"]
    # Python's re has no \p; the simulator checks such a pattern when the value is used.
    return None if r"\p{" in pattern or re.fullmatch(pattern, value, re.ASCII) else f"match {pattern}"
