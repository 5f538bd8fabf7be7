"""Refusals of malformed and unauthorized requests, and those that only a fault can cause."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import INVALID, documented, inferred, observed

VALIDATION = observed(
    INVALID, "{count} validation error{s} detected: {failures}", "public code: live test of UpdateUserAttributes"
)
SERIALIZATION = observed(
    "SerializationException", None, "li-xl/nuscenes-download#9 (a body that was no JSON); public code (the status)"
)
MISTYPED = observed(
    "SerializationException",
    "{problem}",
    "aws-amplify/amplify-js#4738, #5165; floci-io/floci#2869; words for other combinations of types by public code's "
    "measurements of Athena",
)
BAD_PAGE = observed(
    INVALID,
    "Provided pagination token is invalid. Check the token and try your request again.",
    "radkawar/stackd, raw live answers of ListGroups and AdminListGroupsForUser (assumed for other lists)",
)
UNKNOWN_OPERATION = inferred(
    "UnknownOperationException", None, "public code: measured on Athena, a sister JSON service"
)
UNSIGNED = inferred(
    "MissingAuthenticationTokenException",
    "Missing Authentication Token",
    "aws/aws-sdk-ruby#882 (code seen on cognito-identity)",
)
THROTTLED = observed(
    "TooManyRequestsException",
    "Rate exceeded",
    "aws-amplify/amplify-js#3554; boto/boto3#2517; aws/aws-sdk-java#2301 (status 400)",
)
BAD_CREDENTIALS = observed(
    "UnrecognizedClientException",
    "The security token included in the request is invalid.",
    "ArranJacques/laravel-aws-cognito-auth#25",
)
BAD_SIGNATURE = observed(
    "InvalidSignatureException",
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details.",
    "aws/aws-sdk-js#1985 (the status is assumed)",
)
BLOCKED_BY_WAF = inferred(
    "ForbiddenException",
    "Request not allowed due to WAF block.",
    "two independent clients model it as 403; AWS's reference page says 400",
    status=403,
)
INTERNAL = documented("InternalErrorException", None, "API reference (500; the text is unknown)", status=500)
