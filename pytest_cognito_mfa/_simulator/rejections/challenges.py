"""Refusals of responses to challenges."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import DENIED, INVALID, MISMATCH, NO_TOTP, inferred, observed

SESSION_INVALID = observed(DENIED, "Invalid session for the user.", "aws-amplify/amplify-js#6461")
SESSION_EXPIRED = observed(
    DENIED, "Invalid session for the user, session is expired.", "public code: measured 3 min 54 s after the challenge"
)
SESSION_SPENT = observed(
    DENIED, "Invalid session for the user, session can only be used once.", "aws-amplify/amplify-js#14330; public code"
)
WRONG_TOTP = inferred(
    MISMATCH, "Invalid code received for user", "client code that matches on the text; no raw capture"
)
WRONG_MESSAGE_CODE = observed(
    MISMATCH,
    "Invalid code or auth state for the user.",
    "aws-amplify/amplify-js#3066, #11069 (also when the reply names SMS_MFA for another challenge)",
)
TOTP_USED = observed(
    "ExpiredCodeException",
    "Your software token has already been used once.",
    "getmoto/moto's MFA tests against AWS; amplify-swift MFASignInTests",
)
NO_AUTHENTICATOR = observed(
    NO_TOTP, "Software Token MFA does not exist for the user.", "amazon-archives/amazon-cognito-identity-js#630"
)
ANSWER_NOT_OFFERED = inferred(
    INVALID, "Invalid answer for the challenge.", "no sighting of an ANSWER that was not offered"
)
NO_FACTOR_POSSIBLE = inferred(
    INVALID,
    "User has no MFA factor that can be used or set up.",
    "the developer guide's MFA decision list, steps 6 and 6.4, ends in an error; nobody published its code or text",
)
