"""What each client records over a real connection is what it gets at replay without a network."""

import json

import clients
import pytest
from clients import CLIENTS, GETTERS
from fake_pipeline import BODY
from fake_redactor import FakeRedactor
from loopback import Service, certificate
from one_test import for_each
from redirecting import redirect, trust
from test_rarer_clients import CALLS

from pytest_cognito_mfa import simulate
from pytest_cognito_mfa._cassette import recorder
from pytest_cognito_mfa._cassette.loading import load

RARE = {call.__name__: lambda _, __, call=call: (200, {}, call()) for call in CALLS}
EVERY = {name: call for name, (call, _) in CLIENTS.items()} | RARE


@pytest.fixture(scope="session")
def certified(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"), clients.HOST)


@pytest.fixture
def cassette(tmp_path, monkeypatch):
    monkeypatch.setattr(recorder, "new_redactor", FakeRedactor)
    return tmp_path / "cassettes/recorded.yaml"


def recorded(call, cassette, certified, monkeypatch):
    with monkeypatch.context() as patching, Service(BODY, certified[1]) as service:
        redirect(patching, service.server_port)
        trust(patching, certified[0])
        with simulate(cassette=cassette, mode="once") as cognito:
            answered = call()
        assert len(service.heard) == 1
    (exchange,) = cognito.journal
    assert exchange.answered_by == f"recorded from 127.0.0.1:{service.server_port}"
    assert cognito.recorded.calls == 1
    return answered


@pytest.mark.parametrize("name", EVERY)
def test_a_call_is_recorded_and_comes_again(name, cassette, certified, monkeypatch, request):
    def call():
        status, _, body = EVERY[name]("ListUserPools", {"MaxResults": 1})
        return status, json.loads(body)

    first = recorded(call, cassette, certified, monkeypatch)
    request.getfixturevalue("no_network")

    with simulate(cassette=cassette) as cognito:
        assert call() == first
    assert cognito.journal[0].answered_by.startswith("cassette ")


@pytest.mark.parametrize("get", GETTERS.values(), ids=GETTERS)
def test_a_pools_keys_are_recorded_and_come_again(get, cassette, certified, monkeypatch, request):
    def call():
        return json.loads(get(clients.DOCUMENT))

    first = recorded(call, cassette, certified, monkeypatch)
    request.getfixturevalue("no_network")

    with simulate(cassette=cassette):
        assert call() == first
    assert [each.call.operation for each in load(cassette).interactions] == ["jwks.json"]


def test_a_client_signs_with_the_users_own_credentials_and_without_any_says_so(cassette, certified, monkeypatch):
    import boto3
    from botocore.exceptions import NoCredentialsError

    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN", "PROFILE"):
        monkeypatch.delenv(f"AWS_{name}", raising=False)
    for name in ("CONFIG_FILE", "SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(f"AWS_{name}", "/nonexistent")
    client = boto3.Session().client("cognito-idp", "eu-west-1", endpoint_url="http://127.0.0.1:1")

    with simulate(cassette=cassette, mode="once"), pytest.raises(NoCredentialsError):
        client.list_user_pools(MaxResults=1)

    assert not cassette.exists()


def test_the_environment_is_the_users_own_while_recording(cassette, monkeypatch):
    import os

    monkeypatch.setenv("AWS_PROFILE", "mine")
    with simulate(cassette=cassette, mode="once"):
        assert os.environ["AWS_PROFILE"] == "mine"
    with simulate():
        assert "AWS_PROFILE" not in os.environ


@for_each("fault", [{"lose_reply": "reset"}, {"garble": "html"}, {"latency": 1}])
def test_what_really_comes_cannot_be_spoilt(cassette, monkeypatch, fault):
    from pytest_cognito_mfa import SettingError

    with simulate(cassette=cassette, mode="once") as cognito:
        cognito.inject("ListUserPools", **fault)
        with (
            cognito.allow_not_simulated(),
            pytest.raises(SettingError, match="cannot lose, garble or delay the real response"),
        ):
            clients.requests_post("ListUserPools", {"MaxResults": 1})


def test_a_fault_still_comes_first_and_is_not_recorded(cassette):
    with simulate(cassette=cassette, mode="once") as cognito:
        cognito.inject("ListUserPools", error="TooManyRequestsException")
        assert clients.requests_post("ListUserPools", {"MaxResults": 1})[0] == 400

    assert cognito.recorded is None


def test_a_lost_call_is_in_the_journal_and_not_in_the_cassette(cassette, certified, monkeypatch):
    with monkeypatch.context() as patching, Service(BODY, certified[1]) as service:
        redirect(patching, service.server_port)
        with simulate(cassette=cassette, mode="once") as cognito, pytest.raises(Exception):  # noqa: B017, PT011 -- its own
            clients.requests_post("ListUserPools", {"MaxResults": 1})

    assert [each.error for each in cognito.journal] == ["tls"]
    assert not cassette.exists()


@pytest.fixture
def redirected(certified, monkeypatch):
    """Every client is redirected to a service whose certificate it trusts."""
    with Service(BODY, certified[1]) as service:
        redirect(monkeypatch, service.server_port)
        trust(monkeypatch, certified[0])
        yield


@pytest.mark.usefixtures("redirected", "collected")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # two clients close no connection
@pytest.mark.parametrize(
    ("inside", "mode"),
    [
        pytest.param(True, "none", id="vcrpy inside, playing"),
        pytest.param(False, "all", id="vcrpy outside, recording"),
        pytest.param(True, "all", id="vcrpy inside, recording", marks=pytest.mark.long),
        pytest.param(False, "none", id="vcrpy outside, playing", marks=pytest.mark.long),
    ],
)
@for_each("name", EVERY)
def test_a_cassette_of_vcrpys_is_passed_by(name, inside, mode, cassette, tmp_path):
    vcr = pytest.importorskip("vcr")
    cassette.unlink(missing_ok=True)
    ours, theirs = simulate(cassette=cassette, mode="once"), vcr.use_cassette(tmp_path / "own.yaml", record_mode=mode)
    outer, inner = (ours, theirs) if inside else (theirs, ours)
    with outer, inner:
        EVERY[name]("ListUserPools", {"MaxResults": 1})

    assert ours.recorded.calls == 1
    assert len(load(cassette).interactions) == 1
    assert not (tmp_path / "own.yaml").exists()
