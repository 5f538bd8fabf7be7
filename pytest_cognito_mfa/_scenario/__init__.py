"""YAML scenarios as frozen values, and the faults and risks among them; imported at the first use of a fixture."""

from __future__ import annotations

from .entries import REGION, ScenarioEntry
from .expectations import unmet
from .faults import Armed, Caller, Fault, FaultPlan, FaultSpec, FaultWords, fault_from, faults_from, unfired
from .loading import Form, default, load, load_form
from .playing import played
from .recognising import is_scenario
from .risks import risk_from
from .shapes import secret_names
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
