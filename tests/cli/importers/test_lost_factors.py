"""An import says where a pool's factors may be others than those that it writes."""

import pytest
from one_test import for_each

from pytest_cognito_mfa.errors import ImportingError

POOL = {"Id": "eu-west-1_Xk2Lq9TzB", "Name": "portal", "MfaConfiguration": "OPTIONAL"}
FACTORS = {"MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": {"Enabled": True}}
PLUG = "plug in its handler: triggers: of the pool, or cognito.trigger"
COMMAND = "aws cognito-idp get-user-pool-mfa-config --user-pool-id eu-west-1_Xk2Lq9TzB"


@for_each(
    "files, told",
    [
        ([{"UserPool": POOL}], True),
        ([{"UserPool": {**POOL, "MfaConfiguration": "OFF"}}], False),
        ([{"UserPool": {"Id": POOL["Id"]}}], False),
        ([{"UserPool": POOL}, FACTORS], False),
        ([FACTORS], False),
    ],
)
def test_describe_user_pool_alone_does_not_have_them(given, files, told):
    notes = given(*files).notes

    assert [note for note in notes if COMMAND in note] == [
        "input0: UserPool.MfaConfiguration: its factors are not in describe-user-pool; import the output of this too: "
        + COMMAND
    ] * told


def template(mfa="OPTIONAL", **properties):
    return {"Resources": {"Pool": {"Type": "AWS::Cognito::UserPool", "Properties": {**properties, **mfa_of(mfa)}}}}


def mfa_of(policy):
    return {"MfaConfiguration": policy} if policy else {}


SMS = {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}}


@for_each(
    "value, told",
    [
        (template(EnabledMfas=["SOFTWARE_TOKEN_MFA"], **SMS), True),
        (template("ON", EnabledMfas=["EMAIL_OTP"], **SMS), True),
        (template(EnabledMfas=["SOFTWARE_TOKEN_MFA", "SMS_MFA"], **SMS), False),
        (template(EnabledMfas=["SOFTWARE_TOKEN_MFA"]), False),
        (template("OFF", EnabledMfas=["SOFTWARE_TOKEN_MFA"], **SMS), False),
        (template(None, EnabledMfas=["SOFTWARE_TOKEN_MFA"], **SMS), False),
        (template(**SMS), False),
    ],
)
def test_sms_cannot_be_left_out_of_a_pool_with_an_sms_configuration(given, value, told):
    notes = [note for note in given(value).notes if "EnabledMfas: AWS refuses this" in note]

    assert len(notes) == told
    assert not notes or "Can't turn off SMS_MFA when SMS configuration is set for the user pool" in notes[0]


CALLS = {
    "a JSON text in parts": (
        {
            "Type": "Custom::AWS",
            "Properties": {
                "ServiceToken": {"Fn::GetAtt": ["Provider", "Arn"]},
                "Create": {
                    "Fn::Join": ["", ['{"action":"setUserPoolMfaConfig","UserPoolId":"', {"Ref": "Pool"}, '"}']]
                },
                "Update": {
                    "Fn::Join": ["", ['{"action":"setUserPoolMfaConfig","UserPoolId":"', {"Ref": "Pool"}, '"}']]
                },
            },
        },
        "setUserPoolMfaConfig",
    ),
    "a mapping": (
        {
            "Type": "Custom::AWS",
            "Properties": {
                "Create": {"service": "CognitoIdentityServiceProvider", "action": "updateUserPool"},
                "Pool": {"Fn::Sub": "${Pool}"},
            },
        },
        "updateUserPool",
    ),
    "a function of the template": (
        {
            "Type": "AWS::CloudFormation::CustomResource",
            "Properties": {"ServiceToken": {"Fn::GetAtt": "Enabler.Arn"}, "Pool": [{"Fn::GetAtt": "Pool.Arn"}]},
        },
        "Enabler",
    ),
    "a function elsewhere": (
        {
            "Type": "Custom::Mfa",
            "Properties": {"ServiceToken": "arn:aws:lambda:a", "Pool": {"Fn::Sub": ["${Pool}", {}]}},
        },
        "its ServiceToken",
    ),
    "another pool": ({"Type": "Custom::Mfa", "Properties": {"Pool": {"Fn::ImportValue": "Pool"}}}, None),
}


@for_each("name", CALLS)
def test_a_custom_resource_for_a_pool_is_named_with_what_it_calls(given, name):
    resource, calls = CALLS[name]
    value = template()
    value["Resources"]["Change"] = resource

    notes = [note for note in given(value).notes if "Resources" in note]

    if calls is None:
        assert notes == [f"input0: Resources: not imported: 1 of other services: {resource['Type']} (1)"]
    else:
        what = f"this custom resource calls {calls} for the pool Pool; write into the scenario what it changes there"
        assert notes == [f"input0: Resources.Change: not imported: {what}"]


SERVERLESS = """
service: shop
provider: {name: aws, stage: prod, region: eu-west-1}
custom:
  label: ${self:service}-${opt:stage, 'dev'}
  policy: {MinimumLength: 12, RequireSymbols: "${self:custom.symbols}"}
  symbols: false
functions:
  greet: {handler: a.b, events: [http: GET /, {cognitoUserPool: {pool: own, trigger: PreSignUp}}]}
resources:
  - Resources:
      Pool:
        Type: AWS::Cognito::UserPool
        Properties:
          UserPoolName: ${self:custom.label}
          Policies: {PasswordPolicy: "${self:custom.policy}"}
          EmailVerificationSubject: !Sub "${self:service} in ${AWS::Region}, ${ssm:/name}"
          SmsVerificationMessage: "${env:TEXT, 'Your code:'} {####}"
          EmailVerificationMessage: ${env:TEXT} {####}
          UserPoolTags: {size: 3, stage: "${sls:stage}", none: "${self:custom.nothing}", all: "a ${self:custom.policy}"}
  - ${file(clients.yml)}
"""


def test_a_file_of_the_serverless_framework_is_read_with_its_variables(given):
    outcome = given(SERVERLESS, region="eu-west-1")

    assert outcome.pool.name == "shop-prod"
    assert outcome.pool.settings["Policies"]["PasswordPolicy"] == {"MinimumLength": 12, "RequireSymbols": False}
    assert outcome.pool.settings["SmsVerificationMessage"] == "Your code: {####}"
    assert outcome.pool.settings["UserPoolTags"] == {"size": "3", "stage": "prod"}
    assert "EmailVerificationSubject" not in outcome.pool.settings
    assert "EmailVerificationMessage" not in outcome.pool.settings
    assert {
        "input0: resources: not imported: clients.yml is another file; import it too",
        f"input0: functions.greet.events: not imported: trigger PreSignUp of pool own; {PLUG}",
        "input0: Resources.Pool.Properties.EmailVerificationMessage: only known after deployment: Ref env:TEXT",
    } <= set(outcome.notes)


@for_each(
    "resources, said",
    [
        ("${file(pool.yml)}", "resources: the Resources are in other files; import them: pool.yml"),
        ("{Outputs: {}}", "resources: the Resources are not there; nothing to import"),
        ("{Resources: {A: {b: '${self:custom.round}'}}}", "its variables nest too deeply, or stand for too much"),
        ("{Resources: {A: {b: '${self:custom.bomb}'}}}", "its variables nest too deeply, or stand for too much"),
        ("{Resources: {A: {b: '${self:custom.tree}'}}}", "its variables nest too deeply, or stand for too much"),
    ],
)
def test_a_file_of_the_serverless_framework_that_cannot_be_read(given, resources, said):
    bombs = "custom: {round: {a: '${self:custom.round}'}, bomb: 'x${self:custom.bomb}${self:custom.bomb}'"
    tree = ", tree: ['${self:custom.tree}', '${self:custom.tree}']}"
    with pytest.raises(ImportingError) as caught:
        given(f"service: shop\nprovider: {{name: aws}}\n{bombs}{tree}\nresources: {resources}\n")

    assert said in str(caught.value)
