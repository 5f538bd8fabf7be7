"""A pool that the simulator describes is imported as a scenario that creates an equal pool."""

import json

import boto3
import pytest

from pytest_cognito_mfa import simulate

DATES = {"CreationDate", "LastModifiedDate", "EstimatedNumberOfUsers", "UserCreateDate", "UserLastModifiedDate"}

RICH = """\
region: eu-west-1
pools:
  - Id: eu-west-1_Rich00001
    Name: rich
    MfaConfiguration: "ON"
    SoftwareTokenMfaConfiguration: {Enabled: true}
    WebAuthnConfiguration: {RelyingPartyId: example.com, UserVerification: preferred}
    UsernameAttributes: [email]
    DeviceConfiguration: {ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true}
    UserPoolAddOns: {AdvancedSecurityMode: ENFORCED}
    UserPoolTier: PLUS
    LambdaConfig: {PreSignUp: "arn:aws:lambda:eu-west-1:123456789012:function:check"}
    VerificationMessageTemplate:
      DefaultEmailOption: CONFIRM_WITH_CODE
      EmailMessage: "Dear reader,\\n\\nyour code is {####}.\\n"
    Schema:
      - {Name: email, Required: true}
      - {Name: plan, AttributeDataType: String, StringAttributeConstraints: {MinLength: "1", MaxLength: "20"}}
    RiskConfiguration:
      AccountTakeoverRiskConfiguration:
        Actions: {HighAction: {EventAction: BLOCK, Notify: false}}
    clients:
      - ClientName: web
        ClientId: 1example23456789richclient
        ExplicitAuthFlows: [ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
        TokenValidityUnits: {AccessToken: minutes}
        AccessTokenValidity: 10
        RiskConfiguration:
          CompromisedCredentialsRiskConfiguration: {Actions: {EventAction: BLOCK}}
    users:
      - Username: jo@example.com
        Password: Rich-passw0rd
        UserAttributes: {email: jo@example.com, email_verified: "true", "custom:plan": gold}
        UserMFASettingList: [SOFTWARE_TOKEN_MFA]
        PreferredMfaSetting: SOFTWARE_TOKEN_MFA
"""


def printed(cognito, usernames):
    """What AWS prints of the pool, its clients and these users."""
    client = boto3.client("cognito-idp", region_name=cognito.region)
    pool = {"UserPoolId": cognito.user_pool_id}
    clients = [{**pool, "ClientId": each.id} for each in cognito.pool.clients.values()]
    answers = [
        client.describe_user_pool(**pool),
        client.get_user_pool_mfa_config(**pool),
        *(client.describe_user_pool_client(**each) for each in clients),
        *(client.describe_risk_configuration(**each) for each in (pool, *clients) if "Rich" in cognito.user_pool_id),
        *(client.admin_get_user(**pool, Username=name) for name in usernames),
    ]
    return [json.loads(json.dumps(answer, default=str)) for answer in answers]


def configuration(value):
    """The same without dates, secrets and what boto3 adds."""
    if isinstance(value, dict):
        left_out = DATES | {"ClientSecret", "ResponseMetadata"}
        return {name: configuration(member) for name, member in value.items() if name not in left_out}
    return [configuration(item) for item in value] if isinstance(value, list) else value


@pytest.fixture
def rich(tmp_path):
    path = tmp_path / "rich.yaml"
    path.write_text(RICH)
    return path


@pytest.fixture(params=["the default scenario", "a rich pool"])
def before(request, rich):
    with simulate(*([rich] if request.param == "a rich pool" else [])) as cognito:
        names = ["jo@example.com"] if request.param == "a rich pool" else ["totp", "sms", "undecided", "invited"]
        yield names, printed(cognito, names)


def test_an_equal_pool_is_staged(before, given, tmp_path):
    names, answers = before

    given(*answers, users=True)

    with simulate(tmp_path / "scenario.yaml") as cognito:
        assert configuration(printed(cognito, names)) == configuration(answers)


def test_one_file_may_hold_all_answers_one_after_the_other(before, given):
    _, answers = before

    def body(outcome):
        return outcome.text.partition("\npools:")[2]

    assert body(given("\n".join(map(json.dumps, answers)))) == body(given(*answers))


def test_no_secret_is_imported(before, given):
    _, answers = before
    secrets = {answer["UserPoolClient"].get("ClientSecret") for answer in answers if "UserPoolClient" in answer}

    outcome = given(*answers, users=True)

    assert not [secret for secret in secrets - {None} if secret in outcome.text]


def test_users_are_imported_only_with_the_option(before, given):
    names, answers = before

    outcome = given(*answers)

    assert outcome.pool.users == ()
    assert not [name for name in names if f"Username: {name}" in outcome.text]
    assert any("add --users" in note for note in outcome.notes)
