"""What a token says of itself, for everybody who can read it."""

from __future__ import annotations

import json
from typing import Any

from pytest_cognito_mfa._aws.jwt import decode_segment


def claims_of(token: str, part: int = 1) -> dict[str, Any] | None:
    """The claims of a token, or its header for `part` 0; None for what is no token that can be read."""
    parts = token.split(".")
    if len(parts) != 3:  # noqa: PLR2004 - a JWS has three; a refresh token is a JWE of five
        return None
    try:
        value = json.loads(decode_segment(parts[part]))
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
