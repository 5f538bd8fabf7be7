"""The `cognito-mfa` command and its subcommands.

Exit status: 0 for success, 1 if the command found something or failed, 2 for a wrong command line.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_cognito_mfa._version import __version__
from pytest_cognito_mfa.errors import CognitoMfaError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Command(NamedTuple):
    """A subcommand: its module in `_cli`, with `arguments(parser)` and `run(options)`, and its summary."""

    module: str
    """Its module in `_cli`."""
    summary: str
    """What it does, for `--help`."""


COMMANDS: Final = {
    "check": Command("check", "find every mistake in scenarios and stories"),
    "import": Command("import_", "write a scenario from AWS JSON, a template, Terraform, a cassette or a pool"),
    "schema": Command("schema", "print the JSON Schema of scenarios and stories, for editors"),
    "scrub": Command("scrub", "replace secrets in cassettes with placeholders"),
    "drift": Command("drift", "find differences between recordings and the simulator"),
}


_EXIT_STATUS: Final = (
    "exit status: 0 for success, 1 if the command found something or failed, 2 for a wrong command line"
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; return the exit status."""
    options = _parse(sys.argv[1:] if argv is None else argv)
    try:
        status = int(options.run(options))
        sys.stdout.flush()
    except CognitoMfaError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except BrokenPipeError:  # the reader has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains when it ends
        return 1
    return status


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="cognito-mfa", description="Amazon Cognito user pools for test suites.", epilog=_EXIT_STATUS
    )
    parser.add_argument("--version", action="version", version=f"cognito-mfa {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    given = next((word for word in argv if not word.startswith("-")), None)
    for name, command in COMMANDS.items():
        sub = commands.add_parser(
            name, help=command.summary, description=f"{command.summary[0].upper()}{command.summary[1:]}."
        )
        if name == given:  # importing all would be slow
            module = importlib.import_module(f"{__package__}._cli.{command.module}")
            module.arguments(sub)
            sub.set_defaults(run=module.run)
    return parser.parse_args(argv)
