"""What redaction keeps: nothing secret in live traffic; placeholders and documented examples in a file."""

import json

import pytest
from one_test import for_each
from sample_secrets import HUNDRED, leaked

from pytest_cognito_mfa._aws.exchange import JWKS
from pytest_cognito_mfa._redaction.keyed_placeholders import Placeholders
from pytest_cognito_mfa._redaction.public_values import is_example
from pytest_cognito_mfa._redaction.redactor import Redactor

KEY, OTHER = b"1" * 32, b"2" * 32
EXAMPLES = [
    "alice@example.com",
    "bob@mail.example.org",
    "AKIAIOSFODNN7EXAMPLE",
    "EXAMPLE.access.token",
    "1example23456789",
    "00000000-0000-4000-8000-000000000017",
    "us-east-1_00000000-0000-4000-8000-000000000017",
    "us-east-1_EXAMPLE",
    "123456",
    "12345678",
    "000000",
    "Aaaa",
    "111122223333",
]
"""Values that people write for their readers."""


def in_every_place(value):
    parameters = dict.fromkeys(("USERNAME", "SECRET_HASH", "REFRESH_TOKEN", "DEVICE_KEY"), value)
    return {"ClientId": value, "AuthParameters": parameters, "AuthFlow": f"it is {value}"}


def out(redactor, body):
    return redactor.request("InitiateAuth", (), json.dumps(body).encode())[1].decode()


@for_each("value", [*EXAMPLES, *(Placeholders(OTHER).of(secret) for secret in HUNDRED)])
def test_what_has_the_form_of_a_placeholder_or_of_an_example_is_replaced_in_live_traffic(value):
    if len(value) > 3:
        assert leaked([value], out(Redactor(KEY), in_every_place(value))) == []


@for_each("value", EXAMPLES)
def test_an_example_stays_in_a_file(value):
    assert json.loads(out(Redactor(KEY, keep_placeholders=True), in_every_place(value))) == in_every_place(value)


@for_each("value", [*EXAMPLES, "jane@corp.com", *HUNDRED])
def test_a_password_is_one_whatever_its_form(value):
    redactor, body = Redactor(KEY, keep_placeholders=True), {"AuthParameters": {"PASSWORD": value}}

    assert (json.loads(out(redactor, body)) == body) == value.startswith("EXAMPLE")


@for_each("value", HUNDRED)
def test_no_secret_is_taken_for_an_example(value):
    assert not is_example("user", value)


@for_each(
    "value",
    ["arn:aws:iam::481516234299:role/EXAMPLE", '{"sub": "jane.doe", "of": "EXAMPLE"}', "jane.doe@EXAMPLE.corp.com"],
)
def test_what_only_mentions_an_example_is_none(value):
    assert leaked(["481516234299", "jane.doe"], out(Redactor(KEY, keep_placeholders=True), {"ClientId": value})) == []


@pytest.mark.parametrize("again", [False, True])
@for_each("secret", HUNDRED)
def test_a_whole_file_of_what_came_out_stays_as_it_is(secret, again):
    redactor = Redactor(KEY, keep_placeholders=again)
    once = out(redactor, {**in_every_place(secret), "Session": f'{{"a": "{secret[:3]}/x"}}'})

    assert redactor.text(once) == once
    assert redactor.text(json.dumps(once)) == json.dumps(once)


def test_the_keys_that_are_served_stay_as_they_are():
    redactor, url = (
        Redactor(KEY),
        "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Qw3RtY7uI/.well-known/jwks.json",
    )
    keys = redactor.response(JWKS, (), b'{"keys":[]}', url=url)[1].decode()

    assert redactor.text(keys) == keys
    assert redactor.secret("user", "AQAB") != "AQAB"


DRAWN = [
    secret for secret in HUNDRED if len(secret) >= 20 and secret.isascii() and "@" not in secret and " " not in secret
]


@pytest.mark.parametrize("prose", ["Invalid session {}", "no {}.", "({})", "a\\n{}\\n", "x={}", "'{}', say we", "{}"])
@for_each("secret", DRAWN)
def test_a_long_run_that_says_nothing_is_replaced_in_prose_that_nobody_explains(prose, secret):
    body = json.dumps({"__type": "NotAuthorizedException", "message": prose.format(secret)}).encode()

    message = Redactor(KEY).response("GetUser", (("x-amzn-ErrorMessage", prose.format(secret)),), body)

    assert leaked([secret], str(message), json.loads(message[1])["message"]) == []


@for_each(
    "prose",
    [
        "AWSCognitoIdentityProviderService.AdminRespondToAuthChallenge",
        "application/x-amz-json-1.1 UnsupportedTokenTypeException at 1700000000.1234567",
        "Boto3/1.36.0 md/Botocore#1.36.0 os/linux#6.1.0-13-amd64 md/arch#x86_64 exec-env/AWS_Lambda_python3.12",
        "Value at 'userCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9]+",
        "tests/cassettes/test_sign_in_with_totp_2_of_3_devices.yaml, 20261125/us-east-1/cognito-idp/aws4_request",
    ],
)
def test_words_stay(prose):
    assert Redactor(KEY).text(prose) == prose


@for_each("identity", [f"us-east-1_{each}" for each in ("A1b2C3d4E", "8ao0EWe9a", "WpSXT7n0M", "AbCdEfGhI")])
def test_an_arn_names_the_placeholder_of_its_pool(identity):
    arn = f"arn:aws:cognito-idp:us-east-1:111122223333:userpool/{identity}"
    body = json.dumps({"UserPool": {"Id": identity, "Arn": arn}}).encode()

    pool = json.loads(Redactor(KEY).response("DescribeUserPool", (), body)[1])["UserPool"]

    assert Redactor(KEY, keep_placeholders=True).text(pool["Arn"]) == pool["Arn"]
    assert pool["Id"] != identity
    assert pool["Arn"].rpartition(":")[2] == f"userpool/{pool['Id']}"
