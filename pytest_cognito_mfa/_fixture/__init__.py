"""What the fixture gives: views of pools and users, the journal, sign-in and cases; and the backend that answers."""

from __future__ import annotations

from pytest_cognito_mfa._fixture.case import Case
from pytest_cognito_mfa._fixture.error_cases import ErrorCase
from pytest_cognito_mfa._fixture.standings import UserStanding

__all__ = ["Case", "ErrorCase", "UserStanding"]
