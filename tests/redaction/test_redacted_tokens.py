"""Tokens of a recording: names and types stay, values are placeholders, and our published keys verify them."""

import base64
import json
import re

import jwt
import pytest
from sample_secrets import HASHES, POOLS, UUIDS, leaked, segment, token

from pytest_cognito_mfa._aws.exchange import JWKS
from pytest_cognito_mfa._redaction.keyed_placeholders import is_placeholder
from pytest_cognito_mfa._redaction.redactor import Redactor

CLAIMS = {
    "cognito:groups": ["admins"],
    "client_id": "7h9s2k4m6p8r1t3v5x7z9b1d3f",
    "username": "jane",
    "email_verified": True,
    "custom:level": 3,
    "custom:badge": 8812331,
    "custom:zero": None,
    "amr": ["pwd"],
    "tags": ["vip-customer", 5],
}


@pytest.fixture
def redactor():
    return Redactor(b"1" * 32)


def redacted(redactor, given):
    body = json.dumps({"AuthenticationResult": {"AccessToken": given}}).encode()
    answer = redactor.response("InitiateAuth", (), body)[1]
    return json.loads(answer)["AuthenticationResult"]["AccessToken"]


def claims(given):
    return json.loads(base64.urlsafe_b64decode(given.split(".")[1] + "=="))


@pytest.mark.parametrize("use", ["access", "id"])
def test_the_keys_served_for_the_placeholder_pool_verify_it(redactor, use):
    url = f"https://cognito-idp.us-east-1.amazonaws.com/{POOLS[0]}/.well-known/jwks.json"
    keys = redactor.response(JWKS, (("Content-Length", "9"),), b'{"keys":[{"kid":"theirs"}]}', url=url)
    given = redacted(redactor, token(use, **CLAIMS))

    key = jwt.PyJWKSet.from_json(keys[1].decode())[jwt.get_unverified_header(given)["kid"]]
    issuer = redactor.text(url).removesuffix("/.well-known/jwks.json")
    verified = jwt.decode(given, key, ["RS256"], issuer=issuer, options={"verify_exp": False})

    assert verified["iss"] != f"https://cognito-idp.us-east-1.amazonaws.com/{POOLS[0]}"
    assert keys[0] == (("Content-Length", str(len(keys[1]))),)


def test_names_order_and_types_stay(redactor):
    before, after = (claims(given) for given in (token(**CLAIMS), redacted(redactor, token(**CLAIMS))))

    assert [(name, type(value)) for name, value in before.items()] == [
        (name, type(value)) for name, value in after.items()
    ]


def test_times_uses_and_groups_stay_and_who_it_is_does_not(redactor):
    before, after = (claims(given) for given in (token(**CLAIMS), redacted(redactor, token(**CLAIMS))))

    kept = {name for name in before if before[name] == after[name]}
    assert kept == {
        *(
            "token_use",
            "auth_time",
            "exp",
            "iat",
            "cognito:groups",
            "email_verified",
            "custom:zero",
            "amr",
        )
    }
    assert after["tags"][1] != 5


def test_its_values_are_those_of_the_other_places(redactor):
    after = claims(redacted(redactor, token(**CLAIMS)))
    user = json.loads(redactor.response("GetUser", (), json.dumps({"Username": "jane"}).encode())[1])

    assert after["username"] == user["Username"]
    assert after["sub"] == redactor.text(UUIDS[0])


def test_aws_spelling_of_slashes_stays(redactor):
    given = redacted(redactor, token())

    assert b"https:\\/\\/cognito-idp" in base64.urlsafe_b64decode(given.split(".")[1] + "==")


def test_one_that_is_signed_by_us_stays_as_it_is(redactor):
    once = redacted(redactor, token(**CLAIMS))

    assert redacted(redactor, once) == redacted(Redactor(b"2" * 32, keep_placeholders=True), once) == once


def test_one_that_names_our_key_stays_also_if_a_test_has_changed_its_signature(redactor):
    payload, _, signature = redacted(redactor, token(**CLAIMS)).rpartition(".")
    forged = f"{payload}.{signature[::-1]}"

    assert redacted(Redactor(b"2" * 32, keep_placeholders=True), forged) == forged


def test_the_placeholder_of_one_is_recognized_by_its_signature(redactor):
    once = redacted(redactor, token(**CLAIMS))
    payload, _, signature = once.rpartition(".")

    assert is_placeholder(once)
    for other in (f"{payload[:-8]}fQfQfQfQ.{signature}", f"{payload}.{signature[::-1]}", f"{payload}.{'!' * 342}"):
        assert not is_placeholder(other)
    assert not is_placeholder(token(**CLAIMS))


def test_one_of_another_issuer_is_signed_too(redactor):
    header, payload = (
        {"alg": "HS256", "typ": "JWT", "x": "jane@corp.com"},
        {"iss": "https://jane.corp.com", "sub": "jane"},
    )
    given = f"{segment(header)}.{segment(payload)}.c2ln"

    after = redacted(redactor, given)

    assert jwt.get_unverified_header(after)["alg"] == "RS256"
    assert list(claims(after)) == ["iss", "sub"]
    assert claims(after)["sub"] != "jane"


@pytest.mark.parametrize(
    "given", [f"{segment([1])}.e30.x", f"{segment({'alg': 'RS256'})}.!!.x", "eyJhbGciOiJSUzI1NiJ9.4pyT.c2ln"]
)
def test_what_only_looks_like_one_is_an_opaque_token(redactor, given):
    assert redacted(redactor, given) != given


def test_a_document_that_is_no_set_of_keys_is_redacted_as_any_text(redactor):
    url = f"https://cognito-idp.us-east-1.amazonaws.com/{POOLS[0]}/.well-known/jwks.json"
    body = json.dumps({"message": f"no pool {POOLS[0]}"}).encode()

    assert POOLS[0] not in redactor.response(JWKS, (), body, url=url)[1].decode()
    assert HASHES[0] not in redactor.response(JWKS, (), body).__repr__()


def test_groups_stay_and_whoever_stands_in_them_does_not(redactor):
    given = {
        "cognito:groups": ["admins", "jane@corp.com"],
        "cognito:roles": ["arn:aws:iam::481516234299:role/admin"],
        "cognito:preferred_role": "arn:aws:iam::481516234299:role/admin",
    }

    after = claims(redacted(redactor, token(**given)))

    assert after["cognito:groups"][0] == "admins"
    assert after["cognito:preferred_role"].endswith(":role/admin")
    assert leaked(["jane@corp", "481516234299"], json.dumps(after)) == []


@pytest.mark.parametrize("again", [False, True])
def test_one_in_prose_is_signed_anew_and_what_stands_around_it_is_prose(again):
    redactor, given = Redactor(b"1" * 32, keep_placeholders=again), token(**CLAIMS)

    out = redactor.text(f"jane@corp.com sent {given}, and {given}. 84.17.36.5")

    one, other = re.findall(r"eyJ[\w-]+\.[\w-]+\.[\w-]+", out)
    assert one == other == redacted(redactor, given)
    assert leaked(["jane@corp.com", "84.17.36.5", *given.split(".")], out) == []
    assert redactor.text(out) == out
