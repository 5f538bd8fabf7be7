"""A recorded token: its header's and claims' names and types, the values' stand-ins, and a signature of ours."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws import secrecy
from pytest_cognito_mfa._redaction.json_style import Document, Number

if TYPE_CHECKING:
    from collections.abc import Callable

_POOL_OF_ISSUER = re.compile(r"(?P<before>.*/)(?P<pool>[\w-]+_[0-9a-zA-Z]+)/?")
_FEW_DIGITS = 4
_OF_GROUPS = frozenset({"cognito:groups", "cognito:roles", "cognito:preferred_role"})
"""What somebody may do, which the application under test decides by."""


def rewritten(token: str, secret: Callable[[str, str], str], text: Callable[[str], str], *, again: bool) -> str | None:
    """`token` signed anew; None where it is no JWT that can be read.

    `secret(kind, value)` gives what stands in for a value, `text(value)` any text without its secrets; with `again`,
    one that we signed stays.
    """
    segments = token.split(".")
    documents = [document(segment) for segment in segments[:2]]
    header, claims = documents
    if header is None or claims is None or len(segments) != 3:  # noqa: PLR2004 - a JWS has three
        return None
    given = claims.value
    pool, use = issuer_pool(given), given.get("token_use")
    if again and is_ours(header.value, pool, use):
        return token
    new_claims = _Claims(secret, text).of(given)
    new_header = {
        name: value if name in secrecy.KEPT_CLAIMS else text(str(value)) for name, value in header.value.items()
    }
    from pytest_cognito_mfa._simulator.crypto import signing  # noqa: PLC0415 - cryptography loads where a token was met

    use = use if isinstance(use, str) else "id"
    new_header |= {"kid": signing.key_id(issuer_pool(new_claims), use)} if "kid" in new_header else {}
    new_header["alg"] = "RS256"
    return signing.compact(header.spelled(new_header).encode(), claims.spelled(new_claims).encode(), use)


def is_ours(header: dict[str, Any], pool: str, use: Any) -> bool:
    """Whether this is one that we signed: the id of its key is made of the pool and the use."""
    from pytest_cognito_mfa._simulator.crypto import signing  # noqa: PLC0415 - the same

    return "kid" in header and bool(header["kid"] == signing.key_id(pool, use if isinstance(use, str) else "id"))


def issuer_pool(claims: dict[str, Any]) -> str:
    found = _POOL_OF_ISSUER.fullmatch(str(claims.get("iss", "")))
    return found["pool"] if found else ""


class _Claims:
    def __init__(self, secret: Callable[[str, str], str], text: Callable[[str], str]) -> None:
        self._secret, self._text = secret, text

    def of(self, claims: dict[str, Any]) -> dict[str, Any]:
        return {name: self._claim(name, value) for name, value in claims.items()}

    def _claim(self, name: str, value: Any) -> Any:
        if isinstance(value, dict):
            return self.of(value)
        if isinstance(value, list):
            return [self._claim(name, each) for each in value]
        if name in secrecy.KEPT_CLAIMS or secrecy.is_verified_flag(name):
            return self._text(value) if isinstance(value, str) and not isinstance(value, Number) else value
        if isinstance(value, Number):
            return Number(self._number(value)) if value.isdecimal() and len(value) > _FEW_DIGITS else value
        return self._string(name, value) if isinstance(value, str) else value

    def _string(self, name: str, value: str) -> str:
        if name == "iss":
            return self._issuer(value)
        if name in _OF_GROUPS:
            return self._text(value)
        return self._secret(secrecy.kind_of(name) or "claim", value)

    def _number(self, value: str) -> str:
        drawn = self._secret("claim", value)
        return "1" + drawn[1:] if drawn.startswith("0") else drawn

    def _issuer(self, value: str) -> str:
        found = _POOL_OF_ISSUER.fullmatch(value)
        return self._text(value) if found is None else found["before"] + self._secret("user pool id", found["pool"])


def document(segment: str) -> Document | None:
    try:
        document = Document(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)).decode())
    except ValueError:
        return None
    return document if isinstance(document.value, dict) else None
