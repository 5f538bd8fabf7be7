"""The rules of remembered devices: how a device is handed out, confirmed, trusted and forgotten.

A pool tracks devices when its DeviceConfiguration has any member (botocore UserPoolType).  "Guide" is the developer
guide, "Working with user devices in your user pool".

1. A sign-in that ends in tokens and names no registered device gets a new one, NewDeviceMetadata.  Its access tokens
   name the device, through every refresh; its id tokens never do (aws-amplify/amplify-swift#2588).  The group key is
   the pool's: an SDK speaks of a "device pool" (aws-amplify/aws-sdk-ios#5339; inferred).
2. ConfirmDevice "begins device tracking" (API reference until 2024): before it, a device is not registered, and no
   operation finds it.  It accepts any access token of its user (simonmcallister0210/cognito-srp-helper's live tests).
   A key is not valid if it was handed out to a response that named the user by an alias instead of the username
   (aws-amplify/amplify-js#4047; public code), or if it was not handed out to this user (inferred).
3. Confirming also remembers, unless DeviceOnlyRememberedOnUserPrompt leaves that to UpdateDeviceStatus (botocore
   DeviceConfigurationType).
4. The verifier is not checked; a wrong one fails at the next sign-in (jonsaw/amazon-cognito-identity-dart#62).  The
   model allows to leave it out; such a device cannot prove itself and counts as not remembered (our choice).
5. A remembered device is trusted, and replaces the second factor, if ChallengeRequiredOnNewDevice is true (botocore
   DeviceConfigurationType).
6. When a sign-in names a key of its own user, then a device that is
   remembered must prove itself by SRP before there are tokens;
   registered and not remembered is treated as if none was named, but the tokens are that device's (guide: a new key
   is for "any sign-in that doesn't already include device information");
   not registered yet is treated as if none was named (botocore DeviceConfigurationType: such devices "must still
   provide a second factor"), and a new device is handed out.
7. A key does not exist if it was forgotten, never handed out, or belongs to another user, and so to another pool.
   Every call that names such a key is refused once the password is right (aws-amplify/amplify-js#12188).  SRP's first
   step does not check it: the refusal comes with PASSWORD_VERIFIER, which may then be answered again without the key
   (amazon-archives/amazon-cognito-identity-js#206).  Without tracking no key exists (aws-amplify/amplify-js#10083).
8. A response may name another device than the call before it; one that names none keeps the device.
9. A refresh needs the key of the sign-in's own device, and the device must still be registered
   (aws-amplify/amplify-android#2506, aws-amplify/amplify-js#2962).  Without tracking no key is needed and any is
   ignored (aws/aws-sdk-cpp#851).
10. A device is forgotten by ForgetDevice, by AdminForgetDevice, and with its user; not by signing out.
11. ListDevices lists the remembered devices (aws-amplify/amplify-js#12171), AdminListDevices every registered one;
    the oldest first (inferred from the examples of AWS's command line).
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.crypto.srp import Verifier
from pytest_cognito_mfa._simulator.device import Device

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.mfa.standing import Trust
    from pytest_cognito_mfa._simulator.sources import Sources
    from pytest_cognito_mfa._simulator.state import Pool, User


def hand_out(sources: Sources, pool: Pool, user: User, ip: str, *, is_confirmable: bool) -> Device:
    """Hand out a new device to `user`."""
    if pool.device_group_key is None:
        pool.device_group_key = f"-{sources.opaque(8)}"
    key = f"{pool.region}_{sources.uuid()}"
    device = Device(key, pool.device_group_key, int(sources.clock.timestamp()), ip, is_confirmable)
    user.devices[key] = device
    return device


def confirm(device: Device, *, verifier: Mapping[str, str] | None, name: str | None, remember: bool, at: float) -> None:
    """Register `device`; `verifier` is the request's DeviceSecretVerifierConfig."""
    device.is_registered, device.is_remembered = True, remember
    device.name, device.created, device.modified = name, at, at
    if verifier and verifier.get("PasswordVerifier"):
        device.verifier = Verifier(_number(verifier.get("Salt", "")), _number(verifier["PasswordVerifier"]))


def _number(text: str) -> int:
    """The number in base64; padding may be missing, as in AWS's own example, and other characters are skipped."""
    kept = re.sub(r"[^A-Za-z0-9+/]", "", text)
    kept = kept[: len(kept) - (len(kept) % 4 == 1)]
    return int.from_bytes(base64.b64decode(kept + "=" * (-len(kept) % 4)), "big")


def find_registered(pool: Pool, user: User, key: str | None) -> Device | None:
    """The user's registered device with this key, if the pool tracks devices."""
    device = user.devices.get(key or "") if pool.tracks_devices else None
    return device if device is not None and device.is_registered else None


def exists(pool: Pool, user: User, key: str | None) -> bool:
    """Whether a sign-in of `user` may name this key: it was handed out and not forgotten."""
    return pool.tracks_devices and key in user.devices


def refuse_unknown(pool: Pool, user: User, key: str | None) -> None:
    """Refuse a sign-in that names a device which does not exist."""
    if key and not exists(pool, user, key):
        raise rejections.NO_DEVICE(because=why_unusable(pool, user, key))


def why_unusable(pool: Pool, user: User, key: str) -> str:
    """Why the device with this key cannot be used, or cannot prove itself."""
    device = user.devices.get(key)
    if not pool.tracks_devices:
        return f"pool {pool.settings['Name']} has no DeviceConfiguration, so it tracks no devices"
    if device is None:
        return f"user {user.username} has no such device: the key was not handed out to this user, or it was forgotten"
    if not device.is_registered:
        return "that device was handed out by a sign-in, and ConfirmDevice was not called for it"
    return "that device is confirmed and not remembered: UpdateDeviceStatus says so"


def provable_device(pool: Pool, user: User, key: str | None) -> tuple[Device, Verifier] | None:
    """The remembered device with this key, and the verifier of its proof; None if it cannot prove itself."""
    device = find_registered(pool, user, key)
    if device is None or device.verifier is None or not device.is_remembered:
        return None
    return device, device.verifier


def trust_level(pool: Pool, user: User, key: str | None) -> Trust:
    """How far the challenge table trusts the device with this key."""
    if provable_device(pool, user, key) is None:
        return "none"
    return "trusted" if pool.settings["DeviceConfiguration"].get("ChallengeRequiredOnNewDevice") else "remembered"


def may_refresh(device: Device | None, pool: Pool, user: User, key: str | None) -> bool:
    """Whether a call that names `key` may refresh the tokens of a sign-in on `device`."""
    if device is None or not pool.tracks_devices:
        return True
    return key == device.key and find_registered(pool, user, key) is device
