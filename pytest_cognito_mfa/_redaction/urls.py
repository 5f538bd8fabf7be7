"""Redact a URL: user and password before its host, and what its path and query hold; hosts of AWS stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from pytest_cognito_mfa._redaction.protocol import SecretReplacer

USERINFO = re.compile(
    r"(?P<scheme>(?:(?<=[^A-Za-z0-9+.-])|^)[A-Za-z][A-Za-z0-9+.-]{0,63}:(?:\\?/){2})(?P<who>[^\s/?#\"'<>]*)@"
)
"""With JSON's escaped slashes too, and schemes such as `postgresql+psycopg2`."""
_URL = re.compile(r"(?P<scheme>https?://)(?P<host>[\w.-]+)(?P<port>:\d+)?(?P<rest>.*)", re.DOTALL)
_PUBLIC_HOST = re.compile(
    r"[\w-]+\.(?:[\w-]+\.)?(?:amazonaws\.com(?:\.cn)?|api\.aws|on\.aws)|localhost|127\.0\.0\.1", re.IGNORECASE
)


def redact_url(replacer: SecretReplacer, url: str) -> str:
    """The URL of a request; `replacer` knows what else is secret."""
    url = redact_userinfo(replacer, url)
    parts = _URL.fullmatch(url)
    if parts is None or not _PUBLIC_HOST.fullmatch(parts["host"]):
        return replacer.text(url)
    return f"{parts['scheme']}{parts['host']}{parts['port'] or ''}{replacer.text(parts['rest'])}"


def redact_userinfo(replacer: SecretReplacer, text: str) -> str:
    """Any text in which URLs may name a user and a password before their host: ``https://user:password@host``."""
    return USERINFO.sub(lambda found: f"{found['scheme']}{_userinfo(replacer, found['who'])}@", text)


def _userinfo(replacer: SecretReplacer, who: str) -> str:
    user, colon, password = who.partition(":")
    return _part(replacer, "user", user) + colon + _part(replacer, "password", password)


def _part(replacer: SecretReplacer, kind: str, encoded: str) -> str:
    value = unquote(encoded)
    drawn = replacer.secret(kind, value)
    return encoded if drawn == value else quote(drawn, safe="!")
