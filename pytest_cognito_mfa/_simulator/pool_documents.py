"""The two public documents of a pool: the keys that verify its tokens, and the OpenID configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator.crypto import signing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.state import Pool


def jwks(pool: Pool) -> Mapping[str, Any]:
    """``/.well-known/jwks.json``."""
    return {"keys": signing.public_keys(pool.id)}


def openid_configuration(pool: Pool) -> Mapping[str, Any]:
    """``/.well-known/openid-configuration``; with the hosted endpoints only if the pool has a domain."""
    document: dict[str, Any] = {
        "id_token_signing_alg_values_supported": ["RS256"],
        "issuer": pool.issuer,
        "jwks_uri": f"{pool.issuer}/.well-known/jwks.json",
        "response_types_supported": ["code", "token"],
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    }
    if domain := pool.settings.get("Domain"):
        base = f"https://{domain}.auth.{pool.region}.amazoncognito.com"
        document |= {
            "authorization_endpoint": f"{base}/oauth2/authorize",
            "end_session_endpoint": f"{base}/logout",
            "revocation_endpoint": f"{base}/oauth2/revoke",
            "token_endpoint": f"{base}/oauth2/token",
            "userinfo_endpoint": f"{base}/oauth2/userInfo",
        }
    return dict(sorted(document.items()))
