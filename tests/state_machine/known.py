"""What the model knows about its pools, clients, users, sign-ins and tokens.

It learns from the calls that were accepted.  Only what comes by an operation whose effects it
has no rule for is read from the service, by `read_again`; attributes and client settings always are.
"""

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from aws_rules import EMAIL, SMS, TOTP, Failures, Means

from pytest_cognito_mfa._simulator.crypto.webauthn import Authenticator
from pytest_cognito_mfa._simulator.sources import Sources

ADMIN = "aws.cognito.signin.user.admin"
"""The scope of tokens that the API gives."""
SEED = "machine"
"""Of the simulator, and of the software authenticator that signs for its users."""


@dataclass(eq=False)
class KnownPool:
    of: Any
    """The service's own pool, to distinguish it from a later pool with the same id."""
    policy: str = "OFF"
    has_sms: bool = False
    has_totp: bool = False
    has_email: bool = False
    sends_email: bool = False
    """Has its own SES and a tier that sends codes by it, which makes e-mail a factor by itself."""
    clients: dict = field(default_factory=dict)
    users: dict = field(default_factory=dict)
    groups: dict = field(default_factory=dict)
    """By name; `group_rules` keeps them, and who is in them."""
    identities: dict = field(default_factory=dict)
    """By provider and subject, who signs in there; `federation_rules` keeps them."""
    linked: dict = field(default_factory=dict)
    """Those of them that were linked."""
    by_attribute: set = field(default_factory=set)
    """The provider and the value of every link by another attribute than the subject."""

    @property
    def id(self):
        return self.of.id

    @property
    def offered(self):
        has = {SMS: self.has_sms, TOTP: self.has_totp, EMAIL: self.has_email or self.sends_email}
        return frozenset(factor for factor in has if has[factor])

    @property
    def tracks_devices(self):
        """No rule here covers device keys: a call that names one, or should, may be refused for it."""
        return bool(self.of.settings.get("DeviceConfiguration"))

    @property
    def recovery(self):
        ways = self.of.settings.get("AccountRecoverySetting", {}).get("RecoveryMechanisms") or []
        first = min(ways, key=lambda way: way["Priority"], default={"Name": ""})["Name"]
        return {"verified_email": "email", "verified_phone_number": "phone_number"}.get(first)

    def aliases_of(self, user):
        """What signs `user` in beside the username: any address where that is the username, else verified ones."""
        by_address = self.of.settings.get("UsernameAttributes") or ()
        for name in by_address or self.of.settings.get("AliasAttributes") or ():
            counts = by_address or name == "preferred_username" or user.attributes.get(f"{name}_verified") == "true"
            if counts and user.attributes.get(name):
                yield user.attributes[name]

    def find(self, name):
        if name in self.users:
            return self.users[name]
        return next((user for user in self.users.values() if name in self.aliases_of(user)), None)

    def find_by_admin(self, name):
        return self.find(name) or next((user for user in self.users.values() if user.sub == name), None)


@dataclass(eq=False)
class KnownClient:
    of: Any
    pool: KnownPool

    @property
    def id(self):
        return self.of.id

    @property
    def secret(self):
        return self.of.secret

    @property
    def settings(self):
        return self.of.settings

    @property
    def session_seconds(self):
        return 60 * (self.settings.get("AuthSessionValidity") or 3)

    @property
    def refresh_seconds(self):
        units = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
        unit = self.settings.get("TokenValidityUnits", {}).get("RefreshToken", "days")
        given = self.settings.get("RefreshTokenValidity")
        return given * units[unit] if given else 30 * 86400

    @property
    def rotates(self):
        return self.settings.get("RefreshTokenRotation", {}).get("Feature") == "ENABLED"

    @property
    def grace_seconds(self):
        return self.settings.get("RefreshTokenRotation", {}).get("RetryGracePeriodSeconds") or 0

    def allows(self, flow):
        """Whether ExplicitAuthFlows has the flow; older names leave SRP and refresh always on."""
        listed = set(self.settings.get("ExplicitAuthFlows") or ["CUSTOM_AUTH_FLOW_ONLY"])
        flow = {"ADMIN_NO_SRP_AUTH": "ADMIN_USER_PASSWORD_AUTH", "REFRESH_TOKEN": "REFRESH_TOKEN_AUTH"}.get(flow, flow)
        if flow == "REFRESH_TOKEN_AUTH" and self.rotates:
            return False
        if any(name.startswith("ALLOW_") for name in listed):
            return f"ALLOW_{flow}" in listed or flow in listed  # AWS refuses the two forms together (botocore)
        older = {"ADMIN_USER_PASSWORD_AUTH": "ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH": "CUSTOM_AUTH_FLOW_ONLY"}
        return flow in ("USER_SRP_AUTH", "REFRESH_TOKEN_AUTH") or older.get(flow, flow) in listed


@dataclass(eq=False)
class KnownUser:
    of: Any
    pool: KnownPool
    password: str | None = None
    passwords: int = 0
    """How many were set so far; one that was set anew is another, whatever its text."""
    temporary_since: float = 0.0
    status: str = "CONFIRMED"
    enabled: bool = True
    gone: bool = False
    groups: set = field(default_factory=set)
    on: set = field(default_factory=set)
    preferred: str | None = None
    secret: str | None = None
    """Of the registered authenticator."""
    pending: str | None = None
    """Handed out to an access token, not verified yet."""
    used_steps: set = field(default_factory=set)
    """(secret, half minute) of every TOTP code that was accepted."""
    sign_up_code: tuple = ("", 0.0)
    """The latest that was sent, and when."""
    password_failures: Failures = field(default_factory=Failures)
    code_failures: Failures = field(default_factory=Failures)
    passkeys: dict = field(default_factory=dict)
    """By id, in the order of registration; `passkey_rules` keeps them."""
    passkey_mfa: bool = False
    registration: tuple | None = None
    """(client, challenge, until when) of the registration that was begun last."""

    @property
    def username(self):
        return self.of.username

    @property
    def sub(self):
        return self.of.sub

    @property
    def attributes(self):
        return self.of.attributes

    @property
    def reachable(self):
        return frozenset(name for name in ("phone_number", "email") if self.attributes.get(name))

    @property
    def has_means(self):
        """The factors that may be turned on."""
        means = {factor for factor, name in ((SMS, "phone_number"), (EMAIL, "email")) if name in self.reachable}
        return means | ({TOTP} if self.secret else set())

    def means(self):
        pool = self.pool
        on = frozenset(self.on | ({SMS} if self.of.sms_by_settings else set()))
        own = (self.secret is not None, self.reachable, on, self.preferred)
        return Means(pool.policy, pool.offered, pool.recovery, *own)


@dataclass(eq=False)
class KnownPasskey:
    id: str
    party: str
    attested: bytes
    """Its public key, as WebAuthn attests it."""


@dataclass(eq=False)
class KnownSession:
    """One open step of a sign-in; `token` is the SECRET_BLOCK for PASSWORD_VERIFIER."""

    token: str
    challenge: str
    client: KnownClient
    user: KnownUser | None
    """None for a user who does not exist."""
    proved: frozenset
    expires: float
    event: str | None
    """The request id of the call that proved the password."""
    code: str | None = None
    options: frozenset = frozenset()
    is_first: bool = False
    """It asks for the first factor of USER_AUTH."""
    asked: dict = field(default_factory=dict)
    """What a passkey has to sign."""
    destination: str | None = None
    """Where the code went."""
    secret: str | None = None
    verified: bool = False
    new_email: str | None = None
    srp: dict | None = None
    """The client's secret number, the salt and SRP_B it was told, and which password counted, where the
    machine made its SRP_A."""
    spent: bool = False

    def is_open(self, now):
        return not self.spent and now < self.expires


@dataclass(eq=False)
class KnownGrant:
    client: KnownClient
    user: KnownUser
    expires: float
    refresh: dict = field(default_factory=dict)
    """Every refresh token, as a KnownRefresh."""
    scopes: tuple = (ADMIN,)
    by_pages: bool = False
    """The sign-in was one on the hosted pages."""
    revoked: bool = False

    def is_replaced(self, token, now):
        known, grace = self.refresh[token], self.client.grace_seconds
        if known.follower is None:
            return known.displaced
        return known.displaced or now >= known.exchanged + grace or self.refresh[known.follower].follower is not None


@dataclass(eq=False)
class KnownRefresh:
    exchanged: float | None = None
    """When it was first exchanged for a follower, if ever."""
    follower: str | None = None
    """The latest one."""
    displaced: bool = False


@dataclass(eq=False)
class KnownToken:
    grant: KnownGrant
    use: str
    expires: int


class Known:
    def __init__(self, service):
        self.service = service
        self.pools = {}
        self.sessions = {}
        self.tokens = {}
        self.grants = {}
        """By refresh token."""
        self.codes, self.machines = {}, set()
        """The codes of the hosted pages, and the tokens of clients."""
        self.user_pages, self.passkey_pages, self.pages = {}, {}, {}
        """By token, the listings of users, of passkeys, and of groups and members, that go on."""
        self.read_again()

    def client(self, client_id, pool_id=None):
        pools = self.pools.values() if pool_id is None else filter(None, [self.pools.get(pool_id)])
        return next((pool.clients[client_id] for pool in pools if client_id in pool.clients), None)

    def owner(self, user_pool_id, name):
        pool = self.pools.get(user_pool_id)
        return None if pool is None else pool.find_by_admin(name)

    def grants_of(self, user):
        """Every sign-in of the user, also one whose code was not exchanged yet."""
        waiting = [code.grant for code in self.codes.values()]
        return [grant for grant in (*self.grants.values(), *waiting) if grant.user is user]

    def users(self):
        return [user for pool in self.pools.values() for user in pool.users.values()]

    def read_again(self):
        """Read the state from the service: at the start, and after operations without a rule here."""
        for pool_id in [
            pool_id for pool_id, pool in self.pools.items() if self.service.pools.get(pool_id) is not pool.of
        ]:
            self.forget_pool(self.pools[pool_id])
        for pool_id, of in self.service.pools.items():
            pool = self.pools.setdefault(pool_id, KnownPool(of))
            _read_pool(pool)
            pool.clients = {key: pool.clients.get(key) or KnownClient(each, pool) for key, each in of.clients.items()}
            for user in pool.users.values():
                user.gone = of.users.get(user.username) is not user.of
            before = {user.of.username: user for user in pool.users.values() if not user.gone}
            pool.users = {name: before.get(name) or KnownUser(each, pool) for name, each in of.users.items()}
            for user in pool.users.values():
                read_user(user)

    def forget_pool(self, pool):
        del self.pools[pool.id]
        for user in pool.users.values():
            user.gone = True


def _read_pool(pool):
    settings, mfa = pool.of.settings, pool.of.mfa
    pool.policy = settings.get("MfaConfiguration", "OFF")
    pool.has_sms = bool(settings.get("SmsConfiguration"))
    pool.has_totp = bool(mfa.get("SoftwareTokenMfaConfiguration", {}).get("Enabled"))
    pool.has_email = "EmailMfaConfiguration" in mfa
    own_ses = settings.get("EmailConfiguration", {}).get("EmailSendingAccount") == "DEVELOPER"
    pool.sends_email = own_ses and settings.get("UserPoolTier") != "LITE"


def read_user(user):
    of = user.of
    user.password, user.temporary_since = of.password, of.password_set
    user.status, user.enabled = of.status, of.enabled
    user.on, user.preferred, user.passkey_mfa = set(of.preference.on), of.preference.preferred, of.preference.passkey
    if list(user.passkeys) != list(of.passkeys):
        user.passkeys = {id_: user.passkeys.get(id_) or _passkey(each) for id_, each in of.passkeys.items()}
    begun = of.registration
    user.registration = begun and (begun.client, text_of(begun.challenge), begun.expires)
    user.secret = of.authenticator and of.authenticator.secret
    user.pending = of.pending and of.pending.secret
    for authenticator in filter(None, (of.authenticator, of.pending)):
        user.used_steps |= {(authenticator.secret, step) for step in authenticator.used}
    read_failures(user)


def _passkey(of):
    """The software authenticator has the key of a passkey that no call registered."""
    return KnownPasskey(of.id, of.relying_party, of.key or Authenticator(Sources(SEED)).attested(of.id))


def read_failures(user):
    for known, of in ((user.password_failures, user.of.password_attempts), (user.code_failures, user.of.code_attempts)):
        known.count, known.until = of.failed, of.free_from


def text_of(value):
    """base64url without padding, as WebAuthn has it."""
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def claims(token):
    """What a JWT says, unverified."""
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
