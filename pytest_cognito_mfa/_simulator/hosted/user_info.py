"""GET and POST /oauth2/userInfo: the attributes of the user of an access token (developer guide, userInfo endpoint).

1. The token has the scope openid (public code), and is of the pool that has the domain.
2. The answer has sub, the attributes that the scopes give and the client may read, and username, all as texts (the
   username by another emulator, ministackorg/ministack).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.reasons import foreign_token
from pytest_cognito_mfa._simulator.token_claims import shown_attributes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool


def user_info(service: Service, pool: Pool, given: Mapping[str, str]) -> Mapping[str, str]:
    """The claims of the user."""
    token = given.get("access_token")
    if not token:
        raise rejections.NO_BEARER_TOKEN(because="the request has no Authorization: Bearer with an access token")
    issued, tokens = service.tokens.issued(token), service.tokens
    if issued is None or issued.use != "access" or issued.grant.client.pool is not pool:
        why = tokens.what_is(token) or foreign_token(token, service.pools)
        raise rejections.BEARER_TOKEN_ENDED(because=why)
    if "openid" not in issued.scopes:
        raise rejections.BEARER_TOKEN_WITHOUT_OPENID(because=f"its scopes are: {' '.join(issued.scopes)}")
    try:
        service.token_owner(token, scope="openid")
    except rejections.Rejection as refused:
        raise rejections.BEARER_TOKEN_ENDED(because=refused.reason or refused.message) from None
    user = issued.grant.user
    return {"sub": user.sub, **shown_attributes(issued.grant), "username": user.username}
