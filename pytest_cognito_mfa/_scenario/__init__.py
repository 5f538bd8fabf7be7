"""Scenarios: YAML files read into frozen values, with their faults and risks."""

from __future__ import annotations

from pytest_cognito_mfa._scenario.answers import Answer, Answering, AnswerSpec
from pytest_cognito_mfa._scenario.expectations import Expectation, ExpectationSpec
from pytest_cognito_mfa._scenario.faults.typed_dicts import Fault, FaultKeywords
from pytest_cognito_mfa._scenario.faults.values import FaultSpec
from pytest_cognito_mfa._scenario.from_python import (
    answer_from,
    answers_from,
    expectations_from,
    fault_from,
    faults_from,
)
from pytest_cognito_mfa._scenario.loading import (
    FileType,
    default,
    is_scenario,
    load,
    load_as,
    scenario_from,
    scenario_of,
)
from pytest_cognito_mfa._scenario.models import REGION, ScenarioEntry
from pytest_cognito_mfa._scenario.risks import risk_from
from pytest_cognito_mfa._scenario.triggers import check_triggers
from pytest_cognito_mfa._scenario.values import ClientSpec, PoolSpec, RiskSpec, Scenario, UserSpec
from pytest_cognito_mfa._yaml.places import Place, frozen, thawed

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
