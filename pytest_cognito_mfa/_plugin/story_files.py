"""Stories as pytest collects them: each file is a module with one test, which requests the fixture."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from pytest_cognito_mfa._aws.constants import DEFAULT_REGION
from pytest_cognito_mfa._stories.loading import SUFFIX, load
from pytest_cognito_mfa._stories.player import StepFailed, play
from pytest_cognito_mfa.errors import Mistake, ScenarioError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pytest_cognito_mfa._scenario import Place, Scenario
    from pytest_cognito_mfa._stories.references import StoryFixture
    from pytest_cognito_mfa._stories.values import Story


class StoryFile(pytest.Module):
    """A module, so that fixtures of every scope and other plugins work."""

    def _getobj(self) -> ModuleType:
        return ModuleType(self.path.name.removesuffix(SUFFIX))

    def collect(self) -> Iterable[pytest.Item]:
        try:
            story = load(self.path, region=self.config.getini("cognito_region") or DEFAULT_REGION)
            item = StoryItem.from_parent(self, name=story.name or self.obj.__name__, callobj=_test_of(story))
            _mark(item, story)
        except ScenarioError as error:
            raise self.CollectError(str(error)) from None
        item.cognito_scenario = story.scenario
        yield item


class StoryItem(pytest.Function):
    """The test of a file."""

    cognito_scenario: Scenario
    """The scenario of the fixture."""

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.name

    def repr_failure(  # type: ignore[override] # pytest's own Function leaves out `style` too
        self, excinfo: pytest.ExceptionInfo[BaseException]
    ) -> Any:
        """The failure of a step is a text without a traceback, because there is no Python code."""
        if isinstance(excinfo.value, StepFailed):
            return Failure(excinfo.value.text, excinfo.value.place)
        return super().repr_failure(excinfo)


@dataclass
class Failure:
    """The text of a failed step, and its place."""

    text: str
    place: Place

    @property
    def reprcrash(self) -> Crash:
        return Crash(self.place.file, self.place.line, self.text.partition("\n")[0])

    def toterminal(self, terminal: Any) -> None:
        for number, line in enumerate(self.text.splitlines()):
            start = line.lstrip()[:2]
            terminal.line(
                line, bold=number == 0 or start == "> ", red=start == "- " or number == 0, green=start == "+ "
            )

    def __str__(self) -> str:
        return self.text


@dataclass
class Crash:
    """Place and message for pytest's summaries, with the attributes that pytest reads."""

    path: str
    lineno: int
    message: str

    def __str__(self) -> str:
        return self.message


def _test_of(story: Story) -> Any:
    def test(cognito: StoryFixture) -> None:
        play(story, cognito)

    return test


def _mark(item: pytest.Item, story: Story) -> None:
    for name, place in story.marks:
        try:
            item.add_marker(name)
        except pytest.fail.Exception as refused:  # noqa: PERF203 - each marker has its own place
            raise ScenarioError([Mistake(place.file, place.line, place.column, str(refused))]) from None
