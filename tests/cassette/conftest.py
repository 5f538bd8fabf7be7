"""Fixtures that write cassettes into a fresh current folder, as `cassettes/enrol.yaml`."""

import json
from pathlib import Path

import pytest

from pytest_cognito_mfa._aws.exchange import Call
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.replay import Replay


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write a cassette and give its path, relative to the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("cassettes").mkdir()

    def written(content, name="enrol.yaml"):
        path = Path("cassettes", name)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


@pytest.fixture
def interaction():
    """One interaction of vcrpy, as a dict; that of a public document if the operation is a path."""

    def made(operation, parameters=None, answer="{}", code=200, headers=None):
        request = {
            "method": "POST",
            "uri": "https://cognito-idp.eu-west-1.amazonaws.com/",
            "headers": {"X-Amz-Target": [f"AWSCognitoIdentityProviderService.{operation}"]},
            "body": json.dumps(parameters or {}),
        }
        if "/" in operation:
            request |= {"method": "GET", "uri": request["uri"] + operation, "headers": {}, "body": None}
        return {
            "request": request,
            "response": {
                "status": {"code": code, "message": "OK"},
                "headers": headers or {},
                "body": {"string": answer},
            },
        }

    return made


@pytest.fixture
def recorded(write, interaction):
    """A replay of a cassette that holds these (operation, parameters, ...), three lines apart: at 2, 5, 8."""

    def replay(*exchanges):
        lines = ["interactions:"]
        for exchange in exchanges:
            each = interaction(*exchange)
            lines += [f"- request: {json.dumps(each['request'])}", f"  response: {json.dumps(each['response'])}", ""]
        return Replay(load(write("\n".join(lines))))

    return replay


@pytest.fixture
def call():
    def asked(operation, **parameters):
        return Call(operation, parameters, "http://localhost:5000/")

    return asked
