"""Refusals because of a Lambda trigger: what its function raised, took too long for, or gave back."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import INVALID, documented, observed

_ANSWER = "InvalidLambdaResponseException"

TRIGGER_FAILED = observed(
    "UserLambdaValidationException",
    "{trigger} failed with error {error}.",
    "aws-samples/amazon-cognito-passwordless-email-auth#17; aws-amplify/amplify-js#9127; public code for the others",
)
TRIGGER_TOO_SLOW = observed(
    "UnexpectedLambdaException",
    "{trigger} invocation failed due to error Socket timeout while invoking Lambda function.",
    "furaiev/amazon-cognito-identity-dart-2#204; anomalyco/sst#1815",
)
ANSWER_UNKNOWN = observed(
    _ANSWER, "Unrecognizable lambda output", "Stack Overflow 42706896; amazon-archives/amazon-cognito-identity-js#167"
)
ANSWER_NO_JSON = observed(
    _ANSWER,
    "Invalid lambda function output : Invalid JSON",
    "aws-amplify/amplify-js#4158; aws-amplify/amplify-js#13352",
)
ANSWER_NOT_ALLOWED = documented(
    _ANSWER,
    None,
    "developer guide, custom message: a text for e-mail needs EmailSendingAccount DEVELOPER; pre sign-up: "
    "autoVerifyEmail needs an email (nobody published the texts, nor the code of the latter)",
)
NO_PLACEHOLDER = observed(
    INVALID,
    "1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must satisfy regular "
    r"expression pattern: [\p{{L}}\p{{M}}\p{{S}}\p{{N}}\p{{P}}\s*]*\{{####\}}[\p{{L}}\p{{M}}\p{{S}}\p{{N}}\p{{P}}\s*]*",
    "amazon-archives/amazon-cognito-identity-js#99 (emailBody; smsMessage is inferred)",
)
NO_CUSTOM_TRIGGER = observed(
    INVALID, "Custom auth lambda trigger is not configured for the user pool.", "aws-amplify/amplify-js#7401"
)
