"""The arguments of each subcommand of `cognito-mfa`, from its parser."""

from __future__ import annotations

import argparse
import importlib

from generator.markdown import code, prose, table
from pytest_cognito_mfa.cli import COMMANDS


def commands() -> str:
    """Every subcommand with its one line."""
    return table(
        ("command", "what it does"), ((code(f"cognito-mfa {name}"), each.summary) for name, each in COMMANDS.items())
    )


def arguments(name: str) -> str:
    """What one of them takes."""
    parser = argparse.ArgumentParser(prog=name, add_help=False)
    importlib.import_module(f"pytest_cognito_mfa._cli.{COMMANDS[name].module}").arguments(parser)
    rows = [(_spelled(action), prose(action.help or "")) for action in parser._actions]  # noqa: SLF001 - argparse lists them nowhere else
    return table(("argument", "what it means"), rows)


def _spelled(action: argparse.Action) -> str:
    choices = ",".join(map(str, action.choices or ()))
    value = str(action.metavar or (f"{{{choices}}}" if choices else action.dest.upper()))
    if not action.option_strings:
        return code(f"{value}..." if action.nargs in ("+", "*") else value)
    return ", ".join(code(option if action.nargs == 0 else f"{option} {value}") for option in action.option_strings)


PARTS = {"commands": commands, "arguments": arguments}
