"""Handlers before the simulator or the cassette: faults, quotas, canned answers; and reports of what never happened."""

from __future__ import annotations

from pytest_cognito_mfa._middleware.active_faults import ActiveFault
from pytest_cognito_mfa._middleware.canned_answers import ActiveAnswer, CannedAnswers
from pytest_cognito_mfa._middleware.faults import FaultPlan
from pytest_cognito_mfa._middleware.handler import Caller, Handler
from pytest_cognito_mfa._middleware.pipeline import Pipeline, chain
from pytest_cognito_mfa._middleware.unanswered import is_of_the_user, line_of_the_user, unanswered
from pytest_cognito_mfa._middleware.unfired_faults import unfired
from pytest_cognito_mfa._middleware.unmet_expectations import unmet
from pytest_cognito_mfa._middleware.unserved_calls import UnservedCalls

__all__ = [
    "ActiveAnswer",
    "ActiveFault",
    "Caller",
    "CannedAnswers",
    "FaultPlan",
    "Handler",
    "Pipeline",
    "UnservedCalls",
    "chain",
    "is_of_the_user",
    "line_of_the_user",
    "unanswered",
    "unfired",
    "unmet",
]
