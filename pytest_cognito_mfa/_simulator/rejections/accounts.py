"""Refusals of confirmation codes, password recovery and changes of attributes."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import DENIED, INVALID, Refusal

ATTEMPTS_EXCEEDED = Refusal(
    "LimitExceededException",
    "Attempt limit exceeded, please try after some time.",
    "observed",
    "aws-amplify/amplify-js#8013; aws/aws-sdk-net#2011; aws-amplify/aws-sdk-android#627 (ChangePassword)",
)
NO_RECOVERY = Refusal(
    INVALID,
    "Cannot reset password for the user as there is no registered/verified email or phone_number",
    "observed",
    "public code: pasted raw bodies; frsechet/cognito-user-pool#2 (where only administrators reset: assumed)",
)
CANNOT_RESET = Refusal(
    DENIED,
    "User password cannot be reset in the current state.",
    "observed",
    "amazon-archives/amazon-cognito-identity-js#532 (AdminResetUserPassword and ForgotPassword)",
)
NO_RESEND = Refusal(
    DENIED,
    "Cannot resend codes. Auto verification not turned on.",
    "observed",
    "public code: a pasted raw body",
)
CONFIRMED_ALREADY = Refusal(
    INVALID, "User is already confirmed.", "inferred", "client code that matches on the text of ResendConfirmationCode"
)
NOT_VERIFIABLE = Refusal(
    INVALID,
    "Invalid attribute name. Only phone_number and email can be verified.",
    "observed",
    "floci-io/floci#1898, a comparison with a real user pool",
)
NO_VALID_EMAIL = Refusal(
    INVALID,
    "User does not have a valid registered email address",
    "observed",
    "floci-io/floci#1898, a comparison with a real user pool (GetUserAttributeVerificationCode; assumed for "
    "ResendConfirmationCode)",
)
NO_VALID_PHONE = Refusal(
    INVALID,
    "User does not have a valid registered phone number",
    "observed",
    "floci-io/floci#1898, a comparison with a real user pool (GetUserAttributeVerificationCode; assumed for "
    "ResendConfirmationCode)",
)
UNWRITABLE = Refusal(
    DENIED, "A client attempted to write unauthorized attribute", "observed", "public code: pasted CLI output"
)
BAD_UPDATE = Refusal(
    INVALID,
    "user.{attribute}: {rule}\n",
    "observed",
    "public code: a live test of UpdateUserAttributes (an immutable attribute; it ends with a line break)",
)
REQUIRED_STAYS = Refusal(
    INVALID,
    "user.{attribute}: The attribute is required\n",
    "inferred",
    "awslabs/aws-sdk-android-samples#72: it could be deleted once, and cannot any more; nobody published code or text",
)
FACTOR_NEEDS_IT = Refusal(
    INVALID,
    "Cannot delete {attribute}, which the user's MFA needs.",
    "inferred",
    "aws-amplify/amplify-js#8829: Cognito answers an error since 2023; nobody published code or text",
)
NOTHING_TO_VERIFY = Refusal(
    INVALID, "{kind} is required to verify/un-verify {thing}", "emulator", "jagregory/cognito-local"
)
ALIAS_TAKEN = Refusal(
    "AliasExistsException",
    "An account with the given {attribute} already exists.",
    "observed",
    "public code: pasted CLI output of UpdateUserAttributes; AdminUpdateUserAttributes by client code that matches",
)
