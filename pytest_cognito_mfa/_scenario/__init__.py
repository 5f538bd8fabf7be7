"""Scenarios: YAML files read into frozen values, with their faults and risks."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._scenario.default_scenario import default
from pytest_cognito_mfa._scenario.faults.typed_dicts import Fault, FaultKeywords
from pytest_cognito_mfa._scenario.faults.values import FaultSpec
from pytest_cognito_mfa._scenario.nodes import REGION
from pytest_cognito_mfa._scenario.risks import risk_from
from pytest_cognito_mfa._scenario.triggers import check_triggers
from pytest_cognito_mfa._scenario.values import ClientSpec, PoolSpec, RiskSpec, Scenario, UserSpec
from pytest_cognito_mfa._yaml.places import Place, frozen, thawed

if TYPE_CHECKING:
    from os import PathLike

    from pytest_cognito_mfa._scenario.answers import Answer, Answering, AnswerSpec
    from pytest_cognito_mfa._scenario.expectations import Expectation, ExpectationSpec
    from pytest_cognito_mfa._scenario.from_python import (
        answer_from,
        answers_from,
        expectations_from,
        fault_from,
        faults_from,
    )
    from pytest_cognito_mfa._scenario.loading import FileType, is_scenario, load, load_as, scenario_from
    from pytest_cognito_mfa._scenario.models import ScenarioEntry

__all__ = [
    "REGION",
    "Answer",
    "AnswerSpec",
    "Answering",
    "ClientSpec",
    "Expectation",
    "ExpectationSpec",
    "Fault",
    "FaultKeywords",
    "FaultSpec",
    "FileType",
    "Place",
    "PoolSpec",
    "RiskSpec",
    "Scenario",
    "ScenarioEntry",
    "UserSpec",
    "answer_from",
    "answers_from",
    "before_freezing",
    "check_triggers",
    "default",
    "expectations_from",
    "fault_from",
    "faults_from",
    "frozen",
    "is_scenario",
    "load",
    "load_as",
    "risk_from",
    "scenario_from",
    "scenario_of",
    "thawed",
]


def scenario_of(named: str | PathLike[str] | Scenario | None, region: str) -> Scenario:
    """The scenario that a test names by its path, the default one, or the one that was read for a story."""
    if named is None:
        if "freezegun" in sys.modules:
            before_freezing()
        return default(region)
    if isinstance(named, Scenario):
        return named
    from pytest_cognito_mfa._scenario.loading import load  # noqa: PLC0415 - imports pydantic, which takes long

    return load(Path(named), region=region)


def before_freezing() -> None:
    """Import pydantic now: if it is imported while freezegun freezes, it keeps freezegun's classes of datetime."""
    import_module(f"{__name__}.loading")


_AT_FIRST_USE: Final = {
    "answers": ("Answer", "AnswerSpec", "Answering"),
    "expectations": ("Expectation", "ExpectationSpec"),
    "from_python": ("answer_from", "answers_from", "expectations_from", "fault_from", "faults_from"),
    "loading": ("FileType", "is_scenario", "load", "load_as", "scenario_from"),
    "models": ("ScenarioEntry",),
}
"""The modules that import pydantic, and what they give here: most tests have the default scenario and no fault."""


def __getattr__(name: str) -> object:
    for module, names in _AT_FIRST_USE.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
