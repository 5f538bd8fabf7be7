"""A file that is not a valid cassette gives one error with file, line and column, and is never overwritten."""

import base64
import gzip
import json
import os
import pickle
import re
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from one_test import for_each

from pytest_cognito_mfa._cassette import recorder, sections
from pytest_cognito_mfa._cassette.cassette_player import open_cassette
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.modes import replay_options
from pytest_cognito_mfa._redaction import cassette_files as files
from pytest_cognito_mfa._simulator.sources import Sources
from pytest_cognito_mfa._yaml import lazy_nodes as nodes
from pytest_cognito_mfa._yaml import regular_files
from pytest_cognito_mfa.cli import main
from pytest_cognito_mfa.errors import CassetteError, SettingError

GOOD = """\
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
BODY = """{string: '{"Username":"al"}'}"""
SECOND = GOOD.partition("interactions:\n")[2]
DOUBLING = "".join(f"  l{at}: &l{at} [{', '.join([f'*l{at - 1}'] * 10)}]\n" for at in range(1, 12))
BOMB = f"bomb:\n  l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n{DOUBLING}"


def with_body(body):
    return GOOD.replace(BODY, body)


def binary(content):
    return f"{{string: !!binary {base64.b64encode(content).decode()}}}"


def zipped():
    path = Path("made.zip")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("cassette.yaml", GOOD)
    return path.read_bytes()


HAR = json.dumps({"log": {"version": "1.2", "entries": [{"request": {"method": "POST"}}]}})

NO_CASSETTE = {
    "empty": ("", r"(:1:1)?: not a (vcrpy )?cassette: the file is empty"),
    "a comment": ("# nothing\n", r"(:1:1)?: not a (vcrpy )?cassette: the file is empty"),
    "cut off in a mapping": (GOOD[:-18], r":\d+:\d+: not YAML: "),
    "cut off in a body": (GOOD[:250], r":\d+:\d+: not YAML: "),
    "a HAR file": (HAR, ":1:1: not a .*cassette: this is a HAR file"),
    "of VCR for Ruby": ("http_interactions: []\n", ":1:1: not a .*cassette: this is a cassette of another tool"),
    "of responses": ("responses: []\n", ":1:1: not a .*cassette: this is a recording of the responses library"),
    "a scenario": ("pools: []\n", ":1:1: not a .*cassette: this is a scenario; name it with scenario="),
    "a template": ("Resources: {}\n", ":1:1: not a .*cassette: this is a CloudFormation template"),
    "a manifest": ("kind: Pod\n", ":1:1: not a .*cassette: it has no `interactions`"),
    "a list": ("- a\n", ":1:1: not a .*cassette: (it must be a mapping, but )?this is a list"),
    "a text": ("hello", ":1:1: not a .*cassette: (it must be a mapping, but )?this is a plain value"),
    "a pickle": (
        pickle.dumps({"interactions": []}),
        ":1:1: not a .*cassette: this is a pickle, which is never opened",
    ),
    "a zip archive": (zipped, ":1:1: not a .*cassette: this is a zip archive"),
    "gzip": (gzip.compress(GOOD.encode(), mtime=0), ":1:1: not a .*cassette: this is compressed by gzip"),
    "a database": (b"SQLite format 3\0", ":1:1: not a .*cassette: this is an SQLite database"),
    "a picture": (b"\x89PNG\r\n", ":1:1: not a .*cassette: this is a picture"),
    "UTF-16": (GOOD.encode("utf-16-le"), r":1:2: not YAML: a control character"),
    "bytes": (b"interactions: \xff", ":1:15: not UTF-8: the byte 0xff"),
    "bytes in the first of two": (
        GOOD.encode().replace(b"al", b"a\xff") + SECOND.encode(),
        r":12:\d+: not UTF-8: the byte 0xff",
    ),
    "a control character": ("a: \x01", ":1:4: not YAML: a control character"),
    "two documents": (f"{GOOD}---\n{GOOD}", ":13:1: not YAML: expected a single document"),
    "a key twice": (f"{GOOD}version: 1\n", ":13:1: a cassette has the key 'version' twice"),
    "a key of an interaction twice": (
        f"{GOOD}  response: {{}}\n",
        ":13:3: an interaction has the key 'response' twice",
    ),
    "a key that is a list": (f"{GOOD}? [a]\n: 1\n", ":13:3: a key of a cassette must be text"),
    "interactions are a mapping": ("interactions: {a: 1}\n", ":1:15: `interactions` must be a list"),
    "an interaction is nothing": ("interactions: [null]\n", ":1:16: an interaction must be a mapping"),
    "nested deeply": (f"a: {'[' * 900}", r":1:\d+: (not YAML: |nested more than 100 levels deep)"),
    "nested without end": (f"a: {'[' * 100_000}", r":1:\d+: (not YAML: |nested more than 100 )"),
    "an unknown alias": ("interactions: *b\n", ":1:15: not YAML: found undefined alias"),
    "a merge key": ("a: &a {}\n<<: *a\n", ":2:1: a merge key"),
    "an alias in itself": (with_body("&b {string: *b}"), ":12:11: "),
    "a body that is not base64": (with_body("{string: !!binary '*'}"), ":12:20: .*is not base64"),
    "coded bytes that are not base64": (with_body("{base64_string: '*'}"), ":12:27: .*is not base64"),
    "a gzip bomb": (
        lambda: with_body(binary(gzip.compress(b" " * (17 << 20)))),
        ":12:20: .*decompresses to more",
    ),
}
"""Files that cannot be read: name -> (content, the message after the file's name)."""

NOT_TO_BE_PLAYED = {
    "another version": (GOOD.replace("version: 1", "version: 2"), ":1:10: only version 1"),
    "of other services": (
        GOOD.replace("AWSCognitoIdentityProviderService", "S3").replace("cognito-idp", "s3"),
        ":1:1: ",
    ),
    "no response": (GOOD.replace("response:", "replied:"), ":3:3: the interaction has no response"),
    "binary that is no JSON": (with_body(binary(b"\xff\xfe")), ":12:20: the response's body is not JSON"),
    "gzip that is no JSON": (with_body(binary(gzip.compress(b"<html>", mtime=0))), ":12:20: .*is not JSON"),
    "gzip that is cut off": (
        with_body(binary(gzip.compress(GOOD.encode())[:40])),
        ":12:20: .*but not complete",
    ),
    "a status in words": (GOOD.replace("200", "fine"), ":10:20: the response's status code is not a number"),
    "a body nested without end": (with_body("{string: '" + "[" * 100_000 + "'}"), ":12:20: .*is not JSON"),
}
"""Files in the form of a cassette that cannot answer any call."""

NOT_TO_BE_WRITTEN = {
    "a broken interaction in the middle": (
        GOOD + SECOND.replace("code: 200", "code: fine") + SECOND,
        ":20:20: the response's status code is not a number",
    ),
    "half an interaction in the middle": (GOOD + SECOND[:150] + "\n" + SECOND, r":\d+:\d+: "),
    "a bomb of aliases": (GOOD + BOMB, r":\d+:\d+: aliases \(\*\) expand this to more than 5000000 keys and values"),
    "aliases without end": (f"{GOOD}a: &a [*a]\n", r":13:4: this value contains an alias \(\*\) of itself"),
    "a tag of Python's": (
        f"{GOOD}a: !!python/object/apply:os.system [touch pwned]\n",
        ":13:4: nothing can be recorded into this file: remove the tag !!python/object/apply:os.system",
    ),
    "a tag of its own": (
        f"{GOOD}a: !secret b\n",
        ":13:4: .*: remove the tag !secret",
    ),
    "what only looks like a date": (f"{GOOD}a: 2024-13-45\n", ":13:4: .*this is not a valid !!timestamp; put it"),
    "a key twice further down": (f"{GOOD}a: {{b: 1, b: 2}}\n", ":13:11: a mapping has the key 'b' twice"),
}
"""Files that can be replayed, but not written again without loss."""

MODES = ["new_episodes", "all", "rewrite"]


@pytest.fixture
def put(write, monkeypatch):
    monkeypatch.setenv("COGNITO_REDACTION_KEY", "a key of the tests alone")
    monkeypatch.setattr(recorder, "new_redactor", lambda: pytest.fail("it was about to be recorded into"))

    def put(content):
        content = content() if callable(content) else content
        return write(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))

    return put


@pytest.fixture
def refused(put, monkeypatch):
    """The message of each way of using a file; it must be one line, and the file must not change."""

    def said(content, ways, expected):
        path = put(content)
        before = path.read_bytes()
        for way in ways:
            with pytest.raises(CassetteError) as caught:
                way(path)
            text = str(caught.value)
            assert "\n" not in text
            assert text.startswith(str(path))
            assert re.match(expected, text.removeprefix(str(path))), text
            assert path.read_bytes() == before
            assert [each.name for each in path.parent.iterdir()] == [path.name]

    return said


def recording(mode):
    return lambda path: open_cassette(path, replay_options(mode), Sources(), str)


def scrubbing(path):
    files.scrub(str(path), path.read_bytes(), b"a key")


RECORDING = [recording(mode) for mode in MODES]


@for_each("content, expected", [pytest.param(*case, id=name) for name, case in NO_CASSETTE.items()])
def test_what_is_no_cassette_is_neither_played_nor_recorded_into_nor_scrubbed(refused, content, expected):
    refused(content, [load, recording("once"), *RECORDING, scrubbing], expected)


@for_each("content, expected", [pytest.param(*case, id=name) for name, case in NOT_TO_BE_PLAYED.items()])
def test_what_cannot_be_played_is_not_recorded_into(refused, content, expected):
    refused(content, [load, recording("once"), *RECORDING], expected)


@for_each("content, expected", [pytest.param(*case, id=name) for name, case in NOT_TO_BE_WRITTEN.items()])
def test_what_cannot_be_written_again_is_not_recorded_into(refused, content, expected):
    refused(content, RECORDING, expected)
    assert not Path("pwned").exists()


@pytest.mark.parametrize("name", ["a bomb of aliases", "aliases without end"])
def test_aliases_that_run_wild_cost_a_replay_nothing_and_are_not_scrubbed(put, refused, name):
    content, expected = NOT_TO_BE_WRITTEN[name]

    assert len(load(put(content)).interactions) == 1
    refused(content, [scrubbing], expected)


def test_aliases_that_are_used_twice_and_plain_values_of_every_kind_are_no_mistake(put, monkeypatch):
    monkeypatch.setattr(recorder, "new_redactor", object)
    kinds = "a: &a [1, 1.5, true, null, 2024-01-01, 'x', !!binary YQ==, {}]\nb: [*a, *a]\nc: [*a]\n"

    assert open_cassette(put(GOOD + kinds), replay_options("all"), Sources(), str).recorder is not None


def test_a_body_in_hex_that_is_none_is_told(refused):
    refused(with_body("{type: binary, content: zz}"), [scrubbing], ":12:35: the body's content is not hexadecimal")


@for_each(
    "headers",
    ["[[JANE]]", "[JANE, ab]", "[{a: JANE, b: c}]", "{A: {b: JANE}}", "[[a, b, JANE]]", "JANE", "[[A, [JANE]]]"],
)
def test_headers_of_any_form_are_scrubbed(headers):
    content = GOOD.replace("headers: {}", f"headers: {headers.replace('JANE', 'jane.doe@corp.com')}")

    assert b"jane.doe" not in files.scrub("c.yaml", content.encode(), b"a key").content


def test_the_command_ends_with_the_error_and_goes_on_to_the_next_file(put, capsys):
    bad = put(HAR)
    good = bad.with_name("good.yaml")
    good.write_text(GOOD)

    assert main(["scrub", str(bad), str(good)]) == 1
    reported = capsys.readouterr().err.splitlines()
    assert reported[0] == f"{bad}:1:1: not a cassette: this is a HAR file"
    assert "al" not in json.loads(load(good).interactions[0].reply.body).values()


@pytest.mark.parametrize(
    "name", ["../outside.yaml", "deep/../../outside.yaml", "link/a.yaml", "linked.yaml", "dangling.yaml"]
)
@pytest.mark.parametrize("mode", ["once", *MODES])
def test_a_path_that_leaves_its_folder_is_not_recorded_to(tmp_path, monkeypatch, name, mode):
    folder, outside = tmp_path / "tests", tmp_path / "outside.yaml"
    (folder / "deep").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    if name != "dangling.yaml" and mode != "once":  # which replays what is there
        outside.write_text(GOOD)
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    (folder / "linked.yaml").symlink_to(outside)
    (folder / "dangling.yaml").symlink_to(tmp_path / "nowhere.yaml")
    monkeypatch.chdir(folder)

    with pytest.raises(SettingError, match=r"this path leads to .*, outside .*; record the cassette inside"):
        recording(mode)(Path(name))
    assert not (tmp_path / "nowhere.yaml").exists()
    assert outside.exists() == (name != "dangling.yaml" and mode != "once")


def test_a_path_that_leaves_its_folder_is_played(tmp_path, monkeypatch):
    (tmp_path / "tests").mkdir()
    (tmp_path / "outside.yaml").write_text(GOOD)
    monkeypatch.chdir(tmp_path / "tests")

    assert recording("none")(Path("../outside.yaml")).replay is not None


def test_a_file_that_is_far_too_large_is_not_read(put, monkeypatch):
    path = put(GOOD)
    os.truncate(path, regular_files.LARGEST + 1)  # a sparse file, which uses no disk space

    tracemalloc.start()
    for way in (load, *RECORDING):
        with pytest.raises(CassetteError, match=r":1:1: the file is larger than 256 MB"):
            way(path)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()
    assert main(["scrub", str(path)]) == 1


@pytest.mark.long
@pytest.mark.parametrize("line", ["a: 1\n", "- \n", "text\n", "\n", "# a\n", "a\t"], ids=repr)
def test_a_large_file_of_another_form_is_refused_soon(put, line):
    path = put("interactions:\n" + line * ((nodes.LARGEST_AT_ONCE + 100) // len(line)))

    start = time.process_time()
    with pytest.raises(CassetteError, match=r":1:1: larger than 32 MB"):
        load(path)
    assert time.process_time() - start < 60


def test_a_mistake_in_a_large_cassette_keeps_its_place(put, monkeypatch):
    monkeypatch.setattr(nodes, "LARGEST_AT_ONCE", 1_000)
    path = put(GOOD + SECOND.replace("code: 200", "code: [") + SECOND + SECOND)

    assert [each.number for each in load(path).interactions] == [1, 2, 3, 4]
    with pytest.raises(CassetteError, match=r":\d\d:\d+: not YAML: "):
        load(path).interactions[1].reply  # noqa: B018


def test_a_form_that_no_recording_has_is_parsed_whole():
    keys = "".join(f"{'k' * at}: 1\n" for at in range(1, sections.MOST_KEYS + 2))

    assert sections.find_sections(GOOD.encode()) is not None
    assert sections.find_sections((keys + GOOD).encode()) is None
