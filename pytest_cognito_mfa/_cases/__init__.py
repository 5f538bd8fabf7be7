"""Tests that run once per case: each error that an operation may bring, each standing that a user may have."""

from __future__ import annotations

from .case import Case
from .errors import ErrorCase
from .standings import UserStanding

__all__ = ["Case", "ErrorCase", "UserStanding"]
