"""`cognito-mfa import`: writes a scenario from AWS JSON, a template, Terraform, a cassette or a live pool."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from pytest_cognito_mfa._cli.importers import Imported, ImportOptions, read_files, read_pool, scenario_text, write
from pytest_cognito_mfa._scenario import REGION
from pytest_cognito_mfa._yaml.regular_files import exists, require_writable
from pytest_cognito_mfa.errors import ImportingError


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        help="output of `aws cognito-idp` or `terraform show -json`; a CloudFormation, SAM or CDK template; a "
        "file of the Serverless Framework; a cassette",
    )
    parser.add_argument("--pool", metavar="ID", help="import this pool from AWS, with your own credentials")
    parser.add_argument("--region", help="the region of the pool, or the value of AWS::Region in a template")
    parser.add_argument("--profile", help="the AWS profile for --pool")
    parser.add_argument("--users", action="store_true", help="import users too, without their passwords")
    parser.add_argument(
        "--parameter",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        type=_parameter,
        help="a value for a parameter of the template; may be repeated",
    )
    parser.add_argument("-o", "--output", metavar="SCENARIO", type=Path, help="write to this file; default: stdout")
    parser.add_argument("--force", action="store_true", help="replace an existing output file")


def run(options: argparse.Namespace) -> int:
    if not options.files and options.pool is None:
        raise ImportingError("give a FILE to import, or --pool ID")
    if options.region and not re.fullmatch(REGION, options.region):
        raise ImportingError(f"--region must be a region such as us-east-1, not {options.region!r}")
    if options.output:
        _check_output(options.output, force=options.force)
    imported = Imported(options.region)
    choices = ImportOptions(options.users, options.region, dict(options.parameter))
    if options.pool is not None:
        read_pool(options.pool, imported, choices, profile=options.profile)
    read_files(options.files, imported, choices)
    sources = [str(path) for path in options.files] + ([options.pool] if options.pool else [])
    text = scenario_text(imported, sources)
    if options.output:
        write(text, options.output, force=options.force)
    else:
        sys.stdout.write(text)
    sys.stderr.write("".join(f"{finding}\n" for finding in imported.findings))
    return 0


def _check_output(path: Path, *, force: bool) -> None:
    """Refuse a file that cannot be written, before the input is read."""
    try:
        require_writable(path)
        if exists(path) and not force:
            raise ImportingError(f"{path}: file exists; add --force to replace it")
    except OSError as error:
        raise ImportingError(f"{path}: cannot be written: {error.strerror}") from None


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError(f"write NAME=VALUE, not {text!r}")
    return name, value
