"""Refusals of authenticators and of the MFA preference."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import INVALID, MISSING, NO_TOTP, Refusal

TOTP_NOT_IN_POOL = Refusal(
    NO_TOTP,
    "Software Token MFA has not been enabled by the userPool",
    "documented",
    "developer guide, TOTP software token MFA",
)
WRONG_SETUP_CODE = Refusal(
    "EnableSoftwareTokenMFAException",
    "Code mismatch and fail enable Software Token MFA",
    "observed",
    "aws-samples/aws-amplify-auth-starters#15; amplify-swift's TOTP set-up tests",
)
TOKEN_AND_SESSION = Refusal(
    INVALID,
    "Only one of access token and session can be provided.",
    "inferred",
    "botocore documents that both together are refused; nobody published the text",
)
NO_DELIVERY_FOR_TOTP = Refusal(
    INVALID,
    "User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA",
    "observed",
    "aws/aws-sdk-js-v3#4645",
)
NO_PHONE = Refusal(
    INVALID,
    "User does not have a phone_number set to turn on SMS MFA",
    "observed",
    "aws-amplify/amplify-js#618, #846 (2018; a newer text is unknown)",
)
NO_DELIVERY_FOR_EMAIL = Refusal(
    INVALID,
    "User does not have delivery config set to turn on EMAIL_OTP",
    "inferred",
    "the pattern of the text for SOFTWARE_TOKEN_MFA",
)
TWO_PREFERRED = Refusal(
    INVALID,
    "Only one MFA method can be preferred.",
    "observed",
    "amplify-swift MFAPreferenceTests (the code is observed; nobody published the text)",
)
PREFERRED_BUT_OFF = Refusal(
    INVALID,
    "An MFA method must be enabled to be preferred.",
    "inferred",
    "aws-amplify/amplify-android#2580, a maintainer on the code; nobody published the text",
)
PASSKEY_ALONE = Refusal(
    INVALID,
    "WebAuthn MFA requires enabling an additional MFA setting.",
    "observed",
    "public code: the notes of two applications on their live pools",
)
NO_PASSKEY = Refusal(
    INVALID,
    "User does not have applicable WebAuthn credentials to enable WebAuthn MFA.",
    "observed",
    "public code: an application's notes on its live pool (the code is assumed)",
)
PASSKEY_IS_NO_MFA = Refusal(
    INVALID,
    "WebAuthn MFA requires the factor configuration MULTI_FACTOR_WITH_USER_VERIFICATION.",
    "inferred",
    "botocore WebAuthnMfaSettings has the rule; nobody published code and text",
)
FACTOR_NOT_IN_TIER = Refusal(
    INVALID,
    "{factor} requires the Essentials feature plan or a higher one.",
    "inferred",
    "botocore EmailMfaSettings and WebAuthnMfaSettings have the rule; FeatureUnavailableInTierException is not in the "
    "operations' lists, and nobody published code and text",
)
NO_SOFTWARE_TOKEN = Refusal(
    MISSING,
    "User does not have a software token.",
    "inferred",
    "public code: tools of three authors expect this code where there is none to delete; nobody published the text",
)
NOT_AN_SMS_OPTION = Refusal(
    INVALID,
    "Only SMS to the phone_number can be set as an MFA option.",
    "inferred",
    "botocore MFAOptionType has the rule; nobody published the text",
)
