"""Cassettes made of the simulator's own answers: whole, and from any exchange on."""

import json

import pytest
import yaml
from stories import STORIES, App, scenario

from pytest_cognito_mfa import simulate
from pytest_cognito_mfa._exchange import TARGET_HEADER, TARGET_PREFIX


def as_interaction(exchange):
    """One exchange of a journal as vcrpy records it."""
    call, reply = exchange.call, exchange.outcome
    headers = {TARGET_HEADER: [TARGET_PREFIX + call.operation], "Content-Type": [call.content_type]}
    return {
        "request": {"method": "POST", "uri": call.url, "headers": headers, "body": json.dumps(dict(call.parameters))},
        "response": {
            "status": {"code": reply.status, "message": "OK"},
            "headers": {name: [value] for name, value in reply.headers},
            "body": {"string": reply.body.decode()},
        },
    }


def write(path, interactions):
    path.write_text(yaml.safe_dump({"version": 1, "interactions": interactions}, sort_keys=False))
    return path


@pytest.fixture(scope="session")
def recorded_story(tmp_path_factory):
    """The interactions of a story; each is told once."""
    known = {}

    def interactions(name):
        if name not in known:
            tell, pool, user, client = STORIES[name]
            path = None
            if pool is not None:
                path = tmp_path_factory.mktemp("stories") / "scenario.yaml"
                path.write_text(yaml.safe_dump({"pools": [scenario(pool, user, client)]}))
            with simulate(path) as cognito:
                tell(App(cognito))
                known[name] = [as_interaction(each) for each in cognito.journal]
        return known[name]

    return interactions


@pytest.fixture
def cassette(tmp_path, recorded_story):
    """A cassette of a story, or of a part of it."""

    def written(name, first=0, last=None):
        return write(tmp_path / f"{name}-{first}.yaml", recorded_story(name)[first:last])

    return written
