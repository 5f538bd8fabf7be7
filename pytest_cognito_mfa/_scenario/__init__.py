"""YAML scenarios as frozen values, and the faults and risks among them; imported at the first use of a fixture."""

from __future__ import annotations

from .entries import REGION
from .faults import Armed, Caller, Fault, FaultPlan, FaultSpec, FaultWords, fault_from, faults_from, unfired
from .loading import default, load
from .risks import risk_from
from .values import ClientSpec, Place, PoolSpec, RiskSpec, Scenario, UserSpec, frozen, thawed

__all__ = [
    "REGION",
    "Armed",
    "Caller",
    "ClientSpec",
    "Fault",
    "FaultPlan",
    "FaultSpec",
    "FaultWords",
    "Place",
    "PoolSpec",
    "RiskSpec",
    "Scenario",
    "UserSpec",
    "default",
    "fault_from",
    "faults_from",
    "frozen",
    "load",
    "risk_from",
    "thawed",
    "unfired",
]
