"""The backend of the same app: it accepts users with an access token, and asks Cognito who they are."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import httpx
import jwt


class Forbidden(Exception):
    """The token is not one of ours, or it has expired."""


@lru_cache
def keys(issuer: str) -> jwt.PyJWKClient:
    """The pool's public keys, fetched once per process."""
    return jwt.PyJWKClient(f"{issuer}/.well-known/jwks.json")


def claims(access_token: str, *, issuer: str, client_id: str) -> dict[str, Any]:
    """The claims of an access token, after its signature, issuer, age, client and use were checked."""
    try:
        key = keys(issuer).get_signing_key_from_jwt(access_token).key
        found = jwt.decode(access_token, key, algorithms=["RS256"], issuer=issuer, options={"require": ["exp", "iss"]})
    except jwt.PyJWTError as error:
        raise Forbidden(str(error)) from error
    if found["token_use"] != "access" or found["client_id"] != client_id:
        raise Forbidden("this token was issued for something else")
    return found


async def profile(access_token: str) -> dict[str, Any]:
    """What Cognito knows about the person, asked without an AWS library: GetUser needs no AWS credentials."""
    async with httpx.AsyncClient() as client:
        answer = await client.post(
            "https://cognito-idp.us-east-1.amazonaws.com/",
            json={"AccessToken": access_token},
            headers={
                "Content-Type": "application/x-amz-json-1.1",
                "X-Amz-Target": "AWSCognitoIdentityProviderService.GetUser",
            },
        )
    if answer.status_code != httpx.codes.OK:
        raise Forbidden(answer.json()["message"])
    return {attribute["Name"]: attribute["Value"] for attribute in answer.json()["UserAttributes"]}
