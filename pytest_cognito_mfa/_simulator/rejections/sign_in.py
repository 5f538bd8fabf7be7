"""Refusals of the first step of a sign-in."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import DENIED, INVALID, RESET, UNKNOWN_USER, inferred, observed

WRONG_PASSWORD = observed(
    DENIED, "Incorrect username or password.", "furaiev/amazon-cognito-identity-dart-2#10; ministackorg/ministack#1758"
)
LOCKED_OUT = observed(
    DENIED,
    "Password attempts exceeded",
    "public copies of a Stack Overflow answer; client code that matches on it (after wrong MFA codes the developer "
    "guide has the lockout, and nobody published its text: the same is assumed)",
)
NO_USER = observed(UNKNOWN_USER, "User does not exist.", "floci-io/floci fixture initiate-auth.srp.unknown-user")
NOT_CONFIRMED = observed(
    "UserNotConfirmedException",
    "User is not confirmed.",
    "amazon-archives/amazon-cognito-identity-js#288; ministackorg/ministack#1758",
)
DISABLED = observed(DENIED, "User is disabled.", "aws-amplify/amplify-js#5503")
RESET_REQUIRED = observed(
    RESET,
    "Password reset required for the user",
    "amazon-archives/amazon-cognito-identity-js#468 (sign-in; assumed for access tokens)",
)
IMPORTED_WITHOUT_PASSWORD = observed(
    INVALID, "Invalid input given", "aws-amplify/aws-sdk-ios#2298; aws-amplify/amplify-js#4516"
)
TEMPORARY_PASSWORD_EXPIRED = observed(
    DENIED,
    "Temporary password has expired and must be reset by an administrator.",
    "public code: notes that quote the live text",
)
FLOW_NOT_ENABLED = observed(
    INVALID, "{flow} flow not enabled for this client", "floci-io/floci#3974; amplify-swift's live harness"
)
FLOW_NOT_SUPPORTED = observed(
    INVALID, "Initiate Auth method not supported.", "getmoto/moto#4836; soto-project/soto-cognito-authentication-kit#10"
)
NO_FIRST_FACTOR = inferred(
    DENIED,
    "User has no first factor that can be used.",
    "botocore InitiateAuth lists the code; nobody saw a user whom nothing can be offered, nor the text",
)
MISSING_PARAMETER = observed(
    INVALID,
    "Missing required parameter {name}",
    "amazon-archives/amazon-cognito-identity-js#627 (Session; other names by client code that matches)",
)
WRONG_SECRET_HASH = observed(
    DENIED,
    "Unable to verify secret hash for client {client}",
    "ArranJacques/laravel-aws-cognito-auth#26; NabuCasa/pycognito#13",
)
SECRET_HASH_MISMATCH = observed(
    DENIED,
    "SecretHash does not match for the client: {client}",
    "public code: SignUp, and a refresh with the wrong username's hash",
)
NO_SECRET_HASH = observed(
    DENIED,
    "Client {client} is configured with secret but SECRET_HASH was not received",
    "aws-amplify/amplify-android#2504",
)
