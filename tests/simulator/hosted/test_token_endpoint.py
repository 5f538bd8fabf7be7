"""POST /oauth2/token and /oauth2/revoke: tokens for a client, for a code, and for a refresh token."""

import base64
import hashlib

import jwt
import pytest
import requests
from portal_of_staff import BACK, claims_of

from pytest_cognito_mfa import simulate


def refusal(reply):
    return reply.status_code, reply.json()


def test_a_client_gets_an_access_token_of_its_own(portal):
    reply = portal.token("client_credentials", client="machine", scope="books/read openid")

    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "application/json;charset=UTF-8")
    assert list(reply.json()) == ["access_token", "expires_in", "token_type"]
    claims = claims_of(reply.json()["access_token"])
    order = "sub token_use scope auth_time iss exp iat version jti client_id"  # as in decoded live tokens
    assert list(claims) == order.split()
    machine = portal.client("machine").id
    assert (claims["sub"], claims["client_id"], claims["scope"]) == (machine, machine, "books/read")
    every = portal.token("client_credentials", client="machine").json()["access_token"]
    assert claims_of(every)["scope"] == "books/read books/write"
    assert (
        claims_of(portal.token("client_credentials", client="machine", scope="x").json()["access_token"])["scope"] == ""
    )


def test_a_trigger_of_version_3_changes_it(portal):
    seen = []

    def lambda_handler(event, context):
        seen.append(event)
        access = {"claimsToAddOrOverride": {"tenant": event["request"]["clientMetadata"]["tenant"]}}
        event["response"]["claimsAndScopeOverrideDetails"] = {"accessTokenGeneration": access}
        return event

    def asked(metadata='{"tenant": "a"}'):
        return portal.token("client_credentials", client="machine", aws_client_metadata=metadata)

    with portal.cognito.trigger("PreTokenGeneration", lambda_handler, version="V2_0"):
        assert "tenant" not in claims_of(asked().json()["access_token"])
    portal.cognito.trigger("PreTokenGeneration", lambda_handler, version="V3_0")

    assert claims_of(asked().json()["access_token"])["tenant"] == "a"
    (event,) = seen
    machine = portal.client("machine").id
    assert (event["triggerSource"], event["userName"]) == ("TokenGeneration_ClientCredentials", machine)
    assert event["request"]["scopes"] == ["books/read", "books/write"]
    assert event["request"]["userAttributes"] == {}
    assert refusal(asked("{}")) == (400, {"error": "invalid_grant"})
    assert refusal(asked("{")) == refusal(asked("[]")) == (400, {"error": "invalid_request"})


@pytest.mark.long
def test_its_signature_is_good_and_it_stands_for_no_user(portal, aws):
    token = portal.token("client_credentials", client="machine").json()["access_token"]
    jwks = jwt.PyJWKClient(f"{claims_of(token)['iss']}/.well-known/jwks.json")

    assert jwt.decode(token, jwks.get_signing_key_from_jwt(token), ["RS256"])["version"] == 2
    with pytest.raises(aws.exceptions.NotAuthorizedException, match="does not have required scopes"):
        aws.get_user(AccessToken=token)
    assert portal.post("/oauth2/revoke", client="machine", token=token).json() == {"error": "unsupported_token_type"}


def test_a_code_gives_all_three_tokens_once(portal):
    back = portal.cognito.authorize("grace", client="server", scopes=("openid", "email"), state="s1", nonce="n1")
    given = {"client": "server", "code": back.code, "redirect_uri": BACK}
    tokens = portal.token("authorization_code", **given).json()

    assert list(tokens) == ["access_token", "expires_in", "id_token", "refresh_token", "token_type"]
    access, identity = claims_of(tokens["access_token"]), claims_of(tokens["id_token"])
    assert (access["scope"], access["version"], access["username"]) == ("openid email", 2, "grace")
    half = hashlib.sha256(tokens["access_token"].encode()).digest()[:16]
    assert identity["at_hash"] == base64.urlsafe_b64encode(half).decode().rstrip("=")
    assert list(identity)[:7] == ["at_hash", "sub", "email_verified", "iss", "cognito:username", "nonce", "origin_jti"]
    assert "name" not in identity
    assert refusal(portal.token("authorization_code", **given)) == (400, {"error": "invalid_grant"})


@pytest.mark.long
def test_without_the_scope_openid_there_is_no_id_token_and_with_profile_every_attribute(portal):
    for scope in ("books/read", "aws.cognito.signin.user.admin"):
        given = portal.signed_in(scopes=(scope,))
        renewed = portal.token("refresh_token", client="web", refresh_token=given["refresh_token"]).json()
        assert not {"id_token"} & (given.keys() | renewed.keys())
    assert claims_of(portal.signed_in(scopes=("openid", "email", "profile"))["id_token"])["name"] == "Grace"
    assert claims_of(portal.signed_in(scopes=("openid",))["id_token"])["phone_number"] == "+12065550100"


def test_a_code_with_a_challenge_needs_its_verifier(portal):
    challenge = base64.urlsafe_b64encode(hashlib.sha256(b"v" * 43).digest()).decode().rstrip("=")
    for verifier, status in ({"code_verifier": "v" * 43}, 200), ({"code_verifier": "w" * 43}, 400), ({}, 400):
        code = portal.cognito.authorize("grace", code_challenge=challenge).code
        reply = portal.token("authorization_code", client="web", code=code, redirect_uri=BACK, **verifier)
        assert reply.status_code == status, verifier


def test_a_code_belongs_to_one_client_one_url_and_five_minutes(portal):
    def exchanged(client="web", redirect_uri=BACK, seconds=0):
        code = portal.cognito.authorize("grace", client="web").code
        portal.cognito.clock.advance(seconds=seconds)
        return portal.token("authorization_code", client=client, code=code, redirect_uri=redirect_uri).status_code

    assert [exchanged(), exchanged(seconds=299)] == [200, 200]
    assert [exchanged(seconds=300), exchanged(client="server"), exchanged(redirect_uri=f"{BACK}2")] == [400] * 3


@pytest.mark.long
def test_a_user_who_is_disabled_meanwhile_gets_no_tokens(portal, aws):
    code = portal.cognito.authorize("grace", client="web").code
    aws.admin_disable_user(UserPoolId=portal.cognito.user_pool_id, Username="grace")

    reply = portal.token("authorization_code", client="web", code=code, redirect_uri=BACK)
    assert refusal(reply) == (400, {"error": "invalid_grant"})
    assert portal.cognito.journal[-1].reason == "user grace is disabled"


@pytest.mark.long
def test_a_client_that_may_not_read_all_of_a_scope_gets_no_tokens(portal, aws):
    web, names = portal.client("web"), ["email", "name"]
    pool = {"UserPoolId": portal.cognito.user_pool_id, "ClientId": web.id}
    kept = aws.describe_user_pool_client(**pool)["UserPoolClient"]
    shown = {name: kept[name] for name in kept if name.startswith("Allowed") or name == "CallbackURLs"}
    aws.update_user_pool_client(**pool, **shown, ReadAttributes=names)

    assert portal.signed_in(scopes=("openid", "email")) == {"error": "invalid_grant"}
    assert "email_verified" not in claims_of(portal.signed_in(scopes=("openid",))["id_token"])


def test_the_endpoint_refreshes_sign_ins_of_the_pages_and_of_the_api(portal):
    hosted, api = portal.signed_in(), portal.cognito.sign_in("grace", client="web")
    for token in (hosted["refresh_token"], api.refresh_token):
        renewed = portal.token("refresh_token", client="web", refresh_token=token).json()
        assert list(renewed) == ["access_token", "expires_in", "id_token", "token_type"]
    assert "nonce" not in claims_of(renewed["id_token"])


@pytest.mark.long
def test_a_secret_counts_in_the_form_too_and_either_of_two(portal, aws):
    if not hasattr(aws, "add_user_pool_client_secret"):
        pytest.skip("the SDK does not have it")
    server, pool = portal.client("server"), portal.cognito.user_pool_id
    token = portal.signed_in("server")["refresh_token"]
    form = {"refresh_token": token, "client_id": server.id}

    assert portal.token("refresh_token", **form, client_secret=server.secret).ok
    second = aws.add_user_pool_client_secret(UserPoolId=pool, ClientId=server.id)["ClientSecretDescriptor"]
    assert portal.token("refresh_token", refresh_token=token, client="server", secret=second["ClientSecretValue"]).ok
    wrong = {"error": "invalid_client", "error_description": "invalid_client_secret"}
    assert refusal(portal.token("refresh_token", **form)) == (400, wrong)
    unreadable = {"Authorization": "Basic ?"}
    reply = requests.post(f"{portal.url}/oauth2/token", {"grant_type": "refresh_token"}, headers=unreadable, timeout=5)
    assert refusal(reply) == (400, {"error": "invalid_request"})


@pytest.mark.long
def test_what_is_no_form_asks_nothing(portal):
    sent = {"grant_type": "client_credentials", "client_id": portal.client("machine").id}

    reply = requests.post(f"{portal.url}/oauth2/token", json=sent, timeout=5)
    assert refusal(reply) == (400, {"error": "invalid_request"})
    assert "the request has no grant_type" in portal.cognito.transcript


def test_revoking_ends_the_sign_in_and_is_done_twice(portal):
    tokens = portal.signed_in()
    for _ in range(2):
        reply = portal.post("/oauth2/revoke", client="web", token=tokens["refresh_token"])
        assert (reply.status_code, reply.content) == (200, b"")
    refused = portal.token("refresh_token", client="web", refresh_token=tokens["refresh_token"])
    assert refusal(refused) == (400, {"error": "invalid_grant"})
    assert portal.post("/oauth2/revoke", client="server", token=tokens["refresh_token"]).status_code == 401


@pytest.mark.long
def test_another_domain_has_other_clients_and_the_pools_own_domain_the_same(portal):
    machine = portal.client("machine")
    given = {"grant_type": "client_credentials"}, (machine.id, machine.secret)

    for host in ("sso.example.com", "portal.auth-fips.us-east-1.amazoncognito.com"):
        assert requests.post(f"https://{host}/oauth2/token", given[0], auth=given[1], timeout=5).ok
    other = {"Name": "other", "Domain": "other", "clients": []}
    with simulate({"pools": [other]}):
        reply = requests.post("https://other.auth.us-east-1.amazoncognito.com/oauth2/token", *given[:1], auth=given[1])
    assert refusal(reply) == (400, {"error": "invalid_client"})


@pytest.mark.long
def test_a_client_without_revocation_revokes_nothing(portal, aws):
    web, pool = portal.client("web"), {"UserPoolId": portal.cognito.user_pool_id}
    aws.update_user_pool_client(**pool, ClientId=web.id, EnableTokenRevocation=False)

    assert refusal(portal.post("/oauth2/revoke", client="web", token="t")) == (400, {"error": "invalid_request"})
    assert "EnableTokenRevocation off" in portal.cognito.journal[-1].reason
