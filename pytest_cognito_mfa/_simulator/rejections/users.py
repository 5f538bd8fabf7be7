"""Refusals of sign-up, of users and of their attributes."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import DENIED, INVALID, MISMATCH, UNKNOWN_USER, Refusal

USERNAME_EXISTS = Refusal(
    "UsernameExistsException", "User already exists", "observed", "floci-io/floci fixture sign-up.error.username-exists"
)
ACCOUNT_EXISTS = Refusal(
    "UsernameExistsException",
    "User account already exists",
    "observed",
    "localstack/localstack#4465 quotes the live answer to AdminCreateUser",
)
ADDRESS_EXISTS = Refusal(
    "UsernameExistsException",
    "An account with the given {attribute} already exists.",
    "observed",
    "jonsaw/amazon-cognito-identity-dart#73 (SignUp of an e-mail address; assumed for AdminCreateUser and phones)",
)
ALIAS_EXISTS = Refusal(
    "AliasExistsException",
    "An account with the {attribute} already exists.",
    "documented",
    "developer guide, managing error responses (ConfirmSignUp; assumed for VerifyUserAttribute)",
)
SIGN_UP_CLOSED = Refusal(
    DENIED, "SignUp is not permitted for this user pool", "inferred", "client code that matches on the text"
)
USERNAME_NOT_ALIAS = Refusal(
    INVALID, "Username should be {kind}.", "inferred", "client code that matches on 'Username should be an email.'"
)
USERNAME_IS_EMAIL = Refusal(
    INVALID,
    "Username cannot be of email format, since user pool is configured for email alias.",
    "inferred",
    "client code that matches on the text",
)
WEAK_PASSWORD = Refusal(
    "InvalidPasswordException",
    "Password did not conform with policy: {rule}",
    "inferred",
    "client code that matches on the five rules' texts",
)
BAD_PHONE = Refusal(INVALID, "Invalid phone number format.", "observed", "public code: pasted raw bodies")
BAD_EMAIL = Refusal(INVALID, "Invalid email address format.", "inferred", "client code that matches on the text")
BAD_ATTRIBUTE = Refusal(
    INVALID,
    "Attributes did not conform to the schema: {attribute}: {rule}\n",
    "observed",
    "public code: a pasted raw body (it ends with a line break)",
)
NOT_MUTABLE = Refusal(
    INVALID,
    "Cannot modify the non-mutable attribute {attribute}",
    "observed",
    "aws-amplify/aws-sdk-ios#2203 (email_verified, with a new password); public code: a live test of another operation "
    "(sub)",
)
ALREADY_PROVIDED = Refusal(
    DENIED,
    "Cannot modify an already provided {attribute}",
    "observed",
    "public code: a pasted answer of AdminRespondToAuthChallenge (email; for phone_number the same is assumed)",
)
WRONG_CONFIRMATION_CODE = Refusal(
    MISMATCH,
    "Invalid verification code provided, please try again.",
    "observed",
    "floci-io/floci fixture confirm-sign-up.error.code-mismatch",
)
CONFIRMATION_CODE_EXPIRED = Refusal(
    "ExpiredCodeException",
    "Invalid code provided, please request a code again.",
    "observed",
    "public code: pasted raw bodies",
)
ALREADY_CONFIRMED = Refusal(
    DENIED,
    "User cannot be confirmed. Current status is {status}",
    "observed",
    "public code: pasted raw bodies",
)
NO_USER_OF_CLIENT = Refusal(
    UNKNOWN_USER,
    "Username/client id combination not found.",
    "observed",
    "floci-io/floci fixture forgot-password.unknown-user (ForgotPassword; assumed where a code is resent or confirmed)",
)
NOT_INVITED_ANY_MORE = Refusal(
    "UnsupportedUserStateException",
    "Resend not possible. {user} status is not FORCE_CHANGE_PASSWORD",
    "inferred",
    "client code that matches on the text",
)
