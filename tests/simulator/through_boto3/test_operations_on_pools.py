"""Pools and app clients through boto3: made, described, changed and deleted."""

import pytest
from sign_in_steps import Caller, needs_member, post, refusal_of

SMS = {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}}
TOTP_ON = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}


@pytest.fixture
def pool(cognito, aws):
    """A pool that the code under test made."""
    return {"UserPoolId": aws.create_user_pool(PoolName="new")["UserPool"]["Id"]}


def test_a_pool_is_made_with_the_defaults_of_aws(cognito, aws):
    made = aws.create_user_pool(PoolName="new")["UserPool"]
    assert made["Name"] == "new"
    assert made["Arn"] == f"arn:aws:cognito-idp:us-east-1:123456789012:userpool/{made['Id']}"
    assert (made["MfaConfiguration"], made["UserPoolTier"], made["EstimatedNumberOfUsers"]) == ("OFF", "ESSENTIALS", 0)
    assert made["Policies"]["PasswordPolicy"]["MinimumLength"] == 8
    assert made["SchemaAttributes"][0]["Name"] == "sub"
    assert made["CreationDate"] == made["LastModifiedDate"]


def test_a_pool_is_described_as_it_was_made(cognito, aws):
    settings = {"AutoVerifiedAttributes": ["email"], "UserPoolTags": {"team": "a"}, "DeletionProtection": "ACTIVE"}
    made = aws.create_user_pool(PoolName="new", **settings)["UserPool"]
    shown = aws.describe_user_pool(UserPoolId=made["Id"])["UserPool"]
    schemas = [each.pop("SchemaAttributes") for each in (made, shown)]
    assert shown == made
    names = [{attribute["Name"]: attribute for attribute in each} for each in schemas]
    assert names[1].pop("identities")["StringAttributeConstraints"] == {}
    assert names[1] == names[0]
    assert settings.items() <= made.items()
    assert cognito.pools[made["Id"]].name == "new"


@pytest.mark.parametrize(
    ("operation", "request_"),
    [
        ("CreateUserPool", {"PoolName": "new", "Unheard": 1}),
        ("CreateUserPool", {"PoolName": "new", "Policies": {"PasswordPolicy": {"Unheard": 1}}}),
        ("CreateUserPoolClient", {"ClientName": "new", "Unheard": 1}),
        ("SetUserPoolMfaConfig", {**TOTP_ON, "MfaConfiguration": "ON", "WebAuthnConfiguration": {"Unheard": 1}}),
    ],
    ids=["pool", "policy", "client", "mfa"],
)
def test_a_member_that_the_model_does_not_have_is_taken_no_notice_of(cognito, operation, request_):
    reply = post(operation, {"UserPoolId": cognito.user_pool_id, **request_}, signed=True)
    assert reply.status == 200
    assert b"Unheard" not in reply.data


def test_a_schema_adds_to_the_standard_attributes(cognito, aws):
    schema = [
        {"Name": "team", "AttributeDataType": "String"},
        {"Name": "custom:floor", "AttributeDataType": "Number"},
        {"Name": "seats", "AttributeDataType": "Number", "StringAttributeConstraints": {"MinLength": "1"}},
        {"Name": "email", "Required": True},
    ]
    made = aws.create_user_pool(PoolName="new", Schema=schema)["UserPool"]["SchemaAttributes"]
    by_name = {attribute["Name"]: attribute for attribute in made}
    assert by_name["custom:team"]["Mutable"] is True
    assert by_name["custom:custom:floor"]["AttributeDataType"] == "Number"
    assert by_name["custom:seats"]["NumberAttributeConstraints"] == {}
    assert "StringAttributeConstraints" not in by_name["custom:seats"]
    assert by_name["email"]["Required"] is True
    assert by_name["sub"]["Required"] is True


def test_a_pool_that_was_deleted_is_gone(aws, pool):
    assert aws.delete_user_pool(**pool)["ResponseMetadata"]["HTTPStatusCode"] == 200
    gone = ("ResourceNotFoundException", f"User pool {pool['UserPoolId']} does not exist.")
    assert refusal_of(aws.describe_user_pool, **pool) == gone


def test_the_tokens_of_a_deleted_pool_do_not_count(cognito, aws):
    token = cognito.sign_in("newcomer").access_token
    aws.delete_user_pool(UserPoolId=cognito.user_pool_id)
    assert refusal_of(aws.get_user, AccessToken=token)


def test_mfa_may_be_required_from_the_start_where_sms_is_set_up(cognito, aws):
    made = aws.create_user_pool(PoolName="new", MfaConfiguration="ON", **SMS)["UserPool"]
    assert (made["MfaConfiguration"], made["SmsConfiguration"]) == ("ON", SMS["SmsConfiguration"])


def test_phone_recovery_beside_another_is_no_hindrance(cognito, aws):
    ways = [{"Name": "verified_phone_number", "Priority": 1}, {"Name": "verified_email", "Priority": 2}]
    recovery = {"AccountRecoverySetting": {"RecoveryMechanisms": ways}}
    assert aws.create_user_pool(PoolName="new", MfaConfiguration="OPTIONAL", **SMS, **recovery)["UserPool"]


# -- SetUserPoolMfaConfig, GetUserPoolMfaConfig ------------------------------------------


def config_of(aws, pool):
    answer = aws.get_user_pool_mfa_config(**pool)
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def test_a_new_pool_has_mfa_off(aws, pool):
    assert config_of(aws, pool) == {"MfaConfiguration": "OFF"}


def test_a_mfa_configuration_is_kept_and_answered(aws, pool):
    sms = {"SmsMfaConfiguration": {"SmsAuthenticationMessage": "Code {####}", **SMS}}
    answer = aws.set_user_pool_mfa_config(**pool, MfaConfiguration="OPTIONAL", **sms, **TOTP_ON)
    expected = {"MfaConfiguration": "OPTIONAL", **sms, **TOTP_ON}
    assert {name: answer[name] for name in expected} == expected == config_of(aws, pool)
    assert aws.describe_user_pool(**pool)["UserPool"]["MfaConfiguration"] == "OPTIONAL"


def test_a_mfa_configuration_replaces_the_one_before(aws, pool):
    aws.set_user_pool_mfa_config(**pool, MfaConfiguration="OPTIONAL", **TOTP_ON)
    aws.set_user_pool_mfa_config(**pool)
    assert config_of(aws, pool) == {"MfaConfiguration": "OFF"}


def test_email_needs_a_sender_of_ones_own_and_another_recovery(cognito, aws):
    ways = [{"Name": "verified_email", "Priority": 1}, {"Name": "verified_phone_number", "Priority": 2}]
    recovery = {"AccountRecoverySetting": {"RecoveryMechanisms": ways}}
    identity = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
    sender = {"EmailConfiguration": {"EmailSendingAccount": "DEVELOPER", "SourceArn": identity}}
    pool = {"UserPoolId": aws.create_user_pool(PoolName="new", **sender, **recovery)["UserPool"]["Id"]}
    email = {"EmailMfaConfiguration": {"Subject": "Your code"}}
    aws.set_user_pool_mfa_config(**pool, MfaConfiguration="ON", **email)
    assert config_of(aws, pool) == {"MfaConfiguration": "ON", **email}


def passkeys_of(aws, pool):
    """What the configuration shows of them, apart from what older versions of botocore cannot read."""
    shown = config_of(aws, pool)
    assert shown["MfaConfiguration"] == "OFF"
    assert set(shown) == {"MfaConfiguration", "WebAuthnConfiguration"}
    return {name: value for name, value in shown["WebAuthnConfiguration"].items() if name != "FactorConfiguration"}


def test_passkeys_alone_may_be_configured_while_mfa_is_off(aws, pool):
    passkeys = {"UserVerification": "required"}
    aws.set_user_pool_mfa_config(**pool, MfaConfiguration="OFF", WebAuthnConfiguration=passkeys)
    assert passkeys_of(aws, pool) == passkeys


def test_passkeys_may_stand_in_the_scenario(open_pool, aws):
    passkeys = {"UserVerification": "required"}
    cognito = open_pool({"Username": "alice"}, WebAuthnConfiguration=passkeys)
    assert passkeys_of(aws, {"UserPoolId": cognito.user_pool_id}) == passkeys


@needs_member("WebAuthnConfigurationType", "FactorConfiguration")
def test_passkeys_tell_that_they_count_as_one_factor(aws, pool):
    aws.set_user_pool_mfa_config(**pool, WebAuthnConfiguration={"RelyingPartyId": "auth.example.com"})
    shown = config_of(aws, pool)["WebAuthnConfiguration"]
    assert shown == {"FactorConfiguration": "SINGLE_FACTOR", "RelyingPartyId": "auth.example.com"}


@needs_member("WebAuthnConfigurationType", "FactorConfiguration")
@pytest.mark.parametrize(
    ("policy", "factor"), [("OPTIONAL", "SINGLE_FACTOR"), ("ON", "MULTI_FACTOR_WITH_USER_VERIFICATION")]
)
def test_passkeys_as_first_factor_agree_with_optional_mfa_or_count_as_both(cognito, aws, policy, factor):
    policies = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}
    pool = {"UserPoolId": aws.create_user_pool(PoolName="new", Policies=policies)["UserPool"]["Id"]}
    passkeys = {"WebAuthnConfiguration": {"FactorConfiguration": factor}}
    aws.set_user_pool_mfa_config(**pool, MfaConfiguration=policy, **TOTP_ON, **passkeys)
    assert config_of(aws, pool) == {"MfaConfiguration": policy, **TOTP_ON, **passkeys}


def test_a_factor_that_is_not_enabled_counts_as_configured(aws, pool):
    off = {"SoftwareTokenMfaConfiguration": {"Enabled": False}}
    aws.set_user_pool_mfa_config(**pool, MfaConfiguration="ON", **off)
    assert config_of(aws, pool) == {"MfaConfiguration": "ON", **off}


def test_requiring_mfa_changes_the_next_sign_in(cognito, aws):
    aws.set_user_pool_mfa_config(UserPoolId=cognito.user_pool_id, MfaConfiguration="ON", **TOTP_ON)
    assert Caller(aws, cognito).password("newcomer")["ChallengeName"] == "SMS_MFA"
    aws.set_user_pool_mfa_config(UserPoolId=cognito.user_pool_id, MfaConfiguration="OFF")
    assert "AuthenticationResult" in Caller(aws, cognito).password("totp")


# -- app clients ------------------------------------------------------------------------


def test_a_public_client_has_no_secret(aws, pool):
    made = aws.create_user_pool_client(**pool, ClientName="app")["UserPoolClient"]
    assert (made["ClientName"], made["UserPoolId"]) == ("app", pool["UserPoolId"])
    assert (made["RefreshTokenValidity"], made["AuthSessionValidity"]) == (30, 3)
    assert "ClientSecret" not in made
    assert aws.describe_user_pool_client(**pool, ClientId=made["ClientId"])["UserPoolClient"] == made


def test_a_client_may_have_a_secret_made(aws, pool):
    made = aws.create_user_pool_client(**pool, ClientName="app", GenerateSecret=True)["UserPoolClient"]
    assert len(made["ClientSecret"]) == 52
    assert aws.describe_user_pool_client(**pool, ClientId=made["ClientId"])["UserPoolClient"] == made


def test_a_client_keeps_its_settings(aws, pool):
    settings = {"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"], "AccessTokenValidity": 5, "AuthSessionValidity": 15}
    made = aws.create_user_pool_client(**pool, ClientName="app", **settings)["UserPoolClient"]
    assert settings.items() <= made.items()


def test_a_client_of_another_pool_is_not_found(cognito, aws, pool):
    refusal = refusal_of(aws.describe_user_pool_client, **pool, ClientId=cognito.client_id)
    assert refusal == ("ResourceNotFoundException", "User pool client does not exist.")


@pytest.mark.parametrize(
    ("explicit", "on"),
    [
        ([], {"REFRESH_TOKEN_AUTH", "USER_SRP_AUTH", "CUSTOM_AUTH"}),
        (["ALLOW_USER_PASSWORD_AUTH"], {"USER_PASSWORD_AUTH"}),
        (["ALLOW_REFRESH_TOKEN_AUTH"], {"REFRESH_TOKEN_AUTH"}),
        (["ALLOW_ADMIN_USER_PASSWORD_AUTH"], {"ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"}),
        (["USER_PASSWORD_AUTH"], {"REFRESH_TOKEN_AUTH", "USER_SRP_AUTH", "USER_PASSWORD_AUTH"}),
        (
            ["ADMIN_NO_SRP_AUTH"],
            {"REFRESH_TOKEN_AUTH", "USER_SRP_AUTH", "ADMIN_NO_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH"},
        ),
        (["CUSTOM_AUTH_FLOW_ONLY"], {"REFRESH_TOKEN_AUTH", "USER_SRP_AUTH", "CUSTOM_AUTH"}),
    ],
    ids=["none", "password", "refresh", "admin", "old password", "old admin", "old custom"],
)
def test_a_clients_flows_are_those_that_it_names(aws, cognito, pool, explicit, on):
    made = aws.create_user_pool_client(**pool, ClientName="app", ExplicitAuthFlows=explicit)["UserPoolClient"]
    client = cognito._service.client(made["ClientId"])
    assert client.flows - {"REFRESH_TOKEN"} == on
    assert ("REFRESH_TOKEN" in client.flows) == ("REFRESH_TOKEN_AUTH" in on)
