"""What a test sees of a pool, a client and a user: the simulator's live state, read-only."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.members import ByMembers
from pytest_cognito_mfa._fixture.read_only import ByName, ReadOnly
from pytest_cognito_mfa._simulator.resources.groups import in_order
from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pytest_cognito_mfa._simulator.state import Client, Pool, User


@dataclass(frozen=True, eq=False)
class Tokens(ByMembers):
    """The three tokens of a finished sign-in."""

    access_token: str
    """AWS's AccessToken, a JWT."""
    id_token: str
    """AWS's IdToken, a JWT with the user's attributes."""
    refresh_token: str
    """AWS's RefreshToken."""
    device_key: str | None = None
    """The key of the device that the sign-in got, if the pool tracks devices."""
    device_group_key: str | None = None
    """The key of that device's group, for `DEVICE_PASSWORD_VERIFIER`."""

    def __repr__(self) -> str:
        return "<Tokens access, id, refresh>"


@dataclass(frozen=True, eq=False)
class DeviceView(ByMembers):
    """A confirmed device of a user, as it is now."""

    key: str
    """DeviceKey."""
    group_key: str
    """DeviceGroupKey."""
    name: str | None
    """DeviceName; None if ConfirmDevice gave none."""
    remembered: bool
    """Whether the user or the pool's settings remember it."""
    password: str | None = field(default=None, repr=False)
    """The password of the device, if `cognito_standings` gave the device to the user; else None."""

    def __repr__(self) -> str:
        return f"<Device {self.key}, {'remembered' if self.remembered else 'not remembered'}>"


class UserView(ReadOnly):
    """A user as Cognito has it now."""

    _KIND = "user"
    _KEYS = MappingProxyType(
        {
            "username": "Username",
            "sub": "UserAttributes",
            "status": "UserStatus",
            "enabled": "Enabled",
            "password": "Password",
            "attributes": "UserAttributes",
            "mfa_settings": "UserMFASettingList",
            "preferred_mfa": "PreferredMfaSetting",
            "totp_secret": "SecretCode",
            "groups": "groups",
        }
    )

    _user: User

    def __init__(self, user: User) -> None:
        vars(self)["_user"] = user

    @property
    def username(self) -> str:
        """AWS's Username; it is the sub where users sign up with e-mail or phone."""
        return self._user.username

    @property
    def sub(self) -> str:
        """The user's id, which never changes: a UUID."""
        return self._user.sub

    @property
    def status(self) -> str:
        """UserStatus, such as ``CONFIRMED`` or ``FORCE_CHANGE_PASSWORD``."""
        return self._user.status

    @property
    def enabled(self) -> bool:
        """Whether the user may sign in; AdminDisableUser sets it to False."""
        return self._user.enabled

    @property
    def password(self) -> str:
        """The password that signs in now; it changes when the code under test changes it."""
        return self._user.password or ""

    @property
    def attributes(self) -> dict[str, str]:
        """UserAttributes by name, with `sub`; every value is a text, as in the API."""
        return {"sub": self._user.sub, **self._user.attributes}

    @property
    def mfa_settings(self) -> list[str]:
        """UserMFASettingList: the factors that are on. It is empty where the API leaves the member out."""
        return list(self._user.preference.listed)

    @property
    def preferred_mfa(self) -> str | None:
        """PreferredMfaSetting, or None."""
        return self._user.preference.preferred

    @property
    def totp_secret(self) -> str | None:
        """The latest secret of the user's authenticator app, in base32."""
        return self._user.app.secret if self._user.app else None

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of the groups that the user is in, in the order of the claim `cognito:groups`."""
        return tuple(in_order(self._user.groups))

    @property
    def devices(self) -> tuple[DeviceView, ...]:
        """The confirmed devices that were not forgotten, remembered or not; the oldest first."""
        return tuple(
            DeviceView(device.key, device.group_key, device.name, device.is_remembered, device.password)
            for device in self._user.devices.values()
            if device.is_registered
        )

    def __repr__(self) -> str:
        on = ", ".join(self._user.preference.listed) or "no factor on"
        return f"<User {self.username}: {self.status}, {on}, preferred {self.preferred_mfa or 'none'}>"


class ClientView(ReadOnly):
    """An app client of a pool."""

    _KIND = "client"
    _KEYS = MappingProxyType({"id": "ClientId", "name": "ClientName", "secret": "ClientSecret"})
    _client: Client

    def __init__(self, client: Client) -> None:
        vars(self)["_client"] = client

    @property
    def id(self) -> str:
        """ClientId."""
        return self._client.id

    @property
    def name(self) -> str:
        """ClientName."""
        return str(self._client.settings["ClientName"])

    @property
    def secret(self) -> str | None:
        """ClientSecret; None for a public client."""
        return self._client.secret

    def __repr__(self) -> str:
        return f"<Client {self.name} {self.id}>"


class PoolView(ReadOnly):
    """A user pool."""

    _KIND = "pool"
    _KEYS = MappingProxyType(
        {
            "id": "Id",
            "name": "Name",
            "mfa_configuration": "MfaConfiguration",
            "clients": "clients",
            "users": "users",
        }
    )
    _pool: Pool

    def __init__(self, pool: Pool) -> None:
        vars(self)["_pool"] = pool

    @property
    def id(self) -> str:
        """The pool's Id, such as ``us-east-1_Example01``."""
        return self._pool.id

    @property
    def name(self) -> str:
        """PoolName."""
        return str(self._pool.settings["Name"])

    @property
    def issuer(self) -> str:
        """The `iss` of the pool's tokens; its keys are at ``<issuer>/.well-known/jwks.json``."""
        return self._pool.issuer

    @property
    def mfa_configuration(self) -> str:
        """OFF, OPTIONAL or ON."""
        return self._pool.policy

    @property
    def clients(self) -> Mapping[str, ClientView]:
        """The app clients by their ClientName."""
        clients = self._pool.clients.values()
        return ByName("client", {client.settings["ClientName"]: ClientView(client) for client in clients})

    @property
    def users(self) -> Mapping[str, UserView]:
        """The users by their username."""
        return ByName("user", {name: UserView(user) for name, user in self._pool.users.items()})

    def __repr__(self) -> str:
        return f"<Pool {self.name} {self.id}, MFA {self.mfa_configuration}, {len(self._pool.users)} users>"


def first_pool(pools: Iterable[Pool]) -> Pool:
    """The first pool; `SettingError` if there is none."""
    for pool in pools:
        return pool
    raise SettingError("there is no pool; the code under test has deleted all of them")


def found_user(pools: Collection[Pool], name: str) -> tuple[Pool, User]:
    """The first user of that username, alias or sub; `SettingError` names what there is."""
    for pool in pools:
        if isinstance(name, str) and (user := pool.find_any(name)) is not None:
            return pool, user
    raise SettingError(unknown("user", name, [name for pool in pools for name in pool.users]))


def found_client(pool: Pool, name: str | None) -> Client:
    """The client of that ClientName or id, or the first; `SettingError` names what there is."""
    for client in pool.clients.values():
        if name is None or name in (client.id, client.settings["ClientName"]):
            return client
    if name is None:
        raise SettingError(f"pool {pool.id} has no app client; add one under clients: in the scenario")
    raise SettingError(unknown("client", name, [client.settings["ClientName"] for client in pool.clients.values()]))


def totp_code(user: User, name: str, now: float) -> str:
    """The code that the user's authenticator app shows; `SettingError` if there is no app."""
    if user.app is None:
        raise SettingError(
            f"user {name!r} has no authenticator app; the code under test must call AssociateSoftwareToken, or the "
            "scenario must list SOFTWARE_TOKEN_MFA in the user's UserMFASettingList"
        )
    return user.app.code(now)


def tokens_of(result: Mapping[str, Any]) -> Tokens:
    """The tokens of an AuthenticationResult."""
    device = result.get("NewDeviceMetadata", {})
    three = (result["AccessToken"], result["IdToken"], result["RefreshToken"])
    return Tokens(*three, device.get("DeviceKey"), device.get("DeviceGroupKey"))
