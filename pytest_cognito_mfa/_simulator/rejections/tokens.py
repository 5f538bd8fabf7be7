"""Refusals of access and refresh tokens."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import DENIED, documented, emulator, inferred, observed

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
REFRESH_INVALID = observed(DENIED, "Invalid Refresh Token.", "aws/aws-sdk-cpp#1789; aws/aws-sdk-java-v2#1389")
REFRESH_REVOKED = observed(DENIED, "Refresh Token has been revoked", "aws/aws-sdk-net#1936")
REFRESH_EXPIRED = emulator(DENIED, "Refresh Token has expired", "floci-io/floci CognitoService")
REFRESH_REUSED = documented(
    "RefreshTokenReuseException",
    None,
    "botocore GetTokensFromRefreshToken: the token was invalidated by rotation (the text is unknown)",
)
WRONG_CLIENT_SECRET = inferred(
    DENIED,
    None,
    "botocore GetTokensFromRefreshToken has ClientSecret, and this error of its list fits; the text is unknown",
)
NOT_A_REFRESH_TOKEN = documented(
    "UnsupportedTokenTypeException",
    None,
    "botocore RevokeToken takes a refresh token and lists the error (the text is unknown)",
)
REVOCATION_OFF = documented(
    "UnsupportedOperationException",
    None,
    "botocore: an operation that is not enabled for the client (the text is unknown)",
)
UNAUTHORIZED = inferred(
    "UnauthorizedException",
    None,
    "botocore RevokeToken lists neither NotAuthorizedException nor ResourceNotFoundException (floci-io/floci#1705); "
    "RFC 7009 refuses an unknown client, a wrong secret and another client's token; the text is unknown",
)
