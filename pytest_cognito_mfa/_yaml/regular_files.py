"""Which files may be read, and which replaced: regular files only, never a pipe, a device, a socket or a folder.

Opening a pipe or a device may wait for ever, and replacing one breaks the machine.  Every path that cannot be used
raises `OSError`, whose `strerror` says why, also one that Python refuses by itself.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)

LARGEST = 256 * 1024 * 1024
"""Bytes of a file that is read whole: a cassette of a million interactions has less."""


def read(path: Path) -> bytes:
    """The content of a regular file."""
    if require(path).st_size > LARGEST:
        raise OSError(errno.EFBIG, f"larger than {LARGEST >> 20} MB")
    return path.read_bytes()


def require(path: Path) -> os.stat_result:
    """The state of a regular file; symbolic links are followed."""
    try:
        found = path.stat()
    except ValueError:  # it has a NUL, or a lone surrogate
        raise OSError(errno.EINVAL, "this is not a path") from None
    if what := next((what for is_kind, what in _KINDS if is_kind(found.st_mode)), None):
        raise OSError(errno.EINVAL, f"this is {what}; name a file")
    return found


def exists(path: Path) -> bool:
    """Whether a regular file is there; raises `OSError` if anything else is, or if none can be."""
    try:
        require(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def require_writable(path: Path) -> None:
    """Raise `OSError` if it is known already that `path` cannot be written; nothing is written."""
    exists(path)
    folder = next(each for each in Path(os.path.realpath(path)).parents if each.exists())
    if not folder.is_dir():
        raise OSError(errno.ENOTDIR, f"{folder} is not a folder")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OSError(errno.EACCES, f"the folder {folder} is read-only")


def may_match(path: Path, pattern: re.Pattern[bytes]) -> bool:
    """Whether the content has a match; True for a file that cannot be read: whoever reads it next reports that."""
    try:
        return pattern.search(read(path)) is not None
    except OSError:
        return True


def is_folder(path: Path) -> bool:
    """Whether `path` is a folder; False for a path that Python refuses."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises an error for a name that is too long
