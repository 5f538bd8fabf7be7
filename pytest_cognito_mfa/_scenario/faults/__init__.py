"""Faults: the language they are written in, and the plan by which calls meet them."""

from __future__ import annotations

from .armed import Armed
from .entries import fault_from, faults_from, read_fault
from .plan import Backstage, Caller, FaultPlan
from .specs import Effect, FaultSpec, Latency
from .unfired import unfired
from .words import Fault, FaultWords

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
