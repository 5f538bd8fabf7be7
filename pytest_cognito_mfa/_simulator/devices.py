"""What a pool remembers of its users' devices, and what a device's key is worth.

A pool tracks devices when its DeviceConfiguration has any member (botocore UserPoolType).
"Guide" is the developer guide, "Working with user devices in your user pool".

1. A sign-in that ends in tokens and names no registered device is handed a new one,
   NewDeviceMetadata; its access tokens name the device, through every refresh, the id tokens
   never do (aws-amplify/amplify-swift#2588).  The group key is the pool's: an SDK speaks of a
   "device pool" (aws-amplify/aws-sdk-ios#5339; inferred).
2. ConfirmDevice "begins device tracking" (API reference until 2024): before, a device is not
   registered, and no operation finds it.  Any access token of its user will do
   (simonmcallister0210/cognito-srp-helper's live tests).  No valid key is what was handed out to
   an answer that named the user by an alias instead of the username (aws-amplify/amplify-js#4047;
   public code), nor what was not handed out to this user (inferred).
3. Confirming remembers, unless DeviceOnlyRememberedOnUserPrompt leaves that to
   UpdateDeviceStatus (botocore DeviceConfigurationType).
4. The verifier is taken as it comes; a wrong one fails at the next sign-in
   (jonsaw/amazon-cognito-identity-dart#62).  Without one, as the model allows, a device
   cannot prove itself: it counts as one that is not remembered (our choice).
5. A remembered device is trusted, and stands for the second factor, where
   ChallengeRequiredOnNewDevice is true (botocore DeviceConfigurationType).
6. A sign-in that names a key of the user's own, by what it is:
   remembered: it proves itself by SRP before there are tokens;
   registered, not remembered: as if it named none, but its tokens are that device's (guide: a
   new key is for "any sign-in that doesn't already include device information");
   not registered yet: as if it named none (botocore DeviceConfigurationType: such devices
   "must still provide a second factor"), and a new device is handed out.
7. A key that was forgotten, never handed out, or is another user's, so another pool's, does
   not exist, for every call that names it once the password is right
   (aws-amplify/amplify-js#12188).  SRP's first step does not look at it: the refusal comes
   with PASSWORD_VERIFIER, which may then be answered again without the key
   (amazon-archives/amazon-cognito-identity-js#206).
   Without tracking no key exists (aws-amplify/amplify-js#10083).
8. An answer may name another device than the call before; one that names none keeps it.
9. A refresh needs the key of the sign-in's own device, and that it is registered still
   (aws-amplify/amplify-android#2506, aws-amplify/amplify-js#2962).  Without tracking
   it needs none, and any is passed over (aws/aws-sdk-cpp#851).
10. A device is forgotten by ForgetDevice, AdminForgetDevice, and with its user; not by signing out.
11. ListDevices lists the remembered ones (aws-amplify/amplify-js#12171), AdminListDevices
    every registered one; the oldest first (inferred from the examples of AWS's command line).
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.crypto.srp import Verifier
from pytest_cognito_mfa._simulator.state import Device

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pytest_cognito_mfa._simulator.mfa.standing import Trust
    from pytest_cognito_mfa._simulator.sources import Sources
    from pytest_cognito_mfa._simulator.state import Pool, User

DEFAULT_LIMIT = 60
"""How many devices a page has without a Limit: the most that one may ask for (botocore QueryLimitType)."""


def handed_out(sources: Sources, pool: Pool, user: User, ip: str, *, is_confirmable: bool) -> Device:
    """A new device of `user`."""
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
    """The number behind base64 that may lack its padding, as AWS's own example does; of other characters nothing."""
    kept = re.sub(r"[^A-Za-z0-9+/]", "", text)
    kept = kept[: len(kept) - (len(kept) % 4 == 1)]
    return int.from_bytes(base64.b64decode(kept + "=" * (-len(kept) % 4)), "big")


def registered(pool: Pool, user: User, key: str | None) -> Device | None:
    """The user's registered device of that key, while the pool tracks devices."""
    device = user.devices.get(key or "") if pool.tracks_devices else None
    return device if device is not None and device.is_registered else None


def exists(pool: Pool, user: User, key: str | None) -> bool:
    """Whether a sign-in of `user` may name that key: one that was handed out, and is not forgotten."""
    return pool.tracks_devices and key in user.devices


def refuse_unknown(pool: Pool, user: User, key: str | None) -> None:
    """Refuse a sign-in that names a device which does not exist."""
    if key and not exists(pool, user, key):
        raise rejections.NO_DEVICE()


def provable(pool: Pool, user: User, key: str | None) -> tuple[Device, Verifier] | None:
    """The remembered device of that key, and what its proof is held against; None where it cannot prove itself."""
    device = registered(pool, user, key)
    if device is None or device.verifier is None or not device.is_remembered:
        return None
    return device, device.verifier


def trust(pool: Pool, user: User, key: str | None) -> Trust:
    """What the device of that key is to the table of challenges."""
    if provable(pool, user, key) is None:
        return "none"
    return "trusted" if pool.settings["DeviceConfiguration"].get("ChallengeRequiredOnNewDevice") else "remembered"


def may_refresh(device: Device | None, pool: Pool, user: User, key: str | None) -> bool:
    """Whether the tokens of a sign-in on `device` may be refreshed by who names `key`."""
    if device is None or not pool.tracks_devices:
        return True
    return key == device.key and registered(pool, user, key) is device


def page(found: Iterable[Device], limit: int, token: str | None) -> tuple[list[Device], str | None]:
    """At most `limit` of the devices that follow `token`, and the token of the next page, if there is one.

    A token names the last device of its page, so devices may be forgotten in between.
    """
    after = _place_of(token) if token else (0.0, "")
    rest = sorted((device for device in found if _place(device) > after), key=_place)
    shown = rest[: limit or DEFAULT_LIMIT]
    if len(shown) == len(rest):
        return shown, None
    created, key = _place(shown[-1])
    return shown, base64.urlsafe_b64encode(f"{created} {key}".encode()).decode()


def _place(device: Device) -> tuple[float, str]:
    return device.created, device.key


def _place_of(token: str) -> tuple[float, str]:
    try:
        created, key = base64.urlsafe_b64decode(token).decode().split(" ")
        return float(created), key
    except ValueError:
        raise rejections.BAD_PAGE() from None
