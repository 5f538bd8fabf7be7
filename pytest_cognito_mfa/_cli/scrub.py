"""`cognito-mfa scrub`: old cassettes without their secrets, in place; or only where secrets stand."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_cognito_mfa._redaction.cassette_files import find_cassettes, find_secrets, scrub
from pytest_cognito_mfa._redaction.key import redaction_key
from pytest_cognito_mfa._yaml.atomic_write import write_file
from pytest_cognito_mfa._yaml.lazy_nodes import LARGEST_AT_ONCE
from pytest_cognito_mfa.errors import CassetteError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", metavar="PATH", nargs="+", type=Path, help="a cassette (YAML or JSON), or a folder with cassettes"
    )
    parser.add_argument("--check", action="store_true", help="change nothing; end with 1 where something secret stands")


def run(options: argparse.Namespace) -> int:
    """Every file is tried; what cannot be read is told at its place, and left as it is."""
    key = None if options.check else redaction_key()
    return max([_one(path, key) for path in _files(options.paths)], default=0)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        files = find_cassettes(path) if path.is_dir() else [path]
        if not files:
            sys.stderr.write(f"{path}: holds no cassette\n")
        yield from files


def _one(path: Path, key: bytes | None) -> int:
    try:
        if key is None:
            found = find_secrets(path, str(path))
            sys.stdout.writelines(f"{line}\n" for line in found)
            return 1 if found else 0
        content = _content(path)
        result = scrub(str(path), content, key)
        if result.content != content:
            write_file(path, result.content)
            sys.stderr.write(f"{path}: {len(result.findings)} secrets have stand-ins now\n")
    except CassetteError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{path}: {error.strerror}\n")
        return 1
    return 0


def _content(path: Path) -> bytes:
    """What stands in a file; what is none, or is far too large, is not even read."""
    if path.exists() and not path.is_file():
        raise CassetteError(f"{path}: a cassette is a file, but this is a folder, a device or a pipe")
    if path.stat().st_size > LARGEST_AT_ONCE:
        raise CassetteError(
            f"{path}:1:1: larger than {LARGEST_AT_ONCE >> 20} MB, which is more than is read in one piece"
        )
    return path.read_bytes()
