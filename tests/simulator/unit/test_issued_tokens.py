"""Tokens: their claims and their order, that they verify, and how long they are valid."""

import base64
import json

import jwt
import pytest

from pytest_cognito_mfa._simulator.crypto.signing import key_id
from pytest_cognito_mfa._simulator.operations.clients import new_client
from pytest_cognito_mfa._simulator.operations.pools import new_pool
from pytest_cognito_mfa._simulator.rejections import ALL, Rejection
from pytest_cognito_mfa._simulator.sessions import Attempt
from pytest_cognito_mfa._simulator.simulation import jwks
from pytest_cognito_mfa._simulator.tokens import sign

DAY = 86400
ACCESS_CLAIMS = "sub iss client_id origin_jti event_id token_use scope auth_time exp iat jti username"
ID_CLAIMS = (
    "sub email_verified iss phone_number_verified cognito:username given_name origin_jti aud event_id token_use "
    "auth_time phone_number exp iat family_name jti email"
)


@pytest.fixture
def user(make_user):
    return make_user(
        "alice",
        given_name="Alice",
        family_name="Brown",
        email="alice@example.com",
        email_verified="true",
        phone_number="+12065550100",
        phone_number_verified="false",
    )


@pytest.fixture
def grant(service, client, user):
    return lambda through=client: service.tokens.grant(through, user, "event-1")


def payload_of(token):
    segment = token.split(".")[1]
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)).decode()


def claims_of(token):
    return json.loads(payload_of(token))


def header_of(token):
    segment = token.split(".")[0]
    return json.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))


def verified(token, pool, **options):
    keys = jwt.PyJWKSet.from_dict(dict(jwks(pool)))
    key = keys[jwt.get_unverified_header(token)["kid"]]
    return jwt.decode(token, key, algorithms=["RS256"], issuer=pool.issuer, options={"verify_exp": False}, **options)


def refused(function, *arguments, **more):
    with pytest.raises(Rejection) as caught:
        function(*arguments, **more)
    return next(
        name for name, each in ALL.items() if (each.code, each.words) == (caught.value.code, caught.value.message)
    )


def test_both_tokens_verify_by_the_pools_own_keys(grant, pool, client):
    result = grant()
    assert verified(result["AccessToken"], pool)["token_use"] == "access"
    assert verified(result["IdToken"], pool, audience=client.id)["token_use"] == "id"


def test_a_changed_token_does_not_verify(grant, pool):
    token = grant()["AccessToken"]
    header, _payload, signature = token.split(".")
    forged = base64.urlsafe_b64encode(payload_of(token).replace("alice", "mallory").encode()).rstrip(b"=").decode()
    with pytest.raises(jwt.InvalidSignatureError):
        verified(f"{header}.{forged}.{signature}", pool)


def test_the_header_has_a_key_id_and_the_algorithm_alone(grant):
    header = header_of(grant()["IdToken"])
    assert list(header) == ["kid", "alg"]
    assert header["alg"] == "RS256"
    assert len(base64.b64decode(header["kid"])) == 32


def test_every_pool_and_use_has_a_key_id_of_its_own(service, pool):
    pools = (pool, new_pool(service, {"Name": "other"}))
    assert len({key_id(each.id, use) for each in pools for use in ("access", "id")}) == 4


def test_access_and_id_tokens_are_signed_by_different_keys(pool):
    id_key, access_key = jwks(pool)["keys"]
    assert id_key["n"] != access_key["n"]
    assert {key["kid"] for key in (id_key, access_key)} == {key_id(pool.id, "id"), key_id(pool.id, "access")}


def test_slashes_are_not_escaped_and_the_json_is_compact(grant, pool):
    payload = payload_of(grant()["AccessToken"])
    assert '"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool00001"' in payload
    assert ", " not in payload


def test_other_characters_stand_raw(client, service, make_user):
    user = make_user("zoe", name="Zoë 日本")
    assert '"name":"Zoë 日本"' in payload_of(service.tokens.grant(client, user, "event")["IdToken"])


def test_claims_of_an_access_token_stand_in_the_recorded_order(grant):
    assert list(claims_of(grant()["AccessToken"])) == ACCESS_CLAIMS.split()


def test_claims_of_an_id_token_stand_in_the_recorded_order(grant):
    assert list(claims_of(grant()["IdToken"])) == ID_CLAIMS.split()


def test_attributes_that_share_a_bucket_stand_in_the_recorded_order(client, service, make_user):
    given = dict.fromkeys(("address", "email_verified", "middle_name", "locale"), "x")
    claims = claims_of(service.tokens.grant(client, make_user("zoe", **given), "event")["IdToken"])
    assert [name for name in claims if name in given] == ["email_verified", "address", "locale", "middle_name"]


def test_an_address_is_the_object_that_openid_makes_of_it(client, service, make_user):
    user = make_user("zoe", address="1 Main Street")
    assert claims_of(service.tokens.grant(client, user, "event")["IdToken"])["address"] == {
        "formatted": "1 Main Street"
    }


def test_claims_have_their_types(grant, client, user, service):
    access, identity = (claims_of(grant()[name]) for name in ("AccessToken", "IdToken"))
    assert (identity["email_verified"], identity["phone_number_verified"]) == (True, False)
    assert (access["client_id"], identity["aud"]) == (client.id, client.id)
    assert (access["username"], identity["cognito:username"]) == (user.username, user.username)
    assert access["scope"] == "aws.cognito.signin.user.admin"
    assert (access["iat"], access["exp"], access["auth_time"]) == (service.now, service.now + 3600, service.now)


def test_an_access_token_has_nothing_of_an_id_token(grant):
    assert not {"aud", "email", "amr", "cognito:username"} & claims_of(grant()["AccessToken"]).keys()


def test_an_attribute_that_is_not_set_is_no_claim(service, client, make_user):
    claims = claims_of(service.tokens.grant(client, make_user("bob"), "event")["IdToken"])
    assert not {"email", "email_verified", "phone_number"} & claims.keys()


def test_only_what_the_client_may_read_is_claimed(service, pool, grant):
    claims = claims_of(grant(new_client(service, pool, {"ReadAttributes": ["email", "email_verified"]}))["IdToken"])
    assert {"email", "email_verified"} <= claims.keys()
    assert not {"given_name", "phone_number", "phone_number_verified"} & claims.keys()


def test_a_refresh_keeps_where_the_tokens_come_from(service, client, grant):
    first = grant()
    service.sources.clock.advance(minutes=30)
    second = service.tokens.refresh(first["RefreshToken"], client)
    tokens = [claims_of(result[name]) for result in (first, second) for name in ("AccessToken", "IdToken")]
    for same in ("origin_jti", "auth_time", "event_id", "sub"):
        assert len({claims[same] for claims in tokens}) == 1
    assert len({claims["jti"] for claims in tokens}) == 4
    assert [claims["iat"] - claims["auth_time"] for claims in tokens] == [0, 0, 1800, 1800]


def test_a_refresh_gives_no_new_refresh_token(service, client, grant):
    refreshed = service.tokens.refresh(grant()["RefreshToken"], client)
    assert sorted(refreshed) == ["AccessToken", "ExpiresIn", "IdToken", "TokenType"]
    assert refreshed["TokenType"] == "Bearer"


def test_a_refresh_token_looks_like_the_encrypted_one_of_aws(grant):
    token = grant()["RefreshToken"]
    assert len(token.split(".")) == 5
    assert token.startswith("eyJjdHkiOiJKV1Qi")
    assert header_of(token) == {"cty": "JWT", "enc": "A256GCM", "alg": "RSA-OAEP"}


@pytest.mark.parametrize(
    ("settings", "seconds"),
    [
        ({}, 3600),
        ({"AccessTokenValidity": 2}, 7200),
        ({"AccessTokenValidity": 5, "TokenValidityUnits": {"AccessToken": "minutes"}}, 300),
        ({"AccessTokenValidity": 300, "TokenValidityUnits": {"AccessToken": "seconds"}}, 300),
        ({"AccessTokenValidity": 1, "TokenValidityUnits": {"AccessToken": "days"}}, DAY),
        ({"AccessTokenValidity": 3, "TokenValidityUnits": {"IdToken": "minutes"}}, 3 * 3600),
    ],
)
def test_an_access_token_lives_as_long_as_the_client_says(service, pool, grant, settings, seconds):
    result = grant(new_client(service, pool, settings))
    claims = claims_of(result["AccessToken"])
    assert claims["exp"] - claims["iat"] == result["ExpiresIn"] == seconds


@pytest.mark.parametrize(
    ("settings", "seconds"),
    [
        ({}, 30 * DAY),
        ({"RefreshTokenValidity": 1}, DAY),
        ({"RefreshTokenValidity": 60, "TokenValidityUnits": {"RefreshToken": "minutes"}}, 3600),
    ],
)
def test_a_refresh_token_lives_as_long_as_the_client_says(service, pool, grant, settings, seconds):
    client = new_client(service, pool, settings)
    token = grant(client)["RefreshToken"]
    service.sources.clock.advance(seconds=seconds - 1)
    assert service.tokens.refresh(token, client)
    service.sources.clock.advance(seconds=1)
    assert refused(service.tokens.refresh, token, client) == "REFRESH_EXPIRED"


def test_an_id_token_may_live_shorter_than_the_access_token(service, pool, grant):
    units = {"IdToken": "minutes"}
    result = grant(new_client(service, pool, {"IdTokenValidity": 5, "TokenValidityUnits": units}))
    claims = claims_of(result["IdToken"])
    assert (claims["exp"] - claims["iat"], result["ExpiresIn"]) == (300, 3600)


def test_an_access_token_counts_until_it_expires(service, grant, client, user):
    token = grant()["AccessToken"]
    service.sources.clock.advance(seconds=3599)
    assert service.token_owner(token) == (client, user)
    service.sources.clock.advance(seconds=1)
    assert refused(service.token_owner, token) == "TOKEN_EXPIRED"


def test_an_id_token_is_no_access_token(service, grant):
    assert refused(service.token_owner, grant()["IdToken"]) == "TOKEN_INVALID"


def test_a_session_is_no_access_token(service, client, user):
    session = service.sessions.issue("SMS_MFA", Attempt(client, user, "event"))
    assert refused(service.token_owner, session.token) == "TOKEN_INVALID"


def test_a_token_that_another_service_signed_does_not_count(service, pool):
    assert refused(service.token_owner, sign({"sub": "1"}, pool, "access")) == "TOKEN_UNVERIFIED"


def test_a_disabled_users_token_says_so(service, grant, user):
    token = grant()["AccessToken"]
    user.enabled = False
    assert refused(service.token_owner, token) == "DISABLED"


def test_signing_out_revokes_every_token_of_that_user_alone(service, client, grant, user, make_user):
    mine, other = [grant(), grant()], service.tokens.grant(client, make_user("bob"), "event")
    service.tokens.revoke_all(user)
    assert {refused(service.token_owner, each["AccessToken"]) for each in mine} == {"TOKEN_REVOKED"}
    assert {refused(service.tokens.refresh, each["RefreshToken"], client) for each in mine} == {"REFRESH_REVOKED"}
    assert service.token_owner(other["AccessToken"])[1].username == "bob"


def test_a_refresh_token_is_good_for_its_own_client_alone(service, pool, grant):
    token = grant()["RefreshToken"]
    assert (
        refused(service.tokens.refresh, token, new_client(service, pool, {"ClientName": "other"}))
        == "REFRESH_OF_ANOTHER"
    )
