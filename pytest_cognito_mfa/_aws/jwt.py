"""The form of Cognito's tokens (JWTs): base64url segments, and an issuer that ends in the pool's id."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.limits import loads

if TYPE_CHECKING:
    from collections.abc import Mapping

ISSUER: Final = re.compile(r"(?P<base>.*/)(?P<pool>[\w-]+_[0-9a-zA-Z]+)/?")


def decode_segment(segment: str) -> bytes:
    """The bytes of a header or of claims; raises ValueError if this is not base64url."""
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))


def encode_segment(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def pool_of(claims: Mapping[str, Any]) -> str | None:
    """The id of the pool that issued a token; None for another issuer."""
    found = ISSUER.fullmatch(str(claims.get("iss")))
    return found["pool"] if found else None


def claims_of(token: str, part: int = 1) -> dict[str, Any] | None:
    """The claims of a token, or its header for `part` 0; None if it is not a readable token."""
    parts = token.split(".")
    if len(parts) != 3:  # noqa: PLR2004 - a JWS has three; a refresh token is a JWE of five
        return None
    try:
        value = loads(decode_segment(parts[part]))
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
