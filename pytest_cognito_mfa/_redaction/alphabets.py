"""Letters that say nothing: which alphabets there are, and how letters drawn by us are told from others.

A run of letters of ours ends in some that are made of those before them, so it is known without the key.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from typing import Final

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
"""Of a million real values, one is taken for a stand-in."""
OPAQUE = 16
"""From this length on, what has no spaces is drawn letter by letter; what is shorter becomes a word."""
KEPT = ("AYABe", "AKIA", "ASIA", "tkn", "sso", "import-")
"""How AWS begins sessions, access keys, sign-in sessions of the hosted pages and jobs: the same for everybody."""
RUN = re.compile(r"[A-Za-z0-9+/_-]+=*")


def is_opaque(value: str) -> bool:
    """Whether letters say nothing: digits, and long runs without spaces."""
    if value.isdecimal() and value.isascii():
        return True
    return len(value) >= OPAQUE and re.fullmatch(r"[A-Za-z0-9+/_.=:-]+", value) is not None


def is_run(run: str) -> bool:
    if is_header(run):
        return True
    core = run.rstrip("=")
    rest = next((core[len(start) :] for start in KEPT if core.startswith(start) and len(core) >= OPAQUE), core)
    if rest.endswith("A") and any(set(rest) <= set(each) and is_checked(rest[:-1], each) for each in BASE64):
        return True
    return any(set(rest) <= set(each) and is_checked(rest, each) for each in ALPHABETS)


def is_checked(value: str, alphabet: str) -> bool:
    check = check_length(alphabet, len(value))
    return value[len(value) - check :] == checksum(value[: len(value) - check], alphabet, check)


def is_header(run: str) -> bool:
    """Whether this is the first segment of a token: algorithms, which are the same for everybody."""
    if not run.startswith("eyJ"):
        return False
    try:
        header = json.loads(base64.urlsafe_b64decode(run + "=" * (-len(run) % 4)))
    except ValueError:
        return False
    return isinstance(header, dict) and set(header) <= {"alg", "enc", "cty", "typ", "zip"}


def check_length(alphabet: str, length: int) -> int:
    return min(math.ceil(_CHECK_BITS / math.log2(len(alphabet))), (length + 1) // 2)


def checksum(drawn: str, alphabet: str, length: int) -> str:
    return letters(hashlib.sha256(b"stand-in " + drawn.encode()).digest(), alphabet, length)


def letters(seed: bytes, alphabet: str, length: int) -> str:
    numbers = hashlib.shake_256(seed).digest(2 * length)
    return "".join(alphabet[(numbers[at] << 8 | numbers[at + 1]) % len(alphabet)] for at in range(0, 2 * length, 2))
