"""Devices: ConfirmDevice, GetDevice, ListDevices, UpdateDeviceStatus, ForgetDevice, and the Admin operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import devices, rejections
from pytest_cognito_mfa._simulator.operations.pools import ACCOUNT
from pytest_cognito_mfa._simulator.registry import operation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_cognito_idp.type_defs import (
        AdminForgetDeviceRequestTypeDef,
        AdminGetDeviceRequestTypeDef,
        AdminListDevicesRequestTypeDef,
        AdminUpdateDeviceStatusRequestTypeDef,
        ConfirmDeviceRequestTypeDef,
        ForgetDeviceRequestTypeDef,
        GetDeviceRequestTypeDef,
        ListDevicesRequestTypeDef,
        UpdateDeviceStatusRequestTypeDef,
    )

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Device, Pool, User

_SDK = "aws-sdk-unknown-unknown"
"""What AWS's examples show where the caller's user agent tells nothing; the simulator hears of none."""


@operation("ConfirmDevice")
def confirm_device(service: Service, req: ConfirmDeviceRequestTypeDef) -> Mapping[str, Any]:
    pool, user = _signed_in(service, req)
    device = user.devices.get(req["DeviceKey"])
    if device is None or not device.is_confirmable:
        raise rejections.BAD_DEVICE_KEY()
    if device.is_registered:
        raise rejections.DEVICE_EXISTS()
    asks_user = bool(pool.settings["DeviceConfiguration"].get("DeviceOnlyRememberedOnUserPrompt"))
    verifier: Any = req.get("DeviceSecretVerifierConfig")
    devices.confirm(
        device, verifier=verifier, name=req.get("DeviceName"), remember=not asks_user, at=round(service.now, 3)
    )
    return {"UserConfirmationNecessary": asks_user}


@operation("GetDevice")
def get_device(service: Service, req: GetDeviceRequestTypeDef) -> Mapping[str, Any]:
    pool, user = _signed_in(service, req)
    device = _named(pool, user, req)
    return {"Device": _shown(device, _attributes(device, pool, user))}


@operation("AdminGetDevice")
def admin_get_device(service: Service, req: AdminGetDeviceRequestTypeDef) -> Mapping[str, Any]:
    pool, user = _administered(service, req, rejections.NO_DEVICE_OWNER)
    device = _named(pool, user, req)
    return {"Device": _shown(device, _attributes(device, pool, user))}


@operation("ListDevices")
def list_devices(service: Service, req: ListDevicesRequestTypeDef) -> Mapping[str, Any]:
    _, user = _signed_in(service, req)
    found = [device for device in user.devices.values() if device.is_registered and device.is_remembered]
    shown, token = devices.page(found, req.get("Limit", 0), req.get("PaginationToken"))
    return {"Devices": [_shown(device, _own_attributes(device)) for device in shown], "PaginationToken": token}


@operation("AdminListDevices")
def admin_list_devices(service: Service, req: AdminListDevicesRequestTypeDef) -> Mapping[str, Any]:
    pool, user = _administered(service, req, rejections.NO_DEVICE_OWNER)
    found = [device for device in user.devices.values() if device.is_registered]
    shown, token = devices.page(found, req.get("Limit", 0), req.get("PaginationToken"))
    return {"Devices": [_shown(device, _attributes(device, pool, user)) for device in shown], "PaginationToken": token}


@operation("UpdateDeviceStatus")
def update_device_status(service: Service, req: UpdateDeviceStatusRequestTypeDef) -> Mapping[str, Any]:
    return _update(service, *_signed_in(service, req), req)


@operation("AdminUpdateDeviceStatus")
def admin_update_device_status(service: Service, req: AdminUpdateDeviceStatusRequestTypeDef) -> Mapping[str, Any]:
    return _update(service, *_administered(service, req), req)


@operation("ForgetDevice")
def forget_device(service: Service, req: ForgetDeviceRequestTypeDef) -> Mapping[str, Any]:
    pool, user = _signed_in(service, req)
    del user.devices[_named(pool, user, req).key]
    return {}


@operation("AdminForgetDevice")
def admin_forget_device(service: Service, req: AdminForgetDeviceRequestTypeDef) -> Mapping[str, Any]:
    pool, user = _administered(service, req)
    del user.devices[_named(pool, user, req).key]
    return {}


def _signed_in(service: Service, req: Mapping[str, Any]) -> tuple[Pool, User]:
    """Pool and user behind the access token, which the model of two operations does not require."""
    if not req.get("AccessToken"):
        raise rejections.MISSING_PARAMETER(name="AccessToken")
    client, user = service.token_owner(req["AccessToken"])
    _refuse_without_tracking(client.pool)
    return client.pool, user


def _administered(
    service: Service, req: Mapping[str, Any], gone: rejections.Refusal = rejections.NO_USER
) -> tuple[Pool, User]:
    pool = service.pool(req["UserPoolId"])
    _refuse_without_tracking(pool)
    try:
        return pool, pool.user(req["Username"])
    except rejections.Rejection:
        raise gone() from None


def _refuse_without_tracking(pool: Pool) -> None:
    if not pool.tracks_devices:
        raise rejections.NO_DEVICE_TRACKING()


def _named(pool: Pool, user: User, req: Mapping[str, Any]) -> Device:
    device = devices.registered(pool, user, req["DeviceKey"])
    if device is None:
        raise rejections.NO_DEVICE()
    return device


def _update(service: Service, pool: Pool, user: User, req: Mapping[str, Any]) -> Mapping[str, Any]:
    """A request without a status changes nothing (our choice)."""
    device, status = _named(pool, user, req), req.get("DeviceRememberedStatus")
    if status:
        device.is_remembered, device.modified = status == "remembered", round(service.now, 3)
    return {}


def _own_attributes(device: Device) -> dict[str, str | None]:
    """What ListDevices shows (AWS's example; aws-amplify/amplify-js#12171)."""
    return {"device_status": "valid", "device_name": device.name, "last_ip_used": device.last_ip}


def _attributes(device: Device, pool: Pool, user: User) -> dict[str, str | None]:
    """What the other operations show, in the order of AWS's examples."""
    owner = f"{user.username}.{pool.id}"
    return {
        "device_status": "valid",
        "device_name": device.name,
        "dev:device_arn": f"arn:aws:cognito-idp:{pool.region}:{ACCOUNT}:owner/{owner}/device/{device.key}",
        "dev:device_owner": owner,
        "last_ip_used": device.last_ip,
        "dev:device_remembered_status": "remembered" if device.is_remembered else "not_remembered",
        "dev:device_sdk": _SDK,
    }


def _shown(device: Device, attributes: dict[str, str | None]) -> Mapping[str, Any]:
    """DeviceType; a device without a name has no `device_name`."""
    return {
        "DeviceAttributes": [{"Name": name, "Value": value} for name, value in attributes.items() if value is not None],
        "DeviceCreateDate": device.created,
        "DeviceKey": device.key,
        "DeviceLastAuthenticatedDate": float(device.last_authenticated),
        "DeviceLastModifiedDate": device.modified,
    }
