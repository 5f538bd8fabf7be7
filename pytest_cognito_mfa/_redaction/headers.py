"""Redact HTTP headers: signatures, cookies, hashes and ids; of all other headers only what looks like a secret."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

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
_SIGV4_KINDS: Final = {"Credential": "access key", "Signature": "signature"}
_SIGV4_PART = re.compile(r"(?P<name>Credential|Signature)=(?P<value>[^/,\s]+)")

_COOKIES: Final = ("cookie", "set-cookie")
_COOKIE_ATTRIBUTES: Final = frozenset({"path", "domain", "expires", "max-age", "samesite", "version"})
_COOKIE = re.compile(r"(?P<name>(?:^|(?<=; )|(?<=;))[^=;\s]+)=(?P<value>[^;]+)")

_HASH = re.compile(r"[A-Za-z0-9+/_-]{8,}=*|(?<![\w-])\d+(?!\w)")
_PIECE = re.compile(r"[^\s,;=]+")


def redact_headers(replacer: SecretReplacer, headers: Iterable[tuple[str, str]], length: int) -> Headers:
    """The headers without secrets; Content-Length becomes `length`."""
    return tuple((name, _value(replacer, name.lower(), value, length)) for name, value in headers)


def _value(replacer: SecretReplacer, name: str, value: str, length: int) -> str:
    if name == "content-length":
        return str(length)
    if name in _AUTHORIZATION:
        return _authorization(replacer, value)
    if name in _COOKIES:
        return _COOKIE.sub(lambda found: _cookie(replacer, found), value)
    if name in _HASHES:
        return _HASH.sub(lambda found: replacer.secret("hash of a body", found[0]), value)
    if name in _KINDS:
        return _PIECE.sub(lambda found: replacer.secret(_KINDS[name], found[0]), value)
    return replacer.text(value)


def _authorization(replacer: SecretReplacer, value: str) -> str:
    if value.startswith("AWS4-"):
        return _SIGV4_PART.sub(
            lambda found: f"{found['name']}={replacer.secret(_SIGV4_KINDS[found['name']], found['value'])}", value
        )
    scheme, space, rest = value.rpartition(" ")
    return scheme + space + replacer.secret("credentials", rest)


def _cookie(replacer: SecretReplacer, found: re.Match[str]) -> str:
    if found["name"].strip().lower() in _COOKIE_ATTRIBUTES:
        return found[0]
    return f"{found['name']}={replacer.secret('cookie', found['value'])}"
