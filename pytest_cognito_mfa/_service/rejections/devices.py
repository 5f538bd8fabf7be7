"""Refusals of remembered devices."""

from __future__ import annotations

from .refusal import MISSING, Refusal

NO_DEVICE = Refusal(MISSING, "Device does not exist.", "observed", "aws/aws-sdk-net-extensions-cognito#10")
