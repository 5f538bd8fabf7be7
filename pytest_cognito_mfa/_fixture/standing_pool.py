"""The pool of a standing, with its one user `subject`, and the challenge that AWS sends this user next.

The pool is that of the default scenario with another policy and other factors.  Only administrators recover accounts in
it: AWS never asks for a factor whose channel also recovers passwords.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import DEFAULT_REGION, EMAIL, FACTORS, SMS, TOTP
from pytest_cognito_mfa._scenario import default, frozen, thawed
from pytest_cognito_mfa._simulator import devices
from pytest_cognito_mfa._simulator.crypto.srp import Verifier
from pytest_cognito_mfa._simulator.mfa import challenges
from pytest_cognito_mfa._simulator.operations.sign_in import refuse_by_state
from pytest_cognito_mfa._simulator.rejections import Rejection
from pytest_cognito_mfa._simulator.sessions import Attempt
from pytest_cognito_mfa._simulator.sign_in_flow import passed_with, standing_of
from pytest_cognito_mfa._simulator.state import CONFIRMED, FORCE_CHANGE_PASSWORD
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._fixture.standings import UserStanding
    from pytest_cognito_mfa._scenario import PoolSpec, UserSpec
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, User

SUBJECT: Final = "subject"

_BLOCKS: Final = {
    SMS: ("SmsConfiguration", "SmsMfaConfiguration"),
    TOTP: ("SoftwareTokenMfaConfiguration",),
    EMAIL: ("EmailConfiguration", "EmailMfaConfiguration"),
}
"""The settings of a pool that offers the factor."""

_ATTRIBUTES: Final[Mapping[str, Mapping[str, str]]] = {
    SMS: {"phone_number": "+12065550106", "phone_number_verified": "true"},
    TOTP: {},
    EMAIL: {"email": "subject@example.com", "email_verified": "true"},
}

_FLOWS: Final = [
    *("ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH")
]
_TRUSTING: Final = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False}


def pool_of(standing: UserStanding, region: str) -> PoolSpec:
    """The pool `standing` with its one user, `subject`."""
    pool = default(region).pools[0]
    clients = tuple(replace(client, id=None) for client in pool.clients)
    user = _user(standing, pool.users[0])
    settings = frozen(_settings(standing, thawed(pool.settings)))
    return replace(pool, id=f"{region}_Standing1", name="standing", settings=settings, clients=clients, users=(user,))


def written(policy: str, offered: tuple[str, ...], standings: Sequence[UserStanding]) -> dict[str, Any]:
    """A pool in the words of a scenario, with a user for each of the standings: user1, user2 and so on."""
    settings = thawed(default(DEFAULT_REGION).pools[0].settings)
    users = [written_user(f"user{number}", standing) for number, standing in enumerate(standings, 1)]
    clients = [{"ClientName": "app", "ExplicitAuthFlows": _FLOWS}]
    return {"Name": "drawn", **_offering(policy, offered, settings), "clients": clients, "users": users}


def written_user(name: str, standing: UserStanding) -> dict[str, Any]:
    """A user of that standing, in the words of a scenario."""
    attributes = {attribute: value for factor in standing.on for attribute, value in _ATTRIBUTES[factor].items()}
    return {
        "Username": name,
        "Password": "Drawn-passw0rd",
        "UserStatus": FORCE_CHANGE_PASSWORD if standing.invited else CONFIRMED,
        "UserAttributes": attributes,
        "UserMFASettingList": list(standing.on),
        **({"PreferredMfaSetting": standing.preferred} if standing.preferred else {}),
    }


def _settings(standing: UserStanding, settings: dict[str, Any]) -> dict[str, Any]:
    settings = _offering(standing.policy, standing.offered, settings)
    return settings | ({"DeviceConfiguration": _TRUSTING} if standing.trusted_device else {})


def _offering(policy: str, offered: tuple[str, ...], settings: dict[str, Any]) -> dict[str, Any]:
    """The settings with that policy and without the factors that are not offered."""
    for factor in FACTORS:
        if policy == "OFF" or factor not in offered:
            for block in _BLOCKS[factor]:
                del settings[block]
    settings["MfaConfiguration"] = policy
    settings["AccountRecoverySetting"] = {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]}
    return settings


def _user(standing: UserStanding, model: UserSpec) -> UserSpec:
    attributes = {name: value for factor in standing.on for name, value in _ATTRIBUTES[factor].items()}
    return replace(
        model,
        username=SUBJECT,
        password="Subject-passw0rd",  # noqa: S106 - a simulated user's
        status=FORCE_CHANGE_PASSWORD if standing.invited else CONFIRMED,
        attributes=frozen(attributes),
        factors=standing.on,
        preferred=standing.preferred,
    )


def give_device(service: Service) -> None:
    """Register and remember a device of the subject; the test can read its password."""
    pool = next(iter(service.pools.values()))
    user, sources = pool.users[SUBJECT], service.sources
    device = devices.hand_out(sources, pool, user, "127.0.0.1", is_confirmable=True)
    devices.confirm(device, verifier=None, name=None, remember=True, at=service.date)
    device.password = sources.opaque(40)
    salt = int.from_bytes(sources.bytes(16), "big")
    device.verifier = Verifier.of(device.group_key, device.key, device.password, salt)


def next_challenge(client: Client, user: User) -> str | None:
    """The challenge after the right password, by the table of challenges; None if tokens follow.

    Raises `SettingError` if AWS would refuse the sign-in.
    """
    device = next((device for device in user.devices.values() if device.is_registered), None)
    attempt = Attempt(client, user, "", device_key=None if device is None else device.key)
    try:
        refuse_by_state(user)
        decided = challenges.next_challenge(standing_of(attempt, passed_with(user)))
        if decided.refused is not None:
            raise decided.refused()
    except Rejection as refused:
        raise SettingError(f"cognito.next_challenge: AWS would refuse this sign-in: {refused}") from None
    return decided.challenge
