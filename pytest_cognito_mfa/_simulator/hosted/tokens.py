"""POST /oauth2/token and POST /oauth2/revoke.

Rules are from the developer guide, token and revoke endpoints, unless a source is named.

1. The grants are client_credentials, authorization_code and refresh_token; the client must allow the first two.
2. client_credentials gives an access token alone.  Scopes that the client does not allow are ignored; without any it
   gets all that it allows.  If all that are asked for are ignored, the token has none (our choice).
3. A code belongs to one client and one redirect_uri; with a challenge it needs its verifier (S256).  Where a client may
   not read both attributes of a scope, such as email and email_verified, it is refused.
4. An id token comes only with the scope openid.  A sign-in through the API, which has no OAuth scopes, keeps its id
   token in a refresh (inferred).
5. A refresh answers with a new refresh token only if the client rotates them.
6. Revoking a token that is not valid, or no longer, succeeds.
7. A refresh runs PreTokenGeneration, and client_credentials does with events of V3_0, with `aws_client_metadata` as
   clientMetadata.  A failure is answered like a grant that is not valid (our choice).
"""

from __future__ import annotations

import base64
import hashlib
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws import endpoints
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.hosted.clients import authenticated, name_of, require_flow, required, scopes_of
from pytest_cognito_mfa._simulator.sign_in_flow import refreshed
from pytest_cognito_mfa._simulator.token_claims import attributes_of_scopes
from pytest_cognito_mfa._simulator.triggers.signing_in import token_of_client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, Pool

    Given = Mapping[str, str]


def token(service: Service, pool: Pool, given: Given) -> Mapping[str, Any]:
    """The tokens of a grant."""
    grant_type = required(given, "grant_type")
    if grant_type not in _GRANTS:
        raise rejections.UNKNOWN_GRANT_TYPE(because=f"the grants are: {', '.join(_GRANTS)}")
    client = authenticated(pool, given)
    return _GRANTS[grant_type](service, client, given)


def _of_client(service: Service, client: Client, given: Given) -> Mapping[str, Any]:
    require_flow(client, "client_credentials")
    allowed = scopes_of(client)
    asked = given.get("scope", "").split() or allowed
    metadata = _client_metadata(given)
    call = {"ClientId": client.id, "grant_type": "client_credentials", "ClientMetadata": metadata}
    service.triggers.operation, service.triggers.request = endpoints.TOKEN, call
    with _as_invalid_grant():
        access = token_of_client(service, client, [scope for scope in asked if scope in allowed])
    return {"access_token": access, "expires_in": client.token_seconds("Access"), "token_type": "Bearer"}


def _client_metadata(given: Given) -> Mapping[str, Any]:
    """`aws_client_metadata`, an object of texts as JSON; anything else is refused (our choice)."""
    try:
        metadata = json.loads(given.get("aws_client_metadata") or "{}")
    except ValueError:
        metadata = None
    if not isinstance(metadata, dict):
        raise rejections.INVALID_OAUTH_REQUEST(because="aws_client_metadata is no object of JSON")
    return metadata


def _of_code(service: Service, client: Client, given: Given) -> Mapping[str, Any]:
    require_flow(client, "code")
    code, redirect_uri = required(given, "code"), required(given, "redirect_uri")
    signed_in = service.codes.use(code)
    if signed_in is None:
        raise rejections.INVALID_GRANT(
            because="no page of this test gave that code, it was used, or 5 minutes are over"
        )
    if signed_in.client is not client:
        raise rejections.INVALID_GRANT(because=f"the code was given to client {name_of(signed_in.client)}")
    if signed_in.redirect_uri != redirect_uri:
        raise rejections.INVALID_GRANT(because=f"the code was given for redirect_uri {signed_in.redirect_uri}")
    if (challenge := signed_in.code_challenge) is not None and challenge != _hashed(given.get("code_verifier", "")):
        raise rejections.INVALID_GRANT(because="code_verifier is missing, or its SHA-256 is not the code_challenge")
    _check_readable(client, signed_in.more["scopes"])
    with _as_invalid_grant():
        service.tokens.valid_grant(signed_in.refresh_token, client)
    tokens = service.tokens.with_claims(signed_in.refresh_token, signed_in.more)
    has_id = "openid" in signed_in.more["scopes"]
    return answer_of(tokens | {"RefreshToken": signed_in.refresh_token}, with_id=has_id)


def _hashed(verifier: str) -> str:
    """The challenge of a verifier (RFC 7636, 4.2: S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _check_readable(client: Client, scopes: tuple[str, ...]) -> None:
    readable, needed = client.settings.get("ReadAttributes"), attributes_of_scopes(scopes)
    missing = [name for name in needed or () if readable is not None and name not in readable]
    if missing:
        why = f"its scopes give {', '.join(missing)}, which its ReadAttributes lack"
        raise rejections.INVALID_GRANT(because=f"client {name_of(client)}: {why}")


@contextmanager
def _as_invalid_grant() -> Iterator[None]:
    """In OAuth every refusal of a refresh token has the same words."""
    try:
        yield
    except rejections.Rejection as refused:
        raise rejections.INVALID_GRANT(because=refused.reason or refused.message) from None


def _of_refresh_token(service: Service, client: Client, given: Given) -> Mapping[str, Any]:
    refresh_token = required(given, "refresh_token")
    service.triggers.operation, service.triggers.request = endpoints.TOKEN, {"ClientId": client.id}
    with _as_invalid_grant():
        grant = service.tokens.valid_grant(refresh_token, client)
        has_id = "openid" in grant.scopes or not grant.hosted
        return answer_of(refreshed(service, client, refresh_token, None), with_id=has_id)


def answer_of(tokens: Mapping[str, Any], *, with_id: bool) -> dict[str, Any]:
    """An AuthenticationResult in OAuth's names, in alphabetical order."""
    shown = {
        "access_token": tokens["AccessToken"],
        "expires_in": tokens["ExpiresIn"],
        "id_token": tokens["IdToken"] if with_id else None,
        "refresh_token": tokens.get("RefreshToken"),
        "token_type": tokens["TokenType"],
    }
    return {name: value for name, value in shown.items() if value is not None}


_GRANTS: Mapping[str, Callable[[Service, Client, Given], Mapping[str, Any]]] = {
    "authorization_code": _of_code,
    "client_credentials": _of_client,
    "refresh_token": _of_refresh_token,
}


def revoke(service: Service, pool: Pool, given: Given) -> None:
    """End the sign-in of a refresh token; the body of the answer is empty."""
    refresh_token = required(given, "token")
    try:
        client = authenticated(pool, given)
    except rejections.Rejection as refused:
        raise rejections.REVOKING_CLIENT(because=refused.reason) from None
    if not client.settings["EnableTokenRevocation"]:
        raise rejections.INVALID_OAUTH_REQUEST(because=f"client {name_of(client)} has EnableTokenRevocation off")
    try:
        service.tokens.revoke(refresh_token, client)
    except rejections.Rejection as refused:
        of_another = refused.code == "UnauthorizedException"
        again = rejections.REVOKING_CLIENT if of_another else rejections.UNREVOKABLE_TOKEN
        raise again(because=refused.reason) from None
