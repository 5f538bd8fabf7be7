"""`quotas` as it is written: the word aws, or rates by AWS's names of its categories."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._scenario.quota_categories import CATEGORIES
from pytest_cognito_mfa._yaml.messages import ANY_NUMBER, mistyped
from pytest_cognito_mfa._yaml.places import frozen
from pytest_cognito_mfa._yaml.tree import Leaf, Members, Node
from pytest_cognito_mfa.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._yaml.findings import Findings
    from pytest_cognito_mfa._yaml.places import Place

_AWS: Final = "aws"


@dataclass(frozen=True, slots=True)
class QuotasSpec:
    """Requests per second by category; what is not named is not limited."""

    rates: Mapping[str, float]
    place: Place
    places: Mapping[str, Place]
    """Where each rate stands; empty for AWS's own."""
    per_user: bool = False
    """Whether requests about one user are limited too."""


def read_quotas(node: Node, findings: Findings) -> QuotasSpec:
    """The quotas at `node`; with mistakes in `findings` they are not to be used."""
    if isinstance(node, Leaf) and node.value == _AWS:
        rates = {name: category.rate for name, category in CATEGORIES.items()}
        return QuotasSpec(frozen(rates), node.place, {}, per_user=True)
    if not isinstance(node, Members):
        expected = f"the word {_AWS}, or a mapping of AWS's categories to requests per second"
        findings.add(node.place, mistyped("quotas", expected, node))
        return QuotasSpec({}, node.place, {})
    named: dict[str, float] = {}
    for name, child in node.nodes.items():
        if name not in CATEGORIES:
            findings.add(node.keys[name], unknown("quota category", name, CATEGORIES))
        elif not CATEGORIES[name].operations:
            findings.add(node.keys[name], f"no operation counts towards {name}")
        else:
            named[name] = _rate(child, name, findings)
    return QuotasSpec(frozen(named), node.place, frozen({name: node.keys[name] for name in named}))


def _rate(node: Node, name: str, findings: Findings) -> float:
    value = node.value if isinstance(node, Leaf) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        findings.add(node.place, mistyped(name, f"{ANY_NUMBER} of requests per second", node))
        return 0
    if not 0 < value < math.inf:
        findings.add(node.place, f"{name} must be more than 0 requests per second, not {value}")
    return value
