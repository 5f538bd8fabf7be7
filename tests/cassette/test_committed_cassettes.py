"""The cassettes of this project: each replays, has vcrpy's format, and says where it comes from."""

import itertools
import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from one_test import for_each
from vcr.persisters.filesystem import FilesystemPersister
from vcr.serializers import yamlserializer

from pytest_cognito_mfa._aws import validation_errors
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.matching import match_key
from pytest_cognito_mfa._cassette.replay import Replay

FOLDER = Path(__file__).parents[2] / "cassettes"
FILES = sorted(FOLDER.glob("*.yaml"))
WRITTEN = {
    f"{path.name}:{n}": each
    for path in FILES
    for n, each in enumerate(yaml.safe_load(path.read_text("utf-8"))["interactions"], 1)
}
READ = {f"{path.name}:{each.number}": each for path in FILES for each in load(path).interactions}

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
every_one_written = for_each("written", [pytest.param(each, id=name) for name, each in WRITTEN.items()])
every_one_read = for_each("interaction", [pytest.param(each, id=name) for name, each in READ.items()])


def test_every_interaction_is_cognitos():
    assert list(READ) == list(WRITTEN)


@every_one_read
def test_every_interaction_replays(interaction):
    replay = Replay(load(interaction.path))
    # Calls that differ in a code or another such value mean the same, and are answered in the recorded order.
    for each in replay.cassette.interactions[: interaction.number - 1]:
        if match_key(each.call) == match_key(interaction.call):
            replay.answer(each.call)

    reply, by = replay.answer(interaction.call)

    assert reply == interaction.reply
    assert by.endswith(f"{interaction.path.name}:{interaction.line}")


@every_file
@pytest.mark.parametrize("order", [list, reversed], ids=["as recorded", "backwards"])
def test_a_whole_cassette_replays_in_any_order(path, order):
    replay = Replay(load(path))

    for interaction in order(replay.cassette.interactions):
        replay.answer(interaction.call)
    assert replay.unplayed == ()


def test_no_two_requests_are_the_same():
    asked = [(each.call.operation, each.call.parameters) for each in READ.values()]

    assert [a for a, b in itertools.combinations(asked, 2) if a == b] == []


@every_file
def test_vcrpy_loads_the_file_and_finds_the_same(path):
    requests, responses = FilesystemPersister.load_cassette(path, yamlserializer)

    ours = load(path).interactions
    assert [json.loads(each.body) for each in requests] == [each.call.parameters for each in ours]
    assert [each["body"]["string"] for each in responses] == [each.reply.body for each in ours]


@every_one_written
def test_the_content_length_is_that_of_the_body(written):
    response = written["response"]

    assert response["headers"]["Content-Length"] == [str(len(response["body"]["string"].encode()))]


@every_one_written
def test_bodies_are_in_the_bytes_of_aws(written):
    body = written["response"]["body"]["string"]

    assert json.dumps(json.loads(body), separators=(",", ":"), ensure_ascii=False) == body


@every_one_read
def test_an_error_is_told_alike_by_its_headers_and_its_body(interaction):
    reply, headers = interaction.reply, dict(interaction.reply.headers)
    names = ["Date", "Content-Type", "Content-Length", "Connection", "x-amzn-RequestId"]

    if reply.error is None:
        assert (reply.status, reply.body, list(headers)) == (200, b"{}", names)
    else:
        assert list(headers) == [*names, "x-amzn-ErrorType", "x-amzn-ErrorMessage"]
        assert headers["x-amzn-ErrorType"] == f"{reply.error}:"
        assert json.loads(reply.body) == {"__type": reply.error, "message": headers["x-amzn-ErrorMessage"]}


@every_one_read
def test_a_request_breaks_awss_model_only_where_the_answer_says_so(interaction):
    broken = validation_errors(interaction.call.operation, interaction.call.parameters)

    assert bool(broken) == (b"validation error" in interaction.reply.body)


@every_one_written
def test_every_interaction_says_where_it_comes_from(written):
    provenance = written["provenance"]

    assert list(provenance) == ["transcribed", "observation", "source", "confidence"]
    assert provenance["transcribed"] is True
    assert "transcribed, not a recording" in provenance["observation"]
    assert provenance["source"]
    assert provenance["confidence"] in ("observed", "documented")


@every_file
def test_no_file_names_a_local_thing_or_a_real_value(path):
    text = path.read_text("utf-8")

    assert re.findall(r"idx|index.id|/work|/tmp|/home|read_file|find_string|localhost|AKIA|ASIA", text) == []
    assert set(re.findall(r"[a-z]{2}-[a-z]+-\d_\w+", text)) <= {"us-east-1_EXAMPLE", "us-east-1_00000000"}
    assert set(re.findall(r"\b\d{12}\b", text)) <= {"123456789012", *(f"{n:012d}" for n in range(100))}


@pytest.mark.skipif("COGNITO_REFERENCE" not in os.environ, reason="COGNITO_REFERENCE names no folder with errors.yaml")
def test_every_observed_error_of_the_reference_is_in_a_cassette():
    rows = yaml.safe_load(Path(os.environ["COGNITO_REFERENCE"], "errors.yaml").read_text("utf-8"))
    observed = [row for row in rows if row["confidence"] == "observed" and row["code"] and row["message"]]
    needed = Counter((row["code"], row["status"], row["message"]) for row in observed)
    reported = [(each.reply.error, each.reply.status, dict(each.reply.headers)) for each in READ.values()]

    def times(code, status, message):
        words = re.sub(r"\\\{\w+\\\}", r"\\w+", re.escape(message))
        same = [headers["x-amzn-ErrorMessage"] for *kind, headers in reported if kind == [code, status]]
        return sum(bool(re.fullmatch(words, each)) for each in same)

    assert {each: rows for each, rows in needed.items() if times(*each) < rows} == {}
