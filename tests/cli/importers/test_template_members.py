"""CloudFormation templates: intrinsic functions, conditions, and the resources of a pool."""

import pytest
from one_test import for_each

from pytest_cognito_mfa import simulate

UNKNOWN = "only known after deployment"

FRAME = """
Parameters:
  Stage: {Type: String, Default: dev}
  Unset: {Type: String}
  Names: {Type: "List<String>", Default: "a, b"}
  Hidden: {Type: String, NoEcho: true, Default: swordfish}
  Stored: {Type: "AWS::SSM::Parameter::Value<String>", Default: /a/b}
Mappings:
  ByStage: {dev: {name: mapped, deep: {er: 1}}}
Conditions:
  IsDev: !Equals [!Ref Stage, dev]
  IsNot: !Not [Condition: IsDev]
  Open: !Equals [!Ref Unset, a]
  NotOpen: !Not [Condition: Open]
  Both: !And [Condition: IsDev, Condition: IsDev]
  NotBoth: !And [Condition: IsDev, Condition: IsNot]
  OpenAnd: !And [Condition: IsDev, Condition: Open]
  Either: !Or [Condition: Open, Condition: IsDev]
  OpenOr: !Or [Condition: Open, Condition: IsNot]
  Neither: !Or [Condition: IsNot, Condition: IsNot]
  Odd: [a]
  NoList: !Equals a
  Strange: {"Fn::Contains": [a]}
  Absent: {Condition: Nowhere}
Resources:
  Fn: {Type: AWS::Lambda::Function}
  Bare: {Properties: {}}
  Pool:
    Type: AWS::Cognito::UserPool
    Properties:
"""


@pytest.fixture
def named(given):
    """The name of a pool whose UserPoolName is this, with the notes about it."""

    def named(value, **options):
        outcome = given(f"{FRAME}      UserPoolName: {value}\n", **options)
        return outcome.pool.name, [note for note in outcome.notes if "UserPoolName" in note]

    return named


KNOWN = {
    "!Ref Stage": "dev",
    "{Ref: 'AWS::Region'}": "us-east-1",
    "!Select [1, !Ref Names]": "b",
    '!Select ["0", !Split ["-", !Sub "${Stage}-x"]]': "dev",
    "!FindInMap [ByStage, !Ref Stage, name]": "mapped",
    "!Join ['-', [a, !Ref Stage, 3, true]]": "a-dev-3-true",
    "!Join ['-', !Ref Names]": "a-b",
    "!Sub '${Stage}.${AWS::AccountId}'": "dev.123456789012",
    "!Sub ['${a}${Stage}', {a: !Ref Stage}]": "devdev",
    "!If [IsDev, one, two]": "one",
    "!If [IsNot, one, two]": "two",
    "!If [Both, one, two]": "one",
    "!If [NotBoth, one, two]": "two",
    "!If [Either, one, two]": "one",
    "!If [Neither, one, two]": "two",
}


@for_each("value", KNOWN)
def test_what_the_template_tells_is_known(value, named):
    assert named(value) == (KNOWN[value], [])


OPEN = [
    *("!Ref Unset", "!Ref Hidden", "!Ref Stored", "!Ref Nowhere", "!ImportValue a", "!GetAtt Fn.Version"),
    *("!GetAtt Nowhere.Arn", "!GetAtt [Fn]", "!If [IsDev, a]", "!If [Nowhere, a, b]", "!If [[a], a, b]"),
    *("!FindInMap [ByStage, prod, name]", "!FindInMap a", "!FindInMap []", "!Select [7, [a]]", "!Select [x, [a]]"),
    *("!Select [0, a]", "!Split ['', a]", "!Split [a, !Ref Unset]", "!Base64 a", "!Sub 'a${Unset}'"),
    *("!Sub ['${a}', {a: !Ref Unset}]", "!Sub 'x${Fn.Version}'", "!Join ['', [a, !Ref Unset]]", "!Join ['', a]"),
    *("!If [Open, a, b]", "!If [NotOpen, a, b]", "!If [OpenAnd, a, b]", "!If [OpenOr, a, b]", "!If [Odd, a, b]"),
    *("!If [NoList, a, b]", "!If [Strange, a, b]", "!If [Absent, a, b]", "!Join ['', !Ref Unset]"),
    "'{{resolve:secretsmanager:a:SecretString:b}}'",
]


@for_each("value", OPEN)
def test_values_known_only_after_deployment_are_reported_and_the_logical_id_is_the_name(value, named):
    name, notes = named(value)

    assert name == "Pool"
    assert [note for note in notes if UNKNOWN in note]
    assert not [note for note in notes if "swordfish" in note]


def test_a_literal_dollar_stays_in_a_text(given):
    outcome = given(f"{FRAME}      SmsVerificationMessage: !Sub '${{!Stage}} {{####}}'\n")

    assert outcome.pool.settings["SmsVerificationMessage"] == "${Stage} {####}"


def test_the_region_may_be_named(named):
    assert named("{Ref: 'AWS::Region'}", region="eu-west-1") == ("eu-west-1", [])


def test_an_unknown_arn_is_made_from_the_logical_id(given):
    outcome = given(f"{FRAME}      LambdaConfig: {{PreSignUp: !GetAtt Fn.Arn, CustomMessage: !GetAtt [Bare, Arn]}}\n")

    assert outcome.pool.settings["LambdaConfig"] == {
        "PreSignUp": "arn:aws:lambda:us-east-1:123456789012:function:Fn",
        "CustomMessage": "arn:aws:custom:us-east-1:123456789012:Bare",
    }
    plug = "kept; plug in the handlers: triggers: of the pool, or cognito.trigger"
    assert f"input0: Resources.Pool.Properties.LambdaConfig: {plug}" in outcome.notes


def test_no_value_takes_a_member_away_without_a_note(given):
    outcome = given(
        f"{FRAME}      UserPoolTags: !Ref AWS::NoValue\n      AliasAttributes: [!Ref AWS::NoValue, email]\n"
    )

    assert "UserPoolTags" not in outcome.pool.settings
    assert outcome.pool.settings["AliasAttributes"] == ("email",)
    assert not [note for note in outcome.notes if "Tags" in note or "Alias" in note]


@pytest.mark.parametrize(("condition", "there"), [("IsDev", True), ("IsNot", False), ("Open", True)])
def test_a_client_is_there_as_its_condition_says(condition, there, given):
    client = f"{{Type: AWS::Cognito::UserPoolClient, Condition: {condition}, Properties: {{UserPoolId: !Ref Pool}}}}"
    outcome = given(f"{FRAME}      UserPoolTier: LITE\n  Client: {client}\n")

    assert [each.name for each in outcome.pool.clients] == (["Client"] if there else [])
    assert bool([note for note in outcome.notes if "condition" in note]) is (condition != "IsDev")


TWO_POOLS = """
Resources:
  One: {Type: AWS::Cognito::UserPool}
  Two: {Type: AWS::Cognito::UserPool, Properties: {UserPoolName: two, EnabledMfas: [SMS_MFA, SOFTWARE_TOKEN_MFA]}}
  Plain: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Two}}
  BySub: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Sub "${Two}"}}
  ByArn: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !GetAtt Two.UserPoolId}}
  Lost: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !ImportValue elsewhere}}
  LostToo: {Type: AWS::Cognito::UserPoolClient}
  Risk:
    Type: AWS::Cognito::UserPoolRiskConfigurationAttachment
    Properties: {UserPoolId: !Ref Two, ClientId: ALL, RiskExceptionConfiguration: {SkippedIPRangeList: [10.0.0.0/8]}}
  ClientsRisk:
    Type: AWS::Cognito::UserPoolRiskConfigurationAttachment
    Properties:
      UserPoolId: !Ref Two
      ClientId: !Ref Plain
      CompromisedCredentialsRiskConfiguration: {Actions: {EventAction: BLOCK}}
  LostRisk:
    Type: AWS::Cognito::UserPoolRiskConfigurationAttachment
    Properties: {UserPoolId: !Ref Two, ClientId: 1234}
  Domain: {Type: AWS::Cognito::UserPoolDomain, Properties: {UserPoolId: !Ref Two, Domain: two}}
  Own:
    Type: AWS::Cognito::UserPoolDomain
    Properties: {UserPoolId: !Ref One, Domain: sign-in.example.com, CustomDomainConfig: {CertificateArn: a}}
  Nameless: {Type: AWS::Cognito::UserPoolDomain, Properties: {UserPoolId: !Ref One, Domain: !ImportValue a}}
  Pages: {Type: AWS::Cognito::ManagedLoginBranding, Properties: {UserPoolId: !Ref One}}
  Odd: a
  "Fn::ForEach::Pools": [Name, [a, b], {}]
"""


def test_everything_is_put_into_its_own_pool(given):
    scenario = given(TWO_POOLS).scenario
    one, two, elsewhere = scenario.pools

    assert [client.name for client in two.clients] == ["Plain", "BySub", "ByArn"]
    assert [client.name for client in elsewhere.clients] == ["Lost", "LostToo"]
    assert two.settings["RiskConfiguration"]["RiskExceptionConfiguration"] == {"SkippedIPRangeList": ("10.0.0.0/8",)}
    assert "CompromisedCredentialsRiskConfiguration" in two.clients[0].settings["RiskConfiguration"]
    assert (two.settings["Domain"], one.settings["CustomDomain"]) == ("two", "sign-in.example.com")
    assert two.settings["SoftwareTokenMfaConfiguration"] == {"Enabled": True}


def test_everything_without_a_place_is_reported(given):
    notes = given(TWO_POOLS).notes

    assert "input0: Resources.LostRisk: not imported: its client is not in the template" in notes
    assert "input0: Resources.Pages: not imported: a scenario cannot have AWS::Cognito::ManagedLoginBranding" in notes
    assert "input0: Resources: not imported: 1 of other services: no type (1)" in notes
    assert "input0: Resources.Fn::ForEach::Pools: not imported: a loop or macro; import the processed template" in notes
    assert "input0: Resources.Lost: its pool is not in the input; it gets a pool with default settings" in notes
    assert [note for note in notes if "SMS_MFA is off: the pool has no SmsConfiguration" in note]


def test_a_client_without_a_pool_belongs_to_the_only_one(given):
    outcome = given(f"{FRAME}      UserPoolTier: LITE\n  Client: {{Type: AWS::Cognito::UserPoolClient}}\n")

    assert [client.name for client in outcome.pool.clients] == ["Client"]
    assert (
        "input0: Resources.Client.Properties.UserPoolId: only known after deployment; the only pool is used"
        in outcome.notes
    )


def test_messages_of_the_mfa_email_are_imported(given):
    text = "      EmailAuthenticationMessage: Use {####}\n      EmailAuthenticationSubject: Hello\n"

    assert given(FRAME + text).pool.settings["EmailMfaConfiguration"] == {"Message": "Use {####}", "Subject": "Hello"}


def test_a_user_without_a_name_has_its_logical_id(given):
    outcome = given(
        """
        Resources:
          Pool: {Type: AWS::Cognito::UserPool}
          Jo: {Type: AWS::Cognito::UserPoolUser, Properties: {UserPoolId: !Ref Pool}}
        """,
        users=True,
    )

    assert [user.username for user in outcome.pool.users] == ["Jo"]


def test_groups_providers_and_servers_of_a_template_are_imported(given):
    template = """
        AWSTemplateFormatVersion: "2010-09-09"
        Resources:
          Pool: {Type: "AWS::Cognito::UserPool"}
          Unnamed: {Type: "AWS::Cognito::UserPoolGroup", Properties: {UserPoolId: !Ref Pool, Precedence: 3}}
          Books:
            Type: AWS::Cognito::UserPoolResourceServer
            Properties: {UserPoolId: !Ref Pool, Identifier: books, Name: Books}
          Corp:
            Type: AWS::Cognito::UserPoolIdentityProvider
            Properties: {UserPoolId: !Ref Pool, ProviderName: corp, ProviderType: OIDC}
          Web:
            Type: AWS::Cognito::UserPoolClient
            Properties: {UserPoolId: !Ref Pool, SupportedIdentityProviders: [corp]}
          Nameless: {Type: "AWS::Cognito::UserPoolIdentityProvider", Properties: {UserPoolId: !Ref Pool}}
          Jo: {Type: "AWS::Cognito::UserPoolUser", Properties: {UserPoolId: !Ref Pool, Username: jo}}
          InGroup:
            Type: AWS::Cognito::UserPoolUserToGroupAttachment
            Properties: {UserPoolId: !Ref Pool, GroupName: elsewhere, Username: !Ref Jo}
    """
    outcome = given(template, users=True)

    assert [(spec.key, spec.name) for spec in outcome.pool.resources] == [
        ("groups", "Unnamed"),
        ("groups", "elsewhere"),
        ("identity_providers", "corp"),
        ("resource_servers", "books"),
    ]
    assert outcome.pool.users[0].groups == ("elsewhere",)
    assert "input0: Resources.Nameless.Properties: not imported: without a ProviderName" in outcome.notes
    with simulate(outcome.scenario) as cognito:
        cognito.sign_in("7", provider="corp")
        assert cognito.user("corp_7").status == "EXTERNAL_PROVIDER"
