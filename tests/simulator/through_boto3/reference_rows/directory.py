"""The rows of errors-directory.yaml about groups, resources, clients and pools, by the row's key.

TABLE and LISTED are as in the other modules; the rows of other subjects are not here yet.
"""

from botocore import xform_name
from provocations import TABLE as REFUSED
from provocations.clients import CODE, MACHINE, ON, URL
from provocations.pools import new_client
from provocations.resources import grouped, of_client, of_secret_client, provider

from .rows import members


def put(setup, **request):
    """The operation, with those of these members that it has."""
    known = members(setup.operation).members
    return setup.call(**{name: value for name, value in request.items() if name in known})


def by_group(**more):
    """The operation, about a group that exists and the newcomer."""
    return lambda setup: put(setup, **{**grouped(setup), "Username": "newcomer", **more})


def member(setup):
    setup.aws.admin_add_user_to_group(**grouped(setup), Username="newcomer")
    return put(setup, **setup.pool, GroupName="g", Username="newcomer")


def client(**settings):
    """Create a client of these settings, or change one to them."""

    def provoke(setup):
        if setup.operation == "CreateUserPoolClient":
            return new_client(setup, **settings)
        return setup.aws.update_user_pool_client(**of_client(setup), **settings)

    return provoke


def filled(provoke, **values):
    def fill(setup):
        setup.filled |= values
        return provoke(setup)

    return fill


def unknown(**named):
    return lambda setup: put(setup, **setup.pool, **named)


def rotation_on_lite(setup):
    pool = setup.new_pool(UserPoolTier="LITE")
    rotation = {"RefreshTokenRotation": {"Feature": "ENABLED"}}
    return setup.aws.create_user_pool_client(**pool, ClientName="new", **rotation)


def last_secret(setup):
    named = of_secret_client(setup)
    (secret,) = setup.aws.list_user_pool_client_secrets(**named)["ClientSecrets"]
    return setup.aws.delete_user_pool_client_secret(**named, ClientSecretId=secret["ClientSecretId"])


def apple(setup):
    return provider(setup, "SignInWithApple", details={})


def unknown_domain(setup):
    return setup.aws.describe_user_pool_domain(Domain="unknown")


def logs_above_the_plan(setup):
    logs = [{"LogLevel": "INFO", "EventSource": "userAuthEvents"}]
    return setup.aws.set_log_delivery_configuration(**setup.pool, LogConfigurations=logs)


def job_out_of_turn(setup):
    role = "arn:aws:iam::123456789012:role/logs"
    job = setup.aws.create_user_import_job(**setup.pool, JobName="j", CloudWatchLogsRoleArn=role)["UserImportJob"]
    named = {**setup.pool, "JobId": job["JobId"]}
    if setup.operation == "StartUserImportJob":
        setup.aws.start_user_import_job(**named)
    return getattr(setup.aws, xform_name(setup.operation))(**named)


BY_UPDATE = {"AllowedOAuthFlows": ["client_credentials"], "AllowedOAuthScopes": ["books/read"], **ON}

TABLE = {
    "ListGroups: nexttoken that the service": (by_group(NextToken="invalid"),),
    "ListUsersInGroup: nexttoken that the service": (by_group(NextToken="invalid"),),
    "ListGroups: limit 0": (by_group(Limit=0),),
    "ListUsersInGroup: limit 0": (filled(REFUSED["ZERO_USERS_IN_GROUP"], request_id="ID"),),
    "CreateGroup: name taken in the": (REFUSED["GROUP_EXISTS"],),
    "GetGroup: unknown group": (unknown(GroupName="unknown", Username="newcomer"),),
    "AdminRemoveUserFromGroup: unknown group known user": (by_group(GroupName="unknown"),),
    "AdminAddUserToGroup: unknown user group known": (
        by_group(Username="nobody"),
        by_group(Username="nobody", GroupName="unknown"),
    ),
    "AdminListGroupsForUser: unknown or deleted user": (unknown(Username="nobody"),),
    "AdminAddUserToGroup: user is a member": (member,),
    "AdminRemoveUserFromGroup: user is no member": (by_group(),),
    "CreateGroup: rolearn empty": (by_group(RoleArn=""),),
    "CreateGroup: precedence below 0": (by_group(Precedence=-1),),
    "DeleteUserPool: deletion protection is on": (REFUSED["DELETION_PROTECTED"],),
    "DeleteUserPool: pool has a domain": (REFUSED["POOL_HAS_DOMAIN"],),
    "CreateUserPoolDomain: managedloginversion 2 on a": (REFUSED["FEATURE_ABOVE_TIER"],),
    "DescribeUserPoolClient: unknown or deleted client": (unknown(ClientId="nobody"),),
    "UpdateUserPoolClient: unknown client": (unknown(ClientId="nobody"),),
    "CreateUserPoolClient: writeattributes lack a required": (REFUSED["BAD_WRITE_ATTRIBUTES"],),
    "CreateUserPoolClient: readattributes name an attribute": (REFUSED["BAD_READ_ATTRIBUTES"],),
    "CreateUserPoolClient: client_credentials with code or": (
        client(**{**MACHINE, "AllowedOAuthFlows": ["code", "client_credentials"]}),
    ),
    "CreateUserPoolClient: client_credentials without a secret": (client(**BY_UPDATE),),
    "CreateUserPoolClient: allowedoauthflowsuserpoolclient true no flows": (client(**ON),),
    "CreateUserPoolClient: code or implicit no": (client(**CODE),),
    "CreateUserPoolClient: defaultredirecturi is not among": (
        filled(client(CallbackURLs=[URL], DefaultRedirectURI="https://example.com"), uri="https://example.com"),
    ),
    "CreateUserPoolClient: callback or logout url": (
        filled(client(CallbackURLs=["http://example.com"]), url="http://example.com"),
        filled(client(LogoutURLs=["http://example.com"]), url="http://example.com"),
    ),
    "CreateUserPoolClient: unknown scope": (filled(client(AllowedOAuthScopes=["books/read"]), scope="books/read"),),
    "CreateUserPoolClient: supportedidentityproviders names an unknown": (
        filled(client(SupportedIdentityProviders=["Google"]), name="Google", pool_id="us-east-1_Example01"),
    ),
    "CreateUserPoolClient: token validity out of": (client(AccessTokenValidity=25),),
    "CreateUserPoolClient: analyticsconfiguration with applicationid no": (
        client(AnalyticsConfiguration={"ApplicationId": "a"}),
    ),
    "CreateUserPoolClient: rotation on a lite": (rotation_on_lite,),
    "UpdateUserPool: to lite while a": (REFUSED["TIER_CHANGE_NOT_ALLOWED"],),
    "CreateUserPoolClient: allow_refresh_token_auth with rotation": (
        client(RefreshTokenRotation={"Feature": "ENABLED"}, ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"]),
    ),
    "AddUserPoolClientSecret: client has two secrets": (REFUSED["TWO_CLIENT_SECRETS"],),
    "DeleteUserPoolClientSecret: unknown secret": (REFUSED["NO_CLIENT_SECRET"],),
    "DeleteUserPoolClientSecret: last secret of the": (last_secret,),
    "CreateIdentityProvider: name exists": (
        filled(REFUSED["PROVIDER_EXISTS"], provider="OIDC", pool_id="us-east-1_Example01"),
    ),
    "DescribeIdentityProvider: unknown provider": (unknown(ProviderName="none"),),
    "CreateIdentityProvider: oidc a required detail": (REFUSED["OIDC_DETAILS_MISSING"],),
    "CreateIdentityProvider: google facebook or loginwithamazon": (
        lambda s: provider(s, "Google", details={}),
        lambda s: provider(s, "Facebook", details={}),
        lambda s: provider(s, "LoginWithAmazon", details={}),
    ),
    "CreateIdentityProvider: signinwithapple a required detail": (apple,),
    "AdminLinkProviderForUser: source user has signed": (REFUSED["SOURCE_HAS_SIGNED_IN"],),
    "CreateIdentityProvider: saml without metadata": (REFUSED["SAML_METADATA_MISSING"],),
    "CreateIdentityProvider: saml with both kinds": (REFUSED["SAML_METADATA_TWICE"],),
    "CreateIdentityProvider: oidc issuer without https": (REFUSED["OIDC_ISSUER_NOT_HTTPS"],),
    "CreateIdentityProvider: social type under another": (
        filled(REFUSED["SOCIAL_PROVIDER_NAME"], name="Goggle", type="Google"),
    ),
    "DescribeResourceServer: unknown identifier": (
        filled(unknown(Identifier="books", Name="Books"), identifier="books"),
    ),
    "CreateUserPoolDomain: prefix taken in the": (REFUSED["DOMAIN_TAKEN"],),
    "CreateUserPoolDomain: prefix with a bad": (REFUSED["BAD_DOMAIN"],),
    "CreateUserPoolDomain: certificate not usable or": (REFUSED["NO_SUCH_CERTIFICATE"],),
    "DeleteUserPoolDomain: the pool has no": (REFUSED["NO_SUCH_DOMAIN"],),
    "DescribeUserPoolDomain: unknown domain": (unknown_domain,),
    "SetUICustomization: pool without a domain": (unknown(),),
    "CreateManagedLoginBranding: client has a style": (REFUSED["STYLE_EXISTS"],),
    "CreateTerms: client has terms of": (REFUSED["TERMS_EXIST"],),
    "SetLogDeliveryConfiguration: userauthevents below the plus": (logs_above_the_plan,),
    "StartUserImportJob: job is in another": (job_out_of_turn,),
    "UpdateProvisionedLimit: above the maximum of": (REFUSED["ABOVE_QUOTA"],),
}

LISTED = {
    "CreateIdentityProvider: name exists": "a text of 2022; floci-io/floci#2858 measured today's",
}
NOT_CLAIMED = {
    "CreateGroup: rolearn without iam passrole": "IAM policies are not evaluated",
    "CreateUserPoolDomain: custom domain is no": "no DNS is asked, and only the beginning of the text is known",
}
