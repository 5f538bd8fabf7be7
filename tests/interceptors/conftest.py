"""Fixtures of the interceptors' tests: a fake pipeline, restored libraries, no network."""

import ssl
from pathlib import Path

import pytest
from fake_pipeline import FakePipeline

from pytest_cognito_mfa._interceptors import intercepting
from pytest_cognito_mfa._interceptors._patching import _prepared_patches


@pytest.fixture
def answer():
    return FakePipeline()


@pytest.fixture
def as_it_was():
    """Put the libraries right after a test that leaves interceptors standing on purpose."""
    with intercepting(print):
        pass
    before = [(patch.owner, patch.name, vars(patch.owner)[patch.name]) for patch in _prepared_patches()]
    yield
    for owner, name, was in before:
        setattr(owner, name, was)


@pytest.fixture(autouse=True)
def nobody_in_the_world_is_trusted(monkeypatch):
    """Read no list of the world's authorities, which takes a client 10 ms: no test here asks anybody of them."""
    load = ssl.SSLContext.load_verify_locations

    def load_others(self, cafile=None, *given, **named):
        if cafile is None or Path(cafile).stat().st_size < 50_000:
            load(self, cafile, *given, **named)

    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", load_others)


@pytest.fixture
def no_network(monkeypatch):
    """No socket but asyncio's own pair, no name looked up."""
    pytest_socket = pytest.importorskip("pytest_socket")

    def looked_up(*args, **kwargs):
        raise AssertionError(f"looked up {args}")

    monkeypatch.setattr("socket.getaddrinfo", looked_up)
    pytest_socket.disable_socket(allow_unix_socket=True)
    yield
    pytest_socket.enable_socket()


@pytest.fixture
def aws(monkeypatch):
    """Credentials and a region, as the plugin sets them for a test."""
    for name, value in {"ACCESS_KEY_ID": "fake", "SECRET_ACCESS_KEY": "fake", "DEFAULT_REGION": "eu-west-1"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
