"""What every provocation uses: boto3 clients, a scenario, and a raw request."""

import json

from sign_in_steps import Caller, post

POOL = "us-east-1_Example01"
SMS = {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}
TOTP_ON = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
ON = {"Enabled": True}
PREFERRED = {"Enabled": True, "PreferredMfa": True}


class PoolSetup:
    """boto3 clients and a scenario for a provocation: the default scenario unless it opens another."""

    def __init__(self, aws, unchecked, open_pool):
        self.aws, self.unchecked, self._open_pool = aws, unchecked, open_pool
        self.open()

    def open(self, *users, **settings):
        self.cognito = self._open_pool(*users, **settings)
        self.pool = {"UserPoolId": self.cognito.user_pool_id}
        self.public = Caller(self.aws, self.cognito)
        self.secret = Caller(self.aws, self.cognito, client="secret")
        return self

    def new_pool(self, **settings):
        made = self.aws.create_user_pool(PoolName="new", **settings)
        return {"UserPoolId": made["UserPool"]["Id"]}

    def token_of(self, name="newcomer"):
        return self.cognito.sign_in(name).access_token

    def prefer(self, name="newcomer", **blocks):
        self.aws.set_user_mfa_preference(AccessToken=self.token_of(name), **blocks)

    def sign_up(self, name="zoe", client=None, password="Secret-1", secret_hash=None, **attributes):
        client = client or self.public.client
        listed = [{"Name": each, "Value": value} for each, value in attributes.items()]
        request = {"ClientId": client.id, "Username": name, "Password": password, "UserAttributes": listed}
        return self.aws.sign_up(**request, **({"SecretHash": secret_hash} if secret_hash else {}))

    def confirm(self, code, name="zoe"):
        return self.aws.confirm_sign_up(ClientId=self.public.client.id, Username=name, ConfirmationCode=code)

    def invite(self, name, **more):
        return self.aws.admin_create_user(**self.pool, Username=name, **more)

    def faulty(self, code):
        self.cognito.inject(on="AdminGetUser", error=code)
        return self.aws.admin_get_user(**self.pool, Username="newcomer")


def user(name="alice", **more):
    return {"Username": name, "Password": "Secret-1", **more}


def posted(operation, parameters, **more):
    """The refusal of a raw request, in the form in which boto3 would give it."""
    reply = post(operation, parameters, **more)
    body = json.loads(reply.data)
    return body["__type"], body.get("message", body.get("Message", "")), reply.status
