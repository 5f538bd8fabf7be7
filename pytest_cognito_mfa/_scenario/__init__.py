"""YAML scenarios as frozen values, and the faults and risks among them; imported at the first use of a fixture."""

from __future__ import annotations

from .entries import REGION, ScenarioEntry
from .faults import Armed, Caller, FaultPlan, FaultSpec, fault_from, faults_from, unfired
from .loading import Form, default, load, load_form
from .risks import risk_from
from .values import ClientSpec, Place, PoolSpec, RiskSpec, Scenario, UserSpec, frozen, thawed

__all__ = [
    "REGION",
    "Armed",
    "Caller",
    "ClientSpec",
    "FaultPlan",
    "FaultSpec",
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
    "load",
    "load_form",
    "risk_from",
    "thawed",
    "unfired",
]
