"""Refusals of adaptive authentication and its configuration."""

from __future__ import annotations

from .refusal import DENIED, Refusal

TOO_RISKY = Refusal(
    DENIED,
    "Unable to login because of security reasons.",
    "observed",
    "public code: a team's notes of what its monitoring showed when adaptive authentication blocked a sign-in",
)
