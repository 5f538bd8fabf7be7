"""A latency as it is written: seconds, a range of them, or a normal distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._scenario.faults.values import Latency
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import mistyped

if TYPE_CHECKING:
    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics

FORMS: Final = "seconds, {from: 0.1, to: 2} or {mean: 1, sigma: 0.2}"
MOST: Final = 86_400
"""A day of seconds: more is a mistake, and would take a clock beyond what a date can say."""


def read_latency(node: tree.Node, diagnostics: Diagnostics) -> Latency:
    """The latency at `node`; with a mistake in `diagnostics` it is not to be used."""
    if isinstance(node, tree.Scalar):
        seconds = _seconds(node, "latency", diagnostics)
        return Latency(seconds, seconds)
    if not isinstance(node, tree.Mapping) or set(node.keys) not in ({"from", "to"}, {"mean", "sigma"}):
        diagnostics.add(node.place, f"latency must be {FORMS}")
        return Latency()
    given = {name: _seconds(child, name, diagnostics) for name, child in node.nodes.items()}
    if "mean" in given:
        return Latency(mean=given["mean"], sigma=given["sigma"])
    if given["from"] > given["to"]:
        diagnostics.add(node.keys["to"], f"to ({given['to']:g}) must not be less than from ({given['from']:g})")
    return Latency(given["from"], given["to"])


def _seconds(node: tree.Node, name: str, diagnostics: Diagnostics) -> float:
    value = node.value if isinstance(node, tree.Scalar) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        diagnostics.add(node.place, mistyped(name, "a number of seconds", node))
        return 0.0
    if not 0 <= value <= MOST:  # which is so of .nan too
        diagnostics.add(node.place, f"{name} must be 0 to {MOST} seconds, not {value:g}")
    return float(value)
