"""Reads `quotas`: the word aws, or rates by AWS's names of its categories."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._scenario.quota_categories import CATEGORIES
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import ANY_NUMBER, mistyped
from pytest_cognito_mfa._yaml.places import frozen
from pytest_cognito_mfa.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics
    from pytest_cognito_mfa._yaml.places import Place

_AWS: Final = "aws"


@dataclass(frozen=True, slots=True)
class QuotasSpec:
    """Requests per second by category; a category that is absent is not limited."""

    rates: Mapping[str, float]
    place: Place
    places: Mapping[str, Place]
    """The place of each rate; empty for AWS's own rates."""
    per_user: bool = False
    """Whether requests about one user are limited as well."""


def read_quotas(node: tree.Node, diagnostics: Diagnostics) -> QuotasSpec:
    """The quotas at `node`; do not use them if `diagnostics` has mistakes."""
    if tree.scalar(node) == _AWS:
        rates = {name: category.rate for name, category in CATEGORIES.items()}
        return QuotasSpec(frozen(rates), node.place, {}, per_user=True)
    if not isinstance(node, tree.Mapping):
        expected = f"the word {_AWS}, or a mapping of AWS's categories to requests per second"
        diagnostics.add(node.place, mistyped("quotas", expected, node))
        return QuotasSpec({}, node.place, {})
    named: dict[str, float] = {}
    for name, child in node.nodes.items():
        if name not in CATEGORIES:
            diagnostics.add(node.keys[name], unknown("quota category", name, CATEGORIES))
        elif not CATEGORIES[name].operations:
            diagnostics.add(node.keys[name], f"no operation counts towards {name}; remove it")
        else:
            named[name] = _rate(child, name, diagnostics)
    return QuotasSpec(frozen(named), node.place, frozen({name: node.keys[name] for name in named}))


def _rate(node: tree.Node, name: str, diagnostics: Diagnostics) -> float:
    value = tree.scalar(node)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        diagnostics.add(node.place, mistyped(name, f"{ANY_NUMBER} of requests per second", node))
        return 0
    if not 0 < value < math.inf:
        diagnostics.add(node.place, f"{name} must be more than 0 requests per second, not {value}")
    return value
