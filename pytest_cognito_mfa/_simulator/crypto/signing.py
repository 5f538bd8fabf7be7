"""How our keys sign a token and are published: by a pool's id alone, so that a recording's tokens can be signed too."""

from __future__ import annotations

import base64
import functools
import hashlib

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from pytest_cognito_mfa._aws.jwt import encode_segment
from pytest_cognito_mfa._simulator.crypto import signing_keys


def compact(header: bytes, payload: bytes, use: str) -> str:
    """A JWS of these very bytes, by the key for `use` (``access``, or any other: ``id``)."""
    unsigned = f"{encode_segment(header)}.{encode_segment(payload)}"
    signature = _key(use).sign(unsigned.encode(), padding.PKCS1v15(), SHA256())
    return f"{unsigned}.{encode_segment(signature)}"


def key_id(pool_id: str, use: str) -> str:
    """The key's id: base64 of 32 bytes, another for every pool and use."""
    return base64.b64encode(hashlib.sha256(f"{pool_id} {use}".encode()).digest()).decode()


def public_keys(pool_id: str) -> list[dict[str, str]]:
    """The `keys` of the pool's jwks.json: the id token's key, then the access token's."""
    keys = []
    for use in ("id", "access"):
        numbers = _key(use).public_key().public_numbers()
        keys.append(
            {
                "alg": "RS256",
                "e": encode_segment(numbers.e.to_bytes(3, "big")),
                "kid": key_id(pool_id, use),
                "kty": "RSA",
                "n": encode_segment(numbers.n.to_bytes(256, "big")),
                "use": "sig",
            }
        )
    return keys


@functools.lru_cache(maxsize=2)
def _key(use: str) -> rsa.RSAPrivateKey:
    keys = signing_keys
    p, q = (keys.ACCESS_P, keys.ACCESS_Q) if use == "access" else (keys.ID_P, keys.ID_Q)
    d = pow(keys.EXPONENT, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(keys.EXPONENT, p * q)
    return rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public).private_key()
