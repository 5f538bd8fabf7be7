"""A token's life: GetTokensFromRefreshToken, RevokeToken, GlobalSignOut, AdminUserGlobalSignOut."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.registry import operation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_cognito_idp.type_defs import (
        AdminUserGlobalSignOutRequestTypeDef,
        GetTokensFromRefreshTokenRequestTypeDef,
        GlobalSignOutRequestTypeDef,
        RevokeTokenRequestTypeDef,
    )

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client


@operation("GetTokensFromRefreshToken")
def get_tokens_from_refresh_token(service: Service, req: GetTokensFromRefreshTokenRequestTypeDef) -> Mapping[str, Any]:
    """New access and id tokens; "optionally refresh tokens", where the client rotates them (botocore).

    It serves a client without rotation too, and asks for no flow to be on.  Of a user's states
    only "disabled" can be refused: the operation documents no error for the others.
    """
    client = service.client(req["ClientId"])
    if not _has_secret(client, req.get("ClientSecret")):
        raise rejections.WRONG_CLIENT_SECRET()
    token, device_key = req["RefreshToken"], req.get("DeviceKey")
    user = service.tokens.refreshable(token, client, device_key).user
    if client.pool.users.get(user.username) is not user:
        raise rejections.NO_USER()
    if not user.enabled:
        raise rejections.DISABLED()
    return {"AuthenticationResult": service.tokens.rotated(token, client, device_key)}


@operation("RevokeToken")
def revoke_token(service: Service, req: RevokeTokenRequestTypeDef) -> Mapping[str, Any]:
    """The client is judged before the token, as RFC 7009 2.1 says."""
    try:
        client = service.client(req["ClientId"])
    except rejections.Rejection:
        raise rejections.UNAUTHORIZED() from None
    if not _has_secret(client, req.get("ClientSecret")):
        raise rejections.UNAUTHORIZED()
    if not client.settings["EnableTokenRevocation"]:
        raise rejections.REVOCATION_OFF()
    service.tokens.revoke(req["Token"], client)
    return {}


def _has_secret(client: Client, given: str | None) -> bool:
    """Whether `given` is the client's secret; "if the client has a secret" (botocore), else nobody looks at it."""
    return client.secret is None or hmac.compare_digest(client.secret.encode(), (given or "").encode())


@operation("GlobalSignOut")
def global_sign_out(service: Service, req: GlobalSignOutRequestTypeDef) -> Mapping[str, Any]:
    _, user = service.token_owner(req["AccessToken"], gone=rejections.TOKEN_REVOKED)
    service.tokens.revoke_all(user)
    return {}


@operation("AdminUserGlobalSignOut")
def admin_user_global_sign_out(service: Service, req: AdminUserGlobalSignOutRequestTypeDef) -> Mapping[str, Any]:
    """What GlobalSignOut does, for an administrator; so a user without tokens is signed out as well."""
    service.tokens.revoke_all(service.pool(req["UserPoolId"]).user(req["Username"]))
    return {}
