"""The state of the simulator: pools, app clients and users.  Facts only, no rules of sign-in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.constants import ACCOUNT
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.directory import ALIASES, Directory
from pytest_cognito_mfa._simulator.mfa.lockout import NONE, Attempts
from pytest_cognito_mfa._simulator.mfa.preference import NO_FACTOR, Preference
from pytest_cognito_mfa._simulator.pools import client_configuration, pool_configuration, recovery, schema
from pytest_cognito_mfa._simulator.reasons import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_cognito_mfa._simulator.crypto.srp import Verifier
    from pytest_cognito_mfa._simulator.device import Device
    from pytest_cognito_mfa._simulator.mfa.authenticator import Authenticator
    from pytest_cognito_mfa._simulator.mfa.sent_codes import Code
    from pytest_cognito_mfa._simulator.passkey import Passkey, Registration

CONFIRMED = "CONFIRMED"
UNCONFIRMED = "UNCONFIRMED"
FORCE_CHANGE_PASSWORD = "FORCE_CHANGE_PASSWORD"  # noqa: S105 - a status, not a password
RESET_REQUIRED = "RESET_REQUIRED"
EXTERNAL_PROVIDER = "EXTERNAL_PROVIDER"

_MOST_REMEMBERED = 24
"""The largest PasswordHistorySize (botocore)."""

CLIENT_SECRETS = "Client secrets"
"""The title of their row in the table of resources."""

Record = dict[str, Any]
"""One resource: its members by AWS's names.  An answer shows those that AWS's model has in the answer."""


@dataclass(slots=True, repr=False, eq=False)
class User:
    """One user of a pool; `username` is what AWS calls Username, so the sub in e-mail pools."""

    username: str
    sub: str
    attributes: Mapping[str, str]
    """Without `sub`; in the order in which they were given.  Only the directory changes them."""
    status: str
    created: float
    modified: float
    password: str | None = None
    password_set: float = 0.0
    passwords: tuple[str, ...] = ()
    """The permanent passwords so far, the present one last; as many as a pool can remember."""
    enabled: bool = True
    preference: Preference = NO_FACTOR
    sms_by_settings: bool = False
    """SMS is on by SetUserSettings; see `mfa/sms_options.py`."""
    passkeys: dict[str, Passkey] = field(default_factory=dict)
    """By CredentialId."""
    registration: Registration | None = None
    """The registration of a passkey that has begun."""
    authenticator: Authenticator | None = None
    """The verified authenticator app, if any."""
    pending: Authenticator | None = None
    """The app that AssociateSoftwareToken handed out for an access token, not verified yet."""
    app: Authenticator | None = None
    """The app that the user looks at: the latest that was handed out, verified or not."""
    confirmation: Code | None = None
    """The sign-up code that was sent."""
    recovery: Code | None = None
    """The code for password recovery that was sent."""
    attribute_codes: dict[str, Code] = field(default_factory=dict)
    """The codes that were sent to verify an attribute; the code's destination becomes its value."""
    requests: dict[str, tuple[float, ...]] = field(default_factory=dict)
    """By quota, the times of this user's requests in the last hour."""
    verifier: Verifier | None = None
    """The SRP verifier of the password, computed when it is first needed."""
    password_attempts: Attempts = NONE
    code_attempts: Attempts = NONE
    """The failures at the second factor of a sign-in."""
    devices: dict[str, Device] = field(default_factory=dict)
    """By key: all that were handed out and not forgotten."""
    claims: Mapping[str, Any] = field(default_factory=dict)
    """What the scenario adds to the tokens of the user."""
    number: int = 0
    """The user's place among all that were added to the directory."""
    groups: set[str] = field(default_factory=set)
    """The names of the groups that the user is in."""
    linked_by: dict[tuple[str, str], str] = field(default_factory=dict)
    """By provider and id, the attribute by which an identity was linked, if not by the subject."""

    @property
    def federated(self) -> bool:
        """Whether the user comes from an outside identity provider.  A local user who is linked to one does not: AWS's
        example of AdminGetUser shows `identities`, none of them primary, with CONFIRMED.
        """
        return self.status == EXTERNAL_PROVIDER

    def set_password(self, password: str, *, status: str, at: float) -> None:
        self.password, self.password_set, self.verifier = password, at, None
        self.status, self.modified = status, at
        if status != FORCE_CHANGE_PASSWORD:
            self.passwords = (*self.passwords, password)[-_MOST_REMEMBERED:]


@dataclass(slots=True, repr=False, eq=False)
class Client:
    """An app client: `settings` holds UserPoolClientType's members under AWS's names."""

    id: str
    pool: Pool
    settings: dict[str, Any]
    risk: Mapping[str, Any] | None = None
    """The client's own risk configuration; None if it inherits the pool's."""
    resources: dict[str, dict[str, Record]] = field(default_factory=lambda: defaultdict(dict))
    """By kind and name, the resources that live in a client (`resources/table.py`)."""

    @property
    def secrets(self) -> list[str]:
        """The secrets that authenticate the client, the oldest first; none for a public client."""
        return [each["ClientSecretValue"] for each in self.resources[CLIENT_SECRETS].values()]

    @property
    def secret(self) -> str | None:
        """The oldest secret; None for a public client."""
        return next(iter(self.secrets), None)

    @property
    def risk_configuration(self) -> Mapping[str, Any] | None:
        """The risk configuration in force for this client; None for the defaults."""
        return self.pool.risk if self.risk is None else self.risk

    @property
    def hides_users(self) -> bool:
        """PreventUserExistenceErrors is on; it "defaults to LEGACY", which is off (botocore)."""
        return bool(self.settings.get("PreventUserExistenceErrors", "LEGACY") == "ENABLED")

    @property
    def flows(self) -> frozenset[str]:
        """The sign-in flows that are on, in AuthFlow's words."""
        return client_configuration.flows(self.settings)

    @property
    def rotates(self) -> bool:
        """Whether a refresh brings a new refresh token."""
        return client_configuration.rotates(self.settings)

    @property
    def grace_seconds(self) -> int:
        """How long a refresh token is valid after its first use; 0 if it is not set (our choice)."""
        return int(self.settings.get("RefreshTokenRotation", {}).get("RetryGracePeriodSeconds") or 0)

    @property
    def session_seconds(self) -> int:
        """How long a session lives: AuthSessionValidity, 3 minutes unless set (botocore)."""
        return int(self.settings.get("AuthSessionValidity") or 3) * 60

    def token_seconds(self, which: str) -> int:
        """How long an `Access`, `Id` or `Refresh` token lives."""
        return client_configuration.token_seconds(self.settings, which)


@dataclass(slots=True, repr=False, eq=False)
class Pool:
    """A user pool: `settings` holds UserPoolType's members, `mfa` the factor blocks of SetUserPoolMfaConfig."""

    id: str
    region: str
    settings: dict[str, Any]
    mfa: dict[str, Any]
    created: float
    modified: float
    clients: dict[str, Client] = field(default_factory=dict)
    users: Directory[User] = field(default_factory=Directory)
    imaginary: dict[str, User] = field(default_factory=dict)
    """By name, the users who do not exist and for whom a client that hides so began a sign-in."""
    device_group_key: str | None = None
    """The group key of all devices of its users, created with the first device."""
    risk: Mapping[str, Any] | None = None
    """The risk configuration; None for the defaults."""
    resources: dict[str, dict[str, Record]] = field(default_factory=lambda: defaultdict(dict))
    """By kind and name, the resources that live in a pool (`resources/table.py`)."""

    @property
    def arn(self) -> str:
        return f"arn:aws:cognito-idp:{self.region}:{ACCOUNT}:userpool/{self.id}"

    @property
    def threat_protection(self) -> str:
        """OFF, AUDIT or ENFORCED."""
        return str(self.settings.get("UserPoolAddOns", {}).get("AdvancedSecurityMode", "OFF"))

    @property
    def policy(self) -> str:
        """OFF, OPTIONAL or ON."""
        return str(self.settings.get("MfaConfiguration", "OFF"))

    @property
    def tracks_devices(self) -> bool:
        """Whether DeviceConfiguration has any member (botocore UserPoolType)."""
        return bool(self.settings.get("DeviceConfiguration"))

    @property
    def name_in_srp(self) -> str:
        return self.id.split("_", 1)[1]

    @property
    def issuer(self) -> str:
        return f"https://cognito-idp.{self.region}.amazonaws.com/{self.id}"

    @property
    def offered(self) -> frozenset[str]:
        """The factors that the pool offers."""
        return pool_configuration.offered(self.settings, self.mfa)

    @property
    def configuration(self) -> pool_configuration.Configuration:
        return pool_configuration.Configuration(self.settings, self.mfa)

    @property
    def recovery_attribute(self) -> str | None:
        """The attribute that account recovery uses first; None if the setting names none.

        Without AccountRecoverySetting AWS recovers as it did before the setting existed; then no factor is excluded
        here, which no public observation contradicts.
        """
        return next(iter(recovery.chosen_ways(self.settings.get("AccountRecoverySetting"))), None)

    @property
    def username_is(self) -> tuple[str, ...]:
        """UsernameAttributes: what users sign up with instead of a name of their own."""
        return tuple(self.settings.get("UsernameAttributes") or ())

    @property
    def aliases(self) -> tuple[str, ...]:
        """The attributes that a user can be found by, besides the username."""
        return self.username_is or tuple(self.settings.get("AliasAttributes") or ())

    @property
    def is_case_sensitive(self) -> bool:
        """CaseSensitive: the API's default is on; the console turns it off (developer guide, case sensitivity)."""
        return bool(self.settings.get("UsernameConfiguration", {}).get("CaseSensitive", True))

    def fold_case(self, name: str) -> str:
        """`name` as it is compared: in lower case if the pool is not case-sensitive."""
        return name if self.is_case_sensitive else name.lower()

    def find(self, name: str) -> User | None:
        """The user with this username or alias."""
        name = self.fold_case(name)
        if user := self.users.get(name):
            return user
        return next((user for alias in self.aliases if (user := self.alias_owner(alias, name))), None)

    def alias_owner(self, alias: str, value: str, *, besides: User | None = None) -> User | None:
        """The user with this alias, if the alias is in effect; `besides` is left out."""
        value = self.fold_case(value)
        for user in self.users.holders(alias, value):
            held = self.fold_case(user.attributes[alias])
            if user is not besides and held == value and self._is_alias(user, alias):
                return user
        return None

    def _is_alias(self, user: User, alias: str) -> bool:
        if user.federated:
            return False
        # An alias of AliasAttributes works once it is verified, one of UsernameAttributes from the start.
        verified = user.attributes.get(f"{alias}_verified") == "true"
        return bool(self.username_is) or alias == "preferred_username" or verified

    def find_any(self, name: str) -> User | None:
        """The user with this username, alias or sub.

        A Username that is not an alias "must be the sub of a local user" (botocore); sign-in does not accept a sub
        (ministackorg/ministack#1758).
        """
        return self.find(name) or next((user for user in self.users.holders("sub", name) if user.sub == name), None)

    def user(self, name: str) -> User:
        """The user that an administrator names by username, alias or sub; AWS's refusal if there is none."""
        user = self.find_any(name)
        if user is None:
            raise rejections.NO_USER(because=self.why_unknown(name))
        return user

    def why_unknown(self, name: str) -> str:
        """Why no user signs in by this name."""
        holders = (user.username for kind in ("sub", *ALIASES) for user in self.users.holders(kind, name))
        if (holder := next(holders, None)) is None:
            return nearest("user", name, self.users)
        return f"that is the sub, or an attribute that is not an alias or not verified, of user {holder}"

    def required_attributes(self) -> Iterator[str]:
        """In the order of DescribeUserPool, which is also that of a refused sign-up."""
        required = [each for each in self.settings["SchemaAttributes"] if each.get("Required")]
        return (each["Name"] for each in schema.in_order(required) if each["Name"] != "sub")
