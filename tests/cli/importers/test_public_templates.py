"""Templates that were not written for the importer become scenarios in which people sign up and in."""

import boto3
import pytest
from public_templates import PUBLIC

from pytest_cognito_mfa import simulate

UNKNOWN = "only known after deployment"

POOLS = {
    "virtuelabs-io/rapido-build-cf": {"Readers": ["App"]},
    "aws-samples/amazon-cognito-passwordless-email-auth": {"Members": ["web"]},
    "aws-samples/aws-serverless-ecommerce-platform": {"Shoppers": []},
    "eric-bach/pecuniary (Amplify)": {"UserPool": ["app_web", "app_native"]},
    "awslabs/fhir-works-on-aws-deployment": {"stack": ["stack-console"]},
    "vaultdbai/awsquickstart": {"Members": ["Web"]},
    "josephsachs/aws-infra": {"central": ["central-service"]},
    "aws/aws-cdk user-pool-mfa-email": {"MyUserPool": []},
    "aws/aws-cdk user-pool-passwordless": {"pool01998219": [], "poolwithout25B4C801": []},
    "aws/aws-cdk user-pool-client-explicit-props": {"pool01998219": ["client"]},
    "LukeFerris/origin-aws-capabilities": {"-CELL-Pool": ["-CELL-Client"]},
    "lgallard/terraform-aws-cognito-user-pool email_mfa": {"email_mfa_pool": []},
}


@pytest.mark.parametrize("source", PUBLIC)
def test_its_pools_and_clients_are_there(source, given):
    scenario = given(PUBLIC[source]).scenario

    assert {pool.name: [client.name for client in pool.clients] for pool in scenario.pools} == POOLS[source]


@pytest.mark.parametrize("source", PUBLIC)
def test_a_user_who_is_created_in_it_is_there(source, given, tmp_path):
    given(PUBLIC[source])

    with simulate(tmp_path / "scenario.yaml") as cognito:
        client = boto3.client("cognito-idp", region_name=cognito.region)
        names = client.describe_user_pool(UserPoolId=cognito.user_pool_id)["UserPool"].get("UsernameAttributes")
        username = {"email": "jo@example.com", "phone_number": "+12065550100"}.get((names or [""])[0], "jo")
        pool = {"UserPoolId": cognito.user_pool_id, "Username": username}
        client.admin_create_user(**pool, MessageAction="SUPPRESS")

        assert client.admin_get_user(**pool)["UserStatus"] == "FORCE_CHANGE_PASSWORD"


@pytest.mark.parametrize("source", PUBLIC)
def test_everything_not_imported_is_listed_in_the_header(source, given):
    outcome = given(PUBLIC[source])
    head = outcome.text.partition("pools:")[0].partition("region:")[0]

    assert all(f"#   {note}\n" in head for note in outcome.notes)


def test_amplifys_parameters_can_be_given(given):
    parameters = {"env": "dev", "poolName": "mine", "mfa": "OPTIONAL", "shortest": "10", "withSecret": "true"}
    outcome = given(
        PUBLIC["eric-bach/pecuniary (Amplify)"], parameters={**parameters, "verified": "email, phone_number"}
    )
    pool = outcome.pool

    assert (pool.name, pool.settings["MfaConfiguration"]) == ("mine-dev", "OPTIONAL")
    assert pool.settings["AutoVerifiedAttributes"] == ("email", "phone_number")
    assert pool.settings["Policies"]["PasswordPolicy"] == {"MinimumLength": 10, "RequireLowercase": False}
    assert [bool(client.secret) for client in pool.clients] == [False, True]
    assert not [note for note in outcome.notes if UNKNOWN in note]


def test_values_known_only_after_deployment_are_listed_with_their_path(given):
    notes = given(PUBLIC["eric-bach/pecuniary (Amplify)"]).notes

    for path in (
        "Pool.Properties.UserPoolName",
        "Pool.Properties.MfaConfiguration",
        "Native.Properties.GenerateSecret",
    ):
        assert [note for note in notes if f"{path}: {UNKNOWN}" in note]


def test_email_as_a_factor_of_the_cdk_is_one_here(given):
    settings = given(PUBLIC["aws/aws-cdk user-pool-mfa-email"]).pool.settings

    assert settings["EmailMfaConfiguration"] == {}
    assert settings["SmsConfiguration"]["SnsCallerArn"] == "arn:aws:iam::123456789012:role/poolsmsRole0E16FDD9"
    assert settings["EmailConfiguration"]["SourceArn"] == "arn:aws:ses:us-east-1:123456789012:identity/*.example.com"


def test_passkeys_of_the_cdk_are_configured_here(given):
    settings = given(PUBLIC["aws/aws-cdk user-pool-passwordless"]).pool.settings

    assert settings["WebAuthnConfiguration"] == {"RelyingPartyId": "example.com", "UserVerification": "required"}


def test_a_terraform_modules_pool_has_aws_names(given):
    settings = given(PUBLIC["lgallard/terraform-aws-cognito-user-pool email_mfa"]).pool.settings

    assert settings["EmailConfiguration"]["From"] == "no-reply@example.com"
    assert [each["Name"] for each in settings["AccountRecoverySetting"]["RecoveryMechanisms"]] == [
        "verified_email",
        "verified_phone_number",
    ]
    assert settings["UserPoolTags"] == {"Owner": "infra"}


def test_users_of_a_template_are_invited_and_in_their_groups(given):
    outcome = given(PUBLIC["vaultdbai/awsquickstart"], users=True, parameters={"AdminEmail": "admin@example.com"})

    assert [(user.username, user.status, user.attributes["email"]) for user in outcome.pool.users] == [
        ("admin", "FORCE_CHANGE_PASSWORD", "admin@example.com")
    ]
    assert [spec.name for spec in outcome.pool.resources] == ["admins"]
    assert outcome.pool.users[0].groups == ("admins",)
