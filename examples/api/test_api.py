"""The tests of `api.py`: tokens checked against the pool's own keys, and Cognito asked through httpx."""

import asyncio

import api
import boto3
import jwt
import pytest


@pytest.fixture(autouse=True)
def no_keys_yet():
    """Every test has a pool of its own, with keys of its own: forget those of the test before."""
    api.keys.cache_clear()


def test_an_access_token_is_let_in(cognito):
    token = cognito.sign_in("totp").access_token

    claims = api.claims(token, issuer=cognito.pool.issuer, client_id=cognito.client_id)

    assert claims["sub"] == cognito.user("totp").sub
    assert [exchange.operation for exchange in cognito.journal] == ["jwks.json"]


def test_an_id_token_is_not_an_access_token(cognito):
    token = cognito.sign_in("totp").id_token

    with pytest.raises(api.Forbidden, match="audience"):
        api.claims(token, issuer=cognito.pool.issuer, client_id=cognito.client_id)


def test_a_token_of_another_client_is_not_let_in(cognito):
    token = cognito.sign_in("totp", client="secret").access_token

    with pytest.raises(api.Forbidden, match="something else"):
        api.claims(token, issuer=cognito.pool.issuer, client_id=cognito.client_id)


def test_a_token_that_somebody_else_signed_is_not_let_in(cognito):
    stolen = jwt.get_unverified_header(cognito.sign_in("totp").access_token)
    forged = jwt.encode({"sub": cognito.user("totp").sub}, "a" * 32, headers={"kid": stolen["kid"]})

    with pytest.raises(api.Forbidden):
        api.claims(forged, issuer=cognito.pool.issuer, client_id=cognito.client_id)


def test_the_profile_is_what_cognito_has(cognito):
    profile = asyncio.run(api.profile(cognito.sign_in("email").access_token))

    assert profile["email"] == "email@example.com"


def test_after_signing_out_everywhere_there_is_no_profile(cognito):
    token = cognito.sign_in("newcomer").access_token
    asyncio.run(api.profile(token))

    boto3.client("cognito-idp").global_sign_out(AccessToken=token)

    with pytest.raises(api.Forbidden, match="Access Token has been revoked"):
        asyncio.run(api.profile(token))
