"""Request rate quotas: AWS's categories, how they are written down, and the throttling by them."""

from __future__ import annotations

from pytest_cognito_mfa._middleware.throttling import Throttle
from pytest_cognito_mfa._scenario.quotas.entries import QuotasSpec, read_quotas

__all__ = ["QuotasSpec", "Throttle", "read_quotas"]
