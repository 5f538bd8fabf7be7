"""Whatever is sent, it can be recorded, and what was recorded replays with the same answers."""

import json

import pytest
from any_traffic import KEY, PROTOCOL, matches_in_vcrpy, record, replay, traffic
from hypothesis import given

from pytest_cognito_mfa._redaction.cassette_files import scrub
from pytest_cognito_mfa._redaction.public_values import aws_words


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
