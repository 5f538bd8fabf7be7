"""Whatever is sent, it can be recorded, and what was recorded replays with the same answers."""

import itertools
import json

import pytest
from any_traffic import KEY, POOL, PROTOCOL, matches_in_vcrpy, record, replay, traffic
from hypothesis import given
from one_test import for_each

from pytest_cognito_mfa._redaction.cassette_files import scrub
from pytest_cognito_mfa._redaction.public_values import aws_words
from pytest_cognito_mfa.errors import CassetteMiss


@given(sent=traffic())
def test_what_was_recorded_replays(sent, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "any_traffic.yaml"

    answers = record(path, sent)

    assert replay(path, sent) == answers
    matches_in_vcrpy(path, sent)


def test_a_name_that_no_encoder_put_into_a_url_replays(tmp_path):
    path, name = tmp_path / "c.yaml", "00+%"
    sent = [
        (
            "CreateUserPool",
            {"PoolName": f"https://app.test/cb?state={name}", "UserPoolTags": {"owner": name, "of": "a"}},
        )
    ]

    answers = record(path, sent)

    assert name not in path.read_text()
    assert replay(path, sent) == answers


def test_the_placeholder_of_a_name_with_more_around_it_is_no_secret_of_its_own(tmp_path):
    tags = {"owner": "011_", "of": "011_-pool"}
    record(
        tmp_path / "c.yaml",
        [("AdminGetUser", {"Username": "011_"}), ("CreateUserPool", {"PoolName": "a", "UserPoolTags": tags})],
    )

    assert scrub("c.yaml", (tmp_path / "c.yaml").read_bytes(), KEY).findings == []


@for_each("value", ["0@0.0/", "jane.doe@corp.com/x", "+12065551234/x"])
def test_a_form_field_that_contains_a_known_secret_can_be_recorded(value, tmp_path):
    texts = [value, f"https://app.test/cb?state={value}"]
    sent = [("CreateGroup", {"UserPoolId": POOL, "GroupName": "admins", "Description": text}) for text in texts]

    answers = record(tmp_path / "c.yaml", sent)

    assert replay(tmp_path / "c.yaml", sent) == answers
    assert value.rstrip("/x") not in (tmp_path / "c.yaml").read_text()


@for_each("name", ["000_", "bob@corp.com", "f81d4fae-7dec-41d0-a765-00a0c91e6bf6"])
def test_a_password_is_not_found_where_its_last_letters_only_begin_a_placeholder(name, tmp_path):
    about = {"PoolName": f"the pool of {name}", "UserPoolTags": {"owner": name, "of": "a"}}
    record(tmp_path / "c.yaml", [("CreateUserPool", about)])
    drawn = (tmp_path / "c.yaml").read_text().partition("the pool of ")[2]
    signing_in = {"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": "7h9s2k4m6p8r1t3v5x7z9b1d3f"}
    secrets = {"USERNAME": "jane", "PASSWORD": f"the pool of {drawn[:4]}"}

    record(
        tmp_path / "c.yaml", [("CreateUserPool", about), ("InitiateAuth", {**signing_in, "AuthParameters": secrets})]
    )


@for_each("one, other", [('["ß"]', '["\\u00DF"]'), ('["ab/c"]', '["ab\\/c"]'), ('["\\u0061b"]', '["ab"]')])
def test_json_in_two_spellings_replays_each_in_its_own(one, other, tmp_path):
    attributes = [{"Name": "custom:tier", "Value": one}, {"Name": "family_name", "Value": other}]
    sent = [("AdminCreateUser", {"UserPoolId": POOL, "Username": "jane", "UserAttributes": attributes})]

    answers = record(tmp_path / "c.yaml", sent)

    assert replay(tmp_path / "c.yaml", sent) == answers


@for_each(
    "name",
    [
        "000000000000000.",
        "00000000000000.A",
        ".1234567890123456",
        "a-long-name:of-somebody",
        "x=1234567890123",
        "0@0./",
    ],
)
def test_a_name_of_letters_digits_and_stops_is_found_again_in_prose(name, tmp_path):
    about = {"UserPoolId": POOL, "GroupName": "admins", "Description": name}
    sent = [("AdminGetUser", {"UserPoolId": POOL, "Username": name}), ("CreateGroup", about)]

    answers = record(tmp_path / "c.yaml", sent)

    assert replay(tmp_path / "c.yaml", sent) == answers


def test_a_secret_that_contains_a_quote_is_replaced_in_json_too(tmp_path):
    attributes = [{"Name": "family_name", "Value": '"AA00'}, {"Name": "locale", "Value": '{"AA00":[]}'}]
    sent = [("AdminCreateUser", {"UserPoolId": POOL, "Username": "jane", "UserAttributes": attributes})]

    answers = record(tmp_path / "c.yaml", sent)

    assert replay(tmp_path / "c.yaml", sent) == answers


def of_two_values(one, other):
    """Calls that hold two values, each in its places: attributes, JSON in one, keys of a map, names of users."""
    user = {"UserPoolId": POOL, "Username": "jane", "UserAttributes": []}
    attributes = [{"Name": "custom:tier", "Value": one}, {"Name": "custom:level", "Value": other}]
    texts = [{"Name": "address", "Value": json.dumps([one, other])}]
    number = [attributes[0], {"Name": "address", "Value": f"[{other}]"}]
    return [
        *([("AdminCreateUser", {**user, "UserAttributes": each})] for each in (attributes, texts, number)),
        [("AdminCreateUser", {**user, "ClientMetadata": {one: "post", other: "post"}})],
        [("AdminCreateUser", {**user, "Username": each}) for each in (one, other)],
    ]


@for_each(
    "values",
    [
        list("0123456789"),
        ["-3", "-7", "-200", "-110", "3.5", "00"],
        ["Etc/GMT-5", "Etc/GMT-9", "Europe/Berlin"],
        ["en-XA", "en-XB", "en_XA", "de-DE"],
        ["1900-01-01", "1984-11-30"],
    ],
)
def test_two_values_of_a_recording_share_no_placeholder_also_if_one_looks_like_a_placeholder(values, tmp_path):
    path, wrong = tmp_path / "c.yaml", []
    for pair in itertools.permutations(values, 2):
        for sent in of_two_values(*pair):
            answers = record(path, sent)
            try:
                wrong += [] if replay(path, sent) == answers else [sent]
            except CassetteMiss:
                wrong.append(sent)

    assert wrong == []


@pytest.mark.long
@given(sent=traffic())
def test_no_name_comes_out_but_as_a_word_of_the_protocol(sent, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "any_traffic.yaml"
    record(path, sent)

    text = path.read_text("utf-8")
    for _, parameters in sent:
        name = parameters.get("Username", "")
        if len(name) > 3 and name not in PROTOCOL and name.casefold() not in aws_words() and not name.isdecimal():
            assert json.dumps(name, ensure_ascii=False) not in text
    assert scrub("it.yaml", text.encode(), KEY).findings == []
