"""YAML scenarios as frozen values, and the faults and risks among them; imported at the first use of a fixture."""

from __future__ import annotations

from .entries import REGION
from .faults import Armed, Caller, FaultPlan, FaultSpec, fault_from, faults_from, unfired
from .loading import default, load
from .recognising import is_scenario
from .risks import risk_from
from .shapes import secret_names
from .values import ClientSpec, Place, PoolSpec, RiskSpec, Scenario, UserSpec, frozen, thawed

__all__ = [
    "REGION",
    "Armed",
    "Caller",
    "ClientSpec",
    "FaultPlan",
    "FaultSpec",
    "Place",
    "PoolSpec",
    "RiskSpec",
    "Scenario",
    "UserSpec",
    "default",
    "fault_from",
    "faults_from",
    "frozen",
    "is_scenario",
    "load",
    "risk_from",
    "secret_names",
    "thawed",
    "unfired",
]
