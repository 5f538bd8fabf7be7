"""Refusals of authenticators and of the MFA preference."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import INVALID, MISSING, NO_TOTP, documented, inferred, observed

TOTP_NOT_IN_POOL = documented(
    NO_TOTP, "Software Token MFA has not been enabled by the userPool", "developer guide, TOTP software token MFA"
)
WRONG_SETUP_CODE = observed(
    "EnableSoftwareTokenMFAException",
    "Code mismatch and fail enable Software Token MFA",
    "aws-samples/aws-amplify-auth-starters#15; amplify-swift's TOTP set-up tests",
)
TOKEN_AND_SESSION = inferred(
    INVALID,
    "Only one of access token and session can be provided.",
    "botocore documents that both together are refused; nobody published the text",
)
NO_DELIVERY_FOR_TOTP = observed(
    INVALID, "User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA", "aws/aws-sdk-js-v3#4645"
)
NO_PHONE = observed(
    INVALID,
    "User does not have a phone_number set to turn on SMS MFA",
    "aws-amplify/amplify-js#618, #846 (2018; a newer text is unknown)",
)
NO_DELIVERY_FOR_EMAIL = inferred(
    INVALID,
    "User does not have delivery config set to turn on EMAIL_OTP",
    "the pattern of the text for SOFTWARE_TOKEN_MFA",
)
TWO_PREFERRED = observed(
    INVALID,
    "Only one MFA method can be preferred.",
    "amplify-swift MFAPreferenceTests (the code is observed; nobody published the text)",
)
PREFERRED_BUT_OFF = inferred(
    INVALID,
    "An MFA method must be enabled to be preferred.",
    "aws-amplify/amplify-android#2580, a maintainer on the code; nobody published the text",
)
PASSKEY_ALONE = observed(
    INVALID,
    "WebAuthn MFA requires enabling an additional MFA setting.",
    "public code: the notes of two applications on their live pools",
)
NO_PASSKEY = observed(
    INVALID,
    "User does not have applicable WebAuthn credentials to enable WebAuthn MFA.",
    "public code: an application's notes on its live pool (the code is assumed)",
)
PASSKEY_IS_NO_MFA = inferred(
    INVALID,
    "WebAuthn MFA requires the factor configuration MULTI_FACTOR_WITH_USER_VERIFICATION.",
    "botocore WebAuthnMfaSettings has the rule; nobody published code and text",
)
FACTOR_NOT_IN_TIER = inferred(
    INVALID,
    "{factor} requires the Essentials feature plan or a higher one.",
    "botocore EmailMfaSettings and WebAuthnMfaSettings have the rule; FeatureUnavailableInTierException is not in the "
    "operations' lists, and nobody published code and text",
)
NO_SOFTWARE_TOKEN = inferred(
    MISSING,
    "User does not have a software token.",
    "public code: tools of three authors expect this code where there is none to delete; nobody published the text",
)
NOT_AN_SMS_OPTION = inferred(
    INVALID,
    "Only SMS to the phone_number can be set as an MFA option.",
    "botocore MFAOptionType has the rule; nobody published the text",
)
