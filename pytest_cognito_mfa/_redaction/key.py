"""The user's settings of redaction: which values are not secret, and the secret key that placeholders depend on.

The key comes from the environment, or it is made once and kept outside every project.

Whoever has the key can test whether a guessed value belongs to a placeholder.  So each user has a key of their own, and
it is never stored near the cassettes.  A team that wants the same placeholders everywhere shares one by environment
variable.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._simulator.sources import unguessable
from pytest_cognito_mfa._yaml.atomic_write import write_file
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE: Final = "COGNITO_REDACTION_KEY"
NOT_SECRET: Final = "COGNITO_NOT_SECRET"  # noqa: S105 - the name of a variable
SHORTEST: Final = 16
"""The fewest characters of a key that nobody can guess."""
_BYTES: Final = 32


def redaction_key(environ: Mapping[str, str] | None = None) -> bytes:
    """The user's key; the first call makes it.  Raises `SettingError` if it can be neither read nor made."""
    environ = os.environ if environ is None else environ
    given = environ.get(VARIABLE, "").strip()
    if given:
        if len(given) < SHORTEST:
            raise SettingError(f"{VARIABLE} has {len(given)} characters: use at least {SHORTEST} that nobody can guess")
        return hashlib.sha256(given.encode("utf-8", "surrogateescape")).digest()
    path = cache_folder(environ) / "redaction.key"
    try:
        return _read(path) or _create(path)
    except OSError as error:
        raise SettingError(
            f"{path}: the key for placeholders cannot be read or made: {error.strerror}; set {VARIABLE} instead"
        ) from None


def values_not_secret(environ: Mapping[str, str] | None = None) -> frozenset[str]:
    """The values, separated by commas, that the user lets through."""
    given = (os.environ if environ is None else environ).get(NOT_SECRET, "")
    return frozenset(filter(None, map(str.strip, given.split(","))))


def cache_folder(environ: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Where this operating system keeps the user's caches."""
    home = Path(environ.get("HOME") or environ.get("USERPROFILE") or Path.home())
    if platform == "win32":
        base = Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "pytest-cognito-mfa"


def _read(path: Path) -> bytes | None:
    with contextlib.suppress(FileNotFoundError):
        key = path.read_bytes()
        if len(key) != _BYTES:
            raise SettingError(f"{path} is not a key of {_BYTES} bytes: delete it, and a new one is made")
        return key
    return None


def _create(path: Path) -> bytes:
    """Make a new key; if another process was faster, its key counts."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = unguessable(_BYTES)
    try:
        write_file(path, key, replace=False, permissions=0o600)
    except FileExistsError:
        return path.read_bytes()
    return key
