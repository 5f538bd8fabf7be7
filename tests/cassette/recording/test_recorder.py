"""What is written into a cassette, in which order, and what is never written."""

import errno
import gzip
import json
import os
import threading
from pathlib import Path

import pytest
import yaml

from pytest_cognito_mfa._cassette import recorder
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._yaml import regular_files
from pytest_cognito_mfa.errors import CassetteError, SettingError

URL = "https://cognito-idp.eu-west-1.amazonaws.com/"


def test_a_secret_is_replaced_also_where_it_came_before_its_own_place(record, folder):
    recording = record()
    recording.call("GetUser", answer={"Username": "Secret-0f-mine"})
    recording.call("AdminSetUserPassword", {"Password": "Secret-0f-mine"})
    recording.write()

    text = (folder / "cassettes/test_it.yaml").read_text()
    assert "Secret-0f-mine" not in text
    assert text.count("Stand-in-0f-it") == 2


def test_a_secret_that_is_still_there_fails_and_nothing_is_written(record, redactor, folder):
    redactor.misses = [("password", "hush-hush")]
    recording = record()
    recording.call("GetUser", answer={"Username": "hush-hush"})

    with pytest.raises(CassetteError) as raised:
        recording.write()

    assert "nothing is written" in str(raised.value)
    assert "1:1: password" in str(raised.value)
    assert "hush-hush" not in str(raised.value)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"answer": b"[1]"}, "the response's body is not a JSON object"),
        ({"status": 1000}, "the response's status code is not a number from 100 to 599"),
        ({"answer": {"Name": "a" * 2000}}, ":1:1: the file is larger than 0 MB"),
    ],
)
def test_what_could_not_be_replayed_leaves_the_old_file_as_it_is(record, folder, monkeypatch, given, why):
    old = record()
    old.call("ListUsers", answer={"Users": []})
    old.write()
    before = (folder / "cassettes/test_it.yaml").read_bytes()
    monkeypatch.setattr(regular_files, "LARGEST", 2000)

    for mode in ("new_episodes", "rewrite"):
        recording = record(mode)
        recording.call("GetUser", **given)
        recording.call("ListDevices")
        with pytest.raises(CassetteError, match=rf"test_it\.yaml: nothing is written, .* in the new text, .*{why}"):
            recording.write()
        assert [each.read_bytes() for each in folder.rglob("*") if each.is_file()] == [before]


@pytest.mark.parametrize("answer", ["{}".encode("utf-16"), b'{"Username":"\xff"}', b'{"Username":"\xed\xa0\x80"}'])
def test_a_response_that_is_not_utf8_is_not_recorded(record, answer):
    recording = record()
    recording.call("GetUser", answer=answer)

    with pytest.raises(CassetteError, match=r"the response of .* to GetUser is not JSON in UTF-8"):
        recording.write()


def test_the_redactor_has_the_key_of_this_machine(monkeypatch):
    monkeypatch.setenv("COGNITO_REDACTION_KEY", "a key that a team shares, long enough")

    first, second = (recorder.new_redactor().text("grace@corp.example") for _ in range(2))

    assert first == second != "grace@corp.example"


def test_calls_placeholder_the_order_in_which_they_were_made_and_lost_ones_are_left_out(record, recorded):
    recording = record()
    notes = [recording.ask(name)[0].on_response for name in ("GetUser", "ListUsers", "ListDevices")]
    notes[2](200, (), b'{"Devices":[]}')
    notes[1].lost("reset")
    notes[0](200, (), b'{"Username":"a"}')
    recording.write()

    assert recorded() == [("GetUser", {"Username": "a"}), ("ListDevices", {"Devices": []})]


def test_threads_lose_and_mix_nothing(record, recorded):
    recording = record()
    lock = threading.RLock()  # the pipeline's

    def called(name):
        with lock:
            note = recording.ask("GetUser", {"AccessToken": name})[0].on_response
        note(200, (), json.dumps({"Username": name}).encode())

    threads = [threading.Thread(target=called, args=(str(number),)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    recording.write()

    assert {answer["Username"] for _, answer in recorded()} == {str(number) for number in range(50)}
    for each in load(recording.source.path).interactions:
        assert each.call.parameters == {"AccessToken": json.loads(each.reply.body)["Username"]}


def test_a_document_is_recorded_as_the_get_that_it_is(record, folder):
    recording = record()
    url = f"{URL}eu-west-1_AbCdEf123/.well-known/jwks.json"
    recording.call("jwks.json", answer={"keys": []}, url=url)
    recording.write()

    (each,) = load(folder / "cassettes/test_it.yaml").interactions
    assert (each.call.operation, each.call.url) == ("jwks.json", url)


def test_an_error_is_recorded_as_what_it_is(record, folder):
    recording = record()
    headers = [("x-amzn-ErrorType", "NotAuthorizedException:")]
    answer = {"__type": "NotAuthorizedException", "message": "no"}
    recording.call("GetUser", answer=answer, status=400, headers=headers)
    recording.write()

    (each,) = load(folder / "cassettes/test_it.yaml").interactions
    assert (each.reply.status, each.reply.error) == (400, "NotAuthorizedException")


@pytest.mark.parametrize("encoding", ["gzip", "GZIP"])
def test_a_compressed_body_is_recorded_plain(record, recorded, folder, encoding):
    recording = record()
    body = gzip.compress(b'{"Username":"a"}')
    recording.call("GetUser", answer=body, headers=[("Content-Encoding", encoding), ("Connection", "close")])
    recording.write()

    assert recorded() == [("GetUser", {"Username": "a"})]
    headers = yaml.safe_load((folder / "cassettes/test_it.yaml").read_text())["interactions"][0]["response"]["headers"]
    assert list(headers) == ["Content-Type"]


@pytest.mark.parametrize("body", [b"<html>", b'{"Username', b"\xff\xfe"])
def test_what_is_none_of_cognitos_answers_is_not_recorded(record, folder, body):
    recording = record()
    recording.call("GetUser", answer=body, status=502)

    with pytest.raises(CassetteError, match=r"the response of cognito-idp.* to GetUser is not JSON"):
        recording.write()
    assert list(folder.iterdir()) == []


def test_what_could_not_be_replayed_does_not_go_out(record):
    with pytest.raises(SettingError, match="does not know its operation"):
        record().ask("NoSuchOperation")


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        (URL, "aws"),
        ("https://cognito-idp-fips.eu-west-1.amazonaws.com/", "aws"),
        ("http://127.0.0.1:5000/", "loopback"),
        ("http://localhost:9229/", "loopback"),
        ("https://cognito.internal.example/", "custom"),
    ],
)
def test_provenance_says_when_and_from_where_and_of_whom_nothing(record, folder, monkeypatch, url, endpoint):
    import platform

    import botocore

    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    recording = record()
    recording.call("GetUser", url=url)
    recording.write()

    assert yaml.safe_load((folder / "cassettes/test_it.yaml").read_text())["provenance"] == {
        "recorded": "2025-11-24T16:00:00Z",
        "region": "eu-west-1",
        "endpoint": endpoint,
        "python": platform.python_version(),
        "botocore": botocore.__version__,
        "pytest-cognito-mfa": "0.1.0",
    }


def test_without_any_region_none_is_said(record, folder, monkeypatch):
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    recording = record()
    recording.call("GetUser", url="http://localhost/")
    recording.write()

    assert "region" not in yaml.safe_load((folder / "cassettes/test_it.yaml").read_text())["provenance"]


def test_a_disk_that_is_full_keeps_the_old_file_and_is_one_error(record, folder, monkeypatch):
    first = record()
    first.call("GetUser", answer={"Username": "a"})
    first.write()
    path = folder / "cassettes/test_it.yaml"
    before = path.read_bytes()

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    second = record("all")
    second.call("GetUser", answer={"Username": "b"})
    with pytest.raises(CassetteError) as raised:
        second.write()

    assert str(raised.value).endswith(
        "test_it.yaml: the recording of 1 call cannot be written: No space left on device; the file is as it was before"
    )
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_place_where_nothing_can_be_written_is_refused_before_a_call(record, folder, monkeypatch):
    for name, why in (("x" * 300, "File name too long"), ("file.yaml/test_it", "file.yaml is not a folder")):
        (folder / "file.yaml").touch()
        with pytest.raises(SettingError, match=f"nothing can be recorded to this path: .*{why}"):
            record(name=f"{name}.yaml")
    monkeypatch.setattr(os, "access", lambda place, mode: Path(place) != folder)
    with pytest.raises(SettingError, match="is read-only"):
        record()
