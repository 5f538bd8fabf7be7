"""Refusals of sign-up, of users and of their attributes."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import (
    DENIED,
    INVALID,
    MISMATCH,
    UNKNOWN_USER,
    documented,
    emulator,
    inferred,
    observed,
)

USERNAME_EXISTS = observed(
    "UsernameExistsException", "User already exists", "floci-io/floci fixture sign-up.error.username-exists"
)
ACCOUNT_EXISTS = observed(
    "UsernameExistsException",
    "User account already exists",
    "localstack/localstack#4465 quotes the live answer to AdminCreateUser",
)
ADDRESS_EXISTS = observed(
    "UsernameExistsException",
    "An account with the given {attribute} already exists.",
    "jonsaw/amazon-cognito-identity-dart#73 (SignUp of an e-mail address; assumed for AdminCreateUser and phones)",
)
ALIAS_EXISTS = documented(
    "AliasExistsException",
    "An account with the {attribute} already exists.",
    "developer guide, managing error responses (ConfirmSignUp; assumed for VerifyUserAttribute)",
)
SIGN_UP_CLOSED = inferred(DENIED, "SignUp is not permitted for this user pool", "client code that matches on the text")
USERNAME_NOT_ALIAS = inferred(
    INVALID, "Username should be {kind}.", "client code that matches on 'Username should be an email.'"
)
USERNAME_IS_EMAIL = inferred(
    INVALID,
    "Username cannot be of email format, since user pool is configured for email alias.",
    "client code that matches on the text",
)
PASSWORD_NEEDED = inferred(
    INVALID,
    "A password is required.",
    "the developer guide has the conditions for users without a password; nobody published code and text",
)
WEAK_PASSWORD = inferred(
    "InvalidPasswordException",
    "Password did not conform with policy: {rule}",
    "client code that matches on the five rules' texts (ChangePassword, ConfirmForgotPassword)",
)
WEAK_NEW_PASSWORD = observed(
    "InvalidPasswordException",
    "Password did not conform with password policy: {rule}",
    "radkawar/stackd (AdminCreateUser); public code: a pasted refusal of SignUp",
)
PASSWORD_AGAINST_POLICY = observed(
    "InvalidPasswordException",
    "Password does not conform to policy: {rule}",
    "radkawar/stackd (a new password in a sign-in, AdminSetUserPassword)",
)
BAD_PHONE = observed(INVALID, "Invalid phone number format.", "public code: pasted raw bodies")
BAD_EMAIL = inferred(INVALID, "Invalid email address format.", "client code that matches on the text")
BAD_ATTRIBUTE = observed(
    INVALID,
    "Attributes did not conform to the schema: {attribute}: {rule}\n",
    "public code: a pasted raw body (it ends with a line break)",
)
MISSING_ATTRIBUTES = observed(
    INVALID,
    "Attributes did not conform to the schema: {missing}",
    "agentlang-ai/agentlang#240; radkawar/stackd (SignUp; until about 2024 by the attributes' own names)",
)
REQUIRED_WITH_PASSWORD = observed(
    INVALID,
    "Invalid attributes given, {attribute} is missing",
    "qwigo/warrant#51; aws/aws-sdk-js#1290; aws/aws-sdk-net#972 (a new password in a sign-in)",
)
NO_PREFERRED_USERNAME_YET = observed(
    INVALID, "Preferred username cannot be provided for unconfirmed account", "aws-amplify/amplify-js#1669, #13724"
)
NOT_MUTABLE = observed(
    INVALID,
    "Cannot modify the non-mutable attribute {attribute}",
    "aws-amplify/aws-sdk-ios#2203 (email_verified, with a new password); public code: a live test of another operation "
    "(sub)",
)
ALREADY_PROVIDED = observed(
    DENIED,
    "Cannot modify an already provided {attribute}",
    "public code: a pasted answer of AdminRespondToAuthChallenge (email; for phone_number the same is assumed)",
)
PASSWORD_USED_BEFORE = documented(
    "PasswordHistoryPolicyViolationException", None, "botocore: the pool's password history (the text is unknown)"
)
LINK_NEEDS_DOMAIN = observed(
    INVALID,
    "Cannot perform specific action because there does not exist a valid use pool domain associated with the user pool",
    "aws-amplify/amplify-js#4489 (a raw body of SignUp); amazon-archives/amazon-cognito-identity-js#512",
)
NOT_DELIVERED = observed(
    "CodeDeliveryFailureException",
    "Amazon SES account is in Sandbox. Verify Send-to email address or Amazon SES Account",
    "public code: pasted raw bodies (a fault of a test; no rule of the simulator raises it)",
)
WRONG_CONFIRMATION_CODE = observed(
    MISMATCH,
    "Invalid verification code provided, please try again.",
    "floci-io/floci fixture confirm-sign-up.error.code-mismatch",
)
CONFIRMATION_CODE_EXPIRED = observed(
    "ExpiredCodeException", "Invalid code provided, please request a code again.", "public code: pasted raw bodies"
)
ALREADY_CONFIRMED = observed(
    DENIED, "User cannot be confirmed. Current status is {status}", "public code: pasted raw bodies"
)
NO_USER_OF_CLIENT = observed(
    UNKNOWN_USER,
    "Username/client id combination not found.",
    "floci-io/floci fixture forgot-password.unknown-user (ForgotPassword; assumed where a code is resent or confirmed)",
)
BAD_FILTER = observed(
    INVALID, "Error while parsing filter.", "aws/aws-sdk-php#1088 (a raw body), #1961; aws/aws-sdk-js#3147"
)
NOT_SEARCHABLE = emulator(
    INVALID, "Invalid search attribute: {attribute}", "getmoto/moto#4389, #4407 (a dot at the end is possible)"
)
NO_SUCH_ATTRIBUTE = observed(
    INVALID, "One or more requested attributes do not exist.", "aws/aws-sdk-js#2570, #3091 (AttributesToGet)"
)
SUB_NOT_TO_GET = observed(
    INVALID,
    "Input fails to satisfy the constraints.",
    "aws-samples/sample-collaborative-ai-dlc#52 (AttributesToGet of sub, email and a custom attribute; that sub is the "
    "cause is the reporter's deduction)",
)
NOT_INVITED_ANY_MORE = inferred(
    "UnsupportedUserStateException",
    "Resend not possible. {user} status is not FORCE_CHANGE_PASSWORD",
    "client code that matches on the text",
)
