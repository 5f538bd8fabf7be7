"""Which tokens our keys have signed: such a token is a placeholder, although it says something."""

from __future__ import annotations

import functools
from typing import Final

from pytest_cognito_mfa._aws.jwt import decode_segment

_SEPARATORS: Final = 2
_SIGNATURE_LENGTH: Final = 342
"""Characters of base64url for the 256 bytes of an RSA signature."""


def is_our_token(value: str) -> bool:
    """Whether `value` is a JWT that one of our two keys has signed."""
    if not value.startswith("eyJ") or value.count(".") != _SEPARATORS:
        return False
    return len(value) - value.rindex(".") - 1 == _SIGNATURE_LENGTH and _is_signed_by_us(value)


@functools.lru_cache(maxsize=4096)
def _is_signed_by_us(token: str) -> bool:
    """Only here, because it loads cryptography; remembered, because a replay asks for each call again."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import padding  # noqa: PLC0415
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415

    from pytest_cognito_mfa._simulator.crypto import signing  # noqa: PLC0415

    signed, _, signature = token.rpartition(".")
    for use in ("access", "id"):
        try:
            key = signing.key_of(use).public_key()
            key.verify(decode_segment(signature), signed.encode(), padding.PKCS1v15(), SHA256())
        except (InvalidSignature, ValueError):
            continue
        return True
    return False
