"""A pool's two public documents, as the libraries that verify tokens fetch them."""

import json
import urllib.request

import jwt
import pytest
import requests


def fetched(url):
    with urllib.request.urlopen(url) as reply:
        return json.load(reply)


def test_tokens_verify_by_the_keys_that_are_served(cognito):
    tokens = cognito.sign_in("newcomer")
    keys = jwt.PyJWKClient(f"{cognito.pool.issuer}/.well-known/jwks.json")
    for token, audience in ((tokens.access_token, None), (tokens.id_token, cognito.client_id)):
        key = keys.get_signing_key_from_jwt(token)
        claims = jwt.decode(token, key, algorithms=["RS256"], audience=audience, issuer=cognito.pool.issuer)
        assert claims["sub"] == cognito.user("newcomer").sub


def test_the_keys_are_an_id_tokens_and_an_access_tokens(cognito):
    keys = fetched(f"{cognito.pool.issuer}/.well-known/jwks.json")["keys"]
    assert [sorted(key) for key in keys] == [["alg", "e", "kid", "kty", "n", "use"]] * 2
    assert {(key["alg"], key["kty"], key["use"], key["e"]) for key in keys} == {("RS256", "RSA", "sig", "AQAB")}


def test_the_configuration_names_the_issuer_and_its_keys(cognito):
    found = fetched(f"{cognito.pool.issuer}/.well-known/openid-configuration")
    assert found["issuer"] == cognito.pool.issuer
    assert found["jwks_uri"] == f"{cognito.pool.issuer}/.well-known/jwks.json"
    assert "token_endpoint" not in found


def test_the_configuration_names_the_hosted_pages_where_there_is_a_domain(open_pool):
    cognito = open_pool({"Username": "alice"}, Domain="shop")
    found = fetched(f"{cognito.pool.issuer}/.well-known/openid-configuration")
    assert found["token_endpoint"] == "https://shop.auth.us-east-1.amazoncognito.com/oauth2/token"
    assert list(found) == sorted(found)


@pytest.mark.parametrize("name", ["jwks.json", "openid-configuration"])
def test_a_pool_that_does_not_exist_has_no_documents(cognito, name):
    reply = requests.get(f"https://cognito-idp.us-east-1.amazonaws.com/us-east-1_0/.well-known/{name}", timeout=1)
    assert (reply.status_code, reply.json()) == (400, {"message": "User pool us-east-1_0 does not exist."})
