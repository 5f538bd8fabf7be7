"""Cognito's SRP-6a, the server's half: verifier, challenge, proof.

Group, padding, key derivation and proof follow NabuCasa/pycognito's aws_srp.py, which computes the client's half and
which getmoto/moto's tests run against AWS.

Exponents are short, so Python's own `pow` takes a few milliseconds.  OpenSSL would be faster, through cryptography's
finite-field DH, but cryptography 50 deprecates that with a warning, which a strict test suite turns into an error.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import datetime, timezone

# RFC 5054's 3072-bit group, g = 2.
N = int(
    "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd"
    "ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed"
    "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f"
    "83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b"
    "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510"
    "15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7"
    "abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200c"
    "bbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff",
    16,
)
G = 2
_INFO = b"Caldera Derived Key\x01"


def padded(number: int) -> bytes:
    """Big-endian bytes, with a leading zero where the top bit is set."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def _hash(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"".join(parts)).digest(), "big")


K = _hash(padded(N), padded(G))


@dataclass(frozen=True, slots=True, repr=False)
class Verifier:
    """What a pool stores of a password: the salt and g^x."""

    salt: int
    value: int

    @classmethod
    def of(cls, pool_name: str, username: str, password: str, salt: int) -> Verifier:
        """`pool_name` is the part of the pool's id after the underscore."""
        inner = hashlib.sha256(f"{pool_name}{username}:{password}".encode()).digest()
        return cls(salt, pow(G, _hash(padded(salt), inner), N))


@dataclass(slots=True, repr=False)
class Proof:
    """The server's half of one exchange; it knows which signature proves the password."""

    pool_name: str
    username: str
    secret_block: bytes
    verifier: Verifier
    client_public: int
    """The client's A."""
    exponent: int
    """The server's b."""

    server_public: int = field(init=False)
    """B = k*v + g^b."""

    def __post_init__(self) -> None:
        self.server_public = (K * self.verifier.value + pow(G, self.exponent, N)) % N

    def signature(self, timestamp: str) -> str:
        """The PASSWORD_CLAIM_SIGNATURE of a client that knows the password."""
        scrambler = _hash(padded(self.client_public), padded(self.server_public))
        shared = pow(self.client_public * pow(self.verifier.value, scrambler, N), self.exponent, N)
        # HKDF's first block, cut to 16 bytes, as the SDKs derive it.
        extracted = hmac.digest(padded(scrambler), padded(shared), "sha256")
        key = hmac.digest(extracted, _INFO, "sha256")[:16]
        message = self.pool_name.encode() + self.username.encode() + self.secret_block + timestamp.encode()
        return base64.b64encode(hmac.digest(key, message, "sha256")).decode()

    def accepts(self, signature: str, secret_block: str, timestamp: str) -> bool:
        """Whether the response to PASSWORD_VERIFIER proves the password.

        A timestamp in another form than Cognito's fails like a wrong password (ministackorg/ministack#1758).  So does
        an A that is 0 modulo N, which everybody can answer for: Cognito challenges it (radkawar/stackd), and that it
        accepts no proof is inferred.
        """
        expected = base64.b64encode(self.secret_block).decode()
        if secret_block != expected or not is_timestamp(timestamp) or self.client_public % N == 0:
            return False
        return hmac.compare_digest(self.signature(timestamp).encode(), signature.encode())


def client_public(value: str) -> int | None:
    """The number of SRP_A; None if it is not hexadecimal."""
    return int(value, 16) if re.fullmatch(r"[0-9a-fA-F]+", value) else None


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STAMP = re.compile(
    rf"(?P<day_name>{'|'.join(_DAYS)}) (?P<month>{'|'.join(_MONTHS)}) (?P<day>[1-9]\d?) "
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d) UTC (?P<year>\d{4})",
    re.ASCII,
)


def is_timestamp(value: str) -> bool:
    """Whether `value` is "EEE MMM d HH:mm:ss UTC yyyy": English, the day without padding, the right weekday."""
    found = _STAMP.fullmatch(value)
    if found is None:
        return False
    month = _MONTHS.index(found["month"]) + 1
    day, hour, minute, second = (int(found[part]) for part in ("day", "hour", "minute", "second"))
    try:
        moment = datetime(int(found["year"]), month, day, hour, minute, second, tzinfo=timezone.utc)
    except ValueError:
        return False
    return _DAYS[moment.weekday()] == found["day_name"]
