"""Fixtures for the tests of scenarios and middleware: a scenario from a few lines of YAML."""

from __future__ import annotations

import textwrap
from contextlib import ExitStack

import boto3
import pytest
from botocore.config import Config
from editors import seen_by_an_editor

from pytest_cognito_mfa import Cognito
from pytest_cognito_mfa._scenario import load
from pytest_cognito_mfa.errors import ScenarioError


@pytest.fixture
def read(tmp_path):
    """Load YAML text, or bytes, as the file s.yaml in us-east-1; what loads must be valid for an editor too."""

    def read(text, region="us-east-1"):
        path = tmp_path / "s.yaml"
        path.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).encode())
        scenario = load(path, region=region)
        assert seen_by_an_editor(path.read_bytes()) == []
        return scenario

    return read


@pytest.fixture
def mistakes(read):
    """What is wrong with YAML text: `line:column: what` for each mistake."""

    def mistakes(text):
        with pytest.raises(ScenarioError) as caught:
            read(text)
        return [f"{m.line}:{m.column}: {m.text}" for m in caught.value.mistakes]

    return mistakes


@pytest.fixture(scope="session")
def client():
    """A client without retries and with its own keys, made before any test."""
    keys = {"aws_access_key_id": "fake", "aws_secret_access_key": "fake"}
    once = Config(retries={"total_max_attempts": 1})
    return boto3.client("cognito-idp", region_name="us-east-1", config=once, **keys)


@pytest.fixture
def playing(tmp_path):
    """A Cognito that plays the scenario of some YAML text."""
    with ExitStack() as opened:

        def playing(text, **settings):
            path = tmp_path / "s.yaml"
            path.write_text(textwrap.dedent(text))
            return opened.enter_context(Cognito(path, **settings))

        yield playing
