"""Refusals of responses to challenges."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import DENIED, INVALID, MISMATCH, NO_TOTP, Refusal

SESSION_INVALID = Refusal(DENIED, "Invalid session for the user.", "observed", "aws-amplify/amplify-js#6461")
SESSION_EXPIRED = Refusal(
    DENIED,
    "Invalid session for the user, session is expired.",
    "observed",
    "public code: measured 3 min 54 s after the challenge",
)
SESSION_SPENT = Refusal(
    DENIED,
    "Invalid session for the user, session can only be used once.",
    "observed",
    "aws-amplify/amplify-js#14330; public code",
)
WRONG_TOTP = Refusal(
    MISMATCH, "Invalid code received for user", "inferred", "client code that matches on the text; no raw capture"
)
WRONG_MESSAGE_CODE = Refusal(
    MISMATCH,
    "Invalid code or auth state for the user.",
    "observed",
    "aws-amplify/amplify-js#3066, #11069 (also when the reply names SMS_MFA for another challenge)",
)
TOTP_USED = Refusal(
    "ExpiredCodeException",
    "Your software token has already been used once.",
    "observed",
    "getmoto/moto's MFA tests against AWS; amplify-swift MFASignInTests",
)
NO_AUTHENTICATOR = Refusal(
    NO_TOTP,
    "Software Token MFA does not exist for the user.",
    "observed",
    "amazon-archives/amazon-cognito-identity-js#630",
)
ANSWER_NOT_OFFERED = Refusal(
    INVALID, "Invalid answer for the challenge.", "inferred", "no sighting of an ANSWER that was not offered"
)
NO_FACTOR_POSSIBLE = Refusal(
    INVALID,
    "User has no MFA factor that can be used or set up.",
    "inferred",
    "the developer guide's MFA decision list, steps 6 and 6.4, ends in an error; nobody published its code or text",
)
