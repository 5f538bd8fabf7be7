"""Refusals of access and refresh tokens."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import DENIED, Refusal

TOKEN_UNVERIFIED = Refusal(
    DENIED, "Could not verify signature for Access Token", "observed", "public code: tests against a live pool"
)
TOKEN_INVALID = Refusal(
    DENIED,
    "Invalid Access Token",
    "observed",
    "getmoto/moto#8027; amazon-archives/aws-cognito-angular-quickstart#137",
)
TOKEN_EXPIRED = Refusal(DENIED, "Access Token has expired", "observed", "aws-amplify/aws-sdk-ios#1376")
TOKEN_REVOKED = Refusal(
    DENIED, "Access Token has been revoked", "observed", "aws-amplify/amplify-js#2205; botocore GlobalSignOut"
)
TOKEN_WITHOUT_SCOPE = Refusal(
    DENIED, "Access Token does not have required scopes", "observed", "aws-amplify/amplify-js#469, #1906"
)
REFRESH_INVALID = Refusal(
    DENIED, "Invalid Refresh Token.", "observed", "aws/aws-sdk-cpp#1789; aws/aws-sdk-java-v2#1389"
)
REFRESH_REVOKED = Refusal(DENIED, "Refresh Token has been revoked", "observed", "aws/aws-sdk-net#1936")
REFRESH_EXPIRED = Refusal(DENIED, "Refresh Token has expired", "emulator", "floci-io/floci CognitoService")
REFRESH_REUSED = Refusal(
    "RefreshTokenReuseException",
    None,
    "documented",
    "botocore GetTokensFromRefreshToken: the token was invalidated by rotation (the text is unknown)",
)
WRONG_CLIENT_SECRET = Refusal(
    DENIED,
    None,
    "inferred",
    "botocore GetTokensFromRefreshToken has ClientSecret, and this error of its list fits; the text is unknown",
)
NOT_A_REFRESH_TOKEN = Refusal(
    "UnsupportedTokenTypeException",
    None,
    "documented",
    "botocore RevokeToken takes a refresh token and lists the error (the text is unknown)",
)
REVOCATION_OFF = Refusal(
    "UnsupportedOperationException",
    None,
    "documented",
    "botocore: an operation that is not enabled for the client (the text is unknown)",
)
UNAUTHORIZED = Refusal(
    "UnauthorizedException",
    None,
    "inferred",
    "botocore RevokeToken lists neither NotAuthorizedException nor ResourceNotFoundException (floci-io/floci#1705); "
    "RFC 7009 refuses an unknown client, a wrong secret and another client's token; the text is unknown",
)
