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
from pytest_cognito_mfa._simulator.mfa import challenges, first_factors
from pytest_cognito_mfa._simulator.operations.choice_based_sign_in import choice_of
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
    clients = tuple(replace(client, id=None, settings=_client(standing, client.settings)) for client in pool.clients)
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


def _client(standing: UserStanding, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """The settings of a client; choice-based sign-in is on where there are first factors."""
    if not standing.first:
        return settings
    found: dict[str, Any] = thawed(settings)
    found["ExplicitAuthFlows"].append("ALLOW_USER_AUTH")
    frozen_again: Mapping[str, Any] = frozen(found)
    return frozen_again


def _settings(standing: UserStanding, settings: dict[str, Any]) -> dict[str, Any]:
    sender = settings["SmsConfiguration"]
    settings = _offering(standing.policy, standing.offered, settings)
    if standing.first:
        settings["Policies"] = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", *standing.first]}}
        settings["WebAuthnConfiguration"] = {"RelyingPartyId": "auth.example.com"}
        settings |= {"SmsConfiguration": sender} if "SMS_OTP" in standing.first else {}
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
    reached = [*standing.on, *(SMS if factor == "SMS_OTP" else factor for factor in standing.first)]
    attributes = {name: value for factor in reached for name, value in _ATTRIBUTES.get(factor, {}).items()}
    return replace(
        model,
        username=SUBJECT,
        password="" if standing.passwordless else "Subject-passw0rd",
        passkeys=("Passkey",) if standing.passkey else (),
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


def first_challenge(client: Client, user: User) -> str:
    """The challenge of USER_AUTH for a user who prefers nothing, by the table of first factors.

    Raises `SettingError` if the pool of the standing has no first factors beside the password.
    """
    if "USER_AUTH" not in client.flows:
        raise SettingError(
            "cognito.first_challenge: the client of this standing has no USER_AUTH; it has it with "
            "first_factors=['email'], where MFA is not required"
        )
    return str(first_factors.first_challenge(choice_of(Attempt(client, user, ""))).challenge)


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
