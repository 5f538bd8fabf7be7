"""The report of a failed step: its place, the differences, its source, and the steps before it."""

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
    from pytest_cognito_mfa._stories.client import CallResult
    from pytest_cognito_mfa._stories.values import Story

_NAMES: Final[dict[type[Step], str]] = {
    SignInStep: "sign_in",
    AdvanceStep: "advance",
    FreezeStep: "freeze",
    MessageStep: "the message",
    UserStep: "the user",
}
"""How the report names a step that is not a call."""

MOST_LINES: Final = 24
"""The report shows at most this many lines of a step."""


class Mismatch(Exception):  # noqa: N818 - says what it is
    """A step did not end as expected: a summary, details in lines, and the places in the file."""

    def __init__(self, what: str, lines: Sequence[str] = (), *places: Place | None) -> None:
        super().__init__(what)
        self.what, self.lines = what, tuple(lines)
        self.at = frozenset(place.line for place in places if place)
        self.is_difference = any(line.startswith("- ") for line in lines)


def report(story: Story, number: int, mismatch: Mismatch, done: Sequence[str]) -> str:
    """The whole report; a path below the working directory is relative to it."""
    step = story.steps[number]
    name = step.operation if isinstance(step, CallStep) else _NAMES[type(step)]
    where, legend = _relative_path(step.place.file), " (- expected, + actual)" if mismatch.is_difference else ""
    parts = [
        [f"{where}:{step.place.line}: {name} {mismatch.what}"],
        [f"  step {number + 1} of {len(story.steps)}{legend}", *(f"    {line}" for line in mismatch.lines)],
        list(_source(story, number, mismatch.at)),
        ["  steps before it:", *(f"    {line}" for line in done)] if done else [],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def line_label(place: Place) -> str:
    return f"line {place.line:>3} "


def describe_result(result: CallResult) -> str:
    """The result of a call in a few words."""
    if result.answer is None:
        return f"error {result.error}" + (f": {result.message}" if result.message else "")
    if "ChallengeName" in result.answer:
        return f"challenge {result.answer['ChallengeName']}"
    if "AuthenticationResult" in result.answer:
        return "tokens"
    return f"an answer with {', '.join(result.answer)}" if result.answer else "an empty answer"


def _relative_path(file: str) -> str:
    path, here = Path(file), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else file


def _source(story: Story, number: int, at: frozenset[int]) -> Iterator[str]:
    """The lines of the step, with marks at the failed ones; nothing if the file no longer exists."""
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
