"""Faults as a scenario writes them: read from YAML or from Python keywords into frozen values."""

from __future__ import annotations

from pytest_cognito_mfa._scenario.faults.loading import fault_from, faults_from, read_fault
from pytest_cognito_mfa._scenario.faults.typed_dicts import Fault, FaultKeywords
from pytest_cognito_mfa._scenario.faults.values import Effect, FaultSpec, Latency

__all__ = [
    "Effect",
    "Fault",
    "FaultKeywords",
    "FaultSpec",
    "Latency",
    "fault_from",
    "faults_from",
    "read_fault",
]
