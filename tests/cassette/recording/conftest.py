"""A fake redactor, a folder for cassettes, and calls with their responses."""

import json

import pytest
from fake_redactor import FakeRedactor

from pytest_cognito_mfa._aws.exchange import Call
from pytest_cognito_mfa._cassette import recorder
from pytest_cognito_mfa._cassette.cassette_player import open_cassette
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.modes import replay_options
from pytest_cognito_mfa._simulator.sources import Sources

URL = "https://cognito-idp.eu-west-1.amazonaws.com/"


@pytest.fixture
def redactor(monkeypatch):
    made = FakeRedactor()
    monkeypatch.setattr(recorder, "new_redactor", lambda: made)
    return made


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Recording:
    """One test's recorder, and a service with given answers."""

    def __init__(self, path, mode):
        sources = Sources()
        sources.clock.freeze(1_764_000_000.0)
        self.source = open_cassette(path, replay_options(mode), sources, str).source

    def ask(self, operation, parameters=None, url=URL):
        return self.source.answer(Call(operation, parameters or {}, url))

    def call(self, operation, parameters=None, *, answer=None, status=200, headers=(), url=URL):
        outcome, by = self.ask(operation, parameters, url)
        body = answer if isinstance(answer, bytes) else json.dumps(answer or {}).encode()
        outcome.on_response(status, (("Content-Type", "application/x-amz-json-1.1"), *headers), body)
        return by

    def write(self):
        return self.source.write()


@pytest.fixture
def record(folder, redactor):
    def made(mode="once", name="cassettes/test_it.yaml"):
        return Recording(folder / name, mode)

    return made


@pytest.fixture
def recorded(folder):
    """What a cassette holds: each operation and its answer."""

    def read(name="cassettes/test_it.yaml"):
        cassette = load(folder / name)
        return [(each.call.operation, json.loads(each.reply.body)) for each in cassette.interactions]

    return read
