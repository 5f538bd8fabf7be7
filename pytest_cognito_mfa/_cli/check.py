"""`cognito-mfa check`: prints every mistake in scenarios and stories as `file:line:column: text`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._cli.file_arguments import FileArguments
from pytest_cognito_mfa._cli.printing import GREEN, RED, counted, is_styled, one_line, paint, with_source
from pytest_cognito_mfa._scenario import load
from pytest_cognito_mfa._scenario.staging import create_service
from pytest_cognito_mfa._simulator.sources import Sources
from pytest_cognito_mfa._stories import SUFFIX
from pytest_cognito_mfa._stories import load as load_story
from pytest_cognito_mfa.errors import ScenarioError

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from pytest_cognito_mfa._scenario import Scenario
    from pytest_cognito_mfa.errors import Mistake

REGION: Final = "us-east-1"
"""The region of files that do not name one."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="+", help="a scenario, a story (*.cognito.yaml), a directory, or a glob"
    )
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="show colours and source lines; auto: only in a terminal (default)",
    )


def run(options: argparse.Namespace) -> int:
    selected = FileArguments()
    for given in options.files:
        selected.add(given)
    # A mistake in a base file, which several files extend, is printed once.
    found = {_identity(mistake): mistake for path in selected.files for mistake in _mistakes(path)}
    mistakes = [*selected.mistakes, *found.values()]
    styled = is_styled(sys.stdout, options.color)
    width = shutil.get_terminal_size().columns
    for mistake in mistakes:
        _write(sys.stdout, with_source(mistake, width) if styled else one_line(mistake))
    sys.stdout.flush()
    colour = RED if mistakes else GREEN
    text = paint(_summary(selected, mistakes), colour, styled=is_styled(sys.stderr, options.color))
    _write(sys.stderr, f"{text}\n{_skipped(selected)}")
    return 1 if mistakes else 0


def _mistakes(path: Path) -> tuple[Mistake, ...]:
    """The mistakes in a file, or else what AWS would refuse in it."""
    try:
        create_service(_scenario(path), Sources())
    except ScenarioError as error:
        return error.mistakes
    return ()


def _scenario(path: Path) -> Scenario:
    if path.name.endswith(SUFFIX):
        return load_story(path, region=REGION).scenario
    return load(path, region=REGION)


def _identity(mistake: Mistake) -> tuple[object, ...]:
    return Path(mistake.file).resolve(), *mistake[1:]


def _summary(selected: FileArguments, mistakes: list[Mistake]) -> str:
    found = counted(len(mistakes), "mistake") if mistakes else "no mistakes"
    return f"{counted(len(selected.files), 'file')}, {found}"


def _skipped(selected: FileArguments) -> str:
    return "".join(f"skipped, not a scenario: {path}\n" for path in selected.skipped)


def _write(stream: TextIO, text: str) -> None:
    """Write the text; characters that the encoding lacks are escaped."""
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
