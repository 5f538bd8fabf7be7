"""What AWS's web framework refuses before an operation is performed."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import INVALID, Refusal

VALIDATION = Refusal(
    INVALID,
    "{count} validation error{s} detected: {failures}",
    "observed",
    "public code: live test of UpdateUserAttributes",
)
SERIALIZATION = Refusal(
    "SerializationException",
    None,
    "observed",
    "li-xl/nuscenes-download#9 (a body that was no JSON); public code (the status)",
)
MISTYPED = Refusal(
    "SerializationException",
    "{problem}",
    "observed",
    "aws-amplify/amplify-js#4738, #5165; floci-io/floci#2869; words for other combinations of types by public code's "
    "measurements of Athena",
)
UNKNOWN_OPERATION = Refusal(
    "UnknownOperationException", None, "inferred", "public code: measured on Athena, a sister JSON service"
)
UNSIGNED = Refusal(
    "MissingAuthenticationTokenException",
    "Missing Authentication Token",
    "inferred",
    "aws/aws-sdk-ruby#882 (code seen on cognito-identity)",
)
