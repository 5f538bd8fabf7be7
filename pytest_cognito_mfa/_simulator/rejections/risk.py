"""Refusals of adaptive authentication and its configuration."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import DENIED, INVALID, documented, inferred, observed

TOO_RISKY = observed(
    DENIED,
    "Unable to login because of security reasons.",
    "public code: a team's notes of what its monitoring showed when adaptive authentication blocked a sign-in",
)
ADDRESS_BLOCKED = observed(
    DENIED,
    "Request not allowed due to security reasons.",
    "public code: the same team's notes of what it saw when it had blocked an IP address by hand",
)
PASSWORD_COMPROMISED = inferred(
    "InvalidPasswordException",
    "Provided password cannot be used for security reasons.",
    "client code that matches on the text",
)
BAD_SOURCE_ADDRESS = inferred(
    INVALID,
    "IpAddress must be a valid IPv4 or IPv6 address.",
    "developer guide, Working with adaptive authentication: such an address brings an error (code and text unknown)",
)
THREAT_PROTECTION_OFF = documented(
    "UserPoolAddOnNotEnabledException", None, "botocore: user pool add-ons aren't enabled (the text is unknown)"
)
NO_CIDR_RANGE = observed(
    INVALID,
    "Incorrect CIDR format",
    "badmintoncryer/cdk-preflight, a linter's rule that quotes the failed deployment (the code is assumed)",
)
