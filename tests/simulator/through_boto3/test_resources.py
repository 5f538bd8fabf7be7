"""The table of resources through boto3: each is created, shown, changed, listed and deleted; and the rules of some."""

import json
import urllib.request

import pytest
import requests
from botocore import xform_name
from botocore.exceptions import ClientError
from one_test import for_each
from provocations.resources import CERTIFICATE, GOOGLE, LINK, OIDC
from sign_in_steps import Caller, needs_operation, post, refusal_of

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa._simulator.resources.table import TABLE
from pytest_cognito_mfa.errors import NotSimulated

ROLE = "arn:aws:iam::123456789012:role/logs"
SCOPES = [{"ScopeName": "read", "ScopeDescription": "Read"}]
PATTERNS = {"URLPatterns": ["https://a.example/*"]}
STORIES = {
    "Groups": ({"GroupName": "g", "Description": "d"}, {"Precedence": 1}),
    "Identity providers": (
        {"ProviderName": "corp", "ProviderType": "OIDC", "ProviderDetails": OIDC},
        {"IdpIdentifiers": ["example.com"]},
    ),
    "Resource servers": ({"Identifier": "books", "Name": "Books", "Scopes": SCOPES}, {"Name": "More books"}),
    "Managed login styles": ({"ClientId": "CLIENT", "Settings": {"a": 1}}, {"Settings": {"a": 2}}),
    "Terms": ({"ClientId": "CLIENT", "TermsName": "terms-of-use", **LINK}, {"Links": {"cognito:default": "https://a"}}),
    "Import jobs": ({"JobName": "j", "CloudWatchLogsRoleArn": ROLE}, None),
    "Point-in-time recovery": ({"RestoreTimestamp": "HOUR AGO"}, None),
    "CIMD policies": ({"ClientId": "CLIENT", "PolicyName": "p", **PATTERNS}, {**PATTERNS, "CacheDuration": 86400}),
}
"""By the title of a row, what is created and what is changed."""


@pytest.fixture
def pool(cognito):
    return {"UserPoolId": cognito.user_pool_id}


@pytest.fixture
def of_client(cognito, pool):
    return {**pool, "ClientId": cognito.client_id}


class Resource:
    """Calls the operations of one row of the table."""

    def __init__(self, aws, row, pool):
        self.aws, self.row, self.pool = aws, row, pool

    def __call__(self, verbs, **request):
        name = next((each for each in self.row.operations.split() if each.startswith(verbs)), None)
        members = model.body_shape(name, of_answer=False).members
        answer = getattr(self.aws, xform_name(name))(
            **{n: v for n, v in {**self.pool, **request}.items() if n in members}
        )
        shown = (value for member, value in answer.items() if member not in ("ResponseMetadata", "NextToken"))
        return next(shown, None)


def code_of(call, **request):
    return refusal_of(call, **request)[0]


def told(answer, row):
    """An answer without the state, which the next call may find changed."""
    return {name: value for name, value in answer.items() if name != row.state}


@for_each("title", STORIES)
def test_a_resource_is_created_shown_changed_listed_and_deleted(aws, cognito, pool, title):
    row = next(row for row in TABLE if row.title == title)
    if row.operations.split()[0] not in model.operations():
        return
    created, changed = STORIES[title]
    samples = {"CLIENT": cognito.client_id, "HOUR AGO": cognito.clock.now.timestamp()}
    cognito.clock.advance(hours=1)
    call = Resource(aws, row, {**pool, "MaxResults": 1})
    made = call(("Create", "Initiate"), **{name: samples.get(str(value), value) for name, value in created.items()})
    key = {row.key: made[row.key]}
    shown = call(("Get", "Describe"), **key)
    assert told(shown, row) == told(made, row)
    if any(name.startswith("List") for name in row.operations.split()):
        (listed,) = call("List")
        assert told(listed, row) == {name: shown[name] for name in told(listed, row)}
    if changed is None:
        return
    required = {name: made[name] for name in ("Name", "ClientId") if name in made}
    after = call("Update", **{**required, **key, **changed})
    assert {name: after[name] for name in changed} == changed
    assert call(("Get", "Describe"), **key) == after
    call("Delete", **key)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        call(("Get", "Describe"), **key)


# -- identity providers -------------------------------------------------------------------


def test_a_provider_has_what_cognito_adds_and_is_found_by_its_identifier(aws, pool):
    social = {"ProviderName": "Google", "ProviderType": "Google", "ProviderDetails": GOOGLE}
    made = aws.create_identity_provider(**pool, **social, IdpIdentifiers=["g"])["IdentityProvider"]
    assert made["AttributeMapping"] == {"username": "sub"}
    assert made["ProviderDetails"]["token_url"] == "https://www.googleapis.com/oauth2/v4/token"
    assert aws.get_identity_provider_by_identifier(**pool, IdpIdentifier="g")["IdentityProvider"] == made
    assert code_of(aws.get_identity_provider_by_identifier, **pool, IdpIdentifier="h") == "ResourceNotFoundException"
    saml = {"ProviderName": "corp", "ProviderType": "SAML", "ProviderDetails": {"MetadataURL": "https://a"}}
    assert aws.create_identity_provider(**pool, **saml)["IdentityProvider"]["AttributeMapping"] == {}
    apple = {"client_id": "c", "private_key": "p", "team_id": "t", "key_id": "k"}
    named = dict.fromkeys(("ProviderName", "ProviderType"), "SignInWithApple")
    details = aws.create_identity_provider(**pool, **named, ProviderDetails=apple)["IdentityProvider"][
        "ProviderDetails"
    ]
    assert "private_key" not in details
    listed = aws.list_identity_providers(**pool)["Providers"]
    assert set(listed[0]) == {"ProviderName", "ProviderType", "CreationDate", "LastModifiedDate"}


def test_a_provider_keeps_what_an_update_leaves_out(aws, pool):
    mapping = {"email": "mail"}
    oidc = {"ProviderName": "corp", "ProviderType": "OIDC", "ProviderDetails": OIDC, "AttributeMapping": mapping}
    aws.create_identity_provider(**pool, **oidc)
    updated = aws.update_identity_provider(**pool, ProviderName="corp", IdpIdentifiers=["a"])["IdentityProvider"]
    assert (updated["AttributeMapping"], updated["ProviderDetails"]["client_id"]) == (mapping, "c")
    wrong = {**OIDC, "attributes_request_method": "PUT"}
    _, words = refusal_of(aws.update_identity_provider, **pool, ProviderName="corp", ProviderDetails=wrong)
    assert words.endswith("Member must satisfy enum value set: [POST, GET]")


# -- domains and what their pages show ----------------------------------------------------


def test_a_domain_is_shown_in_its_pool_and_in_the_openid_configuration(aws, cognito, pool):
    unknown = post("DescribeUserPoolDomain", {"Domain": "shop"}, signed=True)
    assert json.loads(unknown.data) == {"DomainDescription": {}}
    aws.create_user_pool_domain(**pool, Domain="shop")
    own = aws.create_user_pool_domain(
        **pool, Domain="auth.example.com", CustomDomainConfig={"CertificateArn": CERTIFICATE}
    )
    assert own["CloudFrontDomain"].endswith(".cloudfront.net")
    described = aws.describe_user_pool(**pool)["UserPool"]
    assert (described["Domain"], described["CustomDomain"]) == ("shop", "auth.example.com")
    found = aws.describe_user_pool_domain(Domain="auth.example.com")["DomainDescription"]
    assert (found["Status"], found["UserPoolId"], len(found["Version"])) == ("ACTIVE", cognito.user_pool_id, 14)
    renewed = {"CertificateArn": CERTIFICATE + "2"}
    aws.update_user_pool_domain(**pool, Domain="auth.example.com", CustomDomainConfig=renewed)
    found = aws.describe_user_pool_domain(Domain="auth.example.com")["DomainDescription"]
    assert found["CustomDomainConfig"] == renewed
    for name in ("auth.example.com", "shop"):
        assert code_of(aws.delete_user_pool, **pool) == "InvalidParameterException"
        aws.delete_user_pool_domain(**pool, Domain=name)
    assert "Domain" not in aws.describe_user_pool(**pool)["UserPool"]
    aws.delete_user_pool(**pool)


def test_a_pool_of_a_scenario_has_its_domains(aws, open_pool):
    cognito = open_pool(Domain="aws-shop", CustomDomain="auth.example.com")
    described = aws.describe_user_pool(UserPoolId=cognito.user_pool_id)["UserPool"]
    assert (described["Domain"], described["CustomDomain"]) == ("aws-shop", "auth.example.com")
    found = aws.describe_user_pool_domain(Domain="auth.example.com")["DomainDescription"]
    assert (found["Status"], "CertificateArn" in found["CustomDomainConfig"]) == ("ACTIVE", True)
    with urllib.request.urlopen(f"{cognito.pool.issuer}/.well-known/openid-configuration") as reply:
        assert json.load(reply)["token_endpoint"] == "https://auth.example.com/oauth2/token"


def test_the_older_look_of_a_client_falls_back_to_that_of_all(aws, cognito, pool, of_client):
    assert code_of(aws.get_ui_customization, **pool) == "InvalidParameterException"
    aws.create_user_pool_domain(**pool, Domain="shop")
    assert aws.get_ui_customization(**of_client)["UICustomization"] == {}
    aws.set_ui_customization(**pool, CSS=".a-customizable{}")
    assert aws.get_ui_customization(**of_client)["UICustomization"]["ClientId"] == "ALL"
    own = aws.set_ui_customization(
        **of_client, CSS=".b-customizable{color:red} .b-customizable:hover {}", ImageFile=b"png"
    )["UICustomization"]
    assert own["ImageUrl"].startswith("https://d")
    cognito.clock.advance(minutes=1)
    again = aws.set_ui_customization(**of_client, CSS=".c-customizable{}")["UICustomization"]
    assert (again["CreationDate"], again["CSS"]) == (own["CreationDate"], ".c-customizable{}")
    assert aws.get_ui_customization(**of_client)["UICustomization"] == again


@needs_operation("CreateManagedLoginBranding")
def test_a_style_is_cognitos_or_ones_own(aws, pool, of_client):
    refusal = refusal_of(aws.create_managed_login_branding, **of_client, UseCognitoProvidedValues=True, Settings={})
    assert refusal[0] == "InvalidParameterException"
    made = aws.create_managed_login_branding(**of_client, Settings={"a": 1})["ManagedLoginBranding"]
    icon = {"Category": "FAVICON_ICO", "ColorMode": "LIGHT", "Extension": "ICO", "Bytes": b"icon"}
    assert aws.describe_managed_login_branding_by_client(**of_client)["ManagedLoginBranding"] == made
    named = {**pool, "ManagedLoginBrandingId": made["ManagedLoginBrandingId"]}
    plain = aws.update_managed_login_branding(**named, UseCognitoProvidedValues=True, Assets=[icon])
    plain = plain["ManagedLoginBranding"]
    assert (plain["UseCognitoProvidedValues"], "Settings" in plain, plain["Assets"]) == (True, False, [icon])
    aws.delete_user_pool_client(**of_client)
    assert code_of(aws.describe_managed_login_branding, **named) == "ResourceNotFoundException"


@needs_operation("CreateTerms")
def test_terms_are_found_by_client_and_name_and_keep_both_apart(aws, pool, of_client):
    made = aws.create_terms(**of_client, TermsName="terms-of-use", **LINK)["Terms"]
    other = aws.create_terms(**of_client, TermsName="privacy-policy", **LINK)["Terms"]
    assert aws.describe_terms_by_client(**of_client, TermsName="privacy-policy")["Terms"] == other
    named = {**pool, "TermsId": made["TermsId"]}
    assert code_of(aws.update_terms, **named, TermsName="privacy-policy") == "TermsExistsException"
    assert aws.update_terms(**named, TermsName="terms-of-use")["Terms"]["Links"] == {}


# -- client secrets -----------------------------------------------------------------------


@needs_operation("AddUserPoolClientSecret")
def test_both_secrets_of_a_client_authenticate_until_one_is_deleted(aws, cognito, pool):
    client = cognito.pool.clients["secret"]
    named, old = {**pool, "ClientId": client.id}, client.secret
    added = aws.add_user_pool_client_secret(**named)["ClientSecretDescriptor"]
    new = added["ClientSecretValue"]
    listed = aws.list_user_pool_client_secrets(**named)["ClientSecrets"]
    assert [set(each) for each in listed] == [{"ClientSecretId", "ClientSecretCreateDate"}] * 2
    for secret in (old, new):
        refresh = cognito.sign_in("newcomer", client="secret").refresh_token
        aws.get_tokens_from_refresh_token(ClientId=client.id, ClientSecret=secret, RefreshToken=refresh)
        assert "AuthenticationResult" in signed_in(aws, cognito, secret)
    first = next(each["ClientSecretId"] for each in listed if each["ClientSecretId"] != added["ClientSecretId"])
    aws.delete_user_pool_client_secret(**named, ClientSecretId=first)
    assert client.secret == new
    with pytest.raises(ClientError, match="Unable to verify secret hash"):
        signed_in(aws, cognito, old)
    last = {**named, "ClientSecretId": added["ClientSecretId"]}
    assert code_of(aws.delete_user_pool_client_secret, **last) == "InvalidParameterException"
    public = {**pool, "ClientId": cognito.client_id}
    assert code_of(aws.add_user_pool_client_secret, **public) == "InvalidParameterException"
    given = aws.add_user_pool_client_secret(**named, ClientSecret="s" * 24)["ClientSecretDescriptor"]
    assert given["ClientSecretValue"] == "s" * 24


def signed_in(aws, cognito, secret):
    caller = Caller(aws, cognito, client="secret")
    caller.client = type("Client", (), {"id": caller.client.id, "secret": secret})
    return caller.password("newcomer")


# -- what a plan adds ---------------------------------------------------------------------


def test_logs_go_where_the_pool_says_and_need_the_plan(aws, pool):
    assert aws.get_log_delivery_configuration(**pool)["LogDeliveryConfiguration"]["LogConfigurations"] == []
    logs = [{"LogLevel": "ERROR", "EventSource": "userNotification"}]
    assert aws.set_log_delivery_configuration(**pool, LogConfigurations=logs)
    assert aws.get_log_delivery_configuration(**pool)["LogDeliveryConfiguration"]["LogConfigurations"] == logs
    above = [{"LogLevel": "INFO", "EventSource": "userAuthEvents"}]
    refusal = refusal_of(aws.set_log_delivery_configuration, **pool, LogConfigurations=above)
    assert refusal[0] == "FeatureUnavailableInTierException"


@needs_operation("SetUserPoolSessionConfiguration")
def test_a_client_has_sessions_while_its_pool_tracks_them(aws, pool, of_client):
    shown = aws.get_user_pool_session_configuration(**pool)
    assert (shown["UserSessionTracking"], shown["TokenSession"]) == ("DISABLED", {"MaxPerUser": 20})
    assert aws.get_user_pool_client_session_configuration(**of_client)["SSOSession"] == {"MaxValidityMinutes": 60}
    sso = {"SSOSession": {"MaxValidityMinutes": 5}}
    assert code_of(aws.set_user_pool_client_session_configuration, **of_client, **sso) == "OperationNotEnabledException"
    tracked = {"UserSessionTracking": "ENABLED", "TokenSession": {"MaxPerUser": 5}}
    aws.set_user_pool_session_configuration(**pool, **tracked)
    aws.set_user_pool_client_session_configuration(**of_client, **sso)
    assert aws.get_user_pool_client_session_configuration(**of_client)["SSOSession"] == sso["SSOSession"]
    lite = {"UserPoolId": aws.create_user_pool(PoolName="lite", UserPoolTier="LITE")["UserPool"]["Id"]}
    refusal = refusal_of(aws.set_user_pool_session_configuration, **lite, **tracked)
    assert refusal[0] == "FeatureUnavailableInTierException"


@needs_operation("InitiatePointInTimeRecovery")
def test_a_recovery_begins_only_where_the_plan_and_the_pool_allow_it(aws, cognito, pool):
    begin = aws.initiate_point_in_time_recovery
    text = post("InitiatePointInTimeRecovery", {**pool, "RestoreTimestamp": "yesterday"}, signed=True)
    assert text.json()["__type"] == "InvalidParameterException"
    start = cognito.clock.now.timestamp()
    cognito.clock.advance(minutes=20)
    now = cognito.clock.now.timestamp()
    for moment in (now, start - 3600):
        assert code_of(begin, **pool, RestoreTimestamp=moment) == "InvalidParameterException"
    cognito.clock.advance(seconds=50)
    aws.list_users(**pool)
    cognito.clock.advance(minutes=16)
    with pytest.raises(NotSimulated, match="are not known"), cognito.allow_not_simulated():
        begin(**pool, RestoreTimestamp=now + 45)
    first = begin(**pool, RestoreTimestamp=start)["Restoration"]
    assert code_of(begin, **pool, RestoreTimestamp=start) == "LimitExceededException"
    cognito.clock.advance(hours=23)
    assert code_of(begin, **pool, RestoreTimestamp=start + 83_000) == "LimitExceededException"
    cognito.clock.advance(hours=2)
    second = begin(**pool, RestoreTimestamp=cognito.clock.now.timestamp() - 3600)["Restoration"]
    listed = aws.list_point_in_time_recoveries(**pool)["Restorations"]
    assert {each["RestoreId"]: each["RestoreStatus"] for each in listed} == {
        first["RestoreId"]: "PREVIEW_EXPIRED",
        second["RestoreId"]: "PREVIEW_GENERATED",
    }
    named = {**pool, "RestoreId": second["RestoreId"]}
    assert aws.cancel_point_in_time_recovery(**named)["Restoration"]["RestoreStatus"] == "PREVIEW_CANCELLED"
    for call in (aws.cancel_point_in_time_recovery, aws.start_point_in_time_recovery):
        assert code_of(call, **named) == "InvalidParameterException"
    job = aws.create_user_import_job(**pool, JobName="j", CloudWatchLogsRoleArn=ROLE)["UserImportJob"]
    requests.put(job["PreSignedUrl"], data=b"a", headers={"x-amz-server-side-encryption": "aws:kms"})
    aws.start_user_import_job(**pool, JobId=job["JobId"])
    moment = cognito.clock.now.timestamp() - 3600
    assert code_of(begin, **pool, RestoreTimestamp=moment) == "InvalidParameterException"


@needs_operation("InitiatePointInTimeRecovery")
def test_a_recovery_brings_the_users_and_groups_of_its_moment_back(aws, cognito, pool):
    for name in ("readers", "writers"):
        aws.create_group(**pool, GroupName=name)
    for name in ("totp", "sms"):
        aws.admin_add_user_to_group(**pool, Username=name, GroupName="readers")
    before = {name: vars_of(cognito.user(name)) for name in cognito.pool.users}
    moment = cognito.clock.now
    cognito.clock.advance(minutes=20)

    aws.admin_delete_user(**pool, Username="totp")
    aws.admin_create_user(**pool, Username="intruder", MessageAction="SUPPRESS")
    aws.admin_update_user_attributes(**pool, Username="sms", UserAttributes=[{"Name": "name", "Value": "X"}])
    aws.admin_disable_user(**pool, Username="email")
    off = {"EmailMfaSettings": {"Enabled": False}}
    aws.admin_set_user_mfa_preference(**pool, Username="email", **off)
    aws.admin_set_user_password(**pool, Username="invited", Password="Changed-1", Permanent=True)
    aws.delete_group(**pool, GroupName="readers")
    aws.create_group(**pool, GroupName="late")
    aws.admin_add_user_to_group(**pool, Username="sms", GroupName="late")

    made = aws.initiate_point_in_time_recovery(**pool, RestoreTimestamp=moment)["Restoration"]
    shown = {each.pop("Entity"): tuple(each.values()) for each in made["RestorePreview"]}
    assert shown == {"Users": (1, 3, 1), "Groups": (1, 0, 1), "User MFAs": (2, 0, 0), "Passkeys": (0, 0, 0)}
    named = {**pool, "RestoreId": made["RestoreId"]}
    assert aws.start_point_in_time_recovery(**named)["Restoration"]["RestoreStatus"] == "RESTORING"
    done = aws.describe_point_in_time_recovery(**named)["Restoration"]
    assert done["RestoreStatus"] == "RESTORE_COMPLETED"
    after = {name: vars_of(cognito.user(name)) for name in cognito.pool.users}
    assert after.pop("invited") == {**before.pop("invited"), "status": "CONFIRMED", "password": "Changed-1"}
    assert after == before
    members = aws.list_users_in_group(**pool, GroupName="readers")["Users"]
    assert [each["Username"] for each in members] == ["totp", "sms"]
    assert cognito.sign_in("totp")


def vars_of(user):
    names = ("status", "enabled", "attributes", "mfa_settings", "preferred_mfa", "groups", "password", "totp_secret")
    return {name: getattr(user, name) for name in names}


@needs_operation("CreateUserPoolReplica")
def test_a_replica_is_deleted_when_it_is_inactive(aws, pool):
    named = {**pool, "RegionName": "eu-west-1"}
    assert aws.create_user_pool_replica(**named)["UserPoolReplica"]["Status"] == "CREATING"
    assert aws.update_user_pool_replica(**named, Status="ACTIVE")["UserPoolReplica"]["Role"] == "SECONDARY"
    roles = [each["Role"] for each in aws.list_user_pool_replicas(**pool)["UserPoolReplicas"]]
    assert roles == ["SECONDARY", "PRIMARY"]
    assert code_of(aws.delete_user_pool_replica, **named) == "InvalidParameterException"
    aws.update_user_pool_replica(**named, Status="INACTIVE")
    assert aws.delete_user_pool_replica(**named)["UserPoolReplica"]["Status"] == "DELETING"
    for region in ("us-east-1", "https://a.example"):
        named = {**pool, "RegionName": region}
        assert code_of(aws.create_user_pool_replica, **named) == "InvalidParameterException"


@needs_operation("CreateCIMDPolicy")
def test_a_policy_for_metadata_documents_has_fetched_none(aws, pool, of_client):
    made = aws.create_cimd_policy(**of_client, PolicyName="p", **PATTERNS)["CIMDPolicy"]
    assert aws.list_client_metadata_urls(**pool, CIMDPolicyId=made["CIMDPolicyId"])["ClientMetadataURLs"] == []


@needs_operation("GetProvisionedLimit")
def test_a_limit_is_raised_within_what_the_account_may_have(aws, cognito):
    definition = {"LimitDefinition": {"LimitClass": "API_CATEGORY", "Attributes": {"Category": "UserRead"}}}
    assert aws.get_provisioned_limit(**definition)["Limit"]["ProvisionedLimitValue"] == 120
    aws.update_provisioned_limit(**definition, RequestedLimitValue=200)
    limit = aws.get_provisioned_limit(**definition)["Limit"]
    assert (limit["ProvisionedLimitValue"], limit["FreeLimitValue"]) == (200, 120)
    assert code_of(aws.update_provisioned_limit, **definition, RequestedLimitValue=1) == "InvalidParameterException"
    unknown = {"LimitDefinition": {"LimitClass": "API_CATEGORY", "Attributes": {}}}
    assert code_of(aws.get_provisioned_limit, **unknown) == "ResourceNotFoundException"


# -- tags, and lists of pools and clients ---------------------------------------------------


def test_a_pool_is_tagged_by_its_arn(aws, cognito, pool):
    made = aws.create_user_pool(PoolName="plain")["UserPool"]
    assert "UserPoolTags" not in made
    tagged = {"ResourceArn": made["Arn"]}
    assert aws.list_tags_for_resource(**tagged)["Tags"] == {}
    aws.tag_resource(**tagged, Tags={"team": "a", "stage": "test"})
    aws.tag_resource(**tagged, Tags={"team": "b"})
    aws.untag_resource(**tagged, TagKeys=["stage", "unknown"])
    assert aws.describe_user_pool(UserPoolId=made["Id"])["UserPool"]["UserPoolTags"] == {"team": "b"}
    other = {"ResourceArn": made["Arn"] + "x"}
    assert code_of(aws.list_tags_for_resource, **other) == "ResourceNotFoundException"


def test_pools_and_clients_are_listed_in_pages(aws, cognito, pool):
    for name in ("a", "b"):
        aws.create_user_pool(PoolName=name)
    pages = [*aws.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": 2})]
    listed = [each for page in pages for each in page["UserPools"]]
    assert (sorted(each["Name"] for each in listed), len(pages)) == (["a", "b", "example"], 2)
    assert set(listed[0]) == {"CreationDate", "Id", "LambdaConfig", "LastModifiedDate", "Name"}
    pages = [*aws.get_paginator("list_user_pool_clients").paginate(**pool, PaginationConfig={"PageSize": 1})]
    listed = [each for page in pages for each in page["UserPoolClients"]]
    assert sorted(each["ClientName"] for each in listed) == ["public", "secret"]
    assert set(listed[0]) == {"ClientId", "ClientName", "UserPoolId"}


def test_a_list_that_may_not_be_empty_is_left_out(aws, pool):
    assert "UserImportJobs" not in aws.list_user_import_jobs(**pool, MaxResults=5)
