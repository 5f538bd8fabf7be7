"""Patterns of secrets in any text: addresses, phone numbers, ids, keys, tokens, and long random runs."""

from __future__ import annotations

import contextlib
import json
import re
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._redaction.placeholder_forms import POOL, REGION, UUID

if TYPE_CHECKING:
    from collections.abc import Callable


def _not_after(characters: str) -> str:
    r"""Not directly after one of these characters, unless it ends an escape, as in ``\n``."""
    return rf"(?:(?<=\\[nrtbf])|(?<![{characters}]))"


_APART = _not_after("0-9A-Za-z")
_END = r"(?![0-9A-Za-z])"
_PARTS = _not_after(r"\w:.") + r"(?:[0-9a-fA-F]{1,4}:)"
_BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"

PATTERNS: Final = {
    "caller in an ARN": re.compile(
        r"(?<![\w:])arn:aws[\w-]*:(?:iam|sts)::\d{12}:(?:user|assumed-role|federated-user)/"
        r"(?:(?![,=]arn:)[\w+=,.@/-])*[\w+=@-]"
    ),
    "device": re.compile(rf"{_APART}{REGION}_(?:{UUID.pattern}){_END}"),
    "identity": re.compile(rf"{_APART}{REGION}:(?:{UUID.pattern}){_END}"),
    "request or session id": re.compile(rf"{_APART}(?:{UUID.pattern}){_END}"),
    "user pool id": re.compile(rf"{_APART}(?:{POOL.pattern}){_END}(?!-[0-9a-f]{{4}}-)"),
    "account id in an ARN": re.compile(r"(?<=:)\d{12}(?=:)"),
    "account id": re.compile(_not_after(r"\w+") + r"(?<!\d[.-])\d{12}(?!\w|[.-]\d)"),
    "access key": re.compile(rf"{_APART}A(?:KIA|SIA)[0-9A-Z]{{12,}}{_END}"),
    "e-mail address": re.compile(
        r"(?<![\w.+#$'~-])(?P<before>[_.+#$'~-]*)[^\W_][\w.+#$'~-]*@[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+"
    ),
    "masked e-mail address": re.compile(_not_after(r"\w*") + r"\w?\*+@\w?\*+(?:\.\w+)*"),
    "phone number": re.compile(_not_after(r"\w+") + r"\+\d{8,15}(?!\w)"),
    "masked phone number": re.compile(_not_after(r"\w*") + r"\+?\*{3,}\d{4}(?!\w)"),
    "network address": re.compile(
        _not_after(r"\w.#-") + rf"(?<!\w/)(?:{_BYTE}\.){{3}}{_BYTE}(?![\w.]\d|\w)"
        rf"|{_PARTS}{{4,7}}(?::?[0-9a-fA-F]{{1,4}})(?![\w:])"
        rf"|{_PARTS}{{1,4}}(?::[0-9a-fA-F]{{1,4}}){{1,4}}(?![\w:])"
    ),
}
"""By kind; the more special first, because a device key contains a UUID."""

TOKEN: Final = re.compile(r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){1,3}\.[A-Za-z0-9_-]+")
FIELD: Final = re.compile(r"(?:(?<=[?&;#])|^)(?P<name>[\w.%:-]+)=(?P<value>[^&;\s\"'<>\\]+)")
"""A field of a query, a fragment or a form."""


def _member(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<before>(?P<quote>(?<!\\)\\*(?P<mark>[\"']))(?P<name>{name})(?P=quote)\s*[:=]\s*(?P<open>\\*[\"']))"
        r"(?P<value>(?:[^\n\\\"']+|\\\\|\\(?P=open)|(?!(?P=open))[^\n])+)"
    )


MEMBER: Final = _member(r"[A-Za-z][\w:.-]*")
"""A member of JSON with any kind of quotes, also if the closing quote is cut off."""
ANY_MEMBER: Final = _member(r"[^\n\\\"']*(?:(?:\\+(?![\\\"'])|(?!(?P=mark))[\"'])[^\n\\\"']*){0,255}")
"""The same with a name that an application may choose; escapes and the other kind of quotes may be in it."""

# A repeated choice costs Python's engine 150 bytes for each repetition: so a repetition takes many characters.
_LONG_RUN = r"(?=(?:[A-Za-z0-9+/_-]|\\/){20})(?:[A-Za-z0-9+/_-]+|(?:\\/)+)+"
OPAQUE: Final = re.compile(_not_after("A-Za-z0-9+/_=.-") + r"(?<!\\/)(?!(?<=\\)[nrtbf])" + _LONG_RUN + r"={0,2}")
"""A long run of characters, from its beginning (or after an escape); its slashes may be escaped."""
_TURN = re.compile(r"(?=[a-z][A-Z0-9]|[A-Z][0-9]|[0-9][A-Za-z])")
_CHARACTERS_PER_TURN: Final = 7
"""In so many characters a word changes between capitals, small letters and digits once, a random run twice or more."""


def replace_matches(text: str, replace: Callable[[str, str], str]) -> str:
    """Put `replace(kind, value)` in the place of every match, which may be a secret or a placeholder of its form."""
    for kind, pattern in PATTERNS.items():
        if "e-mail" in kind and "@" not in text:  # the pattern is slow on long texts
            continue
        # The default keeps the kind of this turn; mypy cannot infer a lambda with a default.
        text = pattern.sub(lambda found, kind=kind: _replace_match(found, kind, replace), text)  # type: ignore[misc]
    return text


def _replace_match(found: re.Match[str], kind: str, replace: Callable[[str, str], str]) -> str:
    before = str(found.groupdict().get("before", ""))
    return before + replace(kind, found[0][len(before) :])


def replace_member(found: re.Match[str], replace: Callable[[str], str]) -> str:
    """A match of `MEMBER` with another value: `replace` gets and gives it without the escapes of JSON."""
    written = found["value"]
    is_json, plain = False, written.replace("\\/", "/")
    if found["open"] == '"' and "\\" in written:
        with contextlib.suppress(ValueError):
            is_json, plain = True, json.loads(f'"{written}"')
    new = replace(plain)
    if new == plain:
        return found[0]
    return found["before"] + (json.dumps(new, ensure_ascii=False)[1:-1] if is_json else new)


def is_random(run: str) -> bool:
    """Whether a long run is random: capitals, small letters and digits alternate more often than in words."""
    turns = sum(1 for _ in _TURN.finditer(run))
    return run.isdecimal() or (any(map(str.isdigit, run)) and turns * _CHARACTERS_PER_TURN >= len(run))
