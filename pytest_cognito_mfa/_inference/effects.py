"""What each successful operation shows about its user before the call, and what it changes in the user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._aws.constants import DESTINATION, EMAIL, FACTORS, SMS, TOTP
from pytest_cognito_mfa._simulator.state import FORCE_CHANGE_PASSWORD, UNCONFIRMED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._inference.exchanges import RecordedExchange
    from pytest_cognito_mfa._inference.identities import Subject

_BLOCKS: Final = {"SMSMfaSettings": SMS, "SoftwareTokenMfaSettings": TOTP, "EmailMfaSettings": EMAIL}


def _remember(user: Subject) -> None:
    """Count the passwords that the recording sets."""
    user.add_fact(f"set password {len(user.with_prefix('set password '))}", True)


def new_password(exchange: RecordedExchange, user: Subject) -> None:
    _remember(user)
    user.add_fact("status", FORCE_CHANGE_PASSWORD)
    prefix = "userAttributes."
    names = [name.removeprefix(prefix) for name in exchange.auth_parameters if name.startswith(prefix)]
    user.mark_changed("status", "password", *(f"attribute {name}" for name in names))


def _preference(exchange: RecordedExchange, user: Subject) -> None:
    """A user whose factor was turned on had an app or an address for it."""
    for member, factor in _BLOCKS.items():
        if exchange.request.get(member, {}).get("Enabled"):
            if factor == TOTP:
                user.add_fact("registered", True)
            else:
                user.add_fact(f"needs {DESTINATION[factor]}", True)
    user.mark_changed("factors", "preferred", "challenged", *(f"chose {factor}" for factor in FACTORS))


def _confirmed(_: RecordedExchange, user: Subject) -> None:
    user.add_fact("status", UNCONFIRMED)
    user.mark_changed("status", "attribute email_verified", "attribute phone_number_verified")


def _changed_password(exchange: RecordedExchange, user: Subject) -> None:
    _remember(user)
    if previous := exchange.request.get("PreviousPassword"):
        user.add_fact("password", previous)
    user.mark_changed("password", "status")


def _changed_attributes(exchange: RecordedExchange, user: Subject) -> None:
    names = [pair["Name"] for pair in exchange.request.get("UserAttributes", ())]
    for attribute in DESTINATION.values():
        if f"{attribute}_verified" in names and attribute not in names:
            user.add_fact(f"needs {attribute}", True)
    names += exchange.request.get("UserAttributeNames", ())
    names += [f"{name}_verified" for name in names if name in DESTINATION.values()]
    user.mark_changed("can recover")
    user.mark_changed(
        *(f"attribute {name}" for name in names), *(f"{what} {name}" for name in names for what in ("needs", "mask"))
    )


def _verified_attribute(exchange: RecordedExchange, user: Subject) -> None:
    user.mark_changed(f"attribute {exchange.request.get('AttributeName')}_verified")


def _deleted_app(_: RecordedExchange, user: Subject) -> None:
    user.add_fact("registered", True)
    user.mark_changed("registered", "factors", "preferred", "challenged")


def _reset(_: RecordedExchange, user: Subject) -> None:
    user.add_fact("can recover", True)
    user.mark_changed("status")


def _changes(*names: str) -> Callable[[RecordedExchange, Subject], None]:
    return lambda _, user: user.mark_changed(*names)


def _device(exchange: RecordedExchange, user: Subject) -> None:
    key = exchange.request.get("DeviceKey")
    user.add_fact(f"device {key}", {"remembered": True})


def _devices(exchange: RecordedExchange, user: Subject) -> None:
    described = exchange.answer.get("Devices") or [exchange.answer.get("Device") or {}]
    for device in described:
        user.add_fact(f"device {device.get('DeviceKey')}", {"remembered": True, "description": device})


def _confirmed_device(exchange: RecordedExchange, user: Subject) -> None:
    user.add_fact(f"device {exchange.request.get('DeviceKey')}", {"remembered": None})


CHANGES: Final[Mapping[str, Callable[[RecordedExchange, Subject], None]]] = {
    "SetUserMFAPreference": _preference,
    "AdminSetUserMFAPreference": _preference,
    "SetUserSettings": _changes("options"),
    "AdminSetUserSettings": _changes("options"),
    "VerifySoftwareToken": _changes("registered", "app"),
    "AdminDeleteSoftwareToken": _deleted_app,
    "ConfirmSignUp": _confirmed,
    "AdminConfirmSignUp": _confirmed,
    "ChangePassword": _changed_password,
    "ConfirmForgotPassword": _changed_password,
    "AdminSetUserPassword": _changed_password,
    "AdminResetUserPassword": _reset,
    "AdminDisableUser": _changes("enabled"),
    "AdminEnableUser": _changes("enabled"),
    "AdminLinkProviderForUser": _changes("attribute identities"),
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
