"""Cassettes made of the simulator's own answers: whole, and from any exchange on."""

import pytest
import yaml
from stories import STORIES, App, as_interaction, scenario, write

from pytest_cognito_mfa import simulate


@pytest.fixture(scope="session")
def recorded_story(tmp_path_factory):
    """The interactions of a story; each story is recorded once."""
    known = {}

    def interactions(name):
        if name not in known:
            perform, pool, user, client = STORIES[name]
            path = None
            if pool is not None:
                path = tmp_path_factory.mktemp("stories") / "scenario.yaml"
                path.write_text(yaml.safe_dump({"pools": [scenario(pool, user, client)]}))
            with simulate(path) as cognito:
                perform(App(cognito))
                known[name] = [as_interaction(each) for each in cognito.journal]
        return known[name]

    return interactions


@pytest.fixture
def cassette(tmp_path, recorded_story):
    """A cassette of a story, or of a part of it."""

    def written(name, first=0, last=None):
        return write(tmp_path / f"{name}-{first}.yaml", recorded_story(name)[first:last])

    return written
