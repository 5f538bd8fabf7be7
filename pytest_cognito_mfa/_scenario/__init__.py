"""YAML scenarios as frozen values, and the faults and risks among them; imported at the first use of a fixture."""

from __future__ import annotations

from .entries import REGION
from .fault_entries import fault_from
from .faults import FaultPlan
from .loading import default, load
from .risks import risk_from
from .values import ClientSpec, FaultSpec, Place, PoolSpec, RiskSpec, Scenario, UserSpec, frozen, thawed

__all__ = [
    "REGION",
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
    "frozen",
    "load",
    "risk_from",
    "thawed",
]
