"""Stories, loaded and run without an inner pytest."""

import pytest
from editors import seen_by_an_editor

from pytest_cognito_mfa import _stories as _steps
from pytest_cognito_mfa._stories.player import StepFailed, play
from pytest_cognito_mfa.cognito import Cognito
from pytest_cognito_mfa.errors import ScenarioError


class Stories:
    """Writes one file and reads or plays it."""

    def __init__(self, folder):
        self.path = folder / "story.cognito.yaml"

    def load(self, text):
        """The story, which must be valid for an editor too."""
        self.path.write_text(text, "utf-8")
        story = _steps.load(self.path, region="us-east-1")
        assert seen_by_an_editor(text) == []
        return story

    def mistakes(self, text):
        """Every mistake as ``line:column: text``."""
        with pytest.raises(ScenarioError) as raised:
            self.load(text)
        return [str(mistake).removeprefix(f"{self.path}:") for mistake in raised.value.mistakes]

    def play(self, text):
        """Play to the end; returns the fixture's value."""
        story = self.load(text)
        with Cognito(story.scenario) as cognito:
            play(story, cognito)
        return cognito

    def failure(self, text):
        """The text of the failure, without the folder."""
        with pytest.raises(StepFailed) as raised:
            self.play(text)
        assert raised.value.__cause__ is None
        return raised.value.text.replace(f"{self.path.parent}/", "").replace(f"{self.path}", "story.cognito.yaml")


@pytest.fixture
def stories(tmp_path):
    return Stories(tmp_path)
