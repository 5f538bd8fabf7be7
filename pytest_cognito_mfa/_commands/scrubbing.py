"""`cognito-mfa scrub`: old cassettes without their secrets, in place; or only where secrets stand."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_cognito_mfa._cassette.nodes import LARGEST_AT_ONCE
from pytest_cognito_mfa._cassette.redaction import key_of_this_machine
from pytest_cognito_mfa._cassette.redaction.files import cleaned
from pytest_cognito_mfa.errors import CassetteError

if TYPE_CHECKING:
    import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a cassette (YAML or JSON)")
    parser.add_argument("--check", action="store_true", help="change nothing; end with 1 where something secret stands")


def run(options: argparse.Namespace) -> int:
    """Every file is tried; what cannot be read is told at its place, and left as it is."""
    key = bytes(32) if options.check else key_of_this_machine()
    return max([_one(path, key, check=options.check) for path in options.files])


def _one(path: Path, key: bytes, *, check: bool) -> int:
    try:
        content = _content(path)
        result = cleaned(str(path), content, key)
        if check:
            for line, kind in result.findings:
                sys.stdout.write(f"{path}:{line}: {kind}\n")
            return 1 if result.findings else 0
        if result.content != content:
            _replace(path.resolve(), result.content)
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


def _replace(path: Path, content: bytes) -> None:
    """Put a whole new file in the place of the old one, with its permissions; never half of one."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(path.stat().st_mode)
        Path(draft).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(draft).unlink()
        raise
