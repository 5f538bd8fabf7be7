"""Refusals of a pool's domain: OAuth's error is the code, its error_description the message.

Those with status 302 send the browser on: to the callback URL, or to the page /error.
"""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import documented, inferred, observed

_TOKEN = "developer guide, token endpoint"  # noqa: S105 - a page
_AUTHORIZE = "developer guide, authorize endpoint"
_USER_INFO = "developer guide, userInfo endpoint"
_REVOKE = "developer guide, revoke endpoint"

HOSTED_CLIENT_SECRET = observed(
    "invalid_client", "invalid_client_secret", "public code: measured at /oauth2/token (2026); two pasted answers"
)
HOSTED_CLIENT = observed(
    "invalid_client", None, "amazon-archives/amazon-cognito-auth-js#206; pilcrowonpaper/arctic#175"
)
INVALID_GRANT = observed(
    "invalid_grant",
    None,
    f"public code: measured with a refresh token that was revoked; {_TOKEN} (codes; a wrong code_verifier is inferred)",
)
GRANT_NOT_ALLOWED = documented("unauthorized_client", None, f"{_TOKEN}; {_AUTHORIZE}")
UNKNOWN_GRANT_TYPE = documented("unsupported_grant_type", None, _TOKEN)
INVALID_OAUTH_REQUEST = documented("invalid_request", None, f"{_TOKEN}; {_AUTHORIZE}; {_REVOKE}")
INVALID_SCOPE = documented("invalid_scope", None, _AUTHORIZE)
REVOKING_CLIENT = documented("invalid_client", None, _REVOKE, 401)
UNREVOKABLE_TOKEN = documented("unsupported_token_type", None, _REVOKE)
NO_BEARER_TOKEN = documented("invalid_request", "Bad OAuth2 request at UserInfo Endpoint", _USER_INFO)
BEARER_TOKEN_ENDED = documented(
    "invalid_token",
    "Access token is expired, disabled, or deleted, or the user has globally signed out.",
    _USER_INFO,
    401,
)
BEARER_TOKEN_WITHOUT_OPENID = observed(
    "invalid_token",
    "Access token does not contain openid scope",
    "public code: a comment with the answer (the status is assumed)",
    401,
)
REDIRECT_MISMATCH = observed(
    "redirect_mismatch", None, "aws/aws-aspnet-cognito-identity-provider#167; a dozen others", 302
)
NO_HOSTED_CLIENT = inferred(
    "Client does not exist", None, "public code: one probe, whose host is not proven to be Cognito's", 302
)
NO_CLIENT_ID = observed(
    "Missing required parameter client_id in request URL",
    None,
    "damienbod/angular-auth-oidc-client#2057; jenkinsci/oic-auth-plugin#620 (/login)",
    302,
)
NO_REDIRECT_URI = observed(
    "Required String parameter 'redirect_uri' is not present",
    None,
    "aws-amplify/amplify-js#2423, #1298; streamlit/streamlit#14601 (/logout)",
    302,
)
