"""A trigger that is not run, and a setting without effect, is reported at the call where AWS acts on it."""

import warnings
from contextlib import contextmanager, nullcontext

import boto3
import pytest
from one_test import for_each
from preference_user import FACTORS
from sign_in_steps import post

from pytest_cognito_mfa import simulate
from pytest_cognito_mfa._aws import operations
from pytest_cognito_mfa.errors import NoEffectWarning, SettingError

ARN = "arn:aws:lambda:us-east-1:123456789012:function:any"
EVERY = dict.fromkeys(("PreSignUp", "PostConfirmation", "PreAuthentication", "PostAuthentication"), ARN)
EVERY |= {"UserMigration": ARN, "CustomMessage": ARN, "KMSKeyID": "arn:aws:kms:us-east-1:123456789012:key/any"}
EVERY |= {"PreTokenGenerationConfig": {"LambdaVersion": "V2_0", "LambdaArn": ARN}}
EVERY |= {f"Custom{kind}Sender": {"LambdaVersion": "V1_0", "LambdaArn": ARN} for kind in ("Email", "SMS")}
BOTH = {"email": "ada@example.com", "phone_number": "+12065550199"}
ADA = {"Username": "ada", "Password": "Analytical-1843", "UserAttributes": BOTH}
EVE = {**ADA, "Username": "eve", "UserMFASettingList": ["SMS_MFA"], "PreferredMfaSetting": "SMS_MFA"}


class Calls:
    """What an application does, each step with the triggers that AWS runs in it."""

    def __init__(self, aws, cognito):
        self.aws, self.cognito = aws, cognito
        self.client, self.pool = {"ClientId": cognito.client_id}, {"UserPoolId": cognito.user_pool_id}

    def sign_up(self):
        attributes = [{"Name": "email", "Value": "new@example.com"}]
        self.aws.sign_up(**self.client, Username="new", Password="Analytical-1843", UserAttributes=attributes)

    def resend(self):
        self.aws.resend_confirmation_code(**self.client, Username="new")

    def confirm(self):
        self.aws.confirm_sign_up(**self.client, Username="new", ConfirmationCode=self.cognito.outbox[-1].code)

    def invite(self):
        attributes = [{"Name": "phone_number", "Value": "+12065550111"}]
        self.aws.admin_create_user(**self.pool, Username="guest", UserAttributes=attributes)

    def create_in_silence(self):
        self.aws.admin_create_user(**self.pool, Username="mute", MessageAction="SUPPRESS")

    def sign_in(self, user="ada", password="Analytical-1843"):
        parameters = {"USERNAME": user, "PASSWORD": password}
        return self.aws.initiate_auth(**self.client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)

    def sign_in_with_a_code(self):
        session = self.sign_in("eve")["Session"]
        answers = {"USERNAME": "eve", "SMS_MFA_CODE": self.cognito.outbox[-1].code}
        challenge = {"ChallengeName": "SMS_MFA", "Session": session, "ChallengeResponses": answers}
        self.aws.respond_to_auth_challenge(**self.client, **challenge)

    def sign_in_by_nobody(self):
        with pytest.raises(self.aws.exceptions.NotAuthorizedException):
            self.sign_in("nobody")

    def sign_in_wrongly(self):
        with pytest.raises(self.aws.exceptions.NotAuthorizedException):
            self.sign_in(password="wrong")

    def refresh(self):
        parameters = {"REFRESH_TOKEN": self.cognito.sign_in("ada").refresh_token}
        self.aws.initiate_auth(**self.client, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=parameters)

    def refresh_by_the_newer_call(self):
        if "GetTokensFromRefreshToken" not in operations():
            pytest.skip("the SDK does not have it")
        request = {**self.client, "RefreshToken": self.cognito.sign_in("ada").refresh_token}
        post("GetTokensFromRefreshToken", request)  # older SDKs do not have it

    def change_email(self):
        attributes = [{"Name": "email", "Value": "changed@example.com"}]
        token = self.cognito.sign_in("ada").access_token
        self.aws.update_user_attributes(AccessToken=token, UserAttributes=attributes)

    def set_password(self):
        self.aws.admin_set_user_password(**self.pool, Username="ada", Password="Analytical-1844")

    def forget(self):
        self.aws.forgot_password(**self.client, Username="nobody")

    def describe(self):
        self.aws.describe_user_pool(**self.pool)
        with pytest.raises(self.aws.exceptions.ResourceNotFoundException):
            self.aws.describe_user_pool(UserPoolId="us-east-1_Another01")
        with pytest.raises(self.aws.exceptions.NotAuthorizedException):
            self.aws.get_user(AccessToken="unknown")


@contextmanager
def reported():
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        yield (names := [])
    names += [str(each.message) for each in found]


TOKENS = ["PreAuthentication", "PostAuthentication", "PreTokenGeneration"]
MAIL, TEXT = ["CustomMessage", "CustomEmailSender"], ["CustomMessage", "CustomSMSSender"]


@for_each(
    "steps, run",
    [
        (["describe"], []),
        (["sign_up"], ["PreSignUp", *MAIL]),
        (["sign_up", "resend"], ["PreSignUp", *MAIL]),
        (["sign_up", "resend", "confirm"], ["PreSignUp", *MAIL, "PostConfirmation"]),
        (["invite"], ["PreSignUp", *TEXT]),
        (["create_in_silence"], ["PreSignUp"]),
        (["sign_in"], TOKENS),
        (["sign_in_with_a_code"], [*TEXT, *TOKENS]),
        (["sign_in_by_nobody"], ["UserMigration", "PreAuthentication"]),
        (["sign_in_wrongly"], ["PreAuthentication"]),
        (["refresh"], TOKENS),
        (["refresh_by_the_newer_call"], TOKENS),
        (["change_email"], [*TOKENS, *MAIL]),
        (["forget"], ["UserMigration"]),
        (["set_password"], []),
    ],
)
def test_each_trigger_is_reported_once_where_aws_runs_it(aws, open_pool, steps, run):
    settings = {"MfaConfiguration": "OPTIONAL", "AutoVerifiedAttributes": ["email"], **FACTORS}
    with reported() as texts:
        calls = Calls(aws, open_pool(ADA, EVE, LambdaConfig=EVERY, **settings))
        for step in steps:
            getattr(calls, step)()

    names = [text.split()[1] for text in texts]
    assert sorted(names) == sorted(set(names)), "reported twice"
    assert set(names) == set(run)


def test_a_pool_of_the_code_under_test_counts_from_the_call_that_sets_the_trigger(aws):
    with simulate() as cognito, reported() as texts:
        made = aws.create_user_pool(PoolName="own")["UserPool"]["Id"]
        aws.update_user_pool(UserPoolId=made, LambdaConfig={"PreSignUp": ARN})
        aws.admin_create_user(UserPoolId=made, Username="ada", MessageAction="SUPPRESS")
        aws.update_user_pool(UserPoolId=made)
        aws.admin_create_user(UserPoolId=made, Username="eve", MessageAction="SUPPRESS")

    assert [text.splitlines()[:2] for text in texts] == [
        [
            "trigger PreSignUp of pool 'own' was not run, because no function is plugged in",
            "  AWS runs it at AdminCreateUser, with triggerSource PreSignUp_AdminCreateUser",
        ]
    ]
    assert len(cognito.without_effect) == 1


@pytest.mark.long
def test_a_pool_of_another_region_counts_too():
    with simulate(region="us-east-1"), reported() as texts:
        abroad = boto3.client("cognito-idp", region_name="eu-west-1")
        made = abroad.create_user_pool(PoolName="own", LambdaConfig={"PreSignUp": ARN})["UserPool"]["Id"]
        abroad.admin_create_user(UserPoolId=made, Username="ada", MessageAction="SUPPRESS")

    assert len(texts) == 1


@for_each("choice", ["ignore", "fail"])
def test_a_block_ignores_it_or_fails_by_it_at_its_end(aws, open_pool, choice):
    scenario = open_pool(ADA, LambdaConfig={"PreSignUp": ARN})._scenario
    failing = pytest.raises(NoEffectWarning, match="trigger PreSignUp of pool 'pool'")
    expected = failing if choice == "fail" else nullcontext()
    with reported() as texts, expected, simulate(scenario, no_effect=choice) as cognito:
        aws.admin_create_user(UserPoolId=cognito.user_pool_id, Username="eve", MessageAction="SUPPRESS")

    assert texts == []


def test_an_unknown_choice_is_refused():
    with pytest.raises(SettingError, match=r"unknown no_effect 'warm'; did you mean 'warn'\?"):
        simulate(no_effect="warm")
