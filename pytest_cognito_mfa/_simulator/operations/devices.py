"""Devices: ConfirmDevice, GetDevice, ListDevices, UpdateDeviceStatus, ForgetDevice, and the Admin operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.constants import ACCOUNT
from pytest_cognito_mfa._simulator import devices, rejections
from pytest_cognito_mfa._simulator.paging import LARGEST_PAGE
from pytest_cognito_mfa._simulator.registry import operation

if TYPE_CHECKING:
    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.device import Device
    from pytest_cognito_mfa._simulator.registry import Answer, Request
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool, User

_SDK = "aws-sdk-unknown-unknown"
"""The device name in AWS's examples for an unknown user agent; the simulator never sees a user agent."""


@operation("ConfirmDevice")
def confirm_device(service: Service, req: aws.ConfirmDeviceRequestTypeDef) -> Answer:
    pool, user = _signed_in(service, req)
    device = user.devices.get(req["DeviceKey"])
    if device is None or not device.is_confirmable:
        raise rejections.BAD_DEVICE_KEY()
    if device.is_registered:
        raise rejections.DEVICE_EXISTS()
    asks_user = bool(pool.settings["DeviceConfiguration"].get("DeviceOnlyRememberedOnUserPrompt"))
    verifier: Any = req.get("DeviceSecretVerifierConfig")
    devices.confirm(device, verifier=verifier, name=req.get("DeviceName"), remember=not asks_user, at=service.date)
    return {"UserConfirmationNecessary": asks_user}


@operation("GetDevice")
def get_device(service: Service, req: aws.GetDeviceRequestTypeDef) -> Answer:
    pool, user = _signed_in(service, req)
    device = _named(pool, user, req)
    return {"Device": _shown(device, _attributes(device, pool, user))}


@operation("AdminGetDevice")
def admin_get_device(service: Service, req: aws.AdminGetDeviceRequestTypeDef) -> Answer:
    pool, user = _administered(service, req, rejections.NO_RESOURCE)
    device = _named(pool, user, req)
    return {"Device": _shown(device, _attributes(device, pool, user))}


@operation("ListDevices")
def list_devices(service: Service, req: aws.ListDevicesRequestTypeDef) -> Answer:
    _, user = _signed_in(service, req)
    found = [device for device in user.devices.values() if device.is_registered and device.is_remembered]
    shown, token = _page(service, user, req, found)
    return {"Devices": [_shown(device, _own_attributes(device)) for device in shown], "PaginationToken": token}


@operation("AdminListDevices")
def admin_list_devices(service: Service, req: aws.AdminListDevicesRequestTypeDef) -> Answer:
    pool, user = _administered(service, req, rejections.NO_RESOURCE)
    found = [device for device in user.devices.values() if device.is_registered]
    shown, token = _page(service, user, req, found)
    return {"Devices": [_shown(device, _attributes(device, pool, user)) for device in shown], "PaginationToken": token}


def _page(service: Service, user: User, req: Request, found: list[Device]) -> tuple[list[Device], str | None]:
    page = service.pages.begin(("devices", user), req.get("PaginationToken"))
    return page.cut(found, req.get("Limit") or LARGEST_PAGE, lambda device: (device.created, device.key))


@operation("UpdateDeviceStatus")
def update_device_status(service: Service, req: aws.UpdateDeviceStatusRequestTypeDef) -> Answer:
    return _update(service, *_signed_in(service, req), req)


@operation("AdminUpdateDeviceStatus")
def admin_update_device_status(service: Service, req: aws.AdminUpdateDeviceStatusRequestTypeDef) -> Answer:
    return _update(service, *_administered(service, req), req)


@operation("ForgetDevice")
def forget_device(service: Service, req: aws.ForgetDeviceRequestTypeDef) -> Answer:
    pool, user = _signed_in(service, req)
    del user.devices[_named(pool, user, req).key]
    return {}


@operation("AdminForgetDevice")
def admin_forget_device(service: Service, req: aws.AdminForgetDeviceRequestTypeDef) -> Answer:
    pool, user = _administered(service, req)
    del user.devices[_named(pool, user, req).key]
    return {}


def _signed_in(service: Service, req: Request) -> tuple[Pool, User]:
    """Pool and user of the access token; the model does not require one in two operations."""
    if not req.get("AccessToken"):
        raise rejections.MISSING_PARAMETER(name="AccessToken")
    client, user = service.token_owner(req["AccessToken"])
    _refuse_without_tracking(client.pool)
    return client.pool, user


def _administered(service: Service, req: Request, gone: rejections.Refusal = rejections.NO_USER) -> tuple[Pool, User]:
    pool = service.pool(req["UserPoolId"])
    _refuse_without_tracking(pool)
    try:
        return pool, pool.user(req["Username"])
    except rejections.Rejection:
        raise gone() from None


def _refuse_without_tracking(pool: Pool) -> None:
    if not pool.tracks_devices:
        raise rejections.NO_DEVICE_TRACKING(because=f"pool {pool.settings['Name']} has no DeviceConfiguration")


def _named(pool: Pool, user: User, req: Request) -> Device:
    device = devices.find_registered(pool, user, req["DeviceKey"])
    if device is None:
        raise rejections.NO_DEVICE(because=devices.why_unusable(pool, user, req["DeviceKey"]))
    return device


def _update(service: Service, pool: Pool, user: User, req: Request) -> Answer:
    """A request without a status changes nothing (our choice)."""
    device, status = _named(pool, user, req), req.get("DeviceRememberedStatus")
    if status:
        device.is_remembered, device.modified = status == "remembered", service.date
    return {}


def _own_attributes(device: Device) -> dict[str, str | None]:
    """The attributes in ListDevices (AWS's example; aws-amplify/amplify-js#12171)."""
    return {"device_status": "valid", "device_name": device.name, "last_ip_used": device.last_ip}


def _attributes(device: Device, pool: Pool, user: User) -> dict[str, str | None]:
    """The attributes in the other operations, in the order of AWS's examples."""
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


def _shown(device: Device, attributes: dict[str, str | None]) -> Answer:
    """DeviceType; a device without a name has no `device_name`."""
    return {
        "DeviceAttributes": [{"Name": name, "Value": value} for name, value in attributes.items() if value is not None],
        "DeviceCreateDate": device.created,
        "DeviceKey": device.key,
        "DeviceLastAuthenticatedDate": float(device.last_authenticated),
        "DeviceLastModifiedDate": device.modified,
    }
