"""Refresh and revocation of tokens: GetTokensFromRefreshToken, RevokeToken, GlobalSignOut, AdminUserGlobalSignOut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.registry import operation
from pytest_cognito_mfa._simulator.resources import client_secrets
from pytest_cognito_mfa._simulator.sign_in_flow import refreshed

if TYPE_CHECKING:
    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.registry import Answer
    from pytest_cognito_mfa._simulator.service import Service


@operation("GetTokensFromRefreshToken")
def get_tokens_from_refresh_token(service: Service, req: aws.GetTokensFromRefreshTokenRequestTypeDef) -> Answer:
    """New access and id tokens; "optionally refresh tokens", if the client rotates them (botocore).

    It works for a client without rotation too, and needs no flow to be on (radkawar/stackd).  Only a disabled user is
    refused: the operation documents no error for other states.
    """
    client, secret = service.client(req["ClientId"]), req.get("ClientSecret")
    if not client_secrets.authenticate(client, secret):
        raise (rejections.WRONG_SECRET_HASH if secret else rejections.REFRESH_WITHOUT_SECRET)(client=client.id)
    token, device_key = req["RefreshToken"], req.get("DeviceKey")
    return {"AuthenticationResult": refreshed(service, client, token, device_key)}


@operation("RevokeToken")
def revoke_token(service: Service, req: aws.RevokeTokenRequestTypeDef) -> Answer:
    """The client is checked before the token, as RFC 7009 2.1 says."""
    try:
        client = service.client(req["ClientId"])
    except rejections.Rejection:
        raise rejections.UNAUTHORIZED() from None
    if not client_secrets.authenticate(client, req.get("ClientSecret")):
        raise rejections.UNAUTHORIZED()
    if not client.settings["EnableTokenRevocation"]:
        raise rejections.REVOCATION_OFF()
    service.tokens.revoke(req["Token"], client)
    return {}


@operation("GlobalSignOut")
def global_sign_out(service: Service, req: aws.GlobalSignOutRequestTypeDef) -> Answer:
    _, user = service.token_owner(req["AccessToken"], gone=rejections.TOKEN_REVOKED)
    service.tokens.revoke_all(user)
    return {}


@operation("AdminUserGlobalSignOut")
def admin_user_global_sign_out(service: Service, req: aws.AdminUserGlobalSignOutRequestTypeDef) -> Answer:
    """GlobalSignOut by an administrator; a user without tokens is signed out as well."""
    service.tokens.revoke_all(service.named_user(req)[1])
    return {}
