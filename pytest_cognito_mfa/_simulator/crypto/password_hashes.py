"""Hashes of passwords that an import job brings: which forms are read, and whether a password fits one.

botocore names the four algorithms, not how a file writes them.  Read here are bcrypt's own form, and for the others the
PHC string format, which their libraries write; passlib's form of PBKDF2 too (our choice).
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import importlib
import re
from base64 import b64decode
from typing import TYPE_CHECKING, Any, Final

from cryptography.exceptions import InvalidKey

from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TEXT: Final = "([A-Za-z0-9+/.]{4,128})"
_FORMS: Final = {
    "BCRYPT": re.compile(r"\$2[aby]\$(?:0[4-9]|1\d)\$[./A-Za-z0-9]{53}"),
    "ARGON2ID": re.compile(rf"\$argon2id\$v=19\$m=\d{{1,6}},t=\d,p=\d\${_TEXT}\${_TEXT}"),
    "SCRYPT": re.compile(rf"\$scrypt\$ln=([1-9]|1[0-7]),r=([1-9]),p=([1-9])\${_TEXT}\${_TEXT}"),
    "PBKDF2_SHA256": re.compile(rf"\$pbkdf2-sha256\$(?:i=)?([1-9]\d{{0,6}})\${_TEXT}\${_TEXT}"),
}
"""By PasswordHashingAlgorithm; the numbers are bounded, so that no file makes a sign-in last for minutes."""
_SCRYPT_MEMORY: Final = 2**28


class PasswordHash(str):
    """The hash of a password that nobody has typed yet."""

    __slots__ = ()

    def fits(self, password: str) -> bool:
        """Whether it is the hash of `password`; a damaged one is the hash of none."""
        fits, found = next((_FITS[name], found) for name, form in _FORMS.items() if (found := form.match(self)))
        try:
            return fits(found, password.encode())
        except (InvalidKey, ValueError):
            return False


def read(algorithm: str, text: str) -> PasswordHash | None:
    """The hash that `text` is by this algorithm; None if it is none."""
    return PasswordHash(text) if _FORMS[algorithm].fullmatch(text) else None


def _by_bcrypt(found: re.Match[str], password: bytes) -> bool:
    return bool(_library("bcrypt", "checkpw")(password[:72], found[0].encode()))


def _by_argon2(found: re.Match[str], password: bytes) -> bool:
    return (
        _library("cryptography.hazmat.primitives.kdf.argon2", "Argon2id", "verify_phc_encoded")(password, found[0])
        is None
    )


def _by_scrypt(found: re.Match[str], password: bytes) -> bool:
    cost, size, lanes = 2 ** int(found[1]), int(found[2]), int(found[3])
    salt, expected = _bytes(found[4]), _bytes(found[5])
    made = hashlib.scrypt(password, salt=salt, n=cost, r=size, p=lanes, maxmem=_SCRYPT_MEMORY, dklen=len(expected))
    return hmac.compare_digest(made, expected)


def _by_pbkdf2(found: re.Match[str], password: bytes) -> bool:
    salt, expected = _bytes(found[2]), _bytes(found[3])
    return hmac.compare_digest(hashlib.pbkdf2_hmac("sha256", password, salt, int(found[1]), len(expected)), expected)


_FITS: Mapping[str, Callable[[re.Match[str], bytes], bool]] = {
    "BCRYPT": _by_bcrypt,
    "ARGON2ID": _by_argon2,
    "SCRYPT": _by_scrypt,
    "PBKDF2_SHA256": _by_pbkdf2,
}


def _bytes(text: str) -> bytes:
    return b64decode(text.replace(".", "+") + "=" * (-len(text) % 4))


def _library(module: str, *names: str) -> Any:
    """What a module has under these names; raises NotSimulated where it is not installed, or is too old."""
    try:
        return functools.reduce(getattr, names, importlib.import_module(module))
    except (ImportError, AttributeError):
        raise NotSimulated(
            "a password of an import job cannot be compared with its hash: a library is missing.\n"
            "  Run: pip install pytest-cognito-mfa[hashes]"
        ) from None
