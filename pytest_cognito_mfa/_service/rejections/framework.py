"""What AWS's web framework refuses before an operation is performed."""

from __future__ import annotations

from .refusal import INVALID, Refusal

VALIDATION = Refusal(
    INVALID,
    "{count} validation error{s} detected: {failures}",
    "observed",
    "public code: live test of UpdateUserAttributes",
)
SERIALIZATION = Refusal(
    "SerializationException", None, "observed", "li-xl/nuscenes-download#10 (the code; text and status unknown)"
)
MISTYPED = Refusal(
    "SerializationException", "{problem}", "inferred", "the wording of AWS's JSON framework, seen on sister services"
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
