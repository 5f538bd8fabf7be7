"""A sign-in step by step, through boto3: what an application would write."""

import hashlib
import hmac
import json
import re
from base64 import b64encode

import pytest
import urllib3
from botocore.exceptions import ClientError
from pycognito.aws_srp import AWSSRP

from pytest_cognito_mfa._aws import documented_errors, operations, service_model

URL = "https://cognito-idp.us-east-1.amazonaws.com/"
SIGNATURE = "AWS4-HMAC-SHA256 Credential=fake/20300101/us-east-1/cognito-idp/aws4_request, Signature=0"

BY_TOKEN = {
    "GetUser": lambda aws, token: aws.get_user(AccessToken=token),
    "GlobalSignOut": lambda aws, token: aws.global_sign_out(AccessToken=token),
    "AssociateSoftwareToken": lambda aws, token: aws.associate_software_token(AccessToken=token),
    "VerifySoftwareToken": lambda aws, token: aws.verify_software_token(AccessToken=token, UserCode="000000"),
    "ChangePassword": lambda aws, token: aws.change_password(
        AccessToken=token, PreviousPassword="Wrong-1", ProposedPassword="Secret-2"
    ),
    "UpdateUserAttributes": lambda aws, token: aws.update_user_attributes(AccessToken=token, UserAttributes=[]),
    "DeleteUserAttributes": lambda aws, token: aws.delete_user_attributes(AccessToken=token, UserAttributeNames=[]),
    "GetUserAttributeVerificationCode": lambda aws, token: aws.get_user_attribute_verification_code(
        AccessToken=token, AttributeName="email"
    ),
    "VerifyUserAttribute": lambda aws, token: aws.verify_user_attribute(
        AccessToken=token, AttributeName="email", Code="000000"
    ),
    "DeleteUser": lambda aws, token: aws.delete_user(AccessToken=token),
    "SetUserMFAPreference": lambda aws, token: aws.set_user_mfa_preference(AccessToken=token),
    "SetUserSettings": lambda aws, token: aws.set_user_settings(AccessToken=token, MFAOptions=[]),
    "GetUserAuthFactors": lambda aws, token: aws.get_user_auth_factors(AccessToken=token),
    "ConfirmDevice": lambda aws, token: aws.confirm_device(AccessToken=token, DeviceKey="us-east-1_0a"),
    "GetDevice": lambda aws, token: aws.get_device(AccessToken=token, DeviceKey="us-east-1_0a"),
    "ListDevices": lambda aws, token: aws.list_devices(AccessToken=token),
    "UpdateDeviceStatus": lambda aws, token: aws.update_device_status(AccessToken=token, DeviceKey="us-east-1_0a"),
    "ForgetDevice": lambda aws, token: aws.forget_device(AccessToken=token, DeviceKey="us-east-1_0a"),
}
"""Every operation that an access token authorises."""


class Caller:
    """Calls the user's operations or the Admin ones, by the pool's client of that name."""

    def __init__(self, aws, cognito, *, admin=False, client="public"):
        self.aws, self.cognito, self.admin = aws, cognito, admin
        self.client = cognito.pool.clients[client]

    def hash_of(self, name):
        secret = self.client.secret
        if secret is None:
            return {}
        digest = hmac.digest(secret.encode(), (name + self.client.id).encode(), hashlib.sha256)
        return {"SECRET_HASH": b64encode(digest).decode()}

    def initiate(self, flow, **parameters):
        request = {"ClientId": self.client.id, "AuthFlow": flow, "AuthParameters": parameters}
        if self.admin:
            return self.aws.admin_initiate_auth(UserPoolId=self.cognito.user_pool_id, **request)
        return self.aws.initiate_auth(**request)

    def password(self, name, password=None, **more):
        """The first step, with the right password unless another one is given."""
        flow = "ADMIN_USER_PASSWORD_AUTH" if self.admin else "USER_PASSWORD_AUTH"
        password = self.cognito.user(name).password if password is None else password
        return self.initiate(flow, USERNAME=name, PASSWORD=password, **{**self.hash_of(name), **more})

    def respond(self, challenge, name, session=None, **answers):
        answers = {"USERNAME": name, **self.hash_of(name), **answers}
        request = {"ClientId": self.client.id, "ChallengeName": challenge, "ChallengeResponses": answers}
        if session:
            request["Session"] = session
        if self.admin:
            return self.aws.admin_respond_to_auth_challenge(UserPoolId=self.cognito.user_pool_id, **request)
        return self.aws.respond_to_auth_challenge(**request)

    def srp(self, name, password=None):
        """Both steps of SRP, by pycognito's numbers; the answer to PASSWORD_VERIFIER."""
        return self.prove(name, *self.srp_challenge(name, password))

    def srp_challenge(self, name, password=None, **more):
        password = self.cognito.user(name).password if password is None else password
        srp = AWSSRP(name, password, self.cognito.user_pool_id, self.client.id, client=self.aws)
        srp_a = f"{srp.large_a_value:x}"
        return srp, self.initiate("USER_SRP_AUTH", USERNAME=name, SRP_A=srp_a, **self.hash_of(name), **more)

    def prove(self, name, srp, challenge, **changed):
        answers = srp.process_challenge(challenge["ChallengeParameters"], {"USERNAME": name})
        answers.pop("USERNAME")
        return self.respond("PASSWORD_VERIFIER", name, **{**answers, **changed})

    def refresh(self, token, name="", **more):
        return self.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token, **self.hash_of(name), **more)


def refusal_of(function, *arguments, **more):
    """(code, message) of the error that boto3 raises."""
    with pytest.raises(ClientError) as caught:
        function(*arguments, **more)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def post(operation, parameters, *, signed=False, **headers):
    """The raw answer to a raw request; `parameters` may be text that is no JSON."""
    target = {"X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}"}
    headers = {**target, "Content-Type": "application/x-amz-json-1.1", **headers}
    if signed:
        headers["Authorization"] = SIGNATURE
    body = parameters if isinstance(parameters, str) else json.dumps(parameters)
    with urllib3.PoolManager(retries=False) as pools:
        return pools.request("POST", URL, headers=headers, body=body)


def is_finished(answer):
    """Whether a sign-in's answer has tokens, and nothing that is still to do (fact B26)."""
    result = answer["AuthenticationResult"]
    assert set(result) == {"AccessToken", "ExpiresIn", "IdToken", "RefreshToken", "TokenType"}
    assert (result["TokenType"], answer["ChallengeParameters"]) == ("Bearer", {})
    return not {"ChallengeName", "Session"} & set(answer)


def looks_like_a_session(session):
    """Facts B28 and W9: url-safe, unpadded, starting AYABe, 808 to about 1,590 characters."""
    return bool(re.fullmatch(r"AYABe[A-Za-z0-9_-]{803,1585}", session))


def needs_member(shape, member):
    """Skip a test of a member that the installed botocore, and so the simulator, does not know."""
    known = shape in service_model().shape_names and member in service_model().shape_for(shape).members
    return pytest.mark.skipif(not known, reason=f"this botocore is older than {shape}.{member}")


def needs_operation(name):
    """Skip a test of an operation that the installed botocore does not know."""
    return pytest.mark.skipif(name not in operations(), reason=f"this botocore is older than {name}")


def needs_error(operation, code):
    """Skip a test of an error that the installed botocore does not list for the operation yet."""
    reason = f"this botocore is older than the {code} of {operation}"
    return pytest.mark.skipif(code not in documented_errors(operation), reason=reason)
