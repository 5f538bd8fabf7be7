"""The user's side of a device, through boto3, with pycognito's arithmetic."""

import functools

from pycognito.aws_srp import AWSSRP, generate_hash_device

generate_hash_device = functools.cache(generate_hash_device)
"""A device of the same keys, in a pool of the same seed, has the same password in each test."""

ALWAYS = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False}
ON_PROMPT = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": True}
BESIDE_MFA = {"ChallengeRequiredOnNewDevice": False, "DeviceOnlyRememberedOnUserPrompt": False}
SMS_POOL = {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}, "MfaConfiguration": "ON"}
NO_DEVICE = ("ResourceNotFoundException", "Device does not exist.")


def user(name="alice", digit=0, **more):
    attributes = {"phone_number": f"+1206555010{digit}", "email": f"{name}@example.com", "email_verified": "true"}
    return {"Username": name, "Password": "Secret-1", "UserAttributes": attributes, **more}


def finished(answer):
    """The AuthenticationResult of a sign-in that is over."""
    assert not {"ChallengeName", "Session"} & set(answer)
    return answer["AuthenticationResult"]


def coded(caller, answer, name="alice", **more):
    """Answer SMS_MFA with the code that was sent."""
    assert answer["ChallengeName"] == "SMS_MFA"
    code = {"SMS_MFA_CODE": caller.cognito.outbox[-1].code}
    return caller.respond("SMS_MFA", name, answer["Session"], **{**code, **more})


class Phone:
    """A device that was handed out with `result`, and what its owner keeps of it."""

    def __init__(self, caller, result, name="alice"):
        self.caller, self.name = caller, name
        self.token = result["AccessToken"]
        self.key, self.group = (result["NewDeviceMetadata"][member] for member in ("DeviceKey", "DeviceGroupKey"))
        self.password, self.verifier = generate_hash_device(self.group, self.key)

    @classmethod
    def of(cls, caller, name="alice"):
        """A new one, by a sign-in that is arranged."""
        tokens = caller.cognito.sign_in(name, client=caller.client.id)
        metadata = {"DeviceKey": tokens.device_key, "DeviceGroupKey": tokens.device_group_key}
        return cls(caller, {"AccessToken": tokens.access_token, "NewDeviceMetadata": metadata}, name)

    def confirm(self, **more):
        request = {"AccessToken": self.token, "DeviceKey": self.key, "DeviceSecretVerifierConfig": self.verifier}
        answer = self.caller.aws.confirm_device(**{**request, **more})
        return answer["UserConfirmationNecessary"]

    def confirmed(self, **more):
        self.confirm(**more)
        return self

    def mark(self, status):
        self.caller.aws.update_device_status(AccessToken=self.token, DeviceKey=self.key, DeviceRememberedStatus=status)

    def forget(self):
        self.caller.aws.forget_device(AccessToken=self.token, DeviceKey=self.key)

    def srp(self):
        caller = self.caller
        named = {"device_key": self.key, "device_group_key": self.group, "device_password": self.password}
        return AWSSRP(self.name, "unused", caller.cognito.user_pool_id, caller.client.id, client=caller.aws, **named)

    def begin(self, session=None, **changed):
        """Answer DEVICE_SRP_AUTH; pycognito's half and the challenge that follows."""
        srp = self.srp()
        answers = {"DEVICE_KEY": self.key, "SRP_A": f"{srp.large_a_value:x}", **changed}
        name = answers.pop("USERNAME", self.name)
        return srp, self.caller.respond("DEVICE_SRP_AUTH", name, session, **answers)

    def prove(self, srp, challenge, session=None, **changed):
        """Answer DEVICE_PASSWORD_VERIFIER."""
        answers = {**srp.process_device_challenge(challenge["ChallengeParameters"]), **changed}
        name = answers.pop("USERNAME")
        return self.caller.respond("DEVICE_PASSWORD_VERIFIER", name, session, **answers)

    def answer(self, asked):
        """Both steps, each with the session that it was given."""
        assert asked["ChallengeName"] == "DEVICE_SRP_AUTH"
        srp, challenge = self.begin(asked["Session"])
        return self.prove(srp, challenge, challenge["Session"])
