"""Alphabets of random characters, and check characters that show which runs we drew.

A run that we draw ends in check characters, which are computed from the characters before them.  So it can be
recognized without the key.
"""

from __future__ import annotations

import hashlib
import math
import re
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._aws.jwt import decode_segment
from pytest_cognito_mfa._aws.limits import loads

if TYPE_CHECKING:
    from collections.abc import Iterator

DIGITS = "0123456789"
LOWER = "abcdefghijklmnopqrstuvwxyz"
_UPPER = LOWER.upper()
BASE64 = (_UPPER + LOWER + DIGITS + "-_", _UPPER + LOWER + DIGITS + "+/")
ALPHABETS: Final = (
    DIGITS,
    DIGITS + "abcdef",
    DIGITS + "ABCDEF",
    _UPPER + "234567",
    LOWER + DIGITS,
    _UPPER + DIGITS,
    _UPPER + LOWER + DIGITS,
    _UPPER + LOWER + DIGITS + "_",
    *BASE64,
)
_CHECK_BITS = 20
"""One in a million real values is taken for a placeholder."""

_AT_ONCE = 2048
"""Bytes: a list of all characters of a large value would need eight times its size."""
_PIECE = 8_192
"""Characters of a large value that are encoded at once: a copy of all of it would need as much memory again."""

OPAQUE_LENGTH = 16
"""A value without spaces that is at least this long is drawn character by character; a shorter one becomes a word."""

AWS_PREFIXES = ("AYABe", "AKIA", "ASIA", "tkn", "sso", "import-")
"""The beginnings of AWS's sessions, access keys, hosted-page sessions and import jobs: the same for everybody."""

RUN = re.compile(r"[A-Za-z0-9+/_-]+=*")


def is_opaque(value: str) -> bool:
    """Whether a value has no readable words: digits, or a long run without spaces."""
    if value.isdecimal() and value.isascii():
        return True
    return len(value) >= OPAQUE_LENGTH and re.fullmatch(r"[A-Za-z0-9+/_.=:-]+", value) is not None


def is_drawn_run(run: str) -> bool:
    """Whether we drew this run, with any key."""
    if is_jwt_header(run):
        return True
    core = without_prefix(run.rstrip("="))
    if core.endswith("A") and any(set(core) <= set(each) and has_check_characters(core[:-1], each) for each in BASE64):
        return True
    return any(set(core) <= set(each) and has_check_characters(core, each) for each in ALPHABETS)


def without_prefix(core: str) -> str:
    """What follows one of AWS's prefixes, in a run that is long enough to have one."""
    prefixes = AWS_PREFIXES if len(core) >= OPAQUE_LENGTH else ()
    return next((core[len(each) :] for each in prefixes if core.startswith(each)), core)


def has_check_characters(value: str, alphabet: str) -> bool:
    check = check_length(alphabet, len(value))
    return value[len(value) - check :] == check_characters(value, alphabet, check, end=len(value) - check)


def is_jwt_header(run: str) -> bool:
    """Whether this is the first segment of a token: only algorithms, which are the same for everybody."""
    if not run.startswith("eyJ"):
        return False
    try:
        header = loads(decode_segment(run))
    except ValueError:
        return False
    return isinstance(header, dict) and set(header) <= {"alg", "enc", "cty", "typ", "zip"}


def check_length(alphabet: str, length: int) -> int:
    return min(math.ceil(_CHECK_BITS / math.log2(len(alphabet))), (length + 1) // 2)


def check_characters(drawn: str, alphabet: str, length: int, *, end: int | None = None) -> str:
    """The check characters for `drawn`, or for what is before `end`."""
    # The prefix must stay: committed cassettes hold check characters that were computed with it.
    checked = hashlib.sha256(b"stand-in ")
    for piece in pieces(drawn, end):
        checked.update(piece.encode())
    return draw(checked.digest(), alphabet, length)


def pieces(text: str, end: int | None = None) -> Iterator[str]:
    """The text up to `end` in pieces, none of them large."""
    stop = len(text) if end is None else end
    return (text[at : min(at + _PIECE, stop)] for at in range(0, stop, _PIECE))


def draw(seed: bytes, alphabet: str, length: int) -> str:
    """Characters of `alphabet` that depend on `seed` alone."""
    numbers = hashlib.shake_256(seed).digest(2 * length)
    return "".join(_characters(numbers[at : at + _AT_ONCE], alphabet) for at in range(0, 2 * length, _AT_ONCE))


def _characters(numbers: bytes, alphabet: str) -> str:
    size = len(alphabet)
    return "".join(alphabet[(numbers[at] << 8 | numbers[at + 1]) % size] for at in range(0, len(numbers), 2))
