"""Tests that run once per case: each error that an operation may bring, each standing that a user may have."""

from __future__ import annotations

from pytest_cognito_mfa._fixture.case import Case
from pytest_cognito_mfa._fixture.error_cases import ErrorCase
from pytest_cognito_mfa._fixture.standings import UserStanding

__all__ = ["Case", "ErrorCase", "UserStanding"]
