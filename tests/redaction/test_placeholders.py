"""Placeholders: the same everywhere for one key, in the secret's own form, recognized without the key."""

import json
import os
import subprocess
import sys

import pytest
from any_traffic import KEY
from hypothesis import example, given
from hypothesis import strategies as st
from model_requests import input_shape, placed
from model_requests import places as places_of
from one_test import for_each
from sample_secrets import DEVICES, HUNDRED, REFRESH

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa._redaction.keyed_placeholders import Placeholders, is_placeholder
from pytest_cognito_mfa._redaction.known_secrets import Secret, _EncodedForm
from pytest_cognito_mfa._redaction.redactor import Redactor

ONE, OTHER = Placeholders(b"one key of thirty-two bytes....."), Placeholders(b"another key of thirty-two bytes.")

FORMS = {
    "jane@corp.com": r"user[a-z0-9]{10}@example\.com",
    "Jane@corp.com": r"User[a-z0-9]{10}@example\.com",
    "j***@g***": r"u\*\*\*@e\*\*\*",
    "j***@g***.com": r"u\*\*\*@e\*\*\*.com",
    "+12065551234": r"\+1[2-9][02-8]255501\d\d",
    "+4915112345678": r"\+4900\d{5}01\d\d",
    "+37251234567": r"\+37200\d{2}01\d\d",
    "+77011234567": r"\+700\d{4}01\d\d",
    "+1234567": r"\+100\d{4}",
    "+*******1234": r"\+\*{7}01\d\d",
    "f81d4fae-7dec-41d0-a765-00a0c91e6bf6": r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}",
    "9A2C7E10-70B1-70C3-8D11-2F6A0C4B9E77": r"[0-9A-F]{8}-[0-9A-F]{4}-70[0-9A-F]{2}-8[0-9A-F]{3}-[0-9A-F]{12}",
    "us-east-1_Qw3RtY7uI": r"us-east-1_[0-9A-Za-z]{9}",
    "local_4kd92hd1": r"local_[0-9a-z]{8}",
    DEVICES[0]: r"us-east-1_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}",
    "arn:aws:sns:eu-west-1:481516234299:topic": r"arn:aws:sns:eu-west-1:\d{12}:topic",
    "arn:aws:s3:::bucket/us-east-1_Qw3RtY7uI": r"arn:aws:s3:::bucket/us-east-1_\w{9}",
    "84.17.36.5": r"(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+",
    "84.17.36.0/24": r"(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+/24",
    "2a02:8109::1": r"2001:db8::1[0-9a-f]{3}:1[0-9a-f]{3}",
    "127.0.0.1": r"127\.0\.0\.1",
    "https://corp.com/jane": r"https://example\.com/user[a-z0-9]{10}",
    "1984-11-30": r"1900-\d\d-\d\d",
    "Europe/Berlin": r"Etc/GMT-\d+",
    "de_DE": r"en_X[A-Z]",
    "482913": r"\d{6}",
    "7": r"\d",
    "AYABe" + "x-_9" * 100: r"AYABe[\w-]{400}",
    "AKIAQ3EGRIZNOTREAL7X": r"AKIA[A-Z0-9]{16}",
    "a0" * 64: r"[0-9a-f]{128}",
    "A0" * 64: r"[0-9A-F]{128}",
    "ZA2X" * 13: r"[A-Z2-7]{52}",
    "7h9s2k4m6p8r1t3v5x7z9b1d3f": r"[a-z0-9]{26}",
    "p5/Mcv6V1BO9uG0xHf8ZkNsQW3Yb2LdEaRtUyIoPqS4=": r"[A-Za-z0-9+/]{42}A=",
    "-kX3v9QmZ": r"user[a-z0-9]{10}",
    "jane": r"user[a-z0-9]{10}",
    "Jane Doe": r"User[a-z0-9]{10}",
    "": "",
    "true": "true",
}


@for_each("value", FORMS)
def test_a_placeholder_keeps_the_form_and_is_another_value(value):
    import re

    drawn = ONE.of(value)

    assert re.fullmatch(FORMS[value], drawn)
    assert drawn != value or value in ("", "true", "127.0.0.1")


@for_each("value", [*FORMS, *HUNDRED, REFRESH])
def test_a_placeholder_is_known_as_one_without_the_key_and_the_secret_is_not(value):
    assert is_placeholder(ONE.of(value))
    assert is_placeholder(ONE.password(value))
    assert not is_placeholder(value) or value in ("", "true", "127.0.0.1", "7")


@for_each("value", [value for value in HUNDRED if len(value) > 5])
def test_another_key_draws_another_and_no_key_gives_the_value_back(value):
    assert ONE.of(value) == Placeholders(b"one key of thirty-two bytes.....").of(value) != OTHER.of(value)
    assert value not in ONE.of(value)


def test_different_values_have_different_placeholders():
    assert len({ONE.of(value) for value in HUNDRED}) == len({value.casefold() for value in HUNDRED})


@pytest.mark.parametrize(
    ("value", "mask"),
    [
        ("jane.doe@corp.com", lambda whole: f"{whole[0]}***@{whole.partition('@')[2][0]}***"),
        ("+12065551234", lambda whole: "+" + "*" * 7 + whole[-4:]),
        ("+4915112345678", lambda whole: "+" + "*" * 9 + whole[-4:]),
    ],
)
def test_the_mask_of_a_placeholder_is_the_placeholder_of_the_mask(value, mask):
    assert mask(ONE.of(value)) == ONE.of(mask(value))


def test_a_name_has_one_placeholder_however_aws_writes_it():
    drawn = Placeholders(b"one key of thirty-two bytes.....").of

    assert drawn("jane") == drawn("JANE").lower() == drawn("Jane").lower()
    assert drawn("jane@corp.com") == drawn("Jane@Corp.com").lower()


@given(values=st.lists(st.text(max_size=3) | st.from_regex(r"[a-z]{2}_[A-Z]{2}|[0-9]{1,3}", fullmatch=True)))
def test_two_values_of_a_recording_have_two_placeholders(values):
    drawn = Placeholders(b"one key of thirty-two bytes.....").of

    assert len({drawn(value) for value in values}) == len(set(values))


def test_the_length_of_a_password_is_hidden():
    assert len({len(ONE.password(password)) for password in ("short1", "much longer than that" * 9)}) == 1


@pytest.mark.long
def test_every_process_with_the_key_draws_the_same():
    program = (
        "from pytest_cognito_mfa._redaction.keyed_placeholders import Placeholders; import json, sys; "
        "drawn = Placeholders(b'one key of thirty-two bytes.....').of\n"
        "print(json.dumps(list(map(drawn, json.load(sys.stdin)))))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            input=json.dumps(HUNDRED).encode(),
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert [json.loads(run) for run in runs] == [[ONE.of(each) for each in HUNDRED]] * 2


@given(value=st.text(max_size=60) | st.from_regex(r"[A-Za-z0-9+/=_.@-]{1,80}", fullmatch=True))
@example(value="Tp5ahB3FF94gm+1Pn")  # its placeholder happens to look like a time zone
def test_a_placeholder_of_any_value_is_recognized(value):
    assert is_placeholder(ONE.of(value))


@for_each(
    "value, first",
    [
        ("5h44wmvm7qlhyg141h0zj3qgaq", "sso3v6clz1hr1gz5brjzrmc7sn"),  # it would begin with a prefix of AWS's
        ("3b9d2f92-59ca-4cf3-ac2a-0f9b8c7384ad", "beda0a69-512c-435e-abde-753791662278"),  # and end in an account id
    ],
)
def test_a_placeholder_that_looks_like_another_secret_is_drawn_again(value, first):
    drawn = Placeholders(KEY).of(value)

    assert drawn != first
    assert is_placeholder(drawn)
    assert Redactor(KEY, keep_placeholders=True).text(drawn) == drawn


@given(value=st.text(max_size=60) | st.from_regex(r"[A-Za-z0-9+/=_.@-]{1,80}", fullmatch=True))
def test_redacting_what_is_redacted_changes_nothing(value):
    body = {"AuthParameters": {"USERNAME": value, "PASSWORD": value}, "ClientMetadata": {"x": value}, "ClientId": value}
    once = Redactor(b"1" * 32, keep_placeholders=True).request("InitiateAuth", (), json.dumps(body).encode())[1]

    assert Redactor(b"2" * 32, keep_placeholders=True).request("InitiateAuth", (), once)[1] == once


def one_place_of_each_shape():
    seen = {}
    for operation in sorted(model.operations()):
        for steps, string, _ in places_of(input_shape(operation)):
            # Twenty letters cannot contain one of our addresses, and attribute names are not addresses.
            if not string.enum and string.name != "CustomAttributeNameType":
                seen.setdefault((string.name, steps[-1]), (operation, steps))
    return list(seen.values())


@pytest.mark.long
@for_each("operation, steps", one_place_of_each_shape())
def test_what_the_model_allows_it_still_allows(operation, steps):
    whole, refused = json.dumps(placed(input_shape(operation), steps, "\0")), []
    for value in (*HUNDRED[::9], *list(FORMS)[::2]):
        body = json.loads(whole.replace(json.dumps("\0"), json.dumps(value)))
        if not model.validation_errors(operation, body):
            out = json.loads(Redactor(b"1" * 32).request(operation, (), json.dumps(body).encode())[1])
            refused += [(value, problem) for problem in model.validation_errors(operation, out)]

    assert refused == []


def test_no_repr_shows_a_value():
    secret = Secret("hush-hush", "password", "Stand-in")

    assert repr(_EncodedForm("base64", secret, "aHVzaA")) == "<password> in base64"
