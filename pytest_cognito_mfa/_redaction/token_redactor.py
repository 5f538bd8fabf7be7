"""Redact a token: names and types of its header and claims stay, values become placeholders, and our key signs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws import secrecy
from pytest_cognito_mfa._aws.jwt import ISSUER, decode_segment, pool_of
from pytest_cognito_mfa._redaction.bodies import BodyRedactor
from pytest_cognito_mfa._redaction.json_style import Document, Number

if TYPE_CHECKING:
    from pytest_cognito_mfa._redaction.protocol import SecretReplacer

_PERMISSION_CLAIMS = frozenset({"cognito:groups", "cognito:roles", "cognito:preferred_role"})
"""What a user may do: the application under test decides by it, so it stays."""


def redact_token(token: str, replacer: SecretReplacer, *, keep_ours: bool) -> str | None:
    """The token without secrets, signed again; None if it is not a readable JWT.

    With `keep_ours`, a token that our key has signed stays as it is.
    """
    segments = token.split(".")
    header, claims = (read_segment(segment) for segment in segments[:2])
    if header is None or claims is None or len(segments) != 3:  # noqa: PLR2004 - a JWS has three
        return None
    from pytest_cognito_mfa._simulator.crypto import signing  # noqa: PLC0415 - loads cryptography only for a token

    token_use = claims.value.get("token_use")
    use = token_use if isinstance(token_use, str) else "id"
    if keep_ours and header.value.get("kid") == signing.key_id(pool_of(claims.value) or "", use):
        return token
    new_claims = {name: _claim(replacer, name, value) for name, value in claims.value.items()}
    new_header = {
        name: value if name in secrecy.KEPT_CLAIMS else replacer.text(str(value))
        for name, value in header.value.items()
    }
    new_header |= {"kid": signing.key_id(pool_of(new_claims) or "", use)} if "kid" in new_header else {}
    new_header["alg"] = "RS256"
    return signing.compact(header.serialize(new_header).encode(), claims.serialize(new_claims).encode(), use)


def read_segment(segment: str) -> Document | None:
    """The JSON object in a segment of a token; None if there is none."""
    try:
        document = Document(decode_segment(segment).decode())
    except ValueError:
        return None
    return document if isinstance(document.value, dict) else None


def _claim(replacer: SecretReplacer, name: str, value: Any) -> Any:
    """The value of a top-level claim; what is inside of it is secret as any JSON inside a secret."""
    if name in _PERMISSION_CLAIMS and isinstance(value, list):
        return [_claim(replacer, name, each) for each in value]
    if name in secrecy.KEPT_CLAIMS or secrecy.is_verified_flag(name, value):
        return replacer.text(value) if isinstance(value, str) and not isinstance(value, Number) else value
    if isinstance(value, (dict, list)):
        kept = secrecy.kept_inside(name)
        return BodyRedactor(replacer, None, kept=kept).redact_value(value)
    if isinstance(value, Number):
        return replacer.number("claim", value)
    if not isinstance(value, str):
        return value
    return replacer.text(value) if name in _PERMISSION_CLAIMS else _text_claim(replacer, name, value)


def _text_claim(replacer: SecretReplacer, name: str, value: str) -> str:
    if name == "iss" and (found := ISSUER.fullmatch(value)):
        return found["base"] + replacer.secret("user pool id", found["pool"])
    return replacer.text(value) if name == "iss" else replacer.secret(secrecy.kind_of(name) or "claim", value)
