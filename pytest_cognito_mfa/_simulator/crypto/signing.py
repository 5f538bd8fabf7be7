"""The two RSA keys that sign every token: public on purpose, and fixed.

They protect nothing.  Fixed keys make a seeded scenario repeat its tokens byte for byte, let every xdist worker and
every process agree, and save each test run the 0.1 to 0.3 seconds that two new keys cost.  Each pool publishes them
under key ids of its own, so a token of one pool does not verify against another pool's keys.  Signing needs only the
pool's id, so the tokens of a recording can be signed too.
"""

from __future__ import annotations

import base64
import functools
import hashlib

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from pytest_cognito_mfa._aws.jwt import encode_segment


def compact(header: bytes, payload: bytes, use: str) -> str:
    """A JWS of exactly these bytes, signed by the key for `use`: ``access``, or ``id`` for any other."""
    unsigned = f"{encode_segment(header)}.{encode_segment(payload)}"
    signature = key_of(use).sign(unsigned.encode(), padding.PKCS1v15(), SHA256())
    return f"{unsigned}.{encode_segment(signature)}"


def key_id(pool_id: str, use: str) -> str:
    """The key's id: base64 of 32 bytes, different for every pool and use."""
    return base64.b64encode(hashlib.sha256(f"{pool_id} {use}".encode()).digest()).decode()


def public_keys(pool_id: str) -> list[dict[str, str]]:
    """The `keys` of the pool's jwks.json: the id token's key, then the access token's."""
    keys = []
    for use in ("id", "access"):
        numbers = key_of(use).public_key().public_numbers()
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


_EXPONENT = 65537

_ACCESS_P = int(
    "df384bd187ced9e49e1ddad6700df9fe8ffc9d56f142ff253caa89fcb0dd3642"
    "e6e4dce59c106dc2f1bd18f8f4192421149e91ea7785e030c2b8452c2c8d8b4c"
    "77191d1f2b5dc63a9d694db42723ef988e62833dcccec031f3595d3c4c9174fb"
    "899580d4907dee7ecccde51a3863f00705faf6b502b9a0e3b7f05d9bc9971fd5",
    16,
)
_ACCESS_Q = int(
    "d3a7b2993fadf9962925c2a581291f5439ae77f510b27add4d9b317abdae56cf"
    "3598d04de8e87e353c2fa956c983a41888ef115bbaa0a20f360bdc467a739a9d"
    "f66d256c58b4016a0dd5a29a7ce5b22e6e2c3e6fc186d32155cdfeb733a1048e"
    "0e9af06ee7c45519c5a861149468795412823e6cf104ceab99085ea081845fd7",
    16,
)
_ID_P = int(
    "e9c0ae1a2e98a36525c7fabf9c22822349d07529a59a719119750ee172303492"
    "1295c60a797d3ff5d9928afc82b47210c6aa929a296a9a9687452ab0dd14e24d"
    "da8373b14a0c268ef64a702c059738effe7610a5b499650a25e97273e11b07c2"
    "51b77490cb6854365bb7bf8d9821509877e5a53408e20a285aa4851730ee683b",
    16,
)
_ID_Q = int(
    "c100333a3579df58cb00375fde680c26c63ad34cd2bf7d69ed4e21c0bc356e2b"
    "ca41387c5428e798b8b2e295d98545354f0794d916adb5b860804ce046f7f801"
    "4469da667a27d5972324c30bf703550c1a8d8c3b021f2b5759d828916ade87b9"
    "477ecc16ab2a3f7c1118d2b5c6983645a0c56560740f0c932504589b7ef4db29",
    16,
)


@functools.lru_cache(maxsize=2)
def key_of(use: str) -> rsa.RSAPrivateKey:
    """The key for `use`: ``access``, or ``id`` for any other."""
    p, q = (_ACCESS_P, _ACCESS_Q) if use == "access" else (_ID_P, _ID_Q)
    d = pow(_EXPONENT, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(_EXPONENT, p * q)
    numbers = rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public)
    return numbers.private_key(unsafe_skip_rsa_key_validation=True)  # the check is slow, and the numbers are fixed
