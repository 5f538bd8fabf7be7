"""A scrubbed file has the same structure as before, whatever wrote it; only secrets have other values."""

import base64
import json

import pytest
import yaml
from any_traffic import KEY, names, values
from hypothesis import given
from hypothesis import strategies as st
from one_test import for_each

from pytest_cognito_mfa._redaction.cassette_files import scrub
from pytest_cognito_mfa.errors import CassetteError

URL = "https://cognito-idp.us-west-2.amazonaws.com/"
TARGET = "AWSCognitoIdentityProviderService.AdminCreateUser"


NOTES = [
    *("jane@corp.com", " jane@corp.com\n", "a: jane@corp.com", "#jane@corp.com", "7", "jane@corp.com \t"),
    *(
        "jane@corp.com\n \n",
        "a jane@corp.com\n  b \n\n",
        "jane@corp.com\x85and",
        "\u2028jane@corp.com ",
        "\tjane@corp.com",
    ),
]
COMMENTS = ["", "# jane@corp.com", "  # of jane@corp.com", "#jane@corp.com: it's \"\n", "#"]


@st.composite
def cassettes(draw):
    name = draw(names | st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
    body = json.dumps(
        {"Username": name, "ClientMetadata": {"a": draw(values)}}, indent=draw(st.sampled_from([None, 2]))
    )
    answer = f'{{"message": "no {draw(st.sampled_from(["jane@corp.com", "+4915112345678", "84.17.36.5"]))}: it\'s #1"}}'
    request = {"method": "POST", "uri": URL, "headers": {"X-Amz-Target": [TARGET], "X-Who": name}, "body": body}
    response = {"status": {"code": 400, "message": "Bad Request"}, "headers": {}, "body": {"string": answer}}
    if draw(st.booleans()):
        response["body"] = {"string": answer.encode() * draw(st.integers(1, 3))}
    notes = draw(st.lists(st.sampled_from(NOTES)))
    return {
        "version": 1,
        "interactions": [{"request": request, "response": response}],
        "notes": notes,
        f"of {name}": [name],
    }


@st.composite
def written(draw):
    """A cassette as one of PyYAML's many styles writes it, or as JSON."""
    document = draw(cassettes())
    text = yaml.dump(
        document,
        Dumper=draw(st.sampled_from([yaml.SafeDumper, yaml.CSafeDumper])),
        default_style=draw(st.sampled_from([None, '"', "'", "|", ">"])),
        default_flow_style=draw(st.sampled_from([None, True, False])),
        width=draw(st.sampled_from([20, 60, 1000])),
        allow_unicode=draw(st.booleans()),
        indent=draw(st.sampled_from([2, 4, 7])),
        explicit_start=draw(st.booleans()),
        explicit_end=draw(st.booleans()),
        version=draw(st.sampled_from([None, (1, 1)])),
        canonical=draw(st.sampled_from([None, None, None, True])),
        line_break=draw(st.sampled_from(["\n", "\r\n"])),
        sort_keys=draw(st.booleans()),
    )
    before, after = draw(st.sampled_from(COMMENTS)), draw(st.sampled_from(COMMENTS)).lstrip()
    return draw(st.sampled_from(["", "\ufeff", "\ufeff\ufeff"])) + f"{before}\n{text}\n{after}"


def kinds(value):
    """The structure of a document: its types, and its keys but for those that are replaced."""
    if isinstance(value, dict):
        return [kinds(each) for each in value.values()]
    return [kinds(each) for each in value] if isinstance(value, list) else type(value).__name__


@given(text=written())
def test_whatever_wrote_it_it_has_the_same_structure(text):
    before = yaml.safe_load(text.lstrip("\ufeff"))

    scrubbed = scrub("it.yaml", text.encode(), KEY)

    after = yaml.safe_load(scrubbed.content.decode().lstrip("\ufeff"))
    assert kinds(after) == kinds(before)
    assert scrub("it.yaml", scrubbed.content, KEY).findings == []
    assert b"jane@corp.com" not in scrubbed.content


@for_each(
    "text",
    [
        "{version: 1, interactions: [], note: 'jane@corp.com', more: jane@corp.com, 1: {a: jane@corp.com}}",
        "interactions: []\nnote: &a\n  jane@corp.com\nb: *a\n",
        "interactions: []\nnote: !!str\n  jane@corp.com\n",
        "interactions: []\nnote: !!binary |\n  " + base64.b64encode(b"jane@corp.com and more").decode() + "\n",
        "interactions: []\r\nnote: |\r\n  jane@corp.com\r\n  and\r\nmore: 1\r\n",
        "interactions: []\nnote: |2\n   jane@corp.com\nmore: 1\n",
        "interactions: []\nnote: |+\n  jane@corp.com\n\n\nmore: 1\n",
        "interactions: []\nnote: >-\n  of jane@corp.com\n\n  and\n\nmore: 1\n",
        "interactions: []\n? jane@corp.com\n: jane@corp.com\n",
        'interactions: []\nnote: "\\N \\L \\a jane@corp.com"\n',
        # as ruamel.yaml writes them: comments, indented lists, aligned colons, prefixes, directives
        "%YAML 1.2\n---\n# of jane@corp.com\ninteractions: []\nnotes :\n    -   jane@corp.com  # jane@corp.com\n...\n",
        "interactions: []\nnotes: &i\n  # jane@corp.com\n  - a: [jane@corp.com,\n      {b: jane@corp.com}]\nx: *i\n",
        "interactions: []\nnotes:\n- |-\n  of jane@corp.com and\t\n # jane@corp.com\n- |+\n  jane@corp.com \n\n\n- 7\n",
        "interactions: []\nnotes:\n  ? |\n    jane@corp.com\n     | \n  : >2+\n\n     jane@corp.com \n\n\nmore: {}\n",
        "interactions: []\nnote: |\n  jane@corp.com\x85  and\t\nmore: >-\n  jane@corp.com\u2028  b\n",
        "interactions: []\nnote: !!binary |\n  amFuZUBjb3JwLmNvbQ==\n? !!binary 'amFuZUBjb3JwLmNvbQ=='\n: !!str 7\n",
        "interactions: []\nnote: 'it''s\n\n  jane@corp.com'\n",
    ],
)
def test_each_style_keeps_its_structure(text):
    before, after = yaml.safe_load(text), yaml.safe_load(scrub("it.yaml", text.encode(), KEY).content)

    assert kinds(after) == kinds(before)
    assert "jane" not in str(after)


def test_a_body_that_becomes_json_while_it_is_scrubbed_needs_no_second_scrub():
    body = json.dumps('{"Username": "\\ 0", "ClientMetadata": {"a": "blue moon"}}')
    headers = "{X-Amz-Target: [AWSCognitoIdentityProviderService.AdminCreateUser]}"
    request = f'uri: "https://cognito-idp.us-west-2.amazonaws.com/", method: POST, headers: {headers}, body: {body}'
    response = "status: {code: 200, message: OK}, headers: {}, body: {string: '{}'}"
    text = f"version: 1\ninteractions: [{{request: {{{request}}}, response: {{{response}}}}}]\n"

    scrubbed = scrub("it.yaml", text.encode(), KEY).content

    assert b"blue moon" not in scrubbed
    assert scrub("it.yaml", scrubbed, KEY).findings == []


def test_a_pools_public_keys_become_those_of_its_placeholder():
    url = "https://cognito-idp.us-west-2.amazonaws.com/us-west-2_AbCdEf123/.well-known/jwks.json"
    request, response = {"method": "GET", "uri": url}, {"body": {"string": '{"keys":[{"kid":"abc=","n":"xyz"}]}'}}
    text = json.dumps({"interactions": [{"request": request, "response": response}]})

    (exchange,) = json.loads(scrub("it.json", text.encode(), KEY).content)["interactions"]

    assert "AbCdEf123" not in exchange["request"]["uri"]
    assert len(json.loads(exchange["response"]["body"]["string"])["keys"]) == 2


@for_each("written", ["x: [y]", "[x]", "other", "b, c"])
def test_a_file_that_would_change_in_more_than_its_secrets_is_not_written(written, monkeypatch):
    monkeypatch.setattr("pytest_cognito_mfa._yaml.rewrite.ScalarPositions._write", lambda *_: written)

    for text in ("interactions: []\nnote: [jane@corp.com, b]\n", "interactions: []\nnote: jane@corp.com\n"):
        if (written, "[" in text[20:]) != ("b, c", False):
            with pytest.raises(CassetteError, match=r"^it\.yaml:\d:\d+: this value cannot be replaced in its style"):
                scrub("it.yaml", text.encode(), KEY)
