"""What each operation that succeeded tells of its user before it, and what it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._simulator.mfa.factors import DESTINATION, EMAIL, FACTORS, SMS, TOTP
from pytest_cognito_mfa._simulator.state import FORCE_CHANGE_PASSWORD, UNCONFIRMED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._inference.exchanges import Recorded
    from pytest_cognito_mfa._inference.facts import Subject

_BLOCKS: Final = {"SMSMfaSettings": SMS, "SoftwareTokenMfaSettings": TOTP, "EmailMfaSettings": EMAIL}


def new_password(exchange: Recorded, user: Subject) -> None:
    user.tell("status", FORCE_CHANGE_PASSWORD, exchange)
    given = [name.removeprefix("userAttributes.") for name in exchange.given if name.startswith("userAttributes.")]
    user.change("status", "password", *(f"attribute {name}" for name in given))


def _preference(exchange: Recorded, user: Subject) -> None:
    """A factor that could be turned on had what it needs."""
    for member, factor in _BLOCKS.items():
        if exchange.asked.get(member, {}).get("Enabled"):
            if factor == TOTP:
                user.tell("registered", True, exchange)
            else:
                user.tell(f"needs {DESTINATION[factor]}", True, exchange)
    user.change("factors", "preferred", "challenged", *(f"chose {factor}" for factor in FACTORS))


def _confirmed(exchange: Recorded, user: Subject) -> None:
    user.tell("status", UNCONFIRMED, exchange)
    user.change("status", "attribute email_verified", "attribute phone_number_verified")


def _changed_password(exchange: Recorded, user: Subject) -> None:
    if previous := exchange.asked.get("PreviousPassword"):
        user.tell("password", previous, exchange)
    user.change("password", "status")


def _changed_attributes(exchange: Recorded, user: Subject) -> None:
    names = [pair["Name"] for pair in exchange.asked.get("UserAttributes", ())]
    for attribute in DESTINATION.values():
        if f"{attribute}_verified" in names and attribute not in names:
            user.tell(f"needs {attribute}", True, exchange)
    names += exchange.asked.get("UserAttributeNames", ())
    names += [f"{name}_verified" for name in names if name in DESTINATION.values()]
    user.change("can recover")
    user.change(
        *(f"attribute {name}" for name in names), *(f"{what} {name}" for name in names for what in ("needs", "mask"))
    )


def _verified_attribute(exchange: Recorded, user: Subject) -> None:
    user.change(f"attribute {exchange.asked.get('AttributeName')}_verified")


def _lost_app(exchange: Recorded, user: Subject) -> None:
    user.tell("registered", True, exchange)
    user.change("registered", "factors", "preferred", "challenged")


def _reset(exchange: Recorded, user: Subject) -> None:
    user.tell("can recover", True, exchange)
    user.change("status")


def _changes(*names: str) -> Callable[[Recorded, Subject], None]:
    return lambda _exchange, user: user.change(*names)


def _device(exchange: Recorded, user: Subject) -> None:
    key = exchange.asked.get("DeviceKey")
    user.tell(f"device {key}", {"remembered": True}, exchange)


def _devices(exchange: Recorded, user: Subject) -> None:
    described = exchange.answer.get("Devices") or [exchange.answer.get("Device") or {}]
    for device in described:
        user.tell(f"device {device.get('DeviceKey')}", {"remembered": True, "shown": device}, exchange)


def _confirmed_device(exchange: Recorded, user: Subject) -> None:
    user.tell(f"device {exchange.asked.get('DeviceKey')}", {"remembered": None}, exchange)


CHANGES: Final[Mapping[str, Callable[[Recorded, Subject], None]]] = {
    "SetUserMFAPreference": _preference,
    "AdminSetUserMFAPreference": _preference,
    "SetUserSettings": _changes("options"),
    "AdminSetUserSettings": _changes("options"),
    "VerifySoftwareToken": _changes("registered", "app"),
    "AdminDeleteSoftwareToken": _lost_app,
    "ConfirmSignUp": _confirmed,
    "AdminConfirmSignUp": _confirmed,
    "ChangePassword": _changed_password,
    "ConfirmForgotPassword": _changed_password,
    "AdminSetUserPassword": _changed_password,
    "AdminResetUserPassword": _reset,
    "AdminDisableUser": _changes("enabled"),
    "AdminEnableUser": _changes("enabled"),
    "UpdateUserAttributes": _changed_attributes,
    "AdminUpdateUserAttributes": _changed_attributes,
    "DeleteUserAttributes": _changed_attributes,
    "AdminDeleteUserAttributes": _changed_attributes,
    "VerifyUserAttribute": _verified_attribute,
    "ConfirmDevice": _confirmed_device,
    "GetDevice": _devices,
    "AdminGetDevice": _devices,
    "ListDevices": _devices,
    "AdminListDevices": _devices,
    "UpdateDeviceStatus": _device,
    "AdminUpdateDeviceStatus": _device,
    "ForgetDevice": _device,
    "AdminForgetDevice": _device,
}
