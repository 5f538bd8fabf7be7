"""A pool's signing certificate, with which it signs requests to SAML providers.

It is valid for ten years from the creation of the pool (AWS CLI, get-signing-certificate).  AWS shows its DER in base64
without the lines of PEM (the same example).  Subject and key are our choice.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from datetime import datetime, timezone

from cryptography.hazmat.primitives.hashes import SHA256

from pytest_cognito_mfa._simulator.crypto.signing import key_of

_YEARS = 10


@functools.lru_cache(maxsize=64)
def certificate(pool_id: str, created: float) -> str:
    """The certificate of a pool that was created at this second; the same whenever it is asked for."""
    from cryptography import x509  # noqa: PLC0415 - seldom needed, and slow
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 - the same

    begins = datetime.fromtimestamp(int(created), timezone.utc)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, pool_id)])
    key = key_of("id")
    made = (
        x509.CertificateBuilder(name, name, key.public_key())
        .serial_number(int.from_bytes(hashlib.sha256(pool_id.encode()).digest()[:8], "big") | 1)
        .not_valid_before(begins)
        .not_valid_after(begins.replace(year=begins.year + _YEARS, day=min(begins.day, 28)))
        .sign(key, SHA256())
    )
    return base64.b64encode(made.public_bytes(Encoding.DER)).decode()
