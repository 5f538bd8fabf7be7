"""What looks like a secret wherever it stands: addresses, numbers, ids, keys, in any text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._redaction.keyed_placeholders import POOL, UUID

if TYPE_CHECKING:
    from collections.abc import Callable


def _behind_no(letters: str) -> str:
    """Where none of these letters goes on; the letter of an escape belongs to the escape."""
    return rf"(?:(?<=\\[nrtbf])|(?<![{letters}]))"


_APART = _behind_no("0-9A-Za-z")
_END = r"(?![0-9A-Za-z])"
_PARTS = _behind_no(r"\w:.") + r"(?:[0-9a-fA-F]{1,4}:)"
_BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"

PATTERNS: Final = {
    "device": re.compile(rf"{_APART}[a-z]{{2,}}(?:-[a-z]+)+-\d_(?:{UUID.pattern}){_END}"),
    "request or session id": re.compile(rf"{_APART}(?:{UUID.pattern}){_END}"),
    "user pool id": re.compile(rf"{_APART}(?:{POOL.pattern}){_END}(?!-[0-9a-f]{{4}}-)"),
    "account id in an ARN": re.compile(r"(?<=:)\d{12}(?=:)"),
    "account id": re.compile(_behind_no(r"\w+") + r"(?<!\d[.-])\d{12}(?!\w|[.-]\d)"),
    "access key": re.compile(rf"{_APART}A(?:KIA|SIA)[0-9A-Z]{{12,}}{_END}"),
    "e-mail address": re.compile(
        r"(?<![\w.+#$'~-])(?P<before>[_.+#$'~-]*)[^\W_][\w.+#$'~-]*@[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+"
    ),
    "masked e-mail address": re.compile(_behind_no(r"\w*") + r"\w?\*+@\w?\*+(?:\.\w+)*"),
    "phone number": re.compile(_behind_no(r"\w+") + r"\+\d{8,15}(?!\w)"),
    "masked phone number": re.compile(_behind_no(r"\w*") + r"\+?\*{3,}\d{4}(?!\w)"),
    "network address": re.compile(
        _behind_no(r"\w.#-") + rf"(?<!\w/)(?:{_BYTE}\.){{3}}{_BYTE}(?![\w.]\d|\w)"
        rf"|{_PARTS}{{4,7}}(?::?[0-9a-fA-F]{{1,4}})(?![\w:])"
        rf"|{_PARTS}{{1,4}}(?::[0-9a-fA-F]{{1,4}}){{1,4}}(?![\w:])"
    ),
}
"""The more special first: a device's key holds a UUID."""

TOKEN: Final = re.compile(r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){1,3}\.[A-Za-z0-9_-]+")
FIELD: Final = re.compile(r"(?:(?<=[?&;])|^)(?P<name>[\w.%:-]+)=(?P<value>[^&;\s\"'<>\\]+)")
"""One of a query's or of a form's."""

MEMBER: Final = re.compile(
    r"(?P<before>(?P<quote>\\*[\"'])(?P<name>[A-Za-z][\w:.-]*)(?P=quote)\s*[:=]\s*(?P<open>\\*[\"']))"
    r"(?P<value>(?:(?!(?P=open))[^\n])+)"
)
"""One of JSON in whatever quotes, also where the closing one is cut off."""


OPAQUE: Final = re.compile(_behind_no("A-Za-z0-9+/_=.-") + r"(?<!\\/)(?:[A-Za-z0-9+/_-]|\\/){20,}={0,2}")
"""A long run of letters, where it begins (behind an escape, too); slashes may be escaped."""
_TURN = re.compile(r"(?=[a-z][A-Z0-9]|[A-Z][0-9]|[0-9][A-Za-z])")
_WORDY: Final = 7
"""Of so many letters words have at most one turn; what was drawn has two or three."""


def replace_matches(text: str, replace: Callable[[str, str], str]) -> str:
    """`text` with `replace(kind, value)` for whatever looks secret, or stands in for what does."""
    for kind, pattern in PATTERNS.items():
        if "e-mail" in kind and "@" not in text:  # a long text without any is read in no time
            continue
        text = pattern.sub(lambda found, kind=kind: _one(found, kind, replace), text)  # type: ignore[misc]
    return text


def _one(found: re.Match[str], kind: str, replace: Callable[[str, str], str]) -> str:
    before = str(found.groupdict().get("before", ""))
    return before + replace(kind, found[0][len(before) :])


def is_random(run: str) -> bool:
    """Whether the letters of a long run were drawn: capitals, small ones and digits follow each other as in no word."""
    turns = sum(1 for _ in _TURN.finditer(run))
    return run.isdecimal() or (any(map(str.isdigit, run)) and turns * _WORDY >= len(run))
