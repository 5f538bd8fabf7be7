"""Recorded tokens are issued again at replay, are valid, and still match their recorded calls."""

import json

import jwt
import pytest

from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.replay import Replay
from pytest_cognito_mfa._redaction.keyed_placeholders import Placeholders
from pytest_cognito_mfa._simulator.crypto import signing
from pytest_cognito_mfa.errors import CassetteMiss

POOL = "us-east-1_0EXAMPLE0"
ISSUER = f"https://cognito-idp.us-east-1.amazonaws.com/{POOL}"
THEN, NOW = 1_700_000_000, 1_900_000_000
NAME = Placeholders(b"a key").of("grace")


def token(use="access", *, issued=THEN, signed_in=THEN, **claims):
    times = {"iat": issued, "exp": issued + 3600, "auth_time": signed_in}
    claims = {"iss": ISSUER, "token_use": use, "username": NAME, **times, **claims}
    header = {"kid": "recorded elsewhere", "alg": "RS256"}
    return signing.compact(*(json.dumps(each).encode() for each in (header, claims)), use)


def result(**members):
    return json.dumps({"AuthenticationResult": members, "ChallengeParameters": {}})


SIGN_IN = ("InitiateAuth", {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": {"USERNAME": NAME}})
REFRESH = ("InitiateAuth", {"AuthFlow": "REFRESH_TOKEN_AUTH"})
ACCESS, ID = token(), token("id", aud="a client")
TOKENS = result(AccessToken=ACCESS, IdToken=ID, RefreshToken="opaque", ExpiresIn=3600)


@pytest.fixture
def replaying(recorded):
    def at(*exchanges, now=NOW):
        return Replay(recorded(*exchanges).cassette, None if now is None else lambda: now)

    return at


@pytest.fixture
def sign_in(call):
    def signed_in(replay, name=NAME, exchange=SIGN_IN):
        parameters = exchange[1] | ({"AuthParameters": {"USERNAME": name}} if exchange is SIGN_IN else {})
        return json.loads(replay.answer(call(exchange[0], **parameters))[0].body)["AuthenticationResult"]

    return signed_in


@pytest.fixture
def verified(call):
    def claims(replay, encoded):
        keys = json.loads(replay.answer(call("jwks.json", UserPoolId=POOL))[0].body)
        key = jwt.PyJWKSet.from_dict(keys)[jwt.get_unverified_header(encoded)["kid"]]
        return jwt.decode(
            encoded,
            key.key,
            ["RS256"],
            issuer=ISSUER,
            options={"verify_aud": False, "verify_exp": False, "verify_iat": False},
        )

    return claims


@pytest.mark.parametrize("name", ["AccessToken", "IdToken"])
def test_a_token_is_issued_now_and_verifies_with_the_keys_that_are_served(replaying, sign_in, verified, name):
    replay = replaying((*SIGN_IN, TOKENS))

    claims = verified(replay, sign_in(replay)[name])

    assert {claim: claims[claim] for claim in ("iat", "exp", "auth_time")} == {
        "iat": NOW,
        "exp": NOW + 3600,
        "auth_time": NOW,
    }


def test_a_token_keeps_its_claims_in_their_order(replaying, sign_in, verified):
    replay = replaying((*SIGN_IN, TOKENS))

    claims = verified(replay, sign_in(replay)["IdToken"])

    assert list(claims) == ["iss", "token_use", "username", "iat", "exp", "auth_time", "aud"]


def test_what_is_no_token_is_given_as_it_was_recorded(replaying, call):
    odd = [f"eyJ.eyJ.{word}" for word in ("a", "b")] + [token().replace(".", ".eyJ", 1), "eyJhIjoxfQ.eyJhIjoxfQ.a"]
    foreign = token(iss="https://elsewhere.example/")
    recorded = result(AccessToken=foreign, Others=odd)
    replay = replaying((*SIGN_IN, recorded))

    assert replay.answer(call(SIGN_IN[0], **SIGN_IN[1]))[0].body == recorded.encode()


def test_times_that_are_no_times_stay(replaying, sign_in, verified):
    replay = replaying((*SIGN_IN, result(AccessToken=token(iat="soon"), IdToken=token("id", auth_time="long ago"))))

    answer = sign_in(replay)

    assert verified(replay, answer["AccessToken"])["exp"] == THEN + 3600
    assert verified(replay, answer["IdToken"])["auth_time"] == "long ago"


def test_a_request_with_a_token_of_now_finds_its_recorded_call(replaying, sign_in, call):
    get = [("GetUser", {"AccessToken": each}, f'{{"n":{n}}}') for n, each in enumerate((token(jti="2"), ACCESS))]
    replay = replaying((*SIGN_IN, TOKENS), *get)

    given = sign_in(replay)["AccessToken"]

    assert given != ACCESS
    assert json.loads(replay.answer(call("GetUser", AccessToken=given))[0].body) == {"n": 1}
    with pytest.raises(CassetteMiss):
        replay.answer(call("GetUser", AccessToken=given))


def test_a_refreshed_token_keeps_the_time_of_its_sign_in(recorded, sign_in, verified):
    later = result(AccessToken=token(issued=THEN + 500))
    clock = [NOW]
    replay = Replay(recorded((*SIGN_IN, TOKENS), (*REFRESH, later)).cassette, lambda: clock[-1])

    sign_in(replay)
    clock.append(NOW + 700)
    claims = verified(replay, sign_in(replay, exchange=REFRESH)["AccessToken"])

    assert (claims["auth_time"], claims["iat"]) == (NOW, NOW + 700)


def test_a_token_of_a_sign_in_before_the_recording_is_as_old_as_it_was(replaying, sign_in, verified):
    replay = replaying((*SIGN_IN, result(AccessToken=token(signed_in=THEN - 50))))

    assert verified(replay, sign_in(replay)["AccessToken"])["auth_time"] == NOW - 50


def test_times_are_kept_where_that_is_wanted(replaying, sign_in, call):
    replay = replaying((*SIGN_IN, TOKENS), now=None)

    assert sign_in(replay)["AccessToken"] == ACCESS
    with pytest.raises(CassetteMiss):
        replay.answer(call("jwks.json", UserPoolId=POOL))


def test_claims_name_the_user_as_the_test_does(replaying, sign_in, verified):
    replay = replaying((*SIGN_IN, TOKENS))

    assert verified(replay, sign_in(replay, name="grace")["AccessToken"])["username"] == "grace"


def test_answers_name_users_and_pools_as_the_test_does(replaying, call):
    pool = Placeholders(b"a key").of(POOL)
    answer = json.dumps({"Username": NAME, "UserPoolId": pool, "Enabled": True, "UserCreateDate": 1.5e9})
    replay = replaying(("AdminGetUser", {"Username": NAME, "UserPoolId": pool}, answer))

    reply = replay.answer(call("AdminGetUser", Username="grace", UserPoolId=POOL))[0]

    assert reply.body.decode() == answer.replace(NAME, "grace").replace(pool, POOL)
    assert dict(reply.headers)["Content-Length"] == str(len(reply.body))


def test_an_issuer_names_the_pool_as_the_test_does(replaying, sign_in, verified, call):
    placeholder = Placeholders(b"a key").of(POOL)
    first = ("AdminGetUser", {"UserPoolId": placeholder}, "{}")
    issued = token(iss=ISSUER.replace(POOL, placeholder))
    replay = replaying(first, (*SIGN_IN, result(AccessToken=issued)))
    replay.answer(call("AdminGetUser", UserPoolId=POOL))

    assert verified(replay, sign_in(replay)["AccessToken"])["iss"] == ISSUER


def test_an_error_is_given_as_it_was_recorded(recorded, call):
    replay = recorded((*SIGN_IN, json.dumps({"__type": "NotAuthorizedException", "message": ACCESS}), 400))

    assert replay.answer(call(SIGN_IN[0], **SIGN_IN[1]))[0].body.endswith(f'{ACCESS}"}}'.encode())


def test_a_cassette_replays_alike_in_every_test(recorded, sign_in):
    path = recorded((*SIGN_IN, TOKENS)).cassette.path

    first, second = (sign_in(Replay(load(path), lambda: NOW)) for _ in range(2))

    assert first == second
