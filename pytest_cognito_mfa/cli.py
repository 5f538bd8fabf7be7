"""The `cognito-mfa` command: which subcommands there are, and how one ends.

Exit status: 0 when all is well, 1 when something was found or went wrong, 2 for a command line that cannot be read.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_cognito_mfa.errors import CognitoMfaError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Command(NamedTuple):
    """A subcommand: its module in `_commands`, which has `arguments(parser)` and `run(options)`."""

    module: str
    summary: str


COMMANDS: Final = {
    "check": Command("check", "find every mistake in scenario files"),
    "import": Command("import_", "write a scenario from aws json, a template, terraform, a cassette or a pool"),
    "schema": Command("schema", "print the JSON Schema of scenarios, for editors"),
    "scrub": Command("scrub", "put stand-ins in the place of secrets in cassettes"),
    "drift": Command("drift", "find where recordings and the simulator no longer agree"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; gives the exit status."""
    options = _parsed(sys.argv[1:] if argv is None else argv)
    try:
        return int(options.run(options))
    except CognitoMfaError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _parsed(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="cognito-mfa", description="Amazon Cognito user pools for test suites.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    wanted = next((word for word in argv if not word.startswith("-")), None)
    for name, command in COMMANDS.items():
        sub = commands.add_parser(
            name, help=command.summary, description=f"{command.summary[0].upper()}{command.summary[1:]}."
        )
        if name == wanted:  # the others are not imported
            module = importlib.import_module(f"{__package__}._cli.{command.module}")
            module.arguments(sub)
            sub.set_defaults(run=module.run)
    return parser.parse_args(argv)
