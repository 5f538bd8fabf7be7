"""The user of a standing: a pool in which `subject` stands so, and what AWS then asks for.

The pool is the default scenario's, but for its policy, the factors that it offers, and that accounts are
recovered by an administrator alone: AWS asks for no factor of the channel that recovers passwords.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import EMAIL, FACTORS, SMS, TOTP
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
    from collections.abc import Mapping

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
"""What a pool has that offers the factor."""

_ATTRIBUTES: Final[Mapping[str, Mapping[str, str]]] = {
    SMS: {"phone_number": "+12065550106", "phone_number_verified": "true"},
    TOTP: {},
    EMAIL: {"email": "subject@example.com", "email_verified": "true"},
}

_TRUSTING: Final = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False}


def pool_of(standing: UserStanding, region: str) -> PoolSpec:
    """A pool `standing` with the one user, `subject`."""
    pool = default(region).pools[0]
    clients = tuple(replace(client, id=None) for client in pool.clients)
    user = _user(standing, pool.users[0])
    settings = frozen(_settings(standing, thawed(pool.settings)))
    return replace(pool, id=f"{region}_Standing1", name="standing", settings=settings, clients=clients, users=(user,))


def _settings(standing: UserStanding, settings: dict[str, Any]) -> dict[str, Any]:
    offered = () if standing.policy == "OFF" else standing.offered
    for factor in FACTORS:
        if factor not in offered:
            for block in _BLOCKS[factor]:
                del settings[block]
    settings["MfaConfiguration"] = standing.policy
    settings["AccountRecoverySetting"] = {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]}
    return settings | ({"DeviceConfiguration": _TRUSTING} if standing.trusted_device else {})


def _user(standing: UserStanding, model: UserSpec) -> UserSpec:
    attributes = {name: value for factor in standing.on for name, value in _ATTRIBUTES[factor].items()}
    return replace(
        model,
        username=SUBJECT,
        password="Subject-passw0rd",  # noqa: S106 - of nobody
        status=FORCE_CHANGE_PASSWORD if standing.invited else CONFIRMED,
        attributes=frozen(attributes),
        factors=standing.on,
        preferred=standing.preferred,
    )


def give_device(service: Service) -> None:
    """Register and remember a device of the subject's, which proves itself by a password that the test can see."""
    pool = next(iter(service.pools.values()))
    user, sources = pool.users[SUBJECT], service.sources
    device = devices.hand_out(sources, pool, user, "127.0.0.1", is_confirmable=True)
    devices.confirm(device, verifier=None, name=None, remember=True, at=service.date)
    device.password = sources.opaque(40)
    salt = int.from_bytes(sources.bytes(16), "big")
    device.verifier = Verifier.of(device.group_key, device.key, device.password, salt)


def next_challenge(client: Client, user: User) -> str | None:
    """What the table says that follows the right password; None for tokens.

    Raises `SettingError` where AWS would refuse the sign-in.
    """
    device = next((device for device in user.devices.values() if device.is_registered), None)
    attempt = Attempt(client, user, "", device_key=None if device is None else device.key)
    try:
        refuse_by_state(user)
        decided = challenges.next_challenge(standing_of(attempt, passed_with(user)))
        if decided.refused is not None:
            raise decided.refused()
    except Rejection as refused:
        raise SettingError(f"nothing is asked for next: as things stand, this sign-in is refused: {refused}") from None
    return decided.challenge
