"""Refusals that only a fault in a scenario can bring."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import Refusal

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
