"""Reads risk levels from YAML or Python keywords, and checks a pasted risk configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, cast

from pytest_cognito_mfa._aws.constants import RISK_LEVELS, is_cidr, network
from pytest_cognito_mfa._scenario.aws_shapes import OTHER_POOL
from pytest_cognito_mfa._scenario.nodes import read_word
from pytest_cognito_mfa._scenario.values import RiskSpec
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import LIST, TEXT, mistyped
from pytest_cognito_mfa.errors import SettingError, shown, unknown

if TYPE_CHECKING:
    from pytest_cognito_mfa._aws.constants import RiskLevel
    from pytest_cognito_mfa._scenario.aws_shapes import ReadMembers
    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics
    from pytest_cognito_mfa._yaml.places import Place

_DEFAULT: Final = "default"
_CONFIGURATION: Final = "RiskConfiguration"
_EITHER: Final = "a level, or a mapping of source addresses to levels"
_NO_ADDRESS: Final = "is neither an IP address nor a network such as 203.0.113.0/24"


def risk_from(level: str | None, source_ip: object) -> RiskSpec:
    """The keywords of `cognito.risk`; raises SettingError with the mistake."""
    level = "none" if level is None else level
    if level not in RISK_LEVELS:
        raise SettingError(unknown("risk level", level, RISK_LEVELS))
    is_written = isinstance(source_ip, str) or type(source_ip).__module__ == "ipaddress"
    source = network(str(source_ip)) if is_written else None
    if source is None and source_ip is not None:
        raise SettingError(f"source_ip {shown(source_ip)} {_NO_ADDRESS}")
    return RiskSpec(level, source)


def read_risks(node: tree.Node, diagnostics: Diagnostics) -> tuple[RiskSpec, ...]:
    """The levels at `node`, wider networks first; levels with mistakes are left out."""
    if not isinstance(node, tree.Mapping):
        level = _level(node, "risk", _EITHER, diagnostics)
        return () if level is None else (RiskSpec(level, None),)
    taken: dict[str, Place] = {}
    read = [_risk(name, node.keys[name], child, taken, diagnostics) for name, child in node.nodes.items()]
    return tuple(sorted((spec for spec in read if spec is not None), key=_narrowness))


def read_compromised(node: tree.Node, diagnostics: Diagnostics) -> tuple[str, ...]:
    """The passwords at `node`; no message shows one."""
    if not isinstance(node, tree.Sequence):
        diagnostics.add(node.place, mistyped("compromised_passwords", LIST, node, secret=True))
        return ()
    for child in node.nodes:
        if tree.text(child) is None:
            diagnostics.add(child.place, mistyped("a compromised password", TEXT, child, secret=True))
    return tuple(text for child in node.nodes if (text := tree.text(child)) is not None)


def _risk(
    name: str, place: Place, node: tree.Node, taken: dict[str, Place], diagnostics: Diagnostics
) -> RiskSpec | None:
    source = None if name == _DEFAULT else network(name)
    if source is None and name != _DEFAULT:
        problem = unknown("source", name, [_DEFAULT])
        diagnostics.add(
            place, problem if "did you mean" in problem else f"{name!r} {_NO_ADDRESS}, nor the word {_DEFAULT!r}"
        )
        return None
    diagnostics.require_unique(taken, str(source or _DEFAULT), place, "the source")
    level = _level(node, name, "a level", diagnostics)
    return None if level is None else RiskSpec(level, source)


def _level(node: tree.Node, name: str, expected: str, diagnostics: Diagnostics) -> RiskLevel | None:
    return cast("RiskLevel | None", read_word(node, name, "risk level", RISK_LEVELS, diagnostics, expected=expected))


def _narrowness(spec: RiskSpec) -> int:
    return -1 if spec.source is None else spec.source.prefixlen


def check_configuration(
    found: ReadMembers, of: Literal["pool", "client"], *, pool: str | None, client: str | None = None
) -> None:
    """Report a risk configuration that was pasted from another pool or client, and malformed ranges."""
    configuration = found.values.get(_CONFIGURATION)
    if configuration is None:
        return
    node: Any = found.node.nodes[_CONFIGURATION]
    add = found.diagnostics.add
    other, owner = configuration.pop("UserPoolId", pool), configuration.pop("ClientId", client)
    if pool is not None and other != pool:
        add(node.nodes["UserPoolId"].place, OTHER_POOL.format(other, pool))
    if of == "pool" and owner is not None:
        mistake = f"this is the configuration of the client {owner!r}; move it into that client"
        add(node.nodes["ClientId"].place, mistake)
    elif client is not None and owner != client:
        mistake = f"ClientId is {owner!r}, but the ClientId of this client is {client!r}; change or remove it"
        add(node.nodes["ClientId"].place, mistake)
    exceptions = node.nodes.get("RiskExceptionConfiguration")
    for each in (item for ranges in exceptions.nodes.values() for item in ranges.nodes) if exceptions else ():
        if not is_cidr(each.value):
            add(each.place, f"{each.value!r} is not a range in CIDR notation, such as 203.0.113.0/24")
