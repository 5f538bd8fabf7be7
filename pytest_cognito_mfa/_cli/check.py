"""`cognito-mfa check`: every mistake of every scenario and file of steps, as a compiler would print it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa import _stories as _steps
from pytest_cognito_mfa._cli.file_arguments import Chosen
from pytest_cognito_mfa._cli.printing import GREEN, RED, illustrated, painted, plain
from pytest_cognito_mfa._scenario import load
from pytest_cognito_mfa._scenario.staging import create_service
from pytest_cognito_mfa._simulator.sources import Sources
from pytest_cognito_mfa.errors import ScenarioError

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from pytest_cognito_mfa._scenario import Scenario
    from pytest_cognito_mfa.errors import Mistake

REGION: Final = "us-east-1"
"""For the files that name none."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help="a scenario, a directory of some, or a glob")
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="show colours and the source of each mistake; auto does where a terminal reads along",
    )


def run(options: argparse.Namespace) -> int:
    chosen = Chosen()
    for given in options.files:
        chosen.name(given)
    # What is wrong in a file that several extend is told once.
    found = {_identity(mistake): mistake for path in chosen.files for mistake in _mistakes(path)}
    mistakes = [*chosen.mistakes, *found.values()]
    styled = _is_styled(sys.stdout, options.color)
    width = shutil.get_terminal_size().columns
    for mistake in mistakes:
        _write(sys.stdout, illustrated(mistake, width) if styled else plain(mistake))
    sys.stdout.flush()
    colour = RED if mistakes else GREEN
    text = painted(_summary(chosen, mistakes), colour, styled=_is_styled(sys.stderr, options.color))
    _write(sys.stderr, f"{text}\n{_left_alone(chosen)}")
    return 1 if mistakes else 0


def _mistakes(path: Path) -> tuple[Mistake, ...]:
    """What is wrong with a file, or else what AWS would refuse of it."""
    try:
        create_service(_scenario(path), Sources())
    except ScenarioError as error:
        return error.mistakes
    return ()


def _scenario(path: Path) -> Scenario:
    if path.name.endswith(_steps.SUFFIX):
        return _steps.load(path, region=REGION).scenario
    return load(path, region=REGION)


def _identity(mistake: Mistake) -> tuple[object, ...]:
    return Path(mistake.file).resolve(), *mistake[1:]


def _is_styled(stream: TextIO, asked: str) -> bool:
    """As asked for; else where a terminal reads along that knows colours and does not refuse them."""
    refused = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return asked == "always" or (asked == "auto" and stream.isatty() and not refused)


def _summary(chosen: Chosen, mistakes: list[Mistake]) -> str:
    files = _counted(len(chosen.files), "file")
    if not mistakes:
        return f"{files}, no mistakes"
    return f"{files}, {_counted(len(mistakes), 'mistake')}"


def _left_alone(chosen: Chosen) -> str:
    return "".join(f"left alone, for it is no scenario: {path}\n" for path in chosen.left_alone)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _write(stream: TextIO, text: str) -> None:
    """Write what the stream's encoding has, and the rest by its code."""
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
