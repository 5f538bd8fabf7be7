"""The forms of values and of their placeholders: patterns, and how a placeholder is recognized without the key."""

from __future__ import annotations

import re

from pytest_cognito_mfa._redaction.alphabets import DIGITS, LOWER, check_characters, has_check_characters, is_drawn_run

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}")
REGION = r"[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-\d"
POOL = re.compile(rf"(?:{REGION}|local)_[0-9A-Za-z]{{4,45}}")
TWO_DIGITS = frozenset(
    re.findall(
        r"\d+",
        "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 "
        "84 86 90 91 92 93 94 95 98",
    )
)
"""Country codes of two digits (ITU-T E.164); 1 and 7 are codes of one digit, all others have three."""

WORD = r"(?:[uU]ser[a-z0-9]{10}|USER[A-Z0-9]{10})(?:_0)?"
_WORD = re.compile(WORD)
PASSWORD = re.compile(r"Stand-in-([a-z0-9]{10})-1A!?")
_NORTH_AMERICA = re.compile(r"\+1[2-9]\d\d55501\d\d")
LOCAL = ("127.0.0.1", "0.0.0.0", "::1", "::")  # noqa: S104 - recognized, not bound to
DOCUMENTATION_NETWORKS = ("192.0.2.", "198.51.100.", "203.0.113.")
CALLER = re.compile(r"(?P<kind>user|assumed-role|federated-user)/(?P<names>.+)")
"""What follows the account in the ARN of whoever calls: names of people and of their sessions."""
ARN = re.compile(r"arn:[\w-]+:[\w-]+:[\w-]*:\d*:.{1,2048}")
"""AWS allows no more characters than these."""
NUMBER = re.compile(r"-?(?P<whole>\d+)(?P<rest>\.\d+)?(?P<exponent>[eE][+-]?\d+)?")


def is_word(value: str) -> bool:
    return _WORD.fullmatch(value) is not None and has_check_characters(value[4:14].lower(), LOWER + DIGITS)


def is_uuid(value: str) -> bool:
    plain = value.lower().replace("-", "")
    return plain[-6:] == check_characters(plain[:-6], DIGITS + "abcdef", 6)


def is_phone(value: str) -> bool:
    if _NORTH_AMERICA.fullmatch(value):
        return True
    country = 2 if value[1] in "17" else 3 if value[1:3] in TWO_DIGITS else 4
    middle = value[country + 2 : -4]
    return value[country:].startswith("00") and has_check_characters(middle, DIGITS)


def is_arn(value: str) -> bool:
    parts = value.split(":", 5)
    if names_caller(value):
        return False
    return (not parts[4] or is_drawn_run(parts[4])) and all(is_pool(found[0]) for found in POOL.finditer(parts[5]))


def names_caller(arn: str) -> bool:
    """Whether whoever calls has a name in this ARN that is no placeholder; any other text names nobody."""
    parts = arn.split(":", 5)
    caller = CALLER.fullmatch(parts[5]) if ARN.fullmatch(arn) and parts[2] in ("iam", "sts") else None
    return caller is not None and not all(map(is_word, caller["names"].split("/")))


def is_pool(value: str) -> bool:
    return is_drawn_run(value.rpartition("_")[2])


def is_ip(value: str) -> bool:
    address = value.partition("/")[0]
    return address.startswith((*DOCUMENTATION_NETWORKS, "2001:db8:")) or address in LOCAL
