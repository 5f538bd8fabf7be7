"""A recorded cassette is readable in a diff, loads in vcrpy, and does not change when it is written again."""

import json
import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pytest_cognito_mfa._cassette import writing
from pytest_cognito_mfa._yaml.atomic_write import write_file
from pytest_cognito_mfa.errors import CassetteError

TEXT = """\
version: 1
provenance:
  recorded: '2025-11-24T16:00:00Z'
interactions:
- operation: GetUser
  request:
    method: POST
    uri: https://cognito-idp.eu-west-1.amazonaws.com/
    headers:
      X-Amz-Target:
      - AWSCognitoIdentityProviderService.GetUser
      Content-Type:
      - application/x-amz-json-1.1
    body: |-
      {
        "AccessToken": "a"
      }
  response:
    status:
      code: 200
      message: OK
    headers:
      Content-Type:
      - application/x-amz-json-1.1
      content-length:
      - '46'
    body:
      string: |-
        {
          "Username": "é",
          "UserAttributes": []
        }
"""


@pytest.fixture
def written(record, folder):
    recording = record()
    answer = '{"Username":"é","UserAttributes":[]}'.encode()
    recording.call("GetUser", {"AccessToken": "a"}, answer=answer, headers=[("content-length", "38")])
    return recording.write().path


def test_it_reads_in_a_diff(written):
    head, _, rest = written.read_text("utf-8").partition("  region:")

    assert head + "interactions:" + rest.partition("interactions:")[2] == TEXT


def test_vcrpy_plays_it(written):
    vcr, requests = pytest.importorskip("vcr"), pytest.importorskip("requests")
    url = "https://cognito-idp.eu-west-1.amazonaws.com/"

    with vcr.use_cassette(str(written), record_mode="none"):
        assert requests.post(url, timeout=5).json() == {"Username": "é", "UserAttributes": []}


def test_it_is_the_same_when_it_is_written_again(written):
    assert writing.to_yaml(writing.read(written)) == written.read_text("utf-8")


def test_a_cassette_of_vcrpys_keeps_all_it_holds_when_something_is_recorded_into_it(record, folder, recorded):
    entry = {
        "request": {"method": "GET", "uri": "https://example.com/", "headers": {}, "body": None},
        "response": {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": b"\xff"}},
    }
    old = {"interactions": [entry, {**entry, "request": {**entry["request"], "uri": f"{record.__module__}"}}]}
    ours = json.loads(json.dumps({**entry, "response": {**entry["response"], "body": {"string": "{}"}}}))
    ours["request"] |= {"method": "POST", "headers": {"X-Amz-Target": ["AWSCognitoIdentityProviderService.GetUser"]}}
    old = {"interactions": [entry, {**ours, "request": {**ours["request"], "body": "{}"}}], "version": 1}
    (folder / "cassettes").mkdir()
    (folder / "cassettes/test_it.yaml").write_text(yaml.dump(old))

    recording = record("new_episodes")
    recording.call("ListUsers", answer={"Users": []})
    recording.write()

    now = yaml.safe_load((folder / "cassettes/test_it.yaml").read_text())["interactions"]
    assert now[0] == entry
    assert recorded() == [("GetUser", {}), ("ListUsers", {"Users": []})]


def test_a_body_in_base64_stays_as_it_is(folder):
    entry = {"operation": "GetUser", "request": {"body": None}, "response": {"body": {"base64_string": "e30="}}}

    assert yaml.safe_load(writing.to_yaml({"interactions": [entry]})) == {"interactions": [entry]}


def test_a_file_keeps_its_permissions_and_a_link_leads_where_it_led(folder):
    path, link = folder / "a.yaml", folder / "link.yaml"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)

    write_file(link, b"new")

    assert (path.read_text(), path.stat().st_mode & 0o777, link.is_symlink()) == ("new", 0o640, True)


def test_a_system_without_such_locks_records_too(folder, monkeypatch, record, recorded):
    monkeypatch.setitem(sys.modules, "fcntl", None)
    recording = record()
    recording.call("GetUser", answer={"Username": "a"})
    recording.write()

    assert recorded() == [("GetUser", {"Username": "a"})]


def test_what_cannot_be_written_again_is_left_alone(record, folder):
    (folder / "a.yaml").write_text("interactions: !!python/object/apply:os.getcwd []\n")
    with pytest.raises(CassetteError, match="nothing can be recorded into this file"):
        writing.read(folder / "a.yaml")


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
)


@given(JSON, st.booleans())
def test_a_body_means_the_same_and_stands_in_a_block(value, ascii_only):
    sent = json.dumps(value, ensure_ascii=ascii_only)
    interaction = {"operation": "GetUser", "request": {"body": sent}, "response": {"body": {"string": sent}}}

    text = writing.to_yaml({"interactions": [interaction]})

    (entry,) = yaml.safe_load(text)["interactions"]
    assert json.loads(entry["request"]["body"]) == value
    assert entry["request"]["body"] == entry["response"]["body"]["string"]
    assert text.count("|") >= 2 or not (isinstance(value, (dict, list)) and value)


@pytest.mark.parametrize("token", ["1.604523463123E9", "12345678901234567890123", r'"A\/"', "-0"])
def test_a_value_is_written_as_it_came(token):
    assert writing.indent_json(f'{{"a":[{token}]}}') == f'{{\n  "a": [\n    {token}\n  ]\n}}'


def test_what_is_no_json_stays_as_it_is():
    assert writing.indent_json("<html>\n</html>") == "<html>\n</html>"
