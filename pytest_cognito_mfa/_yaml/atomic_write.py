"""Write a file completely or not at all: first a temporary file beside it, which then takes its place."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pytest_cognito_mfa._yaml.regular_files import exists


def write_file(path: Path, content: bytes, *, replace: bool = True, permissions: int | None = None) -> None:
    """Write `content` to `path` in one step; if `path` is a symbolic link, to the file that it leads to.

    Without `replace`, an existing file raises `FileExistsError`.  What is not a regular file is never replaced, and
    raises `OSError`.  Without `permissions`, the file keeps those that it has.
    """
    exists(path)
    target = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(_permissions(target) if permissions is None else permissions)
        if replace:
            draft.replace(target)
        else:
            os.link(draft, target)  # fails if the file exists, unlike a replacement
    finally:
        draft.unlink(missing_ok=True)


def _permissions(target: Path) -> int:
    try:
        return target.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
