"""Loading a cassette: what is read, and the error for a file that is not one."""

import base64
import gzip
import json
import os
import re
import zlib
from copy import deepcopy
from pathlib import Path

import pytest
import yaml
from one_test import for_each

from pytest_cognito_mfa._cassette import replies
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._yaml import bounds
from pytest_cognito_mfa.errors import CassetteError

OF_COGNITO = """\
version: 1
interactions:
- request:
    method: POST
    uri: https://cognito-idp.eu-west-1.amazonaws.com/
    headers:
      X-Amz-Target: [AWSCognitoIdentityProviderService.GetUser]
    body: '{"AccessToken":"token"}'
  response:
    status: {code: 200, message: OK}
    headers: {}
    body: {string: '{"Username":"al"}'}
"""

TOO_DEEP = '{"a":' * 100_000 + "1" + "}" * 100_000


@pytest.fixture(params=[name for name in ("SafeLoader", "CSafeLoader") if hasattr(yaml, name)])
def parser(request, monkeypatch):
    """Both of PyYAML's parsers, as either may be the one that is installed."""
    monkeypatch.setattr(bounds, "LOADER", bounds.bounded(getattr(yaml, request.param)))


def message(path):
    with pytest.raises(CassetteError) as caught:
        load(path)
    return str(caught.value)


def body_of(load_from):
    return load(load_from).interactions[0].reply.body


def test_an_interaction_knows_its_file_line_call_and_reply(write, parser):
    [interaction] = load(write(OF_COGNITO)).interactions

    assert interaction.place == f"{Path('cassettes/enrol.yaml')}:3"
    assert (interaction.number, interaction.path) == (1, Path("cassettes/enrol.yaml").absolute())
    assert (interaction.call.operation, interaction.call.parameters) == ("GetUser", {"AccessToken": "token"})
    assert (interaction.reply.status, interaction.reply.body) == (200, b'{"Username":"al"}')


def test_interactions_with_other_services_are_kept_apart(write, interaction):
    bucket = interaction("GetUser")
    bucket["request"] |= {"uri": "https://s3.amazonaws.com/", "headers": {}, "body": {"of": ["any", "kind"]}}
    bucket["response"] = {"anything": "goes"}
    written = yaml.safe_dump({"interactions": [bucket, interaction("GetUser"), deepcopy(bucket)]}, sort_keys=False)

    cassette = load(write(written))

    assert [each.number for each in cassette.interactions] == [2]
    lines = written.splitlines()
    assert [lines[line - 1].startswith("- request") for line in cassette.others] == [True, True]


def test_what_is_unknown_is_passed_over(write):
    more = "recorded_with: {vcrpy: 9}\nprovenance: &p [a, b]\nelse: [*p, *p, !!python/object:os.system {}]\n"

    assert len(load(write(OF_COGNITO + "  provenance: {a: 1}\n" + more)).interactions) == 1


def test_an_unchanged_file_is_read_once(write):
    path = write(OF_COGNITO)

    assert load(path) is load(path.absolute())


def test_a_changed_file_is_read_again(write):
    before = load(write(OF_COGNITO))

    after = load(write(OF_COGNITO.replace("al", "alice")))

    assert [each.interactions[0].reply.body for each in (before, after)] == [
        b'{"Username":"al"}',
        b'{"Username":"alice"}',
    ]


def test_headers_may_be_lists_plain_values_bytes_or_nothing(write, interaction):
    headers = {"One": ["1", "2"], "Two": "3", "Three": [], "Four": None, "Five": b"\xe9", "Six": 6}
    text = yaml.safe_dump({"interactions": [interaction("GetUser", headers=headers)]}, sort_keys=False)

    assert load(write(text)).interactions[0].reply.headers == (
        ("One", "1"),
        ("One", "2"),
        ("Two", "3"),
        ("Four", ""),
        ("Five", "é"),
        ("Six", "6"),
        ("Content-Length", "2"),
    )


@for_each(
    "stored, plain",
    [
        ("{string: ''}", b""),
        ("{string: null}", b""),
        ("null", b""),
        ("{string: '{}'}", b"{}"),
        ('{string: "{\\"a\\":\\"\\u00e9\\"}"}', '{"a":"é"}'.encode()),
        (f"{{string: !!binary {base64.b64encode(b'{}').decode()}}}", b"{}"),
        (f"{{base64_string: {base64.b64encode(b'{}').decode()}}}", b"{}"),
        (f"{{string: !!binary {base64.b64encode(gzip.compress(b'{}', mtime=0)).decode()}}}", b"{}"),
    ],
)
def test_a_body_is_read_as_vcrpy_stores_it(write, stored, plain):
    assert body_of(write(OF_COGNITO.replace("""{string: '{"Username":"al"}'}""", stored))) == plain


@pytest.mark.parametrize(
    ("encoding", "stored"),
    [
        ("gzip", gzip.compress(b"{}", mtime=0)),
        ("GZIP", gzip.compress(b"{}", mtime=0)),
        ("deflate", zlib.compress(b"{}")),
        ("gzip", b"{}"),  # vcrpy 7 stores what httpx decoded, and keeps the header
    ],
)
def test_a_compressed_body_is_handed_on_plain_with_its_true_length(write, interaction, encoding, stored):
    headers = {
        "Content-Encoding": [encoding],
        "content-length": ["99"],
        "Content-Length": ["98"],
        "Transfer-Encoding": ["chunked"],
    }
    path = write(yaml.safe_dump({"interactions": [interaction("GetUser", None, stored, 200, headers)]}))

    reply = load(path).interactions[0].reply

    assert (reply.body, [value for _, value in reply.headers]) == (b"{}", ["2"])


def test_a_json_cassette_is_read_with_characters_beyond_the_basic_plane(write, interaction, parser):
    answer = json.dumps({"Username": "\N{GRINNING FACE}\N{OWL} \\ud83d\\ude00"}, ensure_ascii=False)
    text = json.dumps({"version": 1, "interactions": [interaction("GetUser", None, answer)]}, indent=4)

    assert body_of(write(text, "enrol.json")) == answer.encode()


@pytest.mark.parametrize(
    ("answered", "error"),
    [
        (('{"__type":"NoError"}', 200), None),
        (("", 400, {"x-amzn-errortype": "NotAuthorizedException:"}), "NotAuthorizedException"),
        (('{"__type":"C"}', 400, {"x-amzn-ErrorType": "A:http://amazon.com/#B"}), "A"),
        (('{"__type":"CodeMismatchException"}', 400), "CodeMismatchException"),
        (('{"__type":"com.amazonaws.cognito#CodeMismatchException:"}', 400), "CodeMismatchException"),
        (("", 503), "503"),
        (("{}", 500), "500"),
    ],
)
def test_the_error_code_is_the_headers_or_the_bodys(recorded, call, answered, error):
    reply, _ = recorded(("GetUser", {}, *answered)).answer(call("GetUser"))

    assert reply.error == error


def test_a_request_without_a_body_has_no_parameters(write):
    text = OF_COGNITO.replace("""    body: '{"AccessToken":"token"}'\n""", "")

    assert load(write(text)).interactions[0].call.parameters == {}


BROKEN = {
    "empty": (b"", ":1:1: not a cassette: the file is empty"),
    "only a comment": ("# nothing\n", ":1:1: not a cassette: the file is empty"),
    "not UTF-8": (b"a: 1\n\xc3\xa9 b: \xff", ":2:6: not UTF-8: the byte 0xff"),
    "a control character": ("a: é\nb: \x01", ":2:4: not YAML: a control character"),
    "cut off": ("a: [1,\n", ":2:1: not YAML: while parsing a flow"),
    "wrongly indented": ("a: 1\n b: 2", ":2:3: not YAML: mapping values are not allowed"),
    "an unknown alias": ("a: *b", ":1:4: not YAML: found undefined alias"),
    "nested too deeply": ("[" * 900, ":1:100: nested more than 100 levels deep"),
    "two documents": ("a: 1\n---\nb: 2", ":2:1: not YAML: expected a single document in the stream, but found"),
    "a list": ("- a", ":1:1: not a cassette: it must be a mapping, but this is a list"),
    "text": ("hello", ":1:1: not a cassette: it must be a mapping, but this is a plain value"),
    "a mapping": ("a: 1", ":1:1: not a cassette: it has no `interactions`"),
    "another version": ("version: 2\ninteractions: []", ":1:10: only version 1 of vcrpy's format can be read"),
    "interactions: 1": ("interactions: 1", ":1:15: `interactions` must be a list, but this is a plain value"),
    "null": ("interactions:", ":1:1: the file has no interaction with Cognito: it has none at all"),
    "none": ("interactions: []", ":1:1: the file has no interaction with Cognito: it has none at all"),
    "an interaction is text": (
        "interactions: [a]",
        ":1:16: an interaction must be a mapping, but this is a plain value",
    ),
    "an interaction is null": ("interactions: [null]", ":1:16: an interaction must be a mapping, but this is nothing"),
    "a key is a list": ("[a]: 1", ":1:1: a key of a cassette must be text, but this is a list"),
    "a key twice": ("interactions: []\ninteractions: []", ":2:1: a cassette has the key 'interactions' twice"),
    "a merge key": ("a: &a {}\n<<: *a", ":2:1: a merge key (<<) is not supported in a cassette; write its members out"),
}

# What is replaced in OF_COGNITO, by what, and the error.
SPOILT = {
    "no request": (r"request:", "asked:", ":3:3: the interaction has no request"),
    "no response": (r"response:", "replied:", ":3:3: the interaction has no response"),
    "no method": (r"method: POST", "verb: POST", ":4:5: the request has no method"),
    "no uri": (r"uri: .*", "uri:", ":4:5: the request has no uri"),
    "an odd uri": (r"uri: .*\n(.*\n){2}", "uri: http://[cognito-idp\n", ":5:10: the request's uri cannot be read: "),
    "a request is text": (r"request:(.*\n){6}", "request: a\n", ":3:12: a request must be a mapping"),
    "headers are a list": (r"headers: \{\}", "headers: [a]", ":11:14: a response's headers must be a mapping"),
    "a header is a mapping": (
        r"headers: \{\}",
        "headers: {A: {}}",
        ":11:18: the header A must be text, but this is a m",
    ),
    "a request that is not JSON": (r"'.*token\"\}'", "a=b", ":8:11: in the request, the body is not JSON"),
    "a request that is a JSON list": (
        r"'.*token\"\}'",
        "'[]'",
        ":8:11: in the request, the body is a JSON list, not an object",
    ),
    "a request that is a list": (r"'.*token\"\}'", "[]", ":8:11: the request's body must be text, but this is a list"),
    "a request too deep": (r"'.*token\"\}'", f"'{TOO_DEEP}'", ":8:11: in the request, the body is not JSON"),
    "no status": (r"status: .*", "", ":11:5: the response has no status"),
    "a status is a number": (r"status: .*", "status: 200", ":10:13: a response's status must be a mapping"),
    "no code": (r"code: 200, ", "", ":10:13: the response's status has no code"),
    "a code in words": (r"200", "fine", ":10:20: the response's status code is not a number from 100 to 599"),
    "a code of bytes": (r"200", "!!binary YQ==", ":10:20: the response's status code is not a number from 100"),
    "an empty code": (r"200", "''", ":10:20: the response's status code is not a number from 100 to 599"),
    "a code too high": (r"200", "1000", ":10:20: the response's status code is not a number from 100 to 599"),
    "a body that is text": (r"\{string.*", "'{}'", ":12:11: a response's body must be a mapping"),
    "a body without a string": (r"string:", "text:", ":12:11: the response's body has no `string`"),
    "a body that is not JSON": (r"'\{.*al.*'", "<html>", ":12:20: the response's body is not JSON: Expecting value"),
    "bytes that are no text": (
        r"'\{.*al.*'",
        "!!binary /w==",
        ":12:20: the response's body is not JSON: it cannot be d",
    ),
    "a body too deep": (r"'\{.*al.*'", f"'{TOO_DEEP}'", ":12:20: the response's body is not JSON: it cannot be decod"),
    "a body that is a JSON list": (r"'\{.*al.*'", "'[]'", ":12:20: the response's body is not a JSON object"),
    "not base64": (r"'\{.*al.*'", "!!binary '*'", ":12:20: the response's body is not base64"),
    "other services only": (
        r"cognito-idp(.*\n){2}.*",
        "s3/",
        ":1:1: the file has no interaction with Cognito: all 1 are with other",
    ),
}


@for_each("content, expected", [pytest.param(*case, id=name) for name, case in BROKEN.items()])
def test_a_file_that_is_no_cassette_is_told_with_its_place(write, parser, content, expected):
    assert message(write(content)).startswith(f"{Path('cassettes/enrol.yaml')}{expected}")


def test_a_nest_that_would_crash_a_composer_is_stopped_by_us_or_by_the_parser(write, parser):
    # From 6.0.4 on, PyYAML's libyaml has a limit and a message of its own.
    said = re.sub(r"^\S+ ", "", message(write("[" * 100_000)))
    assert re.match(r"(nested more than 100 levels deep|not YAML: .*exceeded maximum nesting depth)", said)


@for_each("part, other, expected", [pytest.param(*case, id=name) for name, case in SPOILT.items()])
def test_a_spoilt_interaction_is_told_with_its_place(write, part, other, expected):
    content, replaced = re.subn(part, lambda _: other, OF_COGNITO, count=1)

    assert replaced == 1
    assert message(write(content)).startswith(f"{Path('cassettes/enrol.yaml')}{expected}")


def test_a_body_that_unpacks_without_end_is_refused(write, interaction, monkeypatch):
    monkeypatch.setattr(replies, "LARGEST", 100)
    packed = gzip.compress(b"{}" + b" " * 1000, mtime=0)
    path = write(yaml.safe_dump({"interactions": [interaction("GetUser", None, packed)]}))

    assert message(path).endswith("the response's body decompresses to more than 100 bytes")


def test_a_character_that_only_the_parser_refuses_is_told_at_the_top(write, monkeypatch):
    def refuse(*_, **__):
        raise yaml.reader.ReaderError("", 0, 0, "utf-8", "")

    monkeypatch.setattr(yaml, "compose", refuse)

    assert message(write("a: 1")) == f"{Path('cassettes/enrol.yaml')}:1:1: not YAML: a control character"


def test_a_secret_in_a_broken_body_is_not_in_the_error(write):
    path = write(OF_COGNITO.replace('"al"}', '"hush"'))

    with pytest.raises(CassetteError) as caught:
        load(path)

    assert "hush" not in str(caught.value)
    assert (caught.value.__cause__, caught.value.__suppress_context__) == (None, True)


def test_a_missing_file_is_told_with_the_nearest_name_and_the_folder(write):
    write(OF_COGNITO)
    write("", "enrol.txt")

    assert message(Path("cassettes/enrolled.yaml")) == (
        f"{Path('cassettes/enrolled.yaml')}: no such file in {Path('cassettes').absolute()}; did you mean 'enrol.yaml'?"
    )


@pytest.mark.parametrize("path", ["casettes/enrol.yaml", "cassettes/enrol.yaml/enrol.yaml"])
def test_a_missing_folder_is_told(write, path):
    write(OF_COGNITO)

    assert message(Path(path)) == f"{Path(path)}: there is no folder {Path(path).absolute().parent}"


def test_a_file_outside_of_the_current_folder_is_told_in_full(tmp_path):
    assert message(tmp_path / "a.yaml") == f"{tmp_path / 'a.yaml'}: no such file in {tmp_path}"


def test_a_folder_is_no_cassette(write):
    assert message(write(OF_COGNITO).parent) == "cassettes: cannot be read: this is a folder; name a file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_without_waiting(write):
    path = write(OF_COGNITO).with_name("pipe.yaml")
    os.mkfifo(path)

    assert message(path).endswith(": cannot be read: this is a pipe; name a file")


@pytest.mark.parametrize("name", ["a" * 300, "a\0b"])
def test_a_path_that_the_system_refuses_is_told(name):
    assert ": cannot be read: " in message(Path(name))


def test_a_file_that_may_not_be_read_is_told(write, monkeypatch):
    path = write(OF_COGNITO)

    def refuse(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)

    assert message(path) == f"{path}: cannot be read: Permission denied"
