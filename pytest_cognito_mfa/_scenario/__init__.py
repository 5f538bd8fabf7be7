"""Scenarios: YAML files read into frozen values, with their faults and risks."""

from __future__ import annotations

from pytest_cognito_mfa._scenario.faults.loading import fault_from, faults_from
from pytest_cognito_mfa._scenario.faults.typed_dicts import Fault, FaultKeywords
from pytest_cognito_mfa._scenario.faults.values import FaultSpec
from pytest_cognito_mfa._scenario.loading import FileType, default, is_scenario, load, load_as
from pytest_cognito_mfa._scenario.models import REGION, ScenarioEntry
from pytest_cognito_mfa._scenario.risks import risk_from
from pytest_cognito_mfa._scenario.values import ClientSpec, PoolSpec, RiskSpec, Scenario, UserSpec
from pytest_cognito_mfa._yaml.places import Place, frozen, thawed

__all__ = [
    "REGION",
    "ClientSpec",
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
    "default",
    "fault_from",
    "faults_from",
    "frozen",
    "is_scenario",
    "load",
    "load_as",
    "risk_from",
    "thawed",
]
