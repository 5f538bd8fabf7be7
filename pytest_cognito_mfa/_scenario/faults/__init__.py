"""Faults: the language they are written in, and the plan by which calls meet them."""

from __future__ import annotations

from pytest_cognito_mfa._middleware.active_faults import Armed
from pytest_cognito_mfa._middleware.faults import Backstage, Caller, FaultPlan
from pytest_cognito_mfa._middleware.unfired_faults import unfired
from pytest_cognito_mfa._scenario.faults.loading import fault_from, faults_from, read_fault
from pytest_cognito_mfa._scenario.faults.typed_dicts import Fault, FaultWords
from pytest_cognito_mfa._scenario.faults.values import Effect, FaultSpec, Latency

__all__ = [
    "Armed",
    "Backstage",
    "Caller",
    "Effect",
    "Fault",
    "FaultPlan",
    "FaultSpec",
    "FaultWords",
    "Latency",
    "fault_from",
    "faults_from",
    "read_fault",
    "unfired",
]
