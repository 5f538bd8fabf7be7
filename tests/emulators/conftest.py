"""Other people's services on loopback; what was written to disk; and a network that is switched off."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import cognito_local
import moto_server
import pytest
import requests
import vcr.cassette
from app_clients import REGION, Service, boto3_client
from loopback import ADDRESS, certificate
from service_stories import Environment

from pytest_cognito_mfa import simulate

KEY = "a key that a team shares, long enough"
_TO_WRITE = os.O_WRONLY | os.O_RDWR
_opened = []
_watching = []


def _noted(event, arguments):
    if _watching and event == "open" and isinstance(arguments[0], (str, bytes)) and arguments[2] & _TO_WRITE:
        _opened.append(str(arguments[0]))


@pytest.fixture(scope="session")
def watched():
    """Every path that is opened to be written to while `_watching` holds something."""
    sys.addaudithook(_noted)  # none can be removed again


@pytest.fixture(scope="session", params=["plain", "tls"])
def certified(request, tmp_path_factory):
    """The certificate that clients trust, and the one that is served; none over plain HTTP."""
    return certificate(tmp_path_factory.mktemp("tls"), "localhost") if request.param == "tls" else (None, None)


def _service(port, trusted, issuer):
    scheme = "https" if trusted else "http"
    return Service(f"{scheme}://{ADDRESS}:{port}", str(trusted) if trusted else None, issuer)


@pytest.fixture(scope="session")
def npm_service(certified, tmp_path_factory):
    """cognito-local."""
    trusted, served = certified
    try:
        program = cognito_local.installed()
    except cognito_local.Missing as why:
        pytest.skip(str(why))
    with cognito_local.running(program, tmp_path_factory.mktemp("cognito-local"), served) as port:
        yield _service(port, trusted, cognito_local.ISSUER)


@pytest.fixture(scope="session")
def moto_service(certified):
    """moto's server."""
    trusted, served = certified
    with moto_server.running(served) as port:
        service = _service(port, trusted, f"https://cognito-idp.{REGION}.amazonaws.com")
        keys = requests.get(f"{service.url}/{REGION}_NoPool123/.well-known/jwks.json", verify=trusted, timeout=30)
        if not keys.text.startswith("{"):
            pytest.skip("the server of this moto serves no pool's keys, and takes unsigned calls for S3's")
        yield service


@dataclass
class Recorded:
    """A cassette, what the application saw while it was recorded, and its environment."""

    path: Path
    seen: list
    env: Environment
    calls: int

    def assert_harmless(self):
        """Check that the cassette has no secret, that no other file was written, and that vcrpy can read it."""
        text = self.path.read_text()
        assert [each for each in self.env.secrets if each in text] == []
        kept = [each for each in _opened if "__pycache__" not in each]
        assert {str(Path(each).parent) for each in kept} == {str(self.path.parent)}
        assert list(self.path.parent.iterdir()) == [self.path]
        assert len(vcr.cassette.Cassette.load(path=str(self.path))) == self.calls

    def assert_replayed(self, story, ask, env, *more):
        with simulate(cassette=self.path) as replaying:
            assert story(ask, env, *more) == self.seen
        assert {each.answered_by.partition(" ")[0] for each in replaying.journal} == {"cassette"}


@pytest.fixture
def record(watched, tmp_path, monkeypatch):
    """Record what a story does; every file that is opened to be written to meanwhile is noted."""

    def recorded(story, ask, env, *more):
        monkeypatch.setenv("COGNITO_REDACTION_KEY", KEY)
        path = tmp_path / "cassettes/story.yaml"
        _opened.clear()
        _watching.append(True)
        with simulate(cassette=path, mode="once") as recording:
            seen = story(ask, env, *more)
        _watching.clear()
        assert recording.recorded.calls == len(recording.journal)
        return Recorded(path, seen, env, recording.recorded.calls)

    yield recorded
    _watching.clear()


@pytest.fixture
def cut(monkeypatch):
    """No connection, no look-up of names, and no key: as on a machine that only replays."""

    def reached(*arguments, **more):
        raise AssertionError(f"the network is cut: {arguments}")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(f"socket.socket.{name}", reached)
    monkeypatch.setattr("socket.getaddrinfo", reached)
    monkeypatch.delenv("COGNITO_REDACTION_KEY", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "/nonexistent")


@pytest.fixture
def new_pool():
    """A new pool of a service, with a client, and the environment of an application for it."""

    def made(service, *, with_secret=False, **settings):
        client = boto3_client(service)
        pool = client.create_user_pool(PoolName="recorded", **settings)["UserPool"]["Id"]
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        app = client.create_user_pool_client(
            UserPoolId=pool, ClientName="app", ExplicitAuthFlows=flows, GenerateSecret=with_secret
        )["UserPoolClient"]
        return Environment(pool, app["ClientId"], client_secret=app.get("ClientSecret"))

    return made
