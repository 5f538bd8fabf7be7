"""Every refusal, reached through the public door: its code, its exact words and its status."""

import json

import pyotp
import pytest
from botocore.exceptions import ClientError
from sign_in_steps import Caller, needs_member, post

from pytest_cognito_mfa._service.rejections import ALL

POOL = "us-east-1_Example01"
SMS = {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}
TOTP_ON = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
ON = {"Enabled": True}
PREFERRED = {"Enabled": True, "PreferredMfa": True}


class Stage:
    """What a provocation has at hand: clients of boto3's, and a scenario; the default one unless it opens another."""

    def __init__(self, aws, unchecked, scene):
        self.aws, self.unchecked, self._scene = aws, unchecked, scene
        self.open()

    def open(self, *users, **settings):
        self.cognito = self._scene(*users, **settings)
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


@pytest.fixture
def stage(aws, unchecked, scene):
    return Stage(aws, unchecked, scene)


def user(name="alice", **more):
    return {"Username": name, "Password": "Secret-1", **more}


# -- provocations of more than a line ----------------------------------------------------


def first_factor_by_code(stage):
    policies = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}}
    new = stage.new_pool(Policies=policies)
    stage.aws.set_user_pool_mfa_config(**new, MfaConfiguration="ON", **TOTP_ON)


def first_factor_by_passkey(stage):
    policies = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}
    new = stage.new_pool(Policies=policies)
    stage.aws.set_user_pool_mfa_config(**new, MfaConfiguration="ON", **TOTP_ON)


def email_without_a_sender(stage):
    new = stage.new_pool()
    stage.aws.set_user_pool_mfa_config(**new, MfaConfiguration="ON", EmailMfaConfiguration={"Subject": "Code"})


def email_in_a_small_tier(stage):
    new = stage.new_pool(UserPoolTier="LITE")
    stage.aws.set_user_pool_mfa_config(**new, MfaConfiguration="ON", EmailMfaConfiguration={"Subject": "Code"})


def recovery_by_the_factors_phone(stage):
    ways = {"RecoveryMechanisms": [{"Name": "verified_phone_number", "Priority": 1}]}
    stage.new_pool(MfaConfiguration="ON", SmsConfiguration=SMS, AccountRecoverySetting=ways)


def expired_token(stage):
    token = stage.token_of()
    stage.cognito.clock.advance(hours=1)
    stage.aws.get_user(AccessToken=token)


def revoked_token(stage):
    token = stage.token_of()
    stage.aws.global_sign_out(AccessToken=token)
    stage.aws.get_user(AccessToken=token)


def revoked_refresh(stage):
    tokens = stage.cognito.sign_in("newcomer")
    stage.aws.global_sign_out(AccessToken=tokens.access_token)
    stage.public.refresh(tokens.refresh_token)


def expired_refresh(stage):
    token = stage.cognito.sign_in("newcomer").refresh_token
    stage.cognito.clock.advance(days=30)
    stage.public.refresh(token)


def refresh_with_another_hash(stage):
    token = stage.cognito.sign_in("newcomer", client="secret").refresh_token
    stage.secret.refresh(token, "somebody")


def token_of_another_scope(stage):
    stage.aws.get_user(AccessToken=stage.cognito.sign_in("newcomer", scopes=("openid",)).access_token)


def rotated_out_refresh(stage):
    rotation = {"RefreshTokenRotation": {"Feature": "ENABLED"}}
    made = stage.aws.create_user_pool_client(**stage.pool, ClientName="rotating", **rotation)
    token = stage.cognito.sign_in("newcomer", client="rotating").refresh_token
    request = {"ClientId": made["UserPoolClient"]["ClientId"], "RefreshToken": token}
    stage.aws.get_tokens_from_refresh_token(**request)
    stage.aws.get_tokens_from_refresh_token(**request)


def refresh_without_the_secret(stage):
    token = stage.cognito.sign_in("newcomer", client="secret").refresh_token
    return posted("GetTokensFromRefreshToken", {"ClientId": stage.secret.client.id, "RefreshToken": token})


def revocation_that_is_off(stage):
    made = stage.aws.create_user_pool_client(**stage.pool, ClientName="lasting", EnableTokenRevocation=False)
    stage.aws.revoke_token(ClientId=made["UserPoolClient"]["ClientId"], Token="no.such.token")


def expired_invitation(stage):
    stage.cognito.clock.advance(days=7)
    stage.public.password("invited")


def flow_that_is_off(stage):
    made = stage.aws.create_user_pool_client(
        **stage.pool, ClientName="srp alone", ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"]
    )
    client = made["UserPoolClient"]["ClientId"]
    stage.aws.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={})


def nothing_but_the_recovery_channel(stage):
    ways = {"RecoveryMechanisms": [{"Name": "verified_phone_number", "Priority": 1}]}
    alice = user(UserAttributes={"phone_number": "+12065550100"})
    stage.open(alice, MfaConfiguration="ON", SmsConfiguration=SMS, AccountRecoverySetting=ways)
    stage.public.password("alice")


def expired_session(stage):
    session = stage.public.password("sms")["Session"]
    stage.cognito.clock.advance(minutes=3)
    stage.public.respond("SMS_MFA", "sms", session, SMS_MFA_CODE=stage.cognito.outbox[-1].code)


def spent_session(stage):
    session = stage.public.password("sms")["Session"]
    for _ in range(2):
        stage.public.respond("SMS_MFA", "sms", session, SMS_MFA_CODE=stage.cognito.outbox[-1].code)


def wrong_totp(stage):
    session = stage.public.password("totp")["Session"]
    wrong = f"{(int(stage.cognito.totp('totp')) + 1) % 10**6:06}"
    stage.public.respond("SOFTWARE_TOKEN_MFA", "totp", session, SOFTWARE_TOKEN_MFA_CODE=wrong)


def used_totp(stage):
    stage.cognito.clock.freeze()
    code = {"SOFTWARE_TOKEN_MFA_CODE": stage.cognito.totp("totp")}
    for _ in range(2):
        stage.public.respond("SOFTWARE_TOKEN_MFA", "totp", stage.public.password("totp")["Session"], **code)


def wrong_code(stage):
    session = stage.public.password("sms")["Session"]
    wrong = f"{(int(stage.cognito.outbox[-1].code) + 1) % 10**6:06}"
    stage.public.respond("SMS_MFA", "sms", session, SMS_MFA_CODE=wrong)


def wrong_set_up_code(stage):
    token = stage.token_of()
    secret = stage.aws.associate_software_token(AccessToken=token)["SecretCode"]
    wrong = f"{(int(pyotp.TOTP(secret).now()) + 1) % 10**6:06}"
    stage.aws.verify_software_token(AccessToken=token, UserCode=wrong)


def no_totp_in_the_pool(stage):
    stage.open(user(), MfaConfiguration="OFF")
    stage.aws.associate_software_token(AccessToken=stage.token_of("alice"))


def both_token_and_session(stage):
    both = {"AccessToken": stage.token_of(), "Session": stage.public.password("sms")["Session"]}
    stage.aws.verify_software_token(**both, UserCode="000000")


def means_for(**block):
    def turned_on(stage):
        stage.open(user())
        stage.prefer("alice", **block)

    return turned_on


def known_user_without_hiding(stage):
    stage.open(user(), existence="LEGACY")
    stage.confirm("000000", name="nobody")


def wrong_confirmation_code(stage):
    stage.sign_up(email="zoe@example.com")
    stage.confirm(f"{(int(stage.cognito.outbox[-1].code) + 1) % 10**6:06}")


def alias_of_another(stage):
    alice = user(UserAttributes={"email": "alice@example.com", "email_verified": "true"})
    stage.open(alice, AliasAttributes=["email"], AutoVerifiedAttributes=["email"])
    stage.sign_up(email="alice@example.com")
    stage.confirm(stage.cognito.outbox[-1].code)


def expired_confirmation_code(stage):
    stage.sign_up(email="zoe@example.com")
    stage.cognito.clock.advance(hours=24)
    stage.confirm(stage.cognito.outbox[-1].code)


def locked_out(stage):
    stage.cognito.clock.freeze()
    for _ in range(5):
        with pytest.raises(ClientError, match="Incorrect"):
            stage.public.password("newcomer", "Wrong-1")
    stage.public.password("newcomer")


def not_confirmed(stage):
    stage.sign_up(email="zoe@example.com")
    stage.public.password("zoe", "Secret-1")


def secret_given_twice(stage):
    both = {**stage.pool, "ClientName": "new", "GenerateSecret": True, "ClientSecret": "s" * 32}
    return posted("CreateUserPoolClient", both, signed=True)


def posted(operation, parameters, **more):
    """The refusal of a raw request, in the form in which boto3 would give it."""
    reply = post(operation, parameters, **more)
    body = json.loads(reply.data)
    return body["__type"], body.get("message", ""), reply.status


# -- the table --------------------------------------------------------------------------

TABLE = {
    "VALIDATION": lambda s: s.unchecked.get_user(AccessToken=""),
    "SERIALIZATION": lambda _: posted("GetUser", "no JSON"),
    "MISTYPED": lambda _: posted("GetUser", {"AccessToken": 5}),
    "UNKNOWN_OPERATION": lambda _: posted("NoSuchOperation", {}),
    "UNSIGNED": lambda s: posted("AdminGetUser", {**s.pool, "Username": "newcomer"}),
    "NO_POOL": lambda s: s.aws.describe_user_pool(UserPoolId="us-east-1_Nowhere"),
    "NO_CLIENT": lambda s: s.aws.initiate_auth(ClientId="nobody", AuthFlow="USER_PASSWORD_AUTH"),
    "MFA_OFF_WITH_FACTOR": lambda s: s.aws.set_user_pool_mfa_config(**s.pool, **TOTP_ON),
    "MFA_ON_WITHOUT_FACTOR": lambda s: s.aws.set_user_pool_mfa_config(**s.pool, MfaConfiguration="OPTIONAL"),
    "MFA_NEEDS_SMS": lambda s: s.new_pool(MfaConfiguration="OPTIONAL"),
    "AUTO_VERIFY_NEEDS_SMS": lambda s: s.new_pool(AutoVerifiedAttributes=["phone_number"]),
    "SMS_MFA_IS_RECOVERY": recovery_by_the_factors_phone,
    "EMAIL_MFA_NEEDS_SES": email_without_a_sender,
    "OTP_FACTOR_WITH_MFA": first_factor_by_code,
    "PASSKEY_NOT_MULTI_FACTOR": first_factor_by_passkey,
    "SECRET_GIVEN_TWICE": secret_given_twice,
    "DELETION_PROTECTED": lambda s: s.aws.delete_user_pool(**s.new_pool(DeletionProtection="ACTIVE")),
    "NOT_IN_TIER": email_in_a_small_tier,
    "TOKEN_UNVERIFIED": lambda s: s.aws.get_user(AccessToken="invalidtoken"),
    "TOKEN_INVALID": lambda s: s.aws.get_user(AccessToken=s.public.password("sms")["Session"]),
    "TOKEN_EXPIRED": expired_token,
    "TOKEN_REVOKED": revoked_token,
    "TOKEN_WITHOUT_SCOPE": token_of_another_scope,
    "REFRESH_INVALID": lambda s: s.public.refresh("no.such.token"),
    "REFRESH_REVOKED": revoked_refresh,
    "REFRESH_EXPIRED": expired_refresh,
    "REFRESH_REUSED": rotated_out_refresh,
    "WRONG_CLIENT_SECRET": refresh_without_the_secret,
    "NOT_A_REFRESH_TOKEN": lambda s: s.aws.revoke_token(ClientId=s.public.client.id, Token=s.token_of()),
    "REVOCATION_OFF": revocation_that_is_off,
    "UNAUTHORIZED": lambda s: s.aws.revoke_token(ClientId="nobody", Token="no.such.token"),
    "WRONG_PASSWORD": lambda s: s.public.password("newcomer", "Wrong-1"),
    "LOCKED_OUT": locked_out,
    "NO_USER": lambda s: s.aws.admin_get_user(**s.pool, Username="nobody"),
    "NOT_CONFIRMED": not_confirmed,
    "DISABLED": lambda s: s.open(user(Enabled=False)).public.password("alice"),
    "RESET_REQUIRED": lambda s: s.open(user(UserStatus="RESET_REQUIRED")).public.password("alice"),
    "TEMPORARY_PASSWORD_EXPIRED": expired_invitation,
    "FLOW_NOT_ENABLED": flow_that_is_off,
    "FLOW_NOT_SUPPORTED": lambda s: s.public.initiate("ADMIN_USER_PASSWORD_AUTH"),
    "MISSING_PARAMETER": lambda s: s.public.initiate("USER_PASSWORD_AUTH", PASSWORD="Secret-1"),
    "WRONG_SECRET_HASH": lambda s: s.secret.password("newcomer", SECRET_HASH="wrong"),
    "SECRET_HASH_MISMATCH": refresh_with_another_hash,
    "NO_SECRET_HASH": lambda s: s.secret.initiate("USER_PASSWORD_AUTH", USERNAME="newcomer", PASSWORD="any"),
    "NO_DEVICE": lambda s: s.public.password("newcomer", DEVICE_KEY="us-east-1_0"),
    "NO_FACTOR_POSSIBLE": nothing_but_the_recovery_channel,
    "SESSION_INVALID": lambda s: s.aws.associate_software_token(Session=s.public.password("sms")["Session"]),
    "SESSION_EXPIRED": expired_session,
    "SESSION_SPENT": spent_session,
    "WRONG_TOTP": wrong_totp,
    "WRONG_MESSAGE_CODE": wrong_code,
    "TOTP_USED": used_totp,
    "NO_AUTHENTICATOR": lambda s: s.aws.verify_software_token(AccessToken=s.token_of(), UserCode="000000"),
    "ANSWER_NOT_OFFERED": lambda s: s.public.respond(
        "SELECT_MFA_TYPE", "undecided", s.public.password("undecided")["Session"], ANSWER="EMAIL_OTP"
    ),
    "TOTP_NOT_IN_POOL": no_totp_in_the_pool,
    "WRONG_SETUP_CODE": wrong_set_up_code,
    "TOKEN_AND_SESSION": both_token_and_session,
    "NO_DELIVERY_FOR_TOTP": means_for(SoftwareTokenMfaSettings=ON),
    "NO_PHONE": means_for(SMSMfaSettings=ON),
    "NO_DELIVERY_FOR_EMAIL": means_for(EmailMfaSettings=ON),
    "TWO_PREFERRED": lambda s: s.prefer(SMSMfaSettings=PREFERRED, EmailMfaSettings=PREFERRED),
    "PREFERRED_BUT_OFF": lambda s: s.prefer(SMSMfaSettings={"Enabled": False, "PreferredMfa": True}),
    "USERNAME_EXISTS": lambda s: s.sign_up("newcomer"),
    "ACCOUNT_EXISTS": lambda s: s.invite("newcomer"),
    "ALIAS_EXISTS": alias_of_another,
    "SIGN_UP_CLOSED": lambda s: s.open(user(), AdminCreateUserConfig={"AllowAdminCreateUserOnly": True}).sign_up(),
    "USERNAME_NOT_ALIAS": lambda s: s.open(UsernameAttributes=["email", "phone_number"]).sign_up("zoe"),
    "USERNAME_IS_EMAIL": lambda s: s.open(AliasAttributes=["email"]).sign_up("zoe@example.com"),
    "WEAK_PASSWORD": lambda s: s.sign_up(password="secret-1"),
    "BAD_PHONE": lambda s: s.sign_up(phone_number="0123"),
    "BAD_EMAIL": lambda s: s.sign_up(email="nowhere"),
    "BAD_ATTRIBUTE": lambda s: s.sign_up(shoe_size="44"),
    "WRONG_CONFIRMATION_CODE": wrong_confirmation_code,
    "CONFIRMATION_CODE_EXPIRED": expired_confirmation_code,
    "ALREADY_CONFIRMED": lambda s: s.aws.admin_confirm_sign_up(**s.pool, Username="newcomer"),
    "NO_USER_OF_CLIENT": known_user_without_hiding,
    "NOT_INVITED_ANY_MORE": lambda s: s.invite("newcomer", MessageAction="RESEND"),
    "THROTTLED": lambda s: s.faulty("TooManyRequestsException"),
    "ATTEMPTS_EXCEEDED": lambda s: s.faulty("LimitExceededException"),
    "BAD_CREDENTIALS": lambda s: s.faulty("UnrecognizedClientException"),
    "BAD_SIGNATURE": lambda s: s.faulty("InvalidSignatureException"),
    "BLOCKED_BY_WAF": lambda s: s.faulty("ForbiddenException"),
    "INTERNAL": lambda s: s.faulty("InternalErrorException"),
}
"""What a test, or an application, does to be refused in each way."""

FILLED = {
    "VALIDATION": {
        "count": "1",
        "s": "",
        "failures": "Value at 'accessToken' failed to satisfy constraint: Member must satisfy regular expression "
        "pattern: [A-Za-z0-9-_=.]+",
    },
    "MISTYPED": {"problem": "NUMBER_VALUE can not be converted to a String"},
    "NO_POOL": {"pool": "us-east-1_Nowhere"},
    "NO_CLIENT": {"client": "nobody"},
    "FLOW_NOT_ENABLED": {"flow": "USER_PASSWORD_AUTH"},
    "MISSING_PARAMETER": {"name": "USERNAME"},
    "WRONG_SECRET_HASH": {"client": "1example23456789secretclnt"},
    "SECRET_HASH_MISMATCH": {"client": "1example23456789secretclnt"},
    "NO_SECRET_HASH": {"client": "1example23456789secretclnt"},
    "USERNAME_NOT_ALIAS": {"kind": "an email or a phone number"},
    "ALIAS_EXISTS": {"attribute": "email"},
    "WEAK_PASSWORD": {"rule": "Password must have uppercase characters"},
    "BAD_ATTRIBUTE": {"attribute": "shoe_size", "rule": "Attribute does not exist in the schema."},
    "ALREADY_CONFIRMED": {"status": "CONFIRMED"},
    "NOT_INVITED_ANY_MORE": {"user": "newcomer"},
}
"""What stands in the words that have a gap."""


def outcome(provoke, stage):
    """(code, message, status) of the refusal; a message that is left out is empty, as boto3 gives it."""
    try:
        return provoke(stage)
    except ClientError as caught:
        error = caught.response["Error"]
        return error["Code"], error["Message"], caught.response["ResponseMetadata"]["HTTPStatusCode"]


NEWER = {
    "SECRET_GIVEN_TWICE": needs_member("CreateUserPoolClientRequest", "ClientSecret"),
    "REFRESH_REUSED": needs_member("GetTokensFromRefreshTokenRequest", "RefreshToken"),
    "WRONG_CLIENT_SECRET": needs_member("GetTokensFromRefreshTokenRequest", "RefreshToken"),
}
"""Refusals of members that the lowest botocore does not know, and so leaves out."""


@pytest.mark.parametrize("name", [pytest.param(name, marks=NEWER.get(name, ())) for name in TABLE])
def test_every_refusal_is_reached(name, stage):
    refusal = ALL[name]
    words = (refusal.words or "").format(**FILLED.get(name, {}))
    assert outcome(TABLE[name], stage) == (refusal.code, words, refusal.status)


def test_the_table_has_every_refusal_and_no_other():
    assert set(TABLE) == set(ALL)


def test_only_words_with_a_gap_are_filled():
    assert set(FILLED) == {name for name, refusal in ALL.items() if refusal.words and "{" in refusal.words}


def test_no_two_refusals_are_the_same():
    assert len({(refusal.code, refusal.words) for refusal in ALL.values()}) == len(ALL)


@pytest.mark.parametrize("name", ALL)
def test_every_refusal_names_its_evidence(name):
    refusal = ALL[name]
    assert refusal.evidence in {"observed", "documented", "emulator", "inferred"}
    assert refusal.source
    assert "idx:" not in refusal.source


def test_the_statuses_are_those_of_the_reference():
    assert {(refusal.code, refusal.status) for refusal in ALL.values() if refusal.status != 400} == {
        ("ForbiddenException", 403),
        ("InternalErrorException", 500),
    }
