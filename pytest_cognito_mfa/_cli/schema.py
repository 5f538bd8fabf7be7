"""`cognito-mfa schema`: prints the JSON Schema of scenarios and stories, for editors."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pytest_cognito_mfa._stories.schema import schema_text

if TYPE_CHECKING:
    import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Save it beside your scenarios: cognito-mfa schema > scenario.schema.json. Then start each scenario with the "
        "line: # yaml-language-server: $schema=scenario.schema.json"
    )


def run(_: argparse.Namespace) -> int:
    sys.stdout.write(schema_text())
    return 0
