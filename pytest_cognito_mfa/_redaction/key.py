"""The key by which stand-ins are drawn: from the environment, or made once and kept outside any project.

Who has the key can try whether a guessed value fits a stand-in, so it is the user's own, and never near the cassettes.
A team that wants the same stand-ins everywhere shares one by the environment.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._simulator.sources import unguessable
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE: Final = "COGNITO_REDACTION_KEY"
FEWEST: Final = 16
"""Letters of a key that nobody guesses."""
_BYTES: Final = 32


def redaction_key(environ: Mapping[str, str] | None = None) -> bytes:
    """The key; makes one at the first call.  Raises `SettingError` where none can be had."""
    environ = os.environ if environ is None else environ
    given = environ.get(VARIABLE, "").strip()
    if given:
        if len(given) < FEWEST:
            raise SettingError(f"{VARIABLE} has {len(given)} letters: take at least {FEWEST}, which nobody can guess")
        return hashlib.sha256(given.encode("utf-8", "surrogateescape")).digest()
    path = folder(environ) / "redaction.key"
    try:
        return _read(path) or _made(path)
    except OSError as error:
        raise SettingError(
            f"the key for stand-ins can neither be read nor made: {path}: {error.strerror}; set {VARIABLE} instead"
        ) from None


def folder(environ: Mapping[str, str], platform: str = sys.platform) -> Path:
    """The user's cache folder, where each system has it."""
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
            raise SettingError(f"{path} does not hold a key of {_BYTES} bytes: remove it, and a new one is made")
        return key
    return None


def _made(path: Path) -> bytes:
    """A new key; whole at once, so that another process reads a key or no file.

    Linking fails where another was quicker, and then that one's key counts.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    key = unguessable(_BYTES)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
    try:
        os.link(draft, path)
    except FileExistsError:
        return path.read_bytes()
    finally:
        draft.unlink()
    return key
