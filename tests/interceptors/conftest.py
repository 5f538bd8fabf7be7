"""Fixtures of the interceptors' tests: a fake pipeline, restored libraries, no network."""

import gc

import pytest
from fake_pipeline import FakePipeline

from pytest_cognito_mfa._interceptors import intercepting
from pytest_cognito_mfa._interceptors._patching import _prepared_patches


@pytest.fixture
def answer():
    return FakePipeline()


@pytest.fixture
def as_it_was():
    """Restore the libraries after a test that leaves interceptors in place on purpose."""
    with intercepting(print):
        pass
    before = [(patch.owner, patch.name, vars(patch.owner)[patch.name]) for patch in _prepared_patches()]
    yield
    for owner, name, was in before:
        setattr(owner, name, was)


@pytest.fixture
def collected():
    """Collect what the test left behind, and nothing older, before its own filters of warnings end."""
    gc.freeze()
    yield
    gc.collect()


@pytest.fixture
def no_network(monkeypatch):
    """Allow no socket except asyncio's own pair, and no look-up of names."""
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
