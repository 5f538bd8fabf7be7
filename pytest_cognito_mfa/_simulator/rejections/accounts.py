"""Refusals of confirmation codes, password recovery and changes of attributes."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import DENIED, INVALID, emulator, inferred, observed

ATTEMPTS_EXCEEDED = observed(
    "LimitExceededException",
    "Attempt limit exceeded, please try after some time.",
    "aws-amplify/amplify-js#8013; aws/aws-sdk-net#2011; aws-amplify/aws-sdk-android#627 (ChangePassword)",
)
NO_RECOVERY = observed(
    INVALID,
    "Cannot reset password for the user as there is no registered/verified email or phone_number",
    "public code: pasted raw bodies; frsechet/cognito-user-pool#2",
)
ONLY_ADMINISTRATORS_RESET = emulator(DENIED, "Contact administrator to reset password.", "getmoto/moto#4469")
CANNOT_RESET = observed(
    DENIED,
    "User password cannot be reset in the current state.",
    "amazon-archives/amazon-cognito-identity-js#532 (AdminResetUserPassword and ForgotPassword)",
)
NO_RESEND = observed(DENIED, "Cannot resend codes. Auto verification not turned on.", "public code: a pasted raw body")
CONFIRMED_ALREADY = inferred(
    INVALID, "User is already confirmed.", "client code that matches on the text of ResendConfirmationCode"
)
NOT_VERIFIABLE = observed(
    INVALID,
    "Invalid attribute name. Only phone_number and email can be verified.",
    "floci-io/floci#1898, a comparison with a real user pool",
)
NO_VALID_EMAIL = observed(
    INVALID,
    "User does not have a valid registered email address",
    "floci-io/floci#1898, a comparison with a real user pool (GetUserAttributeVerificationCode; assumed for "
    "ResendConfirmationCode)",
)
NO_VALID_PHONE = observed(
    INVALID,
    "User does not have a valid registered phone number",
    "floci-io/floci#1898, a comparison with a real user pool (GetUserAttributeVerificationCode; assumed for "
    "ResendConfirmationCode)",
)
UNWRITABLE = observed(DENIED, "A client attempted to write unauthorized attribute", "public code: pasted CLI output")
BAD_UPDATE = observed(
    INVALID,
    "user.{attribute}: {rule}\n",
    "public code: a live test of UpdateUserAttributes; radkawar/stackd (it ends with a line break)",
)
NULL_VALUE = observed(
    INVALID,
    "Attribute value for {attribute} must not be null",
    "public code: a live test of UpdateUserAttributes (assumed for administrators)",
)
REQUIRED_TO_DELETE = observed(
    INVALID, "Invalid user attributes: {required}", "radkawar/stackd (DeleteUserAttributes; assumed for administrators)"
)
IMMUTABLE_TO_DELETE = observed(
    INVALID,
    "Invalid user attributes: {attribute}: This attribute does not satisfy the mutability validation defined in the "
    "schema.",
    "radkawar/stackd (DeleteUserAttributes, a custom attribute)",
)
UNKNOWN_TO_DELETE = observed(
    INVALID,
    "Invalid user attributes: Type for attribute {{{attribute}}} could not be determined",
    "radkawar/stackd (DeleteUserAttributes, a custom attribute)",
)
REQUIRED_STAYS = inferred(
    INVALID,
    "user.{attribute}: The attribute is required\n",
    "awslabs/aws-sdk-android-samples#72: it could be deleted once, and cannot any more; nobody published code or text "
    "for an empty value",
)
FACTOR_NEEDS_IT = inferred(
    INVALID,
    "Cannot delete {attribute}, which the user's MFA needs.",
    "aws-amplify/amplify-js#8829: Cognito answers an error since 2023; nobody published code or text",
)
NOTHING_TO_VERIFY = emulator(INVALID, "{kind} is required to verify/un-verify {thing}", "jagregory/cognito-local")
NAME_TAKEN = observed(
    "AliasExistsException", "User account already exists for the alias.", "radkawar/stackd (AdminUpdateUserAttributes)"
)
ALIAS_TAKEN = observed(
    "AliasExistsException",
    "An account with the given {attribute} already exists.",
    "public code: pasted CLI output of UpdateUserAttributes; AdminUpdateUserAttributes by client code that matches",
)
