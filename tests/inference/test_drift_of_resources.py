"""Drift of recordings with resources of every kind: compared where the recording shows enough, else it says why not."""

from datetime import timedelta

import pytest
from stories import App, as_interaction, refused, scenario, write

from pytest_cognito_mfa import simulate
from pytest_cognito_mfa._aws import operations
from pytest_cognito_mfa._inference.drift import compare
from pytest_cognito_mfa._inference.files import read_exchanges
from pytest_cognito_mfa._inference.response_diff import text_of

ROLE = "arn:aws:iam::123456789012:role/logs"
SAML = {"ProviderName": "corp", "ProviderType": "SAML", "ProviderDetails": {"MetadataURL": "https://a.example"}}
LINK = {
    "DestinationUser": {"ProviderName": "Cognito", "ProviderAttributeValue": "alice"},
    "SourceUser": {
        "ProviderName": "corp",
        "ProviderAttributeName": "Cognito_Subject",
        "ProviderAttributeValue": "x",
    },
}

pytestmark = pytest.mark.skipif("CreateCIMDPolicy" not in operations(), reason="this botocore is older than it")


def looks(aws, pool, of_client):
    aws.create_user_pool_domain(**pool, Domain="shop")
    for name in ("shop", "other"):
        aws.describe_user_pool_domain(Domain=name)
    made = aws.create_terms(
        **of_client,
        TermsName="terms-of-use",
        TermsSource="LINK",
        Enforcement="NONE",
        Links={"cognito:default": "https://a"},
    )
    terms = {**pool, "TermsId": made["Terms"]["TermsId"]}
    aws.describe_terms(**terms)
    aws.list_terms(**pool)
    aws.update_terms(**terms, Links={"cognito:default": "https://b"})
    aws.delete_terms(**terms)
    made = aws.create_managed_login_branding(**of_client, UseCognitoProvidedValues=True)["ManagedLoginBranding"]
    aws.describe_managed_login_branding_by_client(**of_client)
    aws.delete_managed_login_branding(**pool, ManagedLoginBrandingId=made["ManagedLoginBrandingId"])
    aws.set_ui_customization(**pool, CSS=".a-customizable{}")
    aws.get_ui_customization(**pool)
    aws.update_user_pool_domain(**pool, Domain="shop", ManagedLoginVersion=1)
    aws.describe_user_pool(**pool)


def lists(aws, pool, of_client):
    aws.list_users(**pool)
    refused(aws.list_users, **pool, Filter="x")
    aws.admin_create_user(**pool, Username="bob")
    first = aws.list_users(**pool, Limit=1)
    aws.list_users(**pool, Limit=1, PaginationToken=first["PaginationToken"])
    aws.list_user_pools(MaxResults=10)
    aws.list_user_pool_clients(**pool)
    arn = aws.describe_user_pool(**pool)["UserPool"]["Arn"]
    aws.tag_resource(ResourceArn=arn, Tags={"a": "b"})
    aws.list_tags_for_resource(ResourceArn=arn)
    aws.untag_resource(ResourceArn=arn, TagKeys=["a"])
    aws.add_custom_attributes(**pool, CustomAttributes=[{"Name": "team", "AttributeDataType": "String"}])
    aws.get_csv_header(**pool)
    aws.get_signing_certificate(**pool)
    made = aws.create_user_pool_client(**pool, ClientName="s", GenerateSecret=True)["UserPoolClient"]
    secret = {**pool, "ClientId": made["ClientId"]}
    added = aws.add_user_pool_client_secret(**secret)["ClientSecretDescriptor"]["ClientSecretId"]
    aws.delete_user_pool_client_secret(**secret, ClientSecretId=added)
    aws.describe_user_pool_client(**of_client)


def plans(aws, pool, of_client):
    replica = {**pool, "RegionName": "eu-west-1"}
    aws.create_user_pool_replica(**replica)
    aws.list_user_pool_replicas(**pool)
    aws.update_user_pool_replica(**replica, Status="INACTIVE")
    aws.delete_user_pool_replica(**replica)
    made = aws.create_cimd_policy(**of_client, PolicyName="p", URLPatterns=["https://a.example/*"])["CIMDPolicy"]
    aws.list_cimd_policies(**pool)
    aws.delete_cimd_policy(**pool, CIMDPolicyId=made["CIMDPolicyId"])
    aws.set_user_pool_session_configuration(**pool, UserSessionTracking="ENABLED", TokenSession={"MaxPerUser": 5})
    aws.get_user_pool_session_configuration(**pool)


def people(aws, pool, of_client):
    aws.create_identity_provider(**pool, **SAML)
    aws.admin_get_user(**pool, Username="alice")
    aws.admin_link_provider_for_user(**pool, **LINK)
    aws.admin_get_user(**pool, Username="alice")
    aws.describe_user_pool_client(**of_client)


def lives(aws, pool, cognito):
    job = aws.create_user_import_job(**pool, JobName="j", CloudWatchLogsRoleArn=ROLE)["UserImportJob"]
    aws.describe_user_import_job(**pool, JobId=job["JobId"])
    aws.list_user_import_jobs(**pool, MaxResults=10)
    refused(aws.start_user_import_job, **pool, JobId=job["JobId"])
    cognito.clock.advance(hours=1)
    then = cognito.clock.now - timedelta(minutes=30)
    made = aws.initiate_point_in_time_recovery(**pool, RestoreTimestamp=then)["Restoration"]
    aws.cancel_point_in_time_recovery(**pool, RestoreId=made["RestoreId"])


@pytest.fixture(scope="module")
def interactions():
    alice = {"UserAttributes": {"email": "alice@example.com"}}
    with simulate({"pools": [scenario({}, alice, {})]}) as cognito:
        app = App(cognito)
        pool = {"UserPoolId": cognito.user_pool_id}
        for part in (looks, lists, plans, people):
            part(app.aws, pool, {**pool, "ClientId": app.client})
        lives(app.aws, pool, cognito)
        return [as_interaction(each) for each in cognito.journal]


def drift(path):
    found = list(compare(read_exchanges(path)))
    differences = [f"{each.recorded.operation}: {text_of(one)}" for each in found for one in each.differences]
    return differences, {each.not_compared for each in found} - {None}


def test_a_recording_of_every_kind_of_resource_has_no_differences(interactions, tmp_path):
    assert drift(write(tmp_path / "all.yaml", interactions)) == ([], set())


def test_an_answer_whose_id_somebody_removed_is_compared_too(interactions, tmp_path):
    made = next(each for each in interactions if b"CreateTerms" in repr(each["request"]).encode())
    for body in ("{}", '{"Terms": {"TermsName": "terms-of-use"}}', '{"Terms": []}'):
        edited = {**made, "response": {**made["response"], "body": {"string": body}}}
        differences, _ = drift(write(tmp_path / "edited.yaml", [edited]))
        assert differences


@pytest.mark.long
def test_what_was_made_before_the_recording_is_not_compared_and_it_says_so(interactions, tmp_path):
    reasons = set()
    for first in range(1, len(interactions)):
        differences, why = drift(write(tmp_path / "rest.yaml", interactions[first:]))
        assert differences == []
        reasons |= why
    assert {each.rpartition(": ")[2] for each in reasons} == {
        "its page begins where a page before the recording ended",
        "the recording does not show which there were before",
    }
