"""Refusals of adaptive authentication and its configuration."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import DENIED, INVALID, Refusal

TOO_RISKY = Refusal(
    DENIED,
    "Unable to login because of security reasons.",
    "observed",
    "public code: a team's notes of what its monitoring showed when adaptive authentication blocked a sign-in",
)
ADDRESS_BLOCKED = Refusal(
    DENIED,
    "Request not allowed due to security reasons.",
    "observed",
    "public code: the same team's notes of what it saw when it had blocked an IP address by hand",
)
BAD_SOURCE_ADDRESS = Refusal(
    INVALID,
    "IpAddress must be a valid IPv4 or IPv6 address.",
    "inferred",
    "developer guide, Working with adaptive authentication: such an address brings an error (code and text unknown)",
)
THREAT_PROTECTION_OFF = Refusal(
    "UserPoolAddOnNotEnabledException",
    None,
    "documented",
    "botocore: user pool add-ons aren't enabled (the text is unknown)",
)
NO_CIDR_RANGE = Refusal(
    INVALID,
    "The IP range {range} is not in CIDR notation.",
    "inferred",
    "botocore RiskExceptionConfigurationType: ranges are set in CIDR notation (code and text unknown)",
)
