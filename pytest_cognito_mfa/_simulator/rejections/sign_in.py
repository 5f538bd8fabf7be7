"""Refusals of the first step of a sign-in."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import DENIED, INVALID, UNKNOWN_USER, Refusal

WRONG_PASSWORD = Refusal(
    DENIED,
    "Incorrect username or password.",
    "observed",
    "furaiev/amazon-cognito-identity-dart-2#10; ministackorg/ministack#1758",
)
LOCKED_OUT = Refusal(
    DENIED,
    "Password attempts exceeded",
    "observed",
    "public copies of a Stack Overflow answer; client code that matches on it (after wrong MFA codes the developer "
    "guide has the lockout, and nobody published its text: the same is assumed)",
)
NO_USER = Refusal(
    UNKNOWN_USER, "User does not exist.", "observed", "floci-io/floci fixture initiate-auth.srp.unknown-user"
)
NOT_CONFIRMED = Refusal(
    "UserNotConfirmedException",
    "User is not confirmed.",
    "observed",
    "amazon-archives/amazon-cognito-identity-js#288; ministackorg/ministack#1758",
)
DISABLED = Refusal(DENIED, "User is disabled.", "observed", "aws-amplify/amplify-js#5503")
RESET_REQUIRED = Refusal(
    "PasswordResetRequiredException",
    "Password reset required for the user",
    "observed",
    "amazon-archives/amazon-cognito-identity-js#468 (sign-in; assumed for access tokens)",
)
IMPORTED_WITHOUT_PASSWORD = Refusal(
    INVALID, "Invalid input given", "observed", "aws-amplify/aws-sdk-ios#2298; aws-amplify/amplify-js#4516"
)
TEMPORARY_PASSWORD_EXPIRED = Refusal(
    DENIED,
    "Temporary password has expired and must be reset by an administrator.",
    "observed",
    "public code: notes that quote the live text",
)
FLOW_NOT_ENABLED = Refusal(
    INVALID, "{flow} flow not enabled for this client", "observed", "floci-io/floci#3974; amplify-swift's live harness"
)
FLOW_NOT_SUPPORTED = Refusal(
    INVALID,
    "Initiate Auth method not supported.",
    "observed",
    "getmoto/moto#4836; soto-project/soto-cognito-authentication-kit#10",
)
MISSING_PARAMETER = Refusal(
    INVALID,
    "Missing required parameter {name}",
    "observed",
    "amazon-archives/amazon-cognito-identity-js#627 (Session; other names by client code that matches)",
)
WRONG_SECRET_HASH = Refusal(
    DENIED,
    "Unable to verify secret hash for client {client}",
    "observed",
    "ArranJacques/laravel-aws-cognito-auth#26; NabuCasa/pycognito#13",
)
SECRET_HASH_MISMATCH = Refusal(
    DENIED,
    "SecretHash does not match for the client: {client}",
    "observed",
    "public code: SignUp, and a refresh with the wrong username's hash",
)
NO_SECRET_HASH = Refusal(
    DENIED,
    "Client {client} is configured with secret but SECRET_HASH was not received",
    "observed",
    "aws-amplify/amplify-android#2504",
)
