"""YAML scenarios as frozen values, and the faults and risks among them; imported at the first use of a fixture."""

from __future__ import annotations

from pytest_cognito_mfa._middleware.chain import played
from pytest_cognito_mfa._scenario.aws_shapes import secret_names
from pytest_cognito_mfa._scenario.detection import is_scenario
from pytest_cognito_mfa._scenario.expectations import unmet
from pytest_cognito_mfa._scenario.faults import (
    Armed,
    Caller,
    Fault,
    FaultPlan,
    FaultSpec,
    FaultWords,
    fault_from,
    faults_from,
    unfired,
)
from pytest_cognito_mfa._scenario.loading import Form, default, load, load_form
from pytest_cognito_mfa._scenario.models import REGION, ScenarioEntry
from pytest_cognito_mfa._scenario.risks import risk_from
from pytest_cognito_mfa._scenario.values import ClientSpec, PoolSpec, RiskSpec, Scenario, UserSpec
from pytest_cognito_mfa._yaml.places import Place, frozen, thawed

__all__ = [
    "REGION",
    "Armed",
    "Caller",
    "ClientSpec",
    "Fault",
    "FaultPlan",
    "FaultSpec",
    "FaultWords",
    "Form",
    "Place",
    "PoolSpec",
    "RiskSpec",
    "Scenario",
    "ScenarioEntry",
    "UserSpec",
    "default",
    "fault_from",
    "faults_from",
    "frozen",
    "is_scenario",
    "load",
    "load_form",
    "played",
    "risk_from",
    "secret_names",
    "thawed",
    "unfired",
    "unmet",
]
