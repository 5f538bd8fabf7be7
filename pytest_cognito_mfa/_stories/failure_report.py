"""The text of a failure: where it is, the step as it is written, what was wanted and came, and what went before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._stories.values import (
    AdvanceStep,
    CallStep,
    FreezeStep,
    MessageStep,
    SignInStep,
    Step,
    UserStep,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_cognito_mfa._scenario import Place
    from pytest_cognito_mfa._stories.client import Came
    from pytest_cognito_mfa._stories.values import Story

_NAMES: Final[dict[type[Step], str]] = {
    SignInStep: "sign_in",
    AdvanceStep: "advance",
    FreezeStep: "freeze",
    MessageStep: "the message",
    UserStep: "the user",
}
"""Of what can fail beside a call."""

MOST_LINES: Final = 24
"""Of a step: more of it is cut."""


class Unmet(Exception):  # noqa: N818 - says what it is
    """What of a step did not come as wanted: in a few words, in lines, and where it was written."""

    def __init__(self, what: str, lines: Sequence[str] = (), *places: Place | None) -> None:
        super().__init__(what)
        self.what, self.lines = what, tuple(lines)
        self.at = frozenset(place.line for place in places if place)
        self.is_difference = any(line.startswith("- ") for line in lines)


def told(story: Story, number: int, unmet: Unmet, done: Sequence[str]) -> str:
    """The whole text; a path below the working directory is told from there."""
    step = story.steps[number]
    where, legend = _near(step.place.file), " (- wanted, + came)" if unmet.is_difference else ""
    parts = [
        [f"{where}:{step.place.line}: {_named(step)} {unmet.what}"],
        [f"  step {number + 1} of {len(story.steps)}{legend}", *(f"    {line}" for line in unmet.lines)],
        list(_source(story, number, unmet.at)),
        ["  before it:", *(f"    {line}" for line in done)] if done else [],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def line_of(place: Place) -> str:
    return f"line {place.line:>3} "


def came_as(came: Came) -> str:
    """What came of a call, in a few words."""
    if came.answer is None:
        return f"error {came.error}" + (f": {came.message}" if came.message else "")
    if "ChallengeName" in came.answer:
        return f"challenge {came.answer['ChallengeName']}"
    if "AuthenticationResult" in came.answer:
        return "tokens"
    return f"an answer with {', '.join(came.answer)}" if came.answer else "an empty answer"


def _named(step: Step) -> str:
    if isinstance(step, CallStep):
        return step.operation
    return _NAMES[type(step)]


def _near(file: str) -> str:
    path, here = Path(file), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else file


def _source(story: Story, number: int, at: frozenset[int]) -> Iterator[str]:
    """The lines of the step, those at fault marked; nothing when the file is gone by now."""
    first = story.steps[number].place.line
    following = [step.place.line for step in story.steps[number + 1 :] if step.place.line > first]
    try:
        lines = Path(story.steps[number].place.file).read_text("utf-8-sig").splitlines()
    except OSError:
        return
    last = min([len(lines), first + MOST_LINES - 1, *(line - 1 for line in following)])
    while last > first and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
        last -= 1
    for line in range(first, last + 1):
        yield f"  {'>' if line in at else ' '} {line:>4} | {lines[line - 1]}".rstrip()
