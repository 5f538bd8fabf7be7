"""Request rate quotas: AWS's categories, how they are written down, and the throttling by them."""

from __future__ import annotations

from .entries import QuotasSpec, read_quotas
from .throttling import Throttle

__all__ = ["QuotasSpec", "Throttle", "read_quotas"]
