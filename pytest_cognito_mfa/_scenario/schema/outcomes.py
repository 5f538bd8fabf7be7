"""The rules for the keys of a fault that say what happens: which must be there, and which do not go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._scenario.faults.loading import (
    DELAYS,
    GOES_WITH,
    KINDS,
    LOWEST_ERROR_STATUS,
    OF_STEPS,
    WAITING_DROPS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_cognito_mfa._scenario.schema.aws import Schema


def outcome(*instead: str) -> Schema:
    """The rules of a step; `instead` is the key of a fault that has its effects in steps."""
    rules: dict[str, Schema] = {kind: _without(other for other in KINDS if other != kind) for kind in KINDS}
    for name, kinds in GOES_WITH.items():
        others = [kind for kind in KINDS if kind not in kinds]
        rules[name] = _without(others) if name in DELAYS and others else _any_of(kinds)
    del rules["latency"]
    rules |= dict.fromkeys(instead, _without(OF_STEPS))
    waiting = {"properties": {"drop": {"enum": list(WAITING_DROPS)}}, "required": ["drop"]}
    return {
        **_any_of((*KINDS, *DELAYS, *instead)),
        "dependentSchemas": rules,
        "allOf": [
            {"if": waiting, "then": _without(["latency"])},
            {"if": {"required": ["error"]}, "then": {"properties": {"status": {"minimum": LOWEST_ERROR_STATUS}}}},
        ],
    }


def _any_of(names: Iterable[str]) -> Schema:
    return {"anyOf": [{"required": [name]} for name in names]}


def _without(names: Iterable[str]) -> Schema:
    return {"not": _any_of(names)}
