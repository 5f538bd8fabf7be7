"""Headers: whose signature, whose cookies, which request; what the others say is kept, but for what looks secret."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_cognito_mfa._redaction.protocol import Headers, Replacing

SECRET: Final = {
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
HASHES: Final = ("etag", "x-amz-crc32", "content-md5", "digest", "content-digest", "repr-digest")
"""Made of a body as it was: who guesses that can see whether he is right."""
_AUTHORIZATION: Final = ("authorization", "proxy-authorization")
_COOKIES: Final = ("cookie", "set-cookie")

_PART = re.compile(r"(?P<name>Credential|Signature)=(?P<value>[^/,\s]+)")
_COOKIE = re.compile(r"(?P<name>(?:^|(?<=; )|(?<=;))[^=;\s]+)=(?P<value>[^;]+)")
_OF_A_COOKIE: Final = frozenset({"path", "domain", "expires", "max-age", "samesite", "version"})
_HASH = re.compile(r"[A-Za-z0-9+/_-]{8,}=*|(?<![\w-])\d+(?!\w)")
_PIECE = re.compile(r"[^\s,;=]+")


def redacted(redactor: Replacing, headers: Iterable[tuple[str, str]], length: int) -> Headers:
    return tuple((name, _value(redactor, name.lower(), value, length)) for name, value in headers)


def _value(redactor: Replacing, name: str, value: str, length: int) -> str:
    if name == "content-length":
        return str(length)
    if name in _AUTHORIZATION:
        return _authorization(redactor, value)
    if name in _COOKIES:
        return _COOKIE.sub(lambda found: _cookie(redactor, found), value)
    if name in HASHES:
        return _HASH.sub(lambda found: redactor.secret("hash of a body", found[0]), value)
    if name in SECRET:
        return _PIECE.sub(lambda found: redactor.secret(SECRET[name], found[0]), value)
    return redactor.text(value)


def _authorization(redactor: Replacing, value: str) -> str:
    if value.startswith("AWS4-"):
        return _PART.sub(
            lambda found: f"{found['name']}={redactor.secret(_OF_SIGV4[found['name']], found['value'])}", value
        )
    scheme, space, rest = value.rpartition(" ")
    return scheme + space + redactor.secret("credentials", rest)


_OF_SIGV4: Final = {"Credential": "access key", "Signature": "signature"}


def _cookie(redactor: Replacing, found: re.Match[str]) -> str:
    if found["name"].strip().lower() in _OF_A_COOKIE:
        return found[0]
    return f"{found['name']}={redactor.secret('cookie', found['value'])}"
