"""One fault as it is written, in YAML or as Python keywords: the same checks, the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws_model import operations, service_model
from pytest_cognito_mfa.errors import SettingError

from . import tree
from .entries import FaultEntry, validated
from .findings import Findings
from .shapes import WRONG, ShapeReader
from .tree import Leaf, Members
from .values import FaultSpec, frozen

if TYPE_CHECKING:
    from .values import Place


def fault_from(*, place: Place, **given: Any) -> FaultSpec:
    """A fault of Python keywords, as `cognito.inject` takes them; None is as good as not given.

    `place` is where the caller's caller wrote it.  Raises SettingError with every mistake.
    """
    findings = Findings(place.file)
    node = tree.of({name: value for name, value in given.items() if value is not None}, place)
    assert isinstance(node, Members)  # noqa: S101  # it was made of a dict
    fault = read_fault(node, findings)
    if findings.texts:
        raise SettingError("\n".join(findings.texts))
    return fault


def read_fault(node: Members, findings: Findings) -> FaultSpec:
    """The fault at `node`; with mistakes in `findings` it is not to be used."""
    entry = validated(FaultEntry, node, "fault", findings)
    _check_outcome(node, findings)
    when = frozen(_read_when(node, findings))
    if entry is None:
        return FaultSpec("", None, None, None, None, 0, when, node.place)
    return FaultSpec(entry.on, entry.error, entry.message, entry.drop, entry.times, entry.after, when, node.place)


def _check_outcome(node: Members, findings: Findings) -> None:
    """A fault is an error or a lost connection; an unknown key may be either, misspelt."""
    if "error" in node.keys and "drop" in node.keys:
        findings.add(node.keys["drop"], "a fault has an error or a drop, not both")
    elif "message" in node.keys and "drop" in node.keys:
        findings.add(node.keys["message"], "a lost connection (drop) carries no message")
    elif not {"error", "drop"} & set(node.keys) and set(node.keys) <= set(FaultEntry.model_fields):
        findings.add(node.place, "a fault needs an error or a drop")


def _read_when(node: Members, findings: Findings) -> dict[str, Any]:
    """`when`: some members of the operation's request; checked once it is known whose."""
    on, when = node.nodes.get("on"), node.nodes.get("when")
    if not isinstance(when, Members) or not isinstance(on, Leaf) or on.value not in operations():
        return {}
    shape = service_model().operation_model(on.value).input_shape
    wanted = ShapeReader(findings, subset=True).read(when, shape, on.value)
    return {} if wanted is WRONG else dict(wanted)
