"""The event classes of Powertools for AWS Lambda read every event, and handlers that are written with them run."""

import inspect

import pytest
from one_test import for_each
from preference_user import FACTORS
from sign_in_steps import Caller, refusal_of

from pytest_cognito_mfa._simulator.triggers.table import BY_NAME, VERSIONS

pytestmark = pytest.mark.long

ADA = {"Username": "ada", "Password": "Analytical-1843", "UserAttributes": {"email": "ada@example.com"}}
CLASSES = {
    "PreSignUp": "PreSignUpTriggerEvent",
    "PostConfirmation": "PostConfirmationTriggerEvent",
    "PreAuthentication": "PreAuthenticationTriggerEvent",
    "PostAuthentication": "PostAuthenticationTriggerEvent",
    "PreTokenGeneration": "PreTokenGenerationTriggerEvent",
    "UserMigration": "UserMigrationTriggerEvent",
    "CustomMessage": "CustomMessageTriggerEvent",
    "CustomEmailSender": "CustomEmailSenderTriggerEvent",
    "CustomSMSSender": "CustomSMSSenderTriggerEvent",
    "DefineAuthChallenge": "DefineAuthChallengeTriggerEvent",
    "CreateAuthChallenge": "CreateAuthChallengeTriggerEvent",
    "VerifyAuthChallengeResponse": "VerifyAuthChallengeResponseTriggerEvent",
    "InboundFederation": "BaseTriggerEvent",
}
"""Powertools has no class of its own for InboundFederation."""
LATER = {"PreTokenGeneration": "PreTokenGenerationV2TriggerEvent"}
"""For events from V2_0 on."""
SETTINGS = {"MfaConfiguration": "OPTIONAL", "AutoVerifiedAttributes": ["email"], **FACTORS}


@pytest.fixture
def classes():
    return pytest.importorskip("aws_lambda_powertools.utilities.data_classes.cognito_user_pool_event")


def read(value):
    """Read each property of an event class, and of what it has inside."""
    for name, _ in inspect.getmembers(type(value), lambda each: isinstance(each, property)):
        inner = getattr(value, name)
        if type(inner).__module__ == type(value).__module__:
            read(inner)


def make_every_call(aws, cognito, caller):
    email = [{"Name": "email", "Value": "eve@example.com"}]
    request = {"ClientId": caller.client.id, "Username": "eve"}
    aws.sign_up(**request, Password="Analytical-1843", UserAttributes=email)
    aws.confirm_sign_up(**request, ConfirmationCode=cognito.outbox[-1].code)
    session = caller.password("ada")["Session"]
    caller.respond("EMAIL_OTP", "ada", session, EMAIL_OTP_CODE=cognito.outbox[-1].code)
    refusal_of(caller.password, "nobody", "wrong")
    phone = [{"Name": "phone_number", "Value": "+12065550111"}]
    aws.admin_create_user(UserPoolId=cognito.user_pool_id, Username="guest", UserAttributes=phone)
    made = aws.create_user_pool_client(
        UserPoolId=cognito.user_pool_id, ClientName="custom", ExplicitAuthFlows=["ALLOW_CUSTOM_AUTH"]
    )
    client = {"ClientId": made["UserPoolClient"]["ClientId"]}
    asked = aws.initiate_auth(**client, AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": "eve"})
    answer = {"ChallengeName": "CUSTOM_CHALLENGE", "ChallengeResponses": {"USERNAME": "eve", "ANSWER": "1"}}
    aws.respond_to_auth_challenge(**client, Session=asked["Session"], **answer)


def test_the_table_has_every_trigger():
    assert CLASSES.keys() == BY_NAME.keys()


@for_each("version", VERSIONS)
def test_they_read_every_event(aws, open_pool, classes, version):
    factor = {"UserMFASettingList": ["EMAIL_OTP"], "PreferredMfaSetting": "EMAIL_OTP"}
    cognito = open_pool({**ADA, **factor}, identity_providers=["Google"], **SETTINGS)
    ran, named = set(), CLASSES if version == "V1_0" else CLASSES | LATER

    def plug_in(name):
        def lambda_handler(event, context):
            parsed = getattr(classes, named[name])(event)
            read(parsed)
            assert parsed.trigger_source == event["triggerSource"]
            ran.add(name)
            if name == "DefineAuthChallenge":
                parsed.response.challenge_name = "CUSTOM_CHALLENGE"
                parsed.response.issue_tokens = bool(parsed.request.session)
            return parsed.raw_event

        cognito.trigger(name, lambda_handler, version=version)

    for name in CLASSES:
        plug_in(name)
    make_every_call(aws, cognito, Caller(aws, cognito))
    cognito.sign_in("1143", provider="Google")

    assert ran == CLASSES.keys()


def test_handlers_that_set_answers_by_them_run(aws, open_pool, classes):
    cognito = open_pool(ADA)
    caller = Caller(aws, cognito)

    def pre_sign_up(event, context):
        event = classes.PreSignUpTriggerEvent(event)
        event.response.auto_confirm_user = True
        return event.raw_event

    def pre_token_generation(event, context):
        event = classes.PreTokenGenerationTriggerEvent(event)
        event.response.claims_override_details.claims_to_add_or_override = {"tenant": "a"}
        return event.raw_event

    cognito.trigger("PreSignUp", pre_sign_up)
    cognito.trigger("PreTokenGeneration", pre_token_generation)
    answer = aws.sign_up(ClientId=caller.client.id, Username="eve", Password="Analytical-1843")
    cognito.sign_in("ada")

    assert answer["UserConfirmed"]
