"""Remembered devices, with pycognito's proofs."""

from device_steps import generate_hash_device
from provocations.pool_setup import user
from pycognito.aws_srp import AWSSRP

TRACKED = {"DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False}}
UNKNOWN = "us-east-1_3f7f4d7e-1111-4111-8111-0123456789ab"


def remembered(setup):
    """alice's device, confirmed by her; what pycognito needs for its proof."""
    result = setup.open(user(), **TRACKED).public.password("alice")["AuthenticationResult"]
    new = result["NewDeviceMetadata"]
    password, config = generate_hash_device(new["DeviceGroupKey"], new["DeviceKey"])
    setup.aws.confirm_device(
        AccessToken=result["AccessToken"], DeviceKey=new["DeviceKey"], DeviceSecretVerifierConfig=config
    )
    return {"device_key": new["DeviceKey"], "device_group_key": new["DeviceGroupKey"], "device_password": password}


def wrong_proof_of_a_device(setup):
    device = {**remembered(setup), "device_password": "d3Jvbmc="}
    public, key = setup.public, {"DEVICE_KEY": device["device_key"]}
    srp = AWSSRP("alice", "Secret-1", setup.cognito.user_pool_id, public.client.id, client=setup.aws, **device)
    asked = public.password("alice", **key)
    begun = {"SRP_A": f"{srp.large_a_value:x}", **key}
    asked = public.respond("DEVICE_SRP_AUTH", "alice", asked.get("Session"), **begun)
    answer = srp.process_device_challenge(asked["ChallengeParameters"])
    answer.pop("USERNAME")
    return public.respond("DEVICE_PASSWORD_VERIFIER", "alice", asked.get("Session"), **answer)


def unknown_device(setup):
    """The key with the password; with its proof, as amazon-cognito-identity-js sends it; with an access token."""
    if setup.operation == "UpdateDeviceStatus":
        return setup.open(user(), **TRACKED).call(AccessToken=setup.token_of("alice"), DeviceKey=UNKNOWN)
    if setup.operation == "InitiateAuth":
        return setup.caller.password("newcomer", DEVICE_KEY=UNKNOWN)
    return setup.caller.prove("newcomer", *setup.caller.srp_challenge("newcomer"), DEVICE_KEY=UNKNOWN)
