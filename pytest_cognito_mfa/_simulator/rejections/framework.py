"""Refusals of malformed and unauthorized requests, and those that only a fault can cause."""

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
THROTTLED = Refusal(
    "TooManyRequestsException",
    "Rate exceeded",
    "observed",
    "aws-amplify/amplify-js#3554; boto/boto3#2517; aws/aws-sdk-java#2301 (status 400)",
)
BAD_CREDENTIALS = Refusal(
    "UnrecognizedClientException",
    "The security token included in the request is invalid.",
    "observed",
    "ArranJacques/laravel-aws-cognito-auth#25",
)
BAD_SIGNATURE = Refusal(
    "InvalidSignatureException",
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details.",
    "observed",
    "aws/aws-sdk-js#1985 (the status is assumed)",
)
BLOCKED_BY_WAF = Refusal(
    "ForbiddenException",
    "Request not allowed due to WAF block.",
    "inferred",
    "two independent clients model it as 403; AWS's reference page says 400",
    status=403,
)
INTERNAL = Refusal("InternalErrorException", None, "documented", "API reference (500; the text is unknown)", status=500)
