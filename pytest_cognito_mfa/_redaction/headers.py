"""Redact HTTP headers: signatures, cookies, hashes and ids; of all other headers only what looks like a secret."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._redaction.protocol import is_word_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_cognito_mfa._redaction.protocol import Headers, SecretReplacer

_KINDS: Final = {
    "x-amz-security-token": "security token",
    "x-amz-content-sha256": "hash of a body",
    "x-amz-id-2": "request id",
    "x-amzn-requestid": "request id",
    "x-amz-request-id": "request id",
    "x-amz-cf-id": "request id",
    "x-amzn-trace-id": "request id",
    "amz-sdk-invocation-id": "request id",
    "x-amz-apigw-id": "request id",
    "x-api-key": "API key",
    "x-forwarded-for": "network address",
    "x-real-ip": "network address",
    "true-client-ip": "network address",
    "cf-connecting-ip": "network address",
}
"""The kind of secret in each header whose whole value is secret."""

_HASHES: Final = ("etag", "x-amz-crc32", "content-md5", "digest", "content-digest", "repr-digest")
"""Computed from the original body: with the hash, one could check a guess of its secrets."""

_AUTHORIZATION: Final = ("authorization", "proxy-authorization")
_SIGV4_KINDS: Final = {"credential": "access key", "signature": "signature"}
_SIGV4_PART = re.compile(r"(?P<before>(?P<name>Credential|Signature)\s*=\s*)(?P<value>[^/,\s]+)", re.IGNORECASE)

_SET_COOKIE: Final = "set-cookie"
_COOKIES: Final = ("cookie", _SET_COOKIE)
_COOKIE_ATTRIBUTES: Final = frozenset({"path", "domain", "expires", "max-age", "samesite", "version"})
_COOKIE_FLAGS: Final = frozenset({"httponly", "secure", "partitioned"})
_COOKIE = re.compile(
    r"(?:^|(?<=[;,]))(?P<before>\s*(?:(?P<name>[^=;,\s]+)\s*=\s*)?)"
    r"(?P<value>\"[^\"]*\"|[^;,\s][^;,]*(?:,(?!\s*[^=;,\s]+=)[^;,]*)*)"
)
"""One cookie, or one of its attributes, which only Set-Cookie has.

Clients join several cookies by commas; a date has a comma too.
"""

_HASH = re.compile(r"[A-Za-z0-9+/_-]{8,}=*|(?<![\w-])\d+(?!\w)")
_PIECE = re.compile(r"[^\s,;=]+")


def redact_headers(replacer: SecretReplacer, headers: Iterable[tuple[str, str]], length: int) -> Headers:
    """The headers without secrets; Content-Length becomes `length`."""
    return tuple((name, _value(replacer, name.lower(), value, length)) for name, value in headers)


def _value(replacer: SecretReplacer, name: str, value: str, length: int) -> str:
    if name == "content-length" or is_word_of(name, value):
        return str(length) if name == "content-length" else value
    if name in _AUTHORIZATION:
        return _authorization(replacer, value)
    if name in _COOKIES:
        return _COOKIE.sub(lambda found: _cookie(replacer, found, is_set=name == _SET_COOKIE), value)
    kind = "hash of a body" if name in _HASHES else _KINDS.get(name)
    if kind is None:
        return replacer.text(value)
    return (_HASH if name in _HASHES else _PIECE).sub(lambda found: replacer.secret(kind, found[0]), value)


def _authorization(replacer: SecretReplacer, value: str) -> str:
    if value.upper().startswith("AWS4-"):
        return _SIGV4_PART.sub(
            lambda found: found["before"] + replacer.secret(_SIGV4_KINDS[found["name"].lower()], found["value"]), value
        )
    scheme, space, rest = value.strip().partition(" ")
    if not space:
        return replacer.secret("credentials", scheme)
    return scheme + space + replacer.secret("credentials", rest.lstrip())


def _cookie(replacer: SecretReplacer, found: re.Match[str], *, is_set: bool) -> str:
    is_attribute = (found["name"] or "").lower() in _COOKIE_ATTRIBUTES or (
        not found["name"] and _is_flag(found["value"])
    )
    if is_set and is_attribute:
        return found[0]
    quote = '"' if found["value"].startswith('"') else ""
    return f"{found['before']}{quote}{replacer.secret('cookie', found['value'].strip(quote))}{quote}"


def _is_flag(value: str) -> bool:
    return value.strip().lower() in _COOKIE_FLAGS
