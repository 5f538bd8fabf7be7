"""The short values of a recording, which no placeholder may equal."""

import json

from sample_secrets import token

from pytest_cognito_mfa._redaction.real_values import short_values


def test_short_values_are_found_in_the_json_the_tokens_and_the_urls_that_are_values():
    inside = {"json": json.dumps(["3.5", -42]), "url": "https://app.test/cb?state=en-XA&to=a%2Bb"}
    body = {"7": "a value of many words, which no placeholder ever equals", **inside, "token": token(zone="Etc/GMT-5")}

    found = set(short_values(json.dumps(body)))

    assert found >= {"7", "3.5", "-42", "42", "en-XA", "a+b", "Etc/GMT-5"}
    assert max(map(len, found)) <= 40


def test_what_is_no_json_has_the_values_of_its_fields():
    assert list(short_values("state=7&level=3")) == ["7", "7", "3", "3"]


def test_json_that_is_in_json_too_often_is_not_looked_into():
    body = json.dumps(["7"])
    for _ in range(9):
        body = json.dumps([body])

    assert "7" not in set(short_values(body))
