"""What the simulator remembers: pools, app clients and users.  Facts only, no rules of sign-in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._vocabulary import STANDARD_ATTRIBUTES

from . import rejections
from .factors import EMAIL, SMS, TOTP, Authenticator
from .java_order import in_java_order
from .lockout import NONE, Attempts
from .preference import Preference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from types_boto3_cognito_idp.type_defs import AttributeTypeTypeDef

    from .srp import Verifier

CONFIRMED = "CONFIRMED"
UNCONFIRMED = "UNCONFIRMED"
FORCE_CHANGE_PASSWORD = "FORCE_CHANGE_PASSWORD"  # noqa: S105 - a status, not a password
RESET_REQUIRED = "RESET_REQUIRED"

ALIASES = ("email", "phone_number", "preferred_username")


@dataclass(frozen=True, slots=True, repr=False)
class Confirmation:
    """A sign-up code: which attribute it went to, and until when it is good."""

    code: str
    attribute: str
    expires: float


@dataclass(slots=True, repr=False)
class User:
    """One user of a pool; `username` is what AWS calls Username, so the sub in e-mail pools."""

    username: str
    sub: str
    attributes: dict[str, str]
    """Without `sub`; in the order in which they were given."""
    status: str
    created: float
    modified: float
    password: str | None = None
    password_set: float = 0.0
    enabled: bool = True
    preference: Preference = field(default_factory=Preference)
    authenticator: Authenticator | None = None
    """The verified authenticator app, if any."""
    pending: Authenticator | None = None
    """Handed out by AssociateSoftwareToken with an access token, not verified yet."""
    app: Authenticator | None = None
    """What the user's app shows: the latest that was handed out, verified or not."""
    confirmation: Confirmation | None = None
    """The sign-up code that is on its way to the user."""
    verifier: Verifier | None = None
    """The password's SRP verifier, made when first asked for."""
    password_attempts: Attempts = NONE
    code_attempts: Attempts = NONE
    """What failed at sign-in's second factor."""

    def set_password(self, password: str, *, status: str, at: float) -> None:
        self.password, self.password_set, self.verifier = password, at, None
        self.status, self.modified = status, at

    def stored_attributes(self) -> dict[str, str]:
        """The attributes as AWS seems to keep them: what shares a place in its lists comes in this order.

        Recorded are locale before middle_name, email_verified before address, and email before
        picture; a map of 64 buckets, filled by the schema, is the simplest that gives all three (inferred).
        """
        known = {name: self.attributes[name] for name in STANDARD_ATTRIBUTES if name in self.attributes}
        return in_java_order(known | self.attributes, 64)

    def listed_attributes(self) -> list[dict[str, str]]:
        """UserAttributes as the API gives them, `sub` among them, in the order of aws-amplify/amplify-js#1259."""
        listed = in_java_order({"sub": self.sub, **self.stored_attributes()})
        return [{"Name": name, "Value": value} for name, value in listed.items()]


@dataclass(slots=True, repr=False)
class Client:
    """An app client: `settings` holds UserPoolClientType's members under AWS's names."""

    id: str
    pool: Pool
    settings: dict[str, Any]
    secret: str | None = None

    @property
    def hides_users(self) -> bool:
        """PreventUserExistenceErrors is on; it "defaults to LEGACY", which is off (botocore)."""
        return bool(self.settings.get("PreventUserExistenceErrors", "LEGACY") == "ENABLED")

    @property
    def flows(self) -> frozenset[str]:
        """The sign-in flows that are on, in AuthFlow's words.

        Without ExplicitAuthFlows: refresh, SRP and custom (botocore).  The values without
        ALLOW_ are the older form, which leaves SRP and refresh always on.
        """
        explicit = self.settings.get("ExplicitAuthFlows") or []
        if not any(flow.startswith("ALLOW_") for flow in explicit):
            always = ["REFRESH_TOKEN_AUTH", "USER_SRP_AUTH"]
            legacy = [flow.replace("CUSTOM_AUTH_FLOW_ONLY", "CUSTOM_AUTH") for flow in explicit]
            flows = [*always, *(legacy or ["CUSTOM_AUTH"])]
        else:
            flows = [flow.removeprefix("ALLOW_") for flow in explicit]
        if "ADMIN_USER_PASSWORD_AUTH" in flows or "ADMIN_NO_SRP_AUTH" in flows:
            flows += ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"]
        if "REFRESH_TOKEN_AUTH" in flows:
            flows.append("REFRESH_TOKEN")
        if self.rotates:
            # "You can't authenticate with REFRESH_TOKEN_AUTH in app clients with refresh token rotation
            # enabled" (developer guide, refresh tokens); that it is refused like a flow that is off is inferred.
            flows = [flow for flow in flows if not flow.startswith("REFRESH_TOKEN")]
        return frozenset(flows)

    @property
    def rotates(self) -> bool:
        """Whether a refresh brings a new refresh token (botocore RefreshTokenRotationType)."""
        return bool(self.settings.get("RefreshTokenRotation", {}).get("Feature") == "ENABLED")

    @property
    def grace_seconds(self) -> int:
        """How long a refresh token counts after its first use; 0, no grace, is our choice where it is not set."""
        return int(self.settings.get("RefreshTokenRotation", {}).get("RetryGracePeriodSeconds") or 0)

    @property
    def session_seconds(self) -> int:
        """How long a challenge waits: AuthSessionValidity, 3 minutes unless set (botocore)."""
        return int(self.settings.get("AuthSessionValidity") or 3) * 60

    def token_seconds(self, which: str) -> int:
        """How long an `Access`, `Id` or `Refresh` token lives (botocore UserPoolClientType)."""
        given = self.settings.get(f"{which}TokenValidity")
        unit = self.settings.get("TokenValidityUnits", {}).get(
            f"{which}Token", "days" if which == "Refresh" else "hours"
        )
        seconds = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}[unit]
        if given:
            return int(given) * seconds
        return 30 * 86400 if which == "Refresh" else 3600


@dataclass(slots=True, repr=False)
class Pool:
    """A user pool: `settings` holds UserPoolType's members, `mfa` the factor blocks of SetUserPoolMfaConfig."""

    id: str
    region: str
    settings: dict[str, Any]
    mfa: dict[str, Any]
    created: float
    modified: float
    clients: dict[str, Client] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    @property
    def policy(self) -> str:
        """OFF, OPTIONAL or ON."""
        return str(self.settings.get("MfaConfiguration", "OFF"))

    @property
    def name_in_srp(self) -> str:
        return self.id.split("_", 1)[1]

    @property
    def issuer(self) -> str:
        return f"https://cognito-idp.{self.region}.amazonaws.com/{self.id}"

    @property
    def offered(self) -> frozenset[str]:
        """The factors that the pool offers.

        An active SMS configuration makes SMS available by itself; one's own SES with the
        Essentials or Plus tier does so for e-mail (developer guide, MFA, "User pool settings
        and their effect on MFA options").
        """
        offered = set()
        if self.settings.get("SmsConfiguration"):
            offered.add(SMS)
        if self.mfa.get("SoftwareTokenMfaConfiguration", {}).get("Enabled"):
            offered.add(TOTP)
        own_ses = self.settings.get("EmailConfiguration", {}).get("EmailSendingAccount") == "DEVELOPER"
        if "EmailMfaConfiguration" in self.mfa or (own_ses and self.settings.get("UserPoolTier") != "LITE"):
            offered.add(EMAIL)
        return frozenset(offered)

    @property
    def recovery_attribute(self) -> str | None:
        """The attribute that account recovery uses first, or None where none is set up.

        Without AccountRecoverySetting AWS recovers as it did before the setting existed; we
        then exclude no factor, which no public observation contradicts.
        """
        ways = self.settings.get("AccountRecoverySetting", {}).get("RecoveryMechanisms") or []
        first = min(ways, key=lambda way: way["Priority"], default={"Name": "admin_only"})["Name"]
        return {"verified_email": "email", "verified_phone_number": "phone_number"}.get(first)

    @property
    def username_is(self) -> tuple[str, ...]:
        """UsernameAttributes: what users sign up with instead of a name of their own."""
        return tuple(self.settings.get("UsernameAttributes") or ())

    def find(self, name: str) -> User | None:
        """The user of that username, or of that alias where the pool has it as one."""
        if user := self.users.get(name):
            return user
        aliases = self.username_is or tuple(self.settings.get("AliasAttributes") or ())
        for alias in aliases:
            for user in self.users.values():
                if user.attributes.get(alias) == name and self._is_alias(user, alias):
                    return user
        return None

    def _is_alias(self, user: User, alias: str) -> bool:
        # AliasAttributes work once verified; a pool of UsernameAttributes takes them from the start.
        verified = user.attributes.get(f"{alias}_verified") == "true"
        return bool(self.username_is) or alias == "preferred_username" or verified

    def user(self, name: str) -> User:
        """The user that an administrator names, by username, alias or sub; AWS's refusal when there is none.

        "this value must be the sub of a local user" is what botocore says of Username, where it is no
        alias; sign-in takes no sub (ministackorg/ministack#1758).
        """
        user = self.find(name) or next((user for user in self.users.values() if user.sub == name), None)
        if user is None:
            raise rejections.NO_USER()
        return user

    def required_attributes(self) -> Iterator[str]:
        for attribute in self.settings.get("SchemaAttributes", ()):
            if attribute.get("Required") and attribute["Name"] != "sub":
                yield attribute["Name"]


def attribute_map(listed: Sequence[AttributeTypeTypeDef]) -> dict[str, str]:
    """AWS's list of Name and Value as a dict, in its order."""
    return {pair["Name"]: pair.get("Value", "") for pair in listed}
