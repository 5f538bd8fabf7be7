"""Files of steps as pytest collects them: a module each, with one test that asks for the fixture."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from pytest_cognito_mfa.errors import Mistake, ScenarioError

from .playing import StepFailed, play
from .reading import SUFFIX, load

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pytest_cognito_mfa._scenario import Scenario

    from .names import Stage
    from .values import Story


class StoryFile(pytest.Module):
    """A module for pytest, so that fixtures of every scope and other plugins find what they look for."""

    def _getobj(self) -> ModuleType:
        return ModuleType(self.path.name.removesuffix(SUFFIX))

    def collect(self) -> Iterable[pytest.Item]:
        try:
            story = load(self.path, region=self.config.getini("cognito_region"))
            item = StoryItem.from_parent(self, name=story.name or self.obj.__name__, callobj=_playing(story))
            _mark(item, story)
        except ScenarioError as error:
            raise self.CollectError(str(error)) from None
        item.cognito_scenario = story.scenario
        yield item


class StoryItem(pytest.Function):
    """The test of a file."""

    cognito_scenario: Scenario
    """What the fixture takes for this test."""

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.name


def _playing(story: Story) -> Any:
    def test(cognito: Stage) -> None:
        failed = None
        try:
            play(story, cognito)
        except StepFailed as failure:
            failed = str(failure)
        if failed is not None:  # outside the block, or pytest would show both errors
            pytest.fail(failed, pytrace=False)

    return test


def _mark(item: pytest.Item, story: Story) -> None:
    for name, place in story.marks:
        try:
            item.add_marker(name)
        except pytest.fail.Exception as refused:  # noqa: PERF203 - each mark has a place of its own
            raise ScenarioError([Mistake(place.file, place.line, place.column, str(refused))]) from None
