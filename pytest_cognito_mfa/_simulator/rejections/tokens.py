"""Refusals of access and refresh tokens."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import DENIED, documented, emulator, observed

TOKEN_UNVERIFIED = observed(
    DENIED, "Could not verify signature for Access Token", "public code: tests against a live pool"
)
TOKEN_INVALID = observed(
    DENIED, "Invalid Access Token", "getmoto/moto#8027; amazon-archives/aws-cognito-angular-quickstart#137"
)
TOKEN_EXPIRED = observed(DENIED, "Access Token has expired", "aws-amplify/aws-sdk-ios#1376")
TOKEN_REVOKED = observed(DENIED, "Access Token has been revoked", "aws-amplify/amplify-js#2205; botocore GlobalSignOut")
TOKEN_WITHOUT_SCOPE = observed(
    DENIED, "Access Token does not have required scopes", "aws-amplify/amplify-js#469, #1906"
)
TOKEN_OF_ANOTHER_USER = observed(
    DENIED, "Invalid access token.", "radkawar/stackd (the user was deleted, and another one has taken the name)"
)
REFRESH_INVALID = observed(
    DENIED,
    "Invalid Refresh Token",
    "radkawar/stackd (2026; until 2024 with a dot: aws/aws-sdk-cpp#1789; aws/aws-sdk-java-v2#1389)",
)
REFRESH_OF_ANOTHER = observed(DENIED, "Refresh Token has different Client", "radkawar/stackd (another client's token)")
REFRESH_REVOKED = observed(DENIED, "Refresh Token has been revoked", "aws/aws-sdk-net#1936; radkawar/stackd")
REFRESH_ENDED = observed(
    DENIED, None, "radkawar/stackd (a revoked sign-in of a client that rotates: the body has no message)"
)
REFRESH_OF_NOBODY = observed(
    DENIED, "The user has been deleted for the associated refresh token", "radkawar/stackd (REFRESH_TOKEN_AUTH)"
)
REFRESH_EXPIRED = emulator(DENIED, "Refresh Token has expired", "floci-io/floci CognitoService")
REFRESH_REUSED = observed(
    "RefreshTokenReuseException", "Refresh token reuse detected", "radkawar/stackd (a token that was rotated out)"
)
REFRESH_FLOW_OF_ROTATING = observed(
    "UnsupportedOperationException",
    "This API does not support refresh token rotation",
    "radkawar/stackd (REFRESH_TOKEN_AUTH of a client that rotates; assumed for AdminInitiateAuth)",
)
REFRESH_WITHOUT_SECRET = observed(
    DENIED,
    "Client {client} is configured for secret but secret was not received",
    "radkawar/stackd (GetTokensFromRefreshToken)",
)
NOT_ENABLED = documented(
    "OperationNotEnabledException",
    None,
    "botocore's lists of errors of the operations on sessions (code assumed, the text is unknown)",
)
NOT_A_REFRESH_TOKEN = documented(
    "UnsupportedTokenTypeException",
    None,
    "botocore RevokeToken takes a refresh token and lists the error (the text is unknown)",
)
REVOCATION_OFF = observed(
    "UnsupportedOperationException",
    "This feature is not enabled for this client",
    "radkawar/stackd (RevokeToken where EnableTokenRevocation is false)",
)
UNAUTHORIZED = observed(
    "UnauthorizedException",
    "Invalid client or secret",
    "radkawar/stackd (RevokeToken without the secret; RFC 7009 also refuses an unknown client and another client's "
    "token, for which the same is assumed)",
)
