"""`cognito-mfa scrub`: replaces secrets in cassettes, in place; with `--check` only lists them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_cognito_mfa._cli.printing import counted
from pytest_cognito_mfa._redaction.cassette_files import find_cassettes, find_secrets, scrub
from pytest_cognito_mfa._redaction.key import redaction_key
from pytest_cognito_mfa._yaml.atomic_write import write_file
from pytest_cognito_mfa._yaml.lazy_nodes import LARGEST_AT_ONCE
from pytest_cognito_mfa._yaml.regular_files import is_folder, require
from pytest_cognito_mfa.errors import CassetteError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", metavar="PATH", nargs="+", type=Path, help="a cassette (YAML or JSON), or a folder with cassettes"
    )
    parser.add_argument(
        "--check", action="store_true", help="change nothing; list secrets, and exit with 1 if there are any"
    )


def run(options: argparse.Namespace) -> int:
    """Scrub every file; a file that cannot be read is reported and stays as it is."""
    key = None if options.check else redaction_key()
    return max([_scrub_file(path, key) for path in _files(options.paths)], default=0)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        files = find_cassettes(path) if is_folder(path) else [path]
        if not files:
            sys.stderr.write(f"{path}: no cassette in this folder\n")
        yield from files


def _scrub_file(path: Path, key: bytes | None) -> int:
    try:
        if key is None:
            found = find_secrets(path, str(path))
            sys.stdout.writelines(f"{line}\n" for line in found)
            return 1 if found else 0
        content = _content(path)
        result = scrub(str(path), content, key)
        if result.content != content:
            write_file(path, result.content)
            sys.stderr.write(f"{path}: {counted(len(result.findings), 'secret')} replaced\n")
    except CassetteError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{path}: {error.strerror}\n")
        return 1
    return 0


def _content(path: Path) -> bytes:
    """The content of a file; one that is too large is not read."""
    if require(path).st_size > LARGEST_AT_ONCE:
        raise CassetteError(f"{path}:1:1: larger than {LARGEST_AT_ONCE >> 20} MB, too large to scrub")
    return path.read_bytes()
