"""Reads `triggers` of a pool, the functions that are plugged in, and imports these functions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._scenario.values import TriggerSpec
from pytest_cognito_mfa._simulator.triggers.functions import FORM, check_name, named
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import MAPPING, mistyped
from pytest_cognito_mfa.errors import Mistake, ScenarioError, SettingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._scenario.values import PoolSpec, Scenario
    from pytest_cognito_mfa._simulator.triggers.functions import Function
    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics

FUNCTION: Final = r"^[A-Za-z_][\w.]*:[A-Za-z_][\w.]*$"


def read_triggers(node: tree.Mapping, diagnostics: Diagnostics) -> tuple[TriggerSpec, ...]:
    """The triggers of the pool at `node`; do not use them if the diagnostics have mistakes."""
    given = node.nodes.get("triggers")
    if given is None:
        return ()
    if not isinstance(given, tree.Mapping):
        diagnostics.add(given.place, mistyped("triggers", MAPPING, given))
        return ()
    return tuple(_read(given, diagnostics))


def _read(node: tree.Mapping, diagnostics: Diagnostics) -> Iterator[TriggerSpec]:
    for name, child in node.nodes.items():
        function = tree.text(child)
        if (problem := check_name(name)) is not None:
            diagnostics.add(node.keys[name], problem)
        if function is None or not re.match(FUNCTION, function):
            diagnostics.add(child.place, mistyped(name, FORM, child))
        else:
            yield TriggerSpec(name, function, child.place)


def functions_of(pool: PoolSpec, mistakes: list[Mistake]) -> Iterator[tuple[str, Function]]:
    """The functions of a pool by the names of triggers; what cannot be plugged in becomes a mistake at its place."""
    for spec in pool.triggers:
        try:
            yield spec.name, named(spec.function)
        except SettingError as error:  # noqa: PERF203 - each function has its own place
            place = spec.place
            mistakes.append(Mistake(place.file, place.line, place.column, f"trigger {spec.name}: {error}"))


def check_triggers(scenario: Scenario) -> None:
    """Raise ScenarioError with every trigger of a scenario whose function cannot be plugged in."""
    mistakes: list[Mistake] = []
    for pool in scenario.pools:
        list(functions_of(pool, mistakes))
    if mistakes:
        raise ScenarioError(mistakes)
