"""AWS's rules of MFA, lockout and proofs, taken directly from its guide and from live observations.

Written independently of the package: its table, preference, lockout and SRP are not used here.
"""

import base64
import functools
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timezone

import pyotp

SMS, TOTP, EMAIL = "SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"
ATTRIBUTE = {SMS: "phone_number", EMAIL: "email"}
NEW_PASSWORD, SELECT, SET_UP = "NEW_PASSWORD_REQUIRED", "SELECT_MFA_TYPE", "MFA_SETUP"
TOKENS, REFUSED = "tokens", "a refusal"
PASSWORD = "password"
PASSKEY = "a passkey that counts as both factors"
TEMPORARY = "temporary password"


# -- what comes next (developer guide, details of MFA logic; amplify-swift and moto against AWS) --------


@dataclass(frozen=True)
class Means:
    """What a pool demands and a user can do, when a step of a sign-in was passed."""

    policy: str
    offered: frozenset
    recovery: str | None
    registered: bool
    reachable: frozenset
    """Which of phone_number and email the user has."""
    on: frozenset
    preferred: str | None

    @property
    def usable(self):
        """TOTP if the user registered it, also after the pool dropped it; a message if it can be sent."""
        sent = {factor for factor, name in ATTRIBUTE.items() if factor in self.offered and name in self.reachable}
        return sent | ({TOTP} if self.registered else set())

    @property
    def can_set_up(self):
        return {factor for factor in self.offered if factor == TOTP or ATTRIBUTE[factor] != self.recovery}


@dataclass(frozen=True)
class Next:
    """What may follow: the challenges' names, or tokens, or a refusal; and what may be chosen then."""

    steps: frozenset
    options: frozenset = frozenset()


def next_of(means, proved):
    """What has to follow once `proved` holds all that the sign-in has shown so far."""
    if TEMPORARY in proved and NEW_PASSWORD not in proved:
        return Next(frozenset({NEW_PASSWORD}))
    if proved & {SMS, TOTP, EMAIL, PASSKEY} or means.policy == "OFF":
        return Next(frozenset({TOKENS}))
    wanted = means.usable & means.on
    if means.preferred in wanted:
        return Next(frozenset({means.preferred}))
    if means.policy == "OPTIONAL":
        asked = wanted
        if not asked:
            return Next(frozenset({TOKENS}))
    else:
        asked = {factor for factor in means.usable if factor == TOTP or ATTRIBUTE[factor] != means.recovery}
    if len(asked) > 1:
        return Next(frozenset({SELECT}), frozenset(asked))
    return Next(frozenset(asked or {SET_UP, REFUSED}), frozenset() if asked else frozenset(means.can_set_up))


# -- preference (amplify-swift MFAPreferenceTests; aws/aws-sdk-js-v3#4645) --------------------------------

BLOCKS = {"SMSMfaSettings": SMS, "SoftwareTokenMfaSettings": TOTP, "EmailMfaSettings": EMAIL}


def preferred_by(request):
    """The factors of the blocks that say PreferredMfa."""
    return {BLOCKS[name] for name in BLOCKS if (request.get(name) or {}).get("PreferredMfa")}


def refuses_preference(request, has_means):
    """Why AWS would refuse the settings, or None; `has_means` are the factors the user could use."""
    if len(preferred_by(request)) > 1:
        return "two factors are preferred"
    for name, factor in BLOCKS.items():
        block = request.get(name)
        if block is None:
            continue
        if block.get("Enabled") and factor not in has_means:
            return f"{factor} without the means for it"
        if block.get("PreferredMfa") and not block.get("Enabled"):
            return f"{factor} is preferred and off"
    return None


def preference_after(on, preferred, request):
    """(on, preferred) once the settings were accepted."""
    given = {factor: request[name] for name, factor in BLOCKS.items() if request.get(name) is not None}
    turned_on = {factor for factor, block in given.items() if block.get("Enabled")}
    on = (on - given.keys()) | turned_on
    chosen = preferred_by(request)
    if chosen:
        return on, chosen.pop()
    return on, None if preferred in given else preferred


# -- lockout (developer guide, lockout behaviour for failed sign-in attempts) ------------------------------


@dataclass
class Failures:
    """Failures in a row, and until when they lock out."""

    count: int = 0
    until: float = 0.0

    def locks_out(self, now):
        return self.count >= 5 and now < self.until

    def failed(self, now):
        if now - self.until >= 900:
            self.count = 0
        self.count += 1
        self.until = now + (min(900, 2 ** (self.count - 5)) if self.count >= 5 else 0)

    def succeeded(self):
        self.count, self.until = 0, 0.0


# -- codes and proofs ---------------------------------------------------------------------------------------


def totp_step(secret, code, now):
    """The half minute whose code this is, among now's and its neighbours; None for none of them."""
    shown = pyotp.TOTP(secret)
    steps = (int(now) // 30 + shift for shift in (0, -1, 1))
    return next((step for step in steps if shown.generate_otp(step) == code), None)


def secret_hash(secret, client_id, name):
    typed = (name + client_id).encode("utf-8", "surrogatepass")
    return base64.b64encode(hmac.digest(secret.encode(), typed, "sha256")).decode()


def timestamp(now):
    moment = datetime.fromtimestamp(int(now), timezone.utc)
    return f"{moment:%a %b} {moment.day} {moment:%H:%M:%S} UTC {moment:%Y}"


def is_timestamp(text):
    try:
        moment = datetime.strptime(text, "%a %b %d %H:%M:%S UTC %Y").replace(tzinfo=timezone.utc)
    except ValueError:
        return False
    return timestamp(moment.timestamp()) == text


N = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
    "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6"
    "49286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D"
    "670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718"
    "3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7D"
    "B3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
"""RFC 5054's group of 3072 bits; g is 2."""


def _bytes_of(number):
    text = f"{number:x}"
    text = "0" * (len(text) % 2) + text
    return bytes.fromhex(text if text[0] < "8" else "00" + text)


def _number_of(*parts):
    return int(hashlib.sha256(b"".join(parts)).hexdigest(), 16)


@functools.lru_cache(maxsize=64)
def srp_a(private):
    """SRP_A of a client whose secret number is `private`."""
    return f"{pow(2, private, N):x}"


@functools.cache
def srp_privates():
    """The secret numbers that the machine's clients have, by the SRP_A of each."""
    return {
        srp_a(private): private for private in (0x1234567890ABCDEF1234567890ABCDEF, 0xFEDCBA09876543210123456789ABCDEF)
    }


@functools.lru_cache(maxsize=256)
def srp_key(who, password, private, salt, srp_b):
    """The key that proves `password` of `who`: the pool's short name, and the user's."""
    group, identity = who
    b, x = int(srp_b, 16), _number_of(_bytes_of(int(salt, 16)), _digest(f"{group}{identity}:{password}"))
    u = _number_of(_bytes_of(int(srp_a(private), 16)), _bytes_of(b))
    k = _number_of(_bytes_of(N), _bytes_of(2))
    shared = pow(b - k * pow(2, x, N), private + u * x, N)
    first = hmac.digest(_bytes_of(u), _bytes_of(shared), "sha256")
    return hmac.digest(first, b"Caldera Derived Key\x01", "sha256")[:16]


def _digest(text):
    return hashlib.sha256(text.encode()).digest()


def srp_signature(key, who, block, stamp):
    message = "".join(who).encode() + base64.b64decode(block) + stamp.encode()
    return base64.b64encode(hmac.digest(key, message, "sha256")).decode()
