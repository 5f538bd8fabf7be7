"""Where a test's cassette is: its default path, the folder it must stay in, and how messages show its path.

1. The default is ``cassettes/<module>/<Class.><test[param]>.yaml`` beside the test's module, or below the folder that
   the user has set.
2. Addresses, telephone numbers and UUIDs in a test's parameters become ``x``: a name is not secret enough for them.
3. A character that some file system refuses becomes ``-``.  A name that was changed ends in a digest of the whole
   name, so two tests never share a file.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_cognito_mfa.errors import CassetteError, SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = "cassettes"
SUFFIXES = (".yaml", ".yml", ".json")
LONGEST = 120
"""The most characters of a name: file systems allow 255 bytes, and some tools count the folders too."""

_PERSONAL = re.compile(
    r"[\w.+-]+@[\w.-]*\w|\+\d{8,15}(?!\d)|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE
)
_UNSAFE = re.compile(r"[^A-Za-z0-9_.,=+\[\]-]+")


def default_path(folder: Path, module: str, names: Sequence[str]) -> Path:
    """The path of a test's own cassette; `names` are its classes and its own name."""
    return folder / _safe(module) / f"{_safe('.'.join(names))}.yaml"


def require_inside(path: Path, folder: Path) -> None:
    """Refuse to record to a path that leaves `folder` through ``..`` or a symbolic link."""
    real = os.path.realpath(path)
    if not Path(real).is_relative_to(os.path.realpath(folder)):
        raise SettingError(
            f"{display_path(path)}: this path leads to {real}, outside {folder}; record the cassette inside that folder"
        )


def display_path(path: Path) -> str:
    """The path relative to the current folder if it is below that, else as it is."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):  # it is elsewhere, or the current folder is gone
        return str(path)


def missing_file(path: Path, advice: str = "") -> CassetteError:
    """The error for a cassette that does not exist: where it was looked for, what to do, which file may be meant."""
    folder = path.absolute().parent
    where, guess = f"there is no folder {folder}", ""
    if folder.is_dir():
        where = f"no such file in {folder}"
        names = [each.name for each in folder.iterdir() if each.suffix in SUFFIXES]
        guess = unknown("cassette", path.name, names).partition("; ")[2]
    return CassetteError("; ".join(filter(None, (f"{display_path(path)}: {where}", advice, guess))))


def _safe(name: str) -> str:
    safe = _UNSAFE.sub("-", _PERSONAL.sub("x", name)).strip(".-")
    if safe == name and len(name) <= LONGEST:
        return name
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{safe[:LONGEST]}-{digest}"
