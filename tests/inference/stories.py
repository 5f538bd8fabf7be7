"""What applications do through boto3 with the simulator; the journal then has the exchanges of each story."""

import base64
import contextlib
import hashlib
import hmac
import json

import one_client
import yaml
from botocore.exceptions import ClientError
from pycognito.aws_srp import AWSSRP, generate_hash_device

from pytest_cognito_mfa._aws import operations
from pytest_cognito_mfa._aws.exchange import TARGET_HEADER, TARGET_PREFIX

SMS = {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}}
TOTP = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
EMAIL = {"EmailConfiguration": {"EmailSendingAccount": "DEVELOPER"}, "EmailMfaConfiguration": {}}
PARTY = {"RelyingPartyId": "login.example.com", "UserVerification": "required"}
PASSKEYS = {
    "Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"]}},
    "WebAuthnConfiguration": PARTY,
}
TRACKED = {"DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False}}
PREFERRED = {"Enabled": True, "PreferredMfa": True}
SUB = "00000000-0000-7000-8000-000000000001"
CALLED = {"email": "alice@example.com", "phone_number": "+12065550100"}
VERIFIED = {"email_verified": "true", "phone_number_verified": "true"}
FLOWS = [f"ALLOW_{flow}" for flow in ("USER_PASSWORD_AUTH", "USER_SRP_AUTH", "REFRESH_TOKEN_AUTH")]
STORIES = {}


def story(pool=None, *, user=None, client=None):
    """A story in the default pool, or in one with these settings, this user and this client."""

    def decorated(function):
        STORIES[function.__name__] = (function, pool, user or {}, client or {})
        return function

    return decorated


def scenario(pool, user, client):
    alice = {"Username": "alice", "Password": "Secret-1", **user}
    app = {"ClientName": "app", "ExplicitAuthFlows": FLOWS, **client}
    return {"Name": "p", "Id": "us-east-1_STORY0000", "clients": [app], "users": [alice], **pool}


def as_interaction(exchange):
    """One exchange of a journal as vcrpy records it."""
    call, reply = exchange.call, exchange.outcome
    headers = {TARGET_HEADER: [TARGET_PREFIX + call.operation], "Content-Type": [call.content_type]}
    return {
        "request": {"method": "POST", "uri": call.url, "headers": headers, "body": json.dumps(dict(call.parameters))},
        "response": {
            "status": {"code": reply.status, "message": "OK"},
            "headers": {name: [value] for name, value in reply.headers},
            "body": {"string": reply.body.decode()},
        },
    }


def write(path, interactions):
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # the first is ten times as fast
    path.write_text(yaml.dump({"version": 1, "interactions": interactions}, Dumper=dumper, sort_keys=False))
    return path


class App:
    """An application, and what its user sees of the outbox and the authenticator."""

    def __init__(self, cognito):
        self.cognito, self.aws = cognito, one_client.client()
        self.client = cognito.client_id if cognito.pools else None

    def hash_of(self, name):
        if self.cognito.client_secret is None:
            return {}
        text = f"{name}{self.client}".encode()
        digest = hmac.digest(self.cognito.client_secret.encode(), text, hashlib.sha256)
        return {"SECRET_HASH": base64.b64encode(digest).decode()}

    def start(self, name="alice", password="Secret-1", **more):
        parameters = {"USERNAME": name, "PASSWORD": password, **self.hash_of(name), **more}
        return self.aws.initiate_auth(ClientId=self.client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)

    def answer(self, asked, name="alice", **answers):
        more = {"Session": asked["Session"]} if "Session" in asked else {}
        return self.aws.respond_to_auth_challenge(
            ClientId=self.client,
            ChallengeName=asked["ChallengeName"],
            ChallengeResponses={"USERNAME": name, **self.hash_of(name), **answers},
            **more,
        )

    def choose(self, name="alice", **more):
        parameters = {"USERNAME": name, **self.hash_of(name), **more}
        return self.aws.initiate_auth(ClientId=self.client, AuthFlow="USER_AUTH", AuthParameters=parameters)

    def refresh(self, token, name, **more):
        parameters = {"REFRESH_TOKEN": token, **self.hash_of(name), **more}
        return self.aws.initiate_auth(ClientId=self.client, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=parameters)

    def srp(self, name, password, **more):
        srp = AWSSRP(name, password, self.cognito.user_pool_id, self.client, client=self.aws)
        parameters = {"USERNAME": name, "SRP_A": f"{srp.large_a_value:x}", **self.hash_of(name), **more}
        asked = self.aws.initiate_auth(ClientId=self.client, AuthFlow="USER_SRP_AUTH", AuthParameters=parameters)
        answers = srp.process_challenge(asked["ChallengeParameters"], {"USERNAME": name})
        return self.answer(asked, **{**answers, "name": answers.pop("USERNAME"), **more})

    @property
    def code(self):
        return self.cognito.outbox[-1].code

    @property
    def wrong(self):
        return f"{(int(self.code) + 1) % 10**6:06}"


def refused(function, *arguments, **more):
    with contextlib.suppress(ClientError):
        function(*arguments, **more)
        raise AssertionError("it was not refused")


def tokens(answer):
    return answer["AuthenticationResult"]


@story()
def totp_is_turned_off_and_on(app):
    password = app.cognito.user("totp").password
    asked = app.start("totp", password)
    refused(app.answer, asked, "totp", SOFTWARE_TOKEN_MFA_CODE="000000")
    token = tokens(app.answer(asked, "totp", SOFTWARE_TOKEN_MFA_CODE=app.cognito.totp("totp")))["AccessToken"]
    app.aws.get_user(AccessToken=token)
    app.aws.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings={"Enabled": False})
    token = tokens(app.start("totp", password))["AccessToken"]
    app.aws.get_user(AccessToken=token)
    app.aws.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings=PREFERRED)
    app.aws.get_user_auth_factors(AccessToken=token)
    app.cognito.clock.advance(minutes=2)
    app.answer(app.start("totp", password), "totp", SOFTWARE_TOKEN_MFA_CODE=app.cognito.totp("totp"))


@story()
def an_authenticator_is_enrolled(app):
    token = tokens(app.start("newcomer", app.cognito.user("newcomer").password))["AccessToken"]
    app.aws.associate_software_token(AccessToken=token)
    refused(app.aws.verify_software_token, AccessToken=token, UserCode="000000")
    code = app.cognito.totp("newcomer")
    app.aws.verify_software_token(AccessToken=token, UserCode=code, FriendlyDeviceName="phone")
    app.aws.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings=PREFERRED)
    asked = app.start("newcomer", app.cognito.user("newcomer").password)
    refused(app.answer, asked, "newcomer", SOFTWARE_TOKEN_MFA_CODE=code)
    app.aws.admin_get_user(UserPoolId=app.cognito.user_pool_id, Username="newcomer")


@story()
def a_factor_is_chosen(app):
    asked = app.start("undecided", app.cognito.user("undecided").password)
    asked = app.answer(asked, "undecided", ANSWER="SMS_MFA")
    app.answer(asked, "undecided", SMS_MFA_CODE=app.code)


@story()
def a_code_by_sms_is_mistyped(app):
    asked = app.start("sms", app.cognito.user("sms").password)
    refused(app.answer, asked, "sms", SMS_MFA_CODE=app.wrong)
    token = tokens(app.answer(asked, "sms", SMS_MFA_CODE=app.code))["AccessToken"]
    refused(app.answer, asked, "sms", SMS_MFA_CODE=app.code)
    app.aws.get_user(AccessToken=token)


@story()
def a_code_by_email(app):
    asked = app.start("email", app.cognito.user("email").password)
    app.answer(asked, "email", EMAIL_OTP_CODE=app.code)


@story()
def an_invitation_is_taken(app):
    asked = app.start("invited", app.cognito.user("invited").password)
    token = tokens(app.answer(asked, "invited", NEW_PASSWORD="Changed-passw0rd"))["AccessToken"]
    app.aws.get_user(AccessToken=token)
    app.aws.change_password(AccessToken=token, PreviousPassword="Changed-passw0rd", ProposedPassword="Again-passw0rd1")
    app.start("invited", "Again-passw0rd1")


@story(SMS | {"AutoVerifiedAttributes": ["email"]}, client={"ClientSecret": "s" * 30})
def bob_signs_up_and_forgets(app):
    hashed = {"SecretHash": app.hash_of("bob")["SECRET_HASH"]}
    named = {"ClientId": app.client, "Username": "bob", **hashed}
    address = [{"Name": "email", "Value": "bob@example.com"}]
    app.aws.sign_up(**named, Password="Secret-1", UserAttributes=address)
    refused(app.aws.sign_up, **named, Password="Secret-1", UserAttributes=address)
    refused(app.start, "bob", "Secret-1")
    app.aws.resend_confirmation_code(**named)
    refused(app.aws.confirm_sign_up, **named, ConfirmationCode=app.wrong)
    app.aws.confirm_sign_up(**named, ConfirmationCode=app.code)
    refused(app.start, "bob", "Wrong-1")
    app.start("bob", "Secret-1")
    app.aws.forgot_password(**named)
    refused(app.aws.confirm_forgot_password, **named, ConfirmationCode=app.wrong, Password="Other-passw0rd")
    app.aws.confirm_forgot_password(**named, ConfirmationCode=app.code, Password="Other-passw0rd")
    refused(app.aws.confirm_forgot_password, **named, ConfirmationCode=app.code, Password="Other-passw0rd")
    app.start("bob", "Other-passw0rd")
    refused(
        app.aws.initiate_auth,
        ClientId=app.client,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "bob", "PASSWORD": "x"},
    )


@story()
def srp_proves_a_password(app):
    refused(app.srp, "newcomer", "Wrong-1")
    token = tokens(app.srp("newcomer", app.cognito.user("newcomer").password))["AccessToken"]
    app.aws.get_user(AccessToken=token)


@story(
    TRACKED | SMS | {"MfaConfiguration": "OPTIONAL"},
    user={
        "UserAttributes": {"phone_number": "+12065550100"},
        "UserMFASettingList": ["SMS_MFA"],
        "PreferredMfaSetting": "SMS_MFA",
    },
)
def a_device_is_remembered(app):
    result = tokens(app.answer(app.start(), SMS_MFA_CODE=app.code))
    token, made = result["AccessToken"], result["NewDeviceMetadata"]
    key = made["DeviceKey"]
    password, verifier = generate_hash_device(made["DeviceGroupKey"], key)
    named = {"AccessToken": token, "DeviceKey": key}
    app.aws.confirm_device(**named, DeviceSecretVerifierConfig=verifier, DeviceName="laptop")
    app.aws.get_device(**named)
    app.aws.list_devices(AccessToken=token)
    srp = AWSSRP(
        "alice",
        "",
        app.cognito.user_pool_id,
        app.client,
        client=app.aws,
        device_key=key,
        device_group_key=made["DeviceGroupKey"],
        device_password=password,
    )
    asked = app.answer(app.start(DEVICE_KEY=key), SRP_A=f"{srp.large_a_value:x}", DEVICE_KEY=key)
    answers = srp.process_device_challenge(asked["ChallengeParameters"])
    refresh = tokens(app.answer(asked, **{**answers, "name": answers.pop("USERNAME")}))["RefreshToken"]
    refused(app.refresh, refresh, "alice")
    app.refresh(refresh, "alice", DEVICE_KEY=key)
    app.aws.update_device_status(**named, DeviceRememberedStatus="not_remembered")
    app.aws.forget_device(**named)
    refused(app.aws.get_device, **named)
    refused(app.start, DEVICE_KEY=key)


@story(
    PASSKEYS | EMAIL,
    user={"UserAttributes": {"email": "alice@example.com", "email_verified": "true"}},
    client={"ExplicitAuthFlows": [*FLOWS, "ALLOW_USER_AUTH"]},
)
def a_passkey_is_registered_and_signs_in(app):
    token, passkey = tokens(app.start())["AccessToken"], app.cognito.passkey("alice")
    options = app.aws.start_web_authn_registration(AccessToken=token)["CredentialCreationOptions"]
    app.aws.complete_web_authn_registration(AccessToken=token, Credential=passkey.create(options))
    (listed,) = app.aws.list_web_authn_credentials(AccessToken=token)["Credentials"]
    asked = app.choose(PREFERRED_CHALLENGE="WEB_AUTHN")
    options = asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"]
    refused(app.answer, asked, CREDENTIAL=passkey.get(options, origin="https://evil.example.org"))
    app.answer(asked, CREDENTIAL=passkey.get(options))
    asked = app.answer(app.choose(), ANSWER="WEB_AUTHN")
    app.answer(asked, CREDENTIAL=passkey.get(asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"]))
    app.answer(app.answer(app.choose(), ANSWER="EMAIL_OTP"), EMAIL_OTP_CODE=app.code)
    app.aws.start_web_authn_registration(AccessToken=token)
    named = {"AccessToken": token, "CredentialId": listed["CredentialId"]}
    app.aws.delete_web_authn_credential(**named)
    refused(app.aws.delete_web_authn_credential, **named)


@story({"Policies": {"PasswordPolicy": {"MinimumLength": 8, "PasswordHistorySize": 2}}})
def a_password_is_used_again(app):
    named = {"AccessToken": tokens(app.start())["AccessToken"]}
    change = app.aws.change_password
    change(**named, PreviousPassword="Secret-1", ProposedPassword="Other-passw0rd")
    refused(change, **named, PreviousPassword="Other-passw0rd", ProposedPassword="Secret-1")
    change(**named, PreviousPassword="Other-passw0rd", ProposedPassword="Third-passw0rd")
    change(**named, PreviousPassword="Third-passw0rd", ProposedPassword="Secret-1")


@story(SMS | TOTP | {"MfaConfiguration": "ON"})
def mfa_has_to_be_set_up(app):
    asked = app.start()
    session = app.aws.associate_software_token(Session=asked["Session"])["Session"]
    refused(app.aws.verify_software_token, Session=session, UserCode="000000")
    session = app.aws.verify_software_token(Session=session, UserCode=app.cognito.totp("alice"))["Session"]
    token = tokens(app.answer({"ChallengeName": "MFA_SETUP", "Session": session}))["AccessToken"]
    app.aws.get_user(AccessToken=token)


@story(TOTP | {"MfaConfiguration": "ON"}, user={"SecretCode": "A" * 32})
def a_registered_app_is_asked_for_where_mfa_is_required(app):
    app.cognito.user("alice")
    asked = app.start()
    token = tokens(app.answer(asked, SOFTWARE_TOKEN_MFA_CODE=app.cognito.totp("alice")))["AccessToken"]
    app.aws.get_user(AccessToken=token)


@story({"AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]}})
def tokens_come_to_an_end(app):
    result = tokens(app.start())
    refresh, token = result["RefreshToken"], result["AccessToken"]
    token = tokens(app.refresh(refresh, "alice"))["AccessToken"]
    app.cognito.clock.advance(hours=2)
    refused(app.aws.get_user, AccessToken=token)
    token = tokens(app.refresh(refresh, "alice"))["AccessToken"]
    app.aws.revoke_token(Token=refresh, ClientId=app.client)
    refused(app.aws.get_user, AccessToken=token)
    refused(app.refresh, refresh, "alice")
    refused(app.refresh, "no-such-token", "alice")
    refused(app.aws.get_user, AccessToken="no-such-token")
    refresh = tokens(app.start())["RefreshToken"]
    app.cognito.clock.advance(days=31)
    refused(app.refresh, refresh, "alice")
    token = tokens(app.start())["AccessToken"]
    app.aws.global_sign_out(AccessToken=token)
    refused(app.aws.global_sign_out, AccessToken=token)


@story({"AutoVerifiedAttributes": ["email"]}, user={"UserAttributes": {"email": "alice@example.com"}})
def an_address_is_changed_and_verified(app):
    token = tokens(app.start())["AccessToken"]
    app.aws.get_user(AccessToken=token)
    given = [{"Name": "email", "Value": "other@example.com"}, {"Name": "name", "Value": "Alice"}]
    app.aws.update_user_attributes(AccessToken=token, UserAttributes=given)
    named = {"AccessToken": token, "AttributeName": "email"}
    refused(app.aws.verify_user_attribute, **named, Code=app.wrong)
    app.aws.verify_user_attribute(**named, Code=app.code)
    app.aws.get_user_attribute_verification_code(**named)
    app.aws.delete_user_attributes(AccessToken=token, UserAttributeNames=["name"])
    app.aws.get_user(AccessToken=token)
    app.aws.delete_user(AccessToken=token)
    refused(app.aws.get_user, AccessToken=token)
    refused(app.start)


@story(TOTP | {"MfaConfiguration": "OPTIONAL"}, user={"UserMFASettingList": ["SOFTWARE_TOKEN_MFA"]})
def an_administrator_at_work(app):
    pool = app.cognito.user_pool_id
    alice = {"UserPoolId": pool, "Username": "alice"}
    verified = {"Name": "email_verified", "Value": "true"}
    app.aws.admin_get_user(**alice)
    app.aws.admin_disable_user(**alice)
    refused(app.start)
    app.aws.admin_enable_user(**alice)
    if "AdminDeleteSoftwareToken" in operations():  # an older botocore does not know it
        app.aws.admin_delete_software_token(**alice)
    app.aws.admin_set_user_settings(**alice, MFAOptions=[])
    app.aws.admin_set_user_password(**alice, Password="Other-passw0rd", Permanent=True)
    app.start("alice", "Other-passw0rd")
    app.aws.admin_user_global_sign_out(**alice)
    app.aws.admin_update_user_attributes(
        **alice,
        UserAttributes=[{"Name": "email", "Value": "a@example.com"}, verified],
    )
    app.aws.admin_delete_user_attributes(**alice, UserAttributeNames=["email_verified"])
    app.aws.admin_update_user_attributes(**alice, UserAttributes=[verified])
    app.aws.admin_reset_user_password(**alice)
    refused(app.start, "alice", "Other-passw0rd")
    bob = {"UserPoolId": pool, "Username": "bob"}
    app.aws.admin_create_user(
        **bob, TemporaryPassword="Secret-1", UserAttributes=[{"Name": "email", "Value": "bob@example.com"}]
    )
    app.aws.admin_get_user(**bob)
    app.answer(app.start("bob", "Secret-1"), "bob", NEW_PASSWORD="Other-passw0rd")
    app.aws.admin_delete_user(**bob)
    refused(app.aws.admin_get_user, **bob)
    refused(app.aws.describe_user_pool, UserPoolId="us-east-1_nowhere00")


@story()
def a_pool_is_made_and_deleted(app):
    pool = app.aws.create_user_pool(PoolName="made", Schema=[{"Name": "team", "AttributeDataType": "String"}])[
        "UserPool"
    ]
    made = {"UserPoolId": pool["Id"]}
    client = app.aws.create_user_pool_client(**made, ClientName="app", GenerateSecret=True, ExplicitAuthFlows=FLOWS)
    app.client = client["UserPoolClient"]["ClientId"]
    app.aws.describe_user_pool(**made)
    app.aws.describe_user_pool_client(**made, ClientId=app.client)
    app.aws.set_user_pool_mfa_config(**made, MfaConfiguration="OPTIONAL", **TOTP)
    app.aws.get_user_pool_mfa_config(**made)
    app.aws.admin_create_user(**made, Username="bob", TemporaryPassword="Secret-1")
    app.aws.update_user_pool_client(**made, ClientId=app.client, ExplicitAuthFlows=FLOWS)
    public = app.aws.create_user_pool_client(**made, ClientName="public")["UserPoolClient"]["ClientId"]
    app.aws.update_user_pool_client(**made, ClientId=public, ClientName="public")
    app.aws.update_user_pool(**made)
    app.aws.delete_user_pool_client(**made, ClientId=app.client)
    app.aws.delete_user_pool(**made)
    refused(app.aws.describe_user_pool, **made)


@story(
    {"UsernameAttributes": ["email"]},
    user={"Username": "alice@example.com", "UserAttributes": {"sub": SUB}},
)
def addresses_are_usernames(app):
    token = tokens(app.start("alice@example.com"))["AccessToken"]
    app.aws.get_user(AccessToken=token)
    app.srp("alice@example.com", "Secret-1")
    app.aws.admin_get_user(UserPoolId=app.cognito.user_pool_id, Username="alice@example.com")


@story(
    {"AliasAttributes": ["email", "phone_number"]},
    user={
        "UserAttributes": {**CALLED, **VERIFIED},
    },
)
def addresses_are_aliases(app):
    app.srp("+12065550100", "Secret-1")
    app.start("alice@example.com")


@story({})
def groups_and_other_resources(app):
    pool = {"UserPoolId": app.cognito.user_pool_id}
    alice = {**pool, "Username": "alice"}
    app.start()
    app.aws.create_group(**pool, GroupName="staff", RoleArn="arn:aws:iam::123456789012:role/a", Precedence=1)
    app.aws.create_group(**pool, GroupName="readers")
    app.aws.admin_add_user_to_group(**alice, GroupName="staff")
    app.aws.list_users_in_group(**pool, GroupName="staff")
    app.aws.admin_list_groups_for_user(**alice)
    app.start()
    app.aws.get_group(**pool, GroupName="readers")
    app.aws.admin_add_user_to_group(**alice, GroupName="readers")
    app.aws.admin_remove_user_from_group(**alice, GroupName="readers")
    app.aws.list_groups(**pool)
    app.aws.update_group(**pool, GroupName="readers", Description="all")
    app.aws.delete_group(**pool, GroupName="readers")
    refused(app.aws.get_group, **pool, GroupName="readers")
    app.aws.create_resource_server(**pool, Identifier="books", Name="Books")
    app.aws.describe_resource_server(**pool, Identifier="books")
    app.aws.update_resource_server(**pool, Identifier="books", Name="More books")
    app.aws.delete_resource_server(**pool, Identifier="books")
    saml = {"ProviderName": "corp", "ProviderType": "SAML", "ProviderDetails": {"MetadataURL": "https://a.example"}}
    app.aws.create_identity_provider(**pool, **saml)
    app.aws.describe_identity_provider(**pool, ProviderName="corp")
    app.aws.delete_identity_provider(**pool, ProviderName="corp")
