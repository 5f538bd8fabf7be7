"""Remembered devices."""

from sign_in_steps import needs_error

from .pool_setup import user

KEY = {"DeviceKey": "us-east-1_0a"}


def tracking(setup):
    return setup.open(user(), DeviceConfiguration={"ChallengeRequiredOnNewDevice": True})


def confirmed_twice(setup):
    tokens = tracking(setup).cognito.sign_in("alice")
    request = {"AccessToken": tokens.access_token, "DeviceKey": tokens.device_key}
    setup.aws.confirm_device(**request)
    setup.aws.confirm_device(**request)


def by_token(setup):
    return {"AccessToken": tracking(setup).token_of("alice")}


TABLE = {
    "NO_DEVICE": lambda s: s.public.password("newcomer", DEVICE_KEY="us-east-1_0"),
    "BAD_DEVICE_KEY": lambda s: s.aws.confirm_device(**by_token(s), **KEY),
    "DEVICE_EXISTS": confirmed_twice,
    "NO_DEVICE_TRACKING": lambda s: s.aws.list_devices(AccessToken=s.token_of()),
}

NEWER = {
    "DEVICE_EXISTS": needs_error("ConfirmDevice", "DeviceKeyExistsException"),
}
