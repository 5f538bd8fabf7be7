"""What sees a call before the simulator or the cassette: faults, quotas, canned answers; and what never happened."""

from __future__ import annotations

from pytest_cognito_mfa._middleware.active_faults import Armed
from pytest_cognito_mfa._middleware.chain import played
from pytest_cognito_mfa._middleware.faults import Caller, FaultPlan
from pytest_cognito_mfa._middleware.pipeline import Pipeline
from pytest_cognito_mfa._middleware.unfired_faults import unfired
from pytest_cognito_mfa._middleware.unmet_expectations import unmet

__all__ = ["Armed", "Caller", "FaultPlan", "Pipeline", "played", "unfired", "unmet"]
