"""A simulator for one recording: its pool, its client and its users, and the steps that lead to the recorded call."""

import base64
import hashlib
import hmac
import json
from datetime import timezone
from email.utils import parsedate_to_datetime

import urllib3
import yaml
from pycognito.aws_srp import AWSSRP

from pytest_cognito_mfa import simulate
from pytest_cognito_mfa._aws import is_signed

SIGNATURE = "AWS4-HMAC-SHA256 Credential=fake/20300101/us-east-1/cognito-idp/aws4_request, Signature=0"
FLOWS = ["USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "USER_SRP_AUTH", "REFRESH_TOKEN_AUTH"]
SMS = {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}}
TOTP = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
EMAIL = {
    "EmailMfaConfiguration": {},
    "EmailConfiguration": {"EmailSendingAccount": "DEVELOPER"},
    "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]},
}
FACTORS = {"MfaConfiguration": "OPTIONAL", **SMS, **TOTP, **EMAIL}
"""A pool that offers every factor."""
TRACKED = {"DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False}}
"""A pool that remembers every device."""
FIRST_FACTORS = {
    "Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"]}},
    "WebAuthnConfiguration": {"RelyingPartyId": "auth.example.com"},
}
"""A pool that allows codes by e-mail and passkeys as first factors."""
PASSWORD = "Recorded-passw0rd"
SECRET = "1example23456789not0a0real0secret9876543210example1"


def user(name, password=PASSWORD, *, factors=(), preferred=None, attributes=(), **more):
    """A user of a scenario; `preferred` is always on.  Attributes are given in another order than AWS's."""
    on = [*factors, *([preferred] if preferred else ())]
    made = {"Username": name, "UserAttributes": dict(sorted(dict(attributes).items()))}
    made |= {"Password": password} if password else {}
    return (
        made
        | ({"UserMFASettingList": on} if on else {})
        | ({"PreferredMfaSetting": preferred} if preferred else {})
        | more
    )


class SimulatedRecording:
    """The simulator of one recording; `open` makes it, the other methods act in it through a raw HTTP client."""

    def __init__(self, recording, stack, folder):
        self.recording, self._stack, self._path = recording, stack, folder / "scenario.yaml"
        asked = recording.asked or {}
        self.client_id = asked.get("ClientId", "1example23456789")
        self.pool_id = asked.get("UserPoolId", f"{recording.region}_Recorded1")
        self._secret = None
        self.cognito = None

    @property
    def _region(self):
        """The pool's region; the URL of a sample of AWS's documentation may name another one."""
        return self.pool_id.rpartition("_")[0]

    def open(self, *users, secret=False, client=None, **pool):
        """Start at the recorded time, with one pool of these settings and users; ids and codes never change."""
        made = {"ClientName": "app", "ClientId": self.client_id, "PreventUserExistenceErrors": "LEGACY"}
        made["ExplicitAuthFlows"] = [f"ALLOW_{flow}" for flow in FLOWS]
        made |= (client or {}) | ({"ClientSecret": SECRET} if secret else {})
        self._secret = SECRET if secret else None
        members = {"Name": "recorded", "Id": self.pool_id, **pool, "clients": [made], "users": list(users)}
        self._path.write_text(yaml.safe_dump({"region": self._region, "pools": [members]}))
        self.cognito = self._stack.enter_context(simulate(self._path))
        self.cognito._service.sources._random.seed(1)
        date = self.recording.header("date") or ""
        then = parsedate_to_datetime(date) if date and not date.startswith("<") else None
        self.cognito.clock.freeze(then and then.replace(tzinfo=timezone.utc))
        return self.cognito

    def send(self, operation, parameters):
        """The raw answer to a request with the recorded headers."""
        kept = {
            name: value
            for name, value in self.recording.asked_with.items()
            if not name.startswith(":") and not value.startswith("<") and name.lower() not in _OWN
        }
        headers = {
            **kept,
            "X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}",
            "Content-Type": "application/x-amz-json-1.1",
        }
        if is_signed(operation):
            headers["Authorization"] = SIGNATURE
        url = f"https://cognito-idp.{self._region}.amazonaws.com/"
        with urllib3.PoolManager(retries=False) as pools:
            return pools.request("POST", url, headers=headers, body=json.dumps(parameters))

    def call(self, operation, **parameters):
        """The parsed answer to a step before the recorded call; the step must succeed."""
        reply = self.send(operation, parameters)
        assert reply.status == 200, reply.data
        return json.loads(reply.data or b"{}")

    # -- steps of a sign-in ---------------------------------------------------------------

    def hash_of(self, name):
        digest = hmac.digest(self._secret.encode(), f"{name}{self.client_id}".encode(), hashlib.sha256)
        return base64.b64encode(digest).decode()

    def password_request(self, name, password=PASSWORD):
        """The request of InitiateAuth with a password."""
        parameters = {"USERNAME": name, "PASSWORD": password}
        parameters |= {"SECRET_HASH": self.hash_of(name)} if self._secret else {}
        return {"ClientId": self.client_id, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}

    def challenged(self, name, password=PASSWORD):
        """The session of the challenge that follows the password."""
        return self.call("InitiateAuth", **self.password_request(name, password))["Session"]

    def tokens_of(self, name, password=PASSWORD):
        """AuthenticationResult of a sign-in without a second factor."""
        return self.call("InitiateAuth", **self.password_request(name, password))["AuthenticationResult"]

    def token_of(self, name):
        return self.cognito.sign_in(name).access_token

    def srp_request(self, name, password=PASSWORD):
        """The request of InitiateAuth with SRP, and the client that can answer its challenge."""
        srp = AWSSRP(name, password, self.pool_id, self.client_id, client=object())
        parameters = {"USERNAME": name, "SRP_A": f"{srp.large_a_value:x}"}
        return srp, {"ClientId": self.client_id, "AuthFlow": "USER_SRP_AUTH", "AuthParameters": parameters}

    def proof_request(self, name, password=PASSWORD):
        """The request of RespondToAuthChallenge with the proof of a password."""
        srp, request = self.srp_request(name, password)
        asked = self.call("InitiateAuth", **request)
        answers = srp.process_challenge(asked["ChallengeParameters"], {"USERNAME": name})
        return self.answer_request("PASSWORD_VERIFIER", **answers)

    def answer_request(self, challenge, session=None, **answers):
        request = {"ClientId": self.client_id, "ChallengeName": challenge, "ChallengeResponses": answers}
        return request | ({"Session": session} if session else {})

    @property
    def code(self):
        """The code of the latest message."""
        return self.cognito.outbox[-1].code

    def wrong(self, code):
        return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}"

    def signed_up(self, name, password=PASSWORD, **attributes):
        listed = [{"Name": attribute, "Value": value} for attribute, value in attributes.items()]
        return self.call("SignUp", ClientId=self.client_id, Username=name, Password=password, UserAttributes=listed)


_OWN = {"host", "connection", "content-length", "te", "authorization", "content-type", "x-amz-target"}
"""Headers that the client sets itself, or that are placeholders for values of that time."""
