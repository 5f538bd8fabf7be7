"""`cognito-mfa scrub`: cassettes of vcrpy, pytest-recording and cassetter cleaned in place; `--check` only looks."""

import base64
import gzip
import json
import os
import stat
from pathlib import Path

import pytest
import yaml
from vcr.serialize import deserialize
from vcr.serializers import jsonserializer, yamlserializer

from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa.cli import main

SECRETS = [
    "jane.doe",
    "Tr0ub4dor",
    "AYABeSESSIONsession0123456789",
    "+4915112345678",
    "f81d4fae-7dec-41d0",
    "AKIAQ3EGRI",
]
REQUEST = {
    "method": "POST",
    "uri": "https://cognito-idp.eu-west-1.amazonaws.com/",
    "headers": {
        "X-Amz-Target": ["AWSCognitoIdentityProviderService.InitiateAuth"],
        "Authorization": ["AWS4-HMAC-SHA256 Credential=AKIAQ3EGRIZNOTREAL7X/20261125/x, Signature=" + "0a" * 32],
    },
    "body": '{"AuthParameters": {"USERNAME": "jane.doe@corp.com", "PASSWORD": "Tr0ub4dor&3"}}',
}
SESSION = "AYABeSESSIONsession0123456789"
ANSWER = f'{{"ChallengeName":"SMS_MFA","ChallengeParameters":{{"to":"+4915112345678"}},"Session":"{SESSION}"}}'
RESPONSE = {
    "status": {"code": 200, "message": "OK"},
    "headers": {
        "Content-Length": [str(len(ANSWER))],
        "x-amzn-RequestId": ["f81d4fae-7dec-41d0-a765-00a0c91e6bf6"],
    },
    "body": {"string": ANSWER},
}
CASSETTE = {"version": 1, "interactions": [{"request": REQUEST, "response": RESPONSE}]}
FAILED = '{"__type":"UserNotFoundException","message":"no jane.doe@corp.com"}'


def dumped(response=RESPONSE, request=REQUEST, **rest):
    return yaml.safe_dump({"version": 1, "interactions": [{"request": request, "response": response}], **rest})


def of_vcrpy():
    return yamlserializer.serialize(CASSETTE)


def of_vcrpy_as_json():
    return jsonserializer.serialize(CASSETTE)


def with_a_packed_body():
    return dumped({**RESPONSE, "body": {"string": gzip.compress(ANSWER.encode(), mtime=0)}})


def with_a_coded_body():
    return dumped({**RESPONSE, "body": {"base64_string": base64.b64encode(ANSWER.encode()).decode()}})


def with_binary_bodies():
    return dumped(
        {**RESPONSE, "body": {"string": ANSWER.encode() + b" "}}, {**REQUEST, "body": REQUEST["body"].encode()}
    )


def of_cassetter():
    body = {"type": "json", "content": json.loads(REQUEST["body"]) | {"n": 1, "l": [None, True, "jane.doe@corp.com"]}}
    answer = {"type": "text", "content": ANSWER}
    return dumped({"status": 200, "headers": RESPONSE["headers"], "body": answer}, {**REQUEST, "body": body})


def with_pairs_of_headers():
    return dumped(request={**REQUEST, "headers": [[name, value[0]] for name, value in REQUEST["headers"].items()]})


def in_hex():
    return dumped({**RESPONSE, "body": {"type": "binary", "content": ANSWER.encode().hex()}})


def by_hand():
    return """\
# Keep this comment.
version: 1
interactions:   # and this one
- recorded_by: jane.doe@corp.com
  request:
    method: POST
    uri: 'https://cognito-idp.eu-west-1.amazonaws.com/?username=jane.doe'
    headers:
      X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth
      X-Who: "jane.doe@corp.com \\
        of caf\\xE9"
    body: |-
      {
        "AuthParameters": {
          "USERNAME": "jane.doe@corp.com",

          "PASSWORD": "Tr0ub4dor&3"
        }
      }

  response:
    status: {code: 400, message: jane.doe@corp.com}
    headers: {x-amzn-RequestId: &id f81d4fae-7dec-41d0-a765-00a0c91e6bf6, again: *id}
    body:
      string: >-
        {"__type":"UserNotFoundException","message":"no jane.doe@corp.com, it's",
        "Session":"AYABeSESSIONsession0123456789"}
- {request: {method: GET, uri: "https://other.test/"}, response: , note: [+4915112345678, AKIAQ3EGRIZNOTREAL7X]}
notes:
  jane.doe@corp.com: Tr0ub4dor&3
"""


WRITERS = [of_vcrpy, of_vcrpy_as_json, with_a_packed_body, with_a_coded_body, with_binary_bodies, of_cassetter]
WRITERS += [with_pairs_of_headers, in_hex, by_hand]


@pytest.fixture
def cassette(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COGNITO_REDACTION_KEY", "a key of the tests alone")
    return tmp_path / "old.yaml"


def everything(path):
    """The text of a cassette, and its bodies unpacked."""
    text = path.read_text("utf-8")
    inside = [gzip.decompress(base64.b64decode(run)) for run in yaml_binaries(text) if run.startswith("H4s")]
    return text + str(inside) + str(yaml.safe_load(text))


def yaml_binaries(text):
    for _, node in walked(yaml.compose(text)):
        if node.tag.endswith("binary"):
            yield "".join(node.value.split())


def walked(node):
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from walked(key)
            yield from walked(value)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from walked(each)
    else:
        yield node.value, node


@pytest.mark.parametrize("written", WRITERS)
def test_nothing_secret_is_left_and_scrubbing_again_changes_nothing(written, cassette, capsys):
    cassette.write_text(written(), "utf-8")

    assert main(["scrub", "--check", "old.yaml"]) == 1
    assert main(["scrub", "old.yaml"]) == 0
    clean = cassette.read_bytes()
    assert [secret for secret in SECRETS if secret in everything(cassette)] == []

    capsys.readouterr()
    assert main(["scrub", "--check", "old.yaml"]) == main(["scrub", "old.yaml"]) == 0
    assert (cassette.read_bytes(), capsys.readouterr()) == (clean, ("", ""))


@pytest.mark.parametrize("written", [of_vcrpy, of_vcrpy_as_json, with_a_packed_body, with_a_coded_body])
def test_what_is_clean_is_read_by_vcrpy_and_by_us(written, cassette):
    cassette.write_text(written(), "utf-8")
    main(["scrub", "old.yaml"])

    text = cassette.read_text("utf-8")
    requests, responses = deserialize(text, jsonserializer if text.startswith("{") else yamlserializer)
    (interaction,) = load(cassette).interactions
    assert (len(requests), len(responses)) == (1, 1)
    assert interaction.call.operation == "InitiateAuth"
    assert json.loads(interaction.reply.body)["ChallengeName"] == "SMS_MFA"


def test_only_what_is_secret_changes(cassette):
    cassette.write_text(by_hand(), "utf-8")
    main(["scrub", "old.yaml"])

    before, after = by_hand().splitlines(), cassette.read_text("utf-8").splitlines()
    kept = [line for line in before if line in after]
    assert [line for line in kept if "#" in line] == ["# Keep this comment.", "interactions:   # and this one"]
    assert "    body: |-" in after
    assert "    status: {code: 400, message: " in cassette.read_text("utf-8")


def test_check_reports_file_line_and_kind_and_changes_nothing(cassette, capsys):
    cassette.write_text(by_hand(), "utf-8")

    assert main(["scrub", "--check", "old.yaml"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert {"old.yaml:4: e-mail address", "old.yaml:15: e-mail address", "old.yaml:17: password"} <= set(out)
    assert [secret for secret in SECRETS if secret in "\n".join(out)] == []
    assert cassette.read_text("utf-8") == by_hand()


def test_a_body_says_its_length(cassette):
    cassette.write_text(of_vcrpy(), "utf-8")
    main(["scrub", "old.yaml"])

    response = yaml.safe_load(cassette.read_text())["interactions"][0]["response"]
    assert response["headers"]["Content-Length"] == [str(len(response["body"]["string"]))]


def test_characters_beyond_the_first_plane_keep_their_place_in_json(cassette):
    note = json.dumps(
        {"version": 1, "note": "\U0001f600 jane.doe@corp.com \U0001f600", "interactions": [CASSETTE["interactions"][0]]}
    )
    cassette.write_text(note)
    main(["scrub", "old.yaml"])

    clean = json.loads(cassette.read_text())
    assert clean["note"].startswith("\U0001f600 user")
    assert clean["interactions"][0]["response"]["status"] == {"code": 200, "message": "OK"}


@pytest.mark.parametrize(
    "content", ["", "- a\n", "a: [\n", "just text", "version: 1\ninteractions: [{request: {body: !!binary '!'}}]\n"]
)
def test_a_file_that_is_not_a_cassette_is_reported_and_stays(content, cassette, capsys):
    cassette.write_text(content)

    assert main(["scrub", "old.yaml", "missing.yaml"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("old.yaml:")
    assert lines[1].startswith("missing.yaml: ")
    assert cassette.read_text() == content


def test_what_cannot_be_unpacked_is_left(cassette):
    content = dumped({**RESPONSE, "body": {"string": b"\x1f\x8b not gzip at all"}})
    cassette.write_text(content)

    assert main(["scrub", "old.yaml"]) == 0
    assert base64.b64encode(b"\x1f\x8b not gzip at all").decode() in cassette.read_text()


def test_the_file_keeps_its_permissions_and_a_mark_of_its_encoding(cassette):
    cassette.write_bytes(b"\xef\xbb\xbf" + of_vcrpy().encode())
    cassette.chmod(0o640)
    main(["scrub", "old.yaml"])

    assert stat.S_IMODE(cassette.stat().st_mode) == 0o640
    assert cassette.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(cassette, monkeypatch, capsys):
    cassette.write_text(of_vcrpy())

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    assert main(["scrub", "old.yaml"]) == 1
    assert capsys.readouterr().err == "old.yaml: No space left on device\n"
    assert cassette.read_text() == of_vcrpy()
    assert [path.name for path in cassette.parent.iterdir()] == ["old.yaml"]


def test_of_a_folder_every_cassette_is_cleaned_and_nothing_else(cassette, capsys):
    names = ("a.json", "deep/b.yml", "c.yaml", "scenario.yaml", "code.py")
    text = of_vcrpy_as_json()
    for name in names:
        path = cassette.parent / "folder" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Username: jane.doe" if name == "scenario.yaml" else text)

    assert main(["scrub", "folder"]) == 0
    assert {name for name in names if "jane.doe" in cassette.parent.joinpath("folder", name).read_text()} == {
        "scenario.yaml",
        "code.py",
    }


def test_a_folder_without_a_cassette_is_reported(cassette, capsys):
    assert main(["scrub", "--check", "."]) == 0
    assert capsys.readouterr().err == ".: no cassette in this folder\n"


def test_the_cassettes_of_this_project_pass_its_own_check(capsys):
    root = Path(__file__).parents[2]

    assert main(["scrub", "--check", str(root / "cassettes"), str(root / "examples")]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_without_waiting(tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe.yaml")

    assert main(["scrub", str(tmp_path / "pipe.yaml")]) == 1
    assert capsys.readouterr().err.endswith("this is a pipe; name a file\n")
