"""`cognito-mfa check`: every mistake of every scenario and file of steps, as a compiler would print it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_cognito_mfa import _steps
from pytest_cognito_mfa._scenario import load
from pytest_cognito_mfa.errors import ScenarioError

if TYPE_CHECKING:
    import argparse

REGION = "us-east-1"
"""For the files that name none."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a scenario (YAML)")


def run(options: argparse.Namespace) -> int:
    mistakes = [mistake for path in options.files for mistake in _mistakes(path)]
    for mistake in mistakes:
        sys.stdout.write(f"{mistake}\n")
    return 1 if mistakes else 0


def _mistakes(path: Path) -> list[str]:
    reads = _steps.load if path.name.endswith(_steps.SUFFIX) else load
    try:
        reads(path, region=REGION)
    except ScenarioError as error:
        return [str(mistake) for mistake in error.mistakes]
    return []
