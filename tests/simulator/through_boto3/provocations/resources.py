"""Groups and other resources, and listings."""

import urllib.request

from botocore.exceptions import ClientError
from sign_in_steps import needs_operation

from .pool_setup import POOL


def grouped(setup):
    """A request that names a group."""
    request = {**setup.pool, "GroupName": "g"}
    setup.aws.create_group(**request)
    return request


def no_users(setup):
    """The refusal, with "ID" in the place of the request's own id."""
    try:
        setup.aws.list_users_in_group(**grouped(setup), Limit=0)
    except ClientError as refused:
        error, reply = refused.response["Error"], refused.response["ResponseMetadata"]
        return error["Code"], error["Message"].replace(reply["RequestId"], "ID"), reply["HTTPStatusCode"]


def server(setup, name="books", **more):
    request = {**setup.pool, "Identifier": name, "Name": "Books", **more}
    setup.aws.create_resource_server(**request)
    return request


def too_many_servers(setup):
    for number in range(26):
        server(setup, f"{number}")


def import_job(setup):
    """The request for a new job, whose file was put, and the id in the pool."""
    role = "arn:aws:iam::123456789012:role/logs"
    job = setup.aws.create_user_import_job(**setup.pool, JobName="j", CloudWatchLogsRoleArn=role)["UserImportJob"]
    header = {"x-amz-server-side-encryption": "aws:kms"}
    urllib.request.urlopen(urllib.request.Request(job["PreSignedUrl"], b"", header, method="PUT"))
    return {**setup.pool, "JobId": job["JobId"]}


def job_started_twice(setup):
    job = import_job(setup)
    for _ in range(2):
        setup.aws.start_user_import_job(**job)


def no_file(setup):
    """The refusal, with "ID" in the place of the job's id."""
    role = "arn:aws:iam::123456789012:role/logs"
    job = setup.aws.create_user_import_job(**setup.pool, JobName="j", CloudWatchLogsRoleArn=role)["UserImportJob"]
    try:
        setup.aws.start_user_import_job(**setup.pool, JobId=job["JobId"])
    except ClientError as refused:
        error, reply = refused.response["Error"], refused.response["ResponseMetadata"]
        return error["Code"], error["Message"].replace(job["JobId"], "ID"), reply["HTTPStatusCode"]


def changed_during_an_import(setup):
    setup.aws.start_user_import_job(**import_job(setup))
    setup.aws.update_user_pool(**setup.pool)


OIDC = {
    "client_id": "c",
    "authorize_scopes": "openid",
    "oidc_issuer": "https://example.com",
    "attributes_request_method": "GET",
}
GOOGLE = {"client_id": "c", "client_secret": "s", "authorize_scopes": "email"}
LINK = {"TermsSource": "LINK", "Enforcement": "NONE"}
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/a"


def provider(setup, kind="OIDC", name=None, details=OIDC):
    request = {**setup.pool, "ProviderName": name or kind, "ProviderType": kind, "ProviderDetails": details}
    setup.aws.create_identity_provider(**request)
    return request


def link(setup, value="1143", destination="newcomer", name="Google"):
    source = {"ProviderName": name, "ProviderAttributeName": "Cognito_Subject", "ProviderAttributeValue": value}
    to = {"ProviderName": "Cognito", "ProviderAttributeValue": destination}
    setup.aws.admin_link_provider_for_user(**setup.pool, DestinationUser=to, SourceUser=source)


def linked_twice(setup):
    provider(setup, "Google", details=GOOGLE)
    link(setup)
    link(setup)


def linked_after_a_sign_in(setup):
    provider(setup, "Google", details=GOOGLE)
    setup.cognito.sign_in("1143", provider="Google")
    link(setup)


def without(details, name):
    return {member: value for member, value in details.items() if member != name}


def domain(setup, name="shop-1", **more):
    request = {**setup.pool, "Domain": name}
    setup.aws.create_user_pool_domain(**request, **more)
    return request


def domain_of_another_pool(setup):
    taken = domain(setup)
    setup.aws.create_user_pool_domain(**{**taken, **setup.new_pool()})


def of_client(setup, **more):
    return {**setup.pool, "ClientId": setup.cognito.client_id, **more}


def style(setup, **more):
    request = of_client(setup, UseCognitoProvidedValues=True, **more)
    setup.aws.create_managed_login_branding(**request)
    return request


LOG = {"LogLevel": "ERROR", "EventSource": "userNotification"}


def terms(setup):
    request = of_client(setup, TermsName="terms-of-use", **LINK)
    setup.aws.create_terms(**request)
    return request


def of_secret_client(setup):
    return {**setup.pool, "ClientId": setup.secret.client.id}


def third_secret(setup):
    for _ in range(2):
        setup.aws.add_user_pool_client_secret(**of_secret_client(setup))


def cached_url(setup):
    made = setup.aws.create_cimd_policy(**of_client(setup, PolicyName="p", URLPatterns=["https://a.example/*"]))
    policy = {**setup.pool, "CIMDPolicyId": made["CIMDPolicy"]["CIMDPolicyId"]}
    setup.aws.update_client_metadata_url_state(**policy, URL="https://a.example/c", Action="REFRESH")


def limit(value):
    definition = {"LimitClass": "API_CATEGORY", "Attributes": {"Category": "UserRead"}}
    return {"LimitDefinition": definition, "RequestedLimitValue": value}


TABLE = {
    "BAD_PAGE_MARKER": lambda s: s.aws.list_users_in_group(**grouped(s), NextToken="invalid"),
    "ZERO_USERS_IN_GROUP": no_users,
    "GROUP_EXISTS": lambda s: s.aws.create_group(**grouped(s)),
    "NO_GROUP": lambda s: s.aws.get_group(**s.pool, GroupName="unknown"),
    "NO_RESOURCE": lambda s: s.aws.describe_user_import_job(**s.pool, JobId="import-1"),
    "RESOURCE_EXISTS": lambda s: s.aws.create_resource_server(**server(s)),
    "TOO_MANY": too_many_servers,
    "OUT_OF_TURN": job_started_twice,
    "NO_FILE_TO_IMPORT": no_file,
    "IMPORT_RUNS": changed_during_an_import,
    "NO_RESOURCE_SERVER": lambda s: s.aws.describe_resource_server(**s.pool, Identifier="books"),
    "NOT_ALLOWED": lambda s: s.aws.tag_resource(ResourceArn=arn(s), Tags={"aws:owner": "me"}),
    "PROVIDER_EXISTS": lambda s: s.aws.create_identity_provider(**provider(s)),
    "NO_PROVIDER": lambda s: s.aws.describe_identity_provider(**s.pool, ProviderName="OIDC"),
    "NO_PROVIDER_TO_UPDATE": lambda s: s.aws.update_identity_provider(**s.pool, ProviderName="OIDC"),
    "OIDC_DETAILS_MISSING": lambda s: provider(s, details=without(OIDC, "oidc_issuer")),
    "SOCIAL_DETAILS_MISSING": lambda s: provider(s, "Google", details=without(GOOGLE, "client_secret")),
    "APPLE_DETAILS_MISSING": lambda s: provider(s, "SignInWithApple", details=GOOGLE),
    "SAML_METADATA_MISSING": lambda s: provider(s, "SAML", details={}),
    "CSS_CLASS_NOT_ALLOWED": lambda s: s.aws.set_ui_customization(
        UserPoolId=domain(s)["UserPoolId"], CSS=".label-customizable {} body {}"
    ),
    "STYLE_TWICE": lambda s: style(s, Settings={"a": 1}),
    "EVENT_SOURCE_TWICE": lambda s: s.aws.set_log_delivery_configuration(**s.pool, LogConfigurations=[LOG, LOG]),
    "SAML_METADATA_TWICE": lambda s: provider(s, "SAML", details={"MetadataURL": "https://a", "MetadataFile": "<a/>"}),
    "OIDC_ISSUER_NOT_HTTPS": lambda s: provider(s, details={**OIDC, "oidc_issuer": "http://example.com"}),
    "SOCIAL_PROVIDER_NAME": lambda s: provider(s, "Google", "Goggle", GOOGLE),
    "SOURCE_IS_LOCAL": lambda s: link(s, name="Cognito"),
    "SOURCE_IS_LINKED": linked_twice,
    "SOURCE_HAS_SIGNED_IN": linked_after_a_sign_in,
    "DOMAIN_TAKEN": domain_of_another_pool,
    "HAS_DOMAIN_ALREADY": lambda s: s.aws.create_user_pool_domain(**{**domain(s), "Domain": "shop-2"}),
    "BAD_DOMAIN": lambda s: domain(s, "Shop"),
    "RESERVED_WORD_IN_DOMAIN": lambda s: domain(s, "my-cognito-app"),
    "NO_SUCH_CERTIFICATE": lambda s: domain(
        s, "auth.example.com", CustomDomainConfig={"CertificateArn": CERTIFICATE.replace("us-east-1", "eu-west-1")}
    ),
    "NO_SUCH_DOMAIN": lambda s: s.aws.delete_user_pool_domain(**s.pool, Domain="shop-1"),
    "NO_DOMAIN": lambda s: s.aws.set_ui_customization(**s.pool),
    "STYLE_EXISTS": lambda s: s.aws.create_managed_login_branding(**style(s)),
    "TERMS_EXIST": lambda s: s.aws.create_terms(**terms(s)),
    "NO_CLIENT_SECRET": lambda s: s.aws.delete_user_pool_client_secret(**of_secret_client(s), ClientSecretId="none"),
    "TWO_CLIENT_SECRETS": third_secret,
    "NO_CACHED_URL": cached_url,
    "ABOVE_QUOTA": lambda s: s.aws.update_provisioned_limit(**limit(10_000)),
}


def arn(setup):
    return setup.aws.describe_user_pool(**setup.pool)["UserPool"]["Arn"]


FILLED = {
    "ZERO_USERS_IN_GROUP": {"request": "ID"},
    "CSS_CLASS_NOT_ALLOWED": {"name": "body"},
    "EVENT_SOURCE_TWICE": {"sources": "userNotification"},
    "RESOURCE_EXISTS": {"key": "books", "pool": POOL},
    "NO_RESOURCE_SERVER": {"key": "books"},
    "PROVIDER_EXISTS": {"key": "OIDC", "pool": POOL},
    "NO_FILE_TO_IMPORT": {"job": "ID"},
    "NO_PROVIDER": {"key": "OIDC", "pool": POOL},
    "NO_PROVIDER_TO_UPDATE": {"key": "OIDC", "pool": POOL},
    "SOCIAL_PROVIDER_NAME": {"name": "Goggle", "type": "Google"},
    "BAD_DOMAIN": {"form": r"^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$"},
    "RESERVED_WORD_IN_DOMAIN": {"word": "cognito"},
}

NEWER = {
    "STYLE_EXISTS": needs_operation("CreateManagedLoginBranding"),
    "STYLE_TWICE": needs_operation("CreateManagedLoginBranding"),
    "TERMS_EXIST": needs_operation("CreateTerms"),
    "NO_CLIENT_SECRET": needs_operation("AddUserPoolClientSecret"),
    "TWO_CLIENT_SECRETS": needs_operation("AddUserPoolClientSecret"),
    "NO_CACHED_URL": needs_operation("CreateCIMDPolicy"),
    "ABOVE_QUOTA": needs_operation("UpdateProvisionedLimit"),
}
