"""The table of resources: one row for each kind.  To add one, write a row; the engine has its operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import rejections, user_sessions
from pytest_cognito_mfa._simulator.resources import (
    client_secrets,
    domains,
    groups,
    identity_providers,
    import_jobs,
    plan_features,
    recoveries,
)
from pytest_cognito_mfa._simulator.resources.row import Resource
from pytest_cognito_mfa._simulator.sources import Sources
from pytest_cognito_mfa._simulator.state import CLIENT_SECRETS as CLIENT_SECRETS_TITLE

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOT_LITE = ("ESSENTIALS", "PLUS")

GROUPS = Resource(
    title=groups.TITLE,
    operations="CreateGroup GetGroup UpdateGroup DeleteGroup ListGroups",
    key="GroupName",
    shape="GroupType",
    scenario_key="groups",
    missing=rejections.NO_GROUP,
    taken=rejections.GROUP_EXISTS,
    most=groups.MOST_GROUPS,
    order=groups.order,
    deleting=groups.remove_members,
)
IDENTITY_PROVIDERS = Resource(
    title=identity_providers.TITLE,
    operations="CreateIdentityProvider DescribeIdentityProvider GetIdentityProviderByIdentifier UpdateIdentityProvider "
    "DeleteIdentityProvider ListIdentityProviders",
    key="ProviderName",
    shape="IdentityProviderType",
    scenario_key="identity_providers",
    found_by=identity_providers.has_identifier,
    missing=rejections.NO_PROVIDER,
    missing_at={
        "UpdateIdentityProvider": rejections.NO_PROVIDER_TO_UPDATE,
        "GetIdentityProviderByIdentifier": rejections.NO_RESOURCE,
    },
    taken=rejections.PROVIDER_EXISTS,
    most=300,
    prepare=identity_providers.prepare,
)
RESOURCE_SERVERS = Resource(
    title="Resource servers",
    operations="CreateResourceServer DescribeResourceServer UpdateResourceServer DeleteResourceServer "
    "ListResourceServers",
    key="Identifier",
    shape="ResourceServerType",
    scenario_key="resource_servers",
    missing=rejections.NO_RESOURCE_SERVER,
    most=25,
    reset=("Scopes",),
)
DOMAINS = Resource(
    title=domains.TITLE,
    operations="CreateUserPoolDomain UpdateUserPoolDomain DeleteUserPoolDomain",
    key="Domain",
    missing=rejections.NO_SUCH_DOMAIN,
    taken=rejections.DOMAIN_TAKEN,
    prepare=domains.prepare,
    settles={"CREATING": "ACTIVE"},
)
OLDER_LOOKS = Resource(
    title="Hosted UI (classic) customization",
    operations="SetUICustomization",
    key="ClientId",
    default_key=domains.ALL_CLIENTS,
    unset={},
    prepare=domains.prepare_older_look,
)
STYLES = Resource(
    title="Managed login styles",
    operations="CreateManagedLoginBranding DescribeManagedLoginBranding DescribeManagedLoginBrandingByClient "
    "UpdateManagedLoginBranding DeleteManagedLoginBranding",
    key="ManagedLoginBrandingId",
    new_key=Sources.uuid,
    found_by=domains.is_of_client,
    unique=("ClientId",),
    taken=rejections.STYLE_EXISTS,
    prepare=domains.prepare_style,
)
TERMS = Resource(
    title="Terms",
    operations="CreateTerms DescribeTerms DescribeTermsByClient UpdateTerms DeleteTerms ListTerms",
    key="TermsId",
    new_key=Sources.uuid,
    found_by=domains.is_terms_of_client,
    unique=("ClientId", "TermsName"),
    taken=rejections.TERMS_EXIST,
    prepare=domains.prepare_terms,
)
CLIENT_SECRETS = Resource(
    title=CLIENT_SECRETS_TITLE,
    operations="AddUserPoolClientSecret ListUserPoolClientSecrets DeleteUserPoolClientSecret",
    key="ClientSecretId",
    new_key=Sources.uuid,
    of_client=True,
    missing=rejections.NO_CLIENT_SECRET,
    most=2,
    too_many=rejections.TWO_CLIENT_SECRETS,
    unlisted=("ClientSecretValue",),
    prepare=client_secrets.prepare,
    deleting=client_secrets.refuse_last,
)
IMPORT_JOBS = Resource(
    title=import_jobs.TITLE,
    operations="CreateUserImportJob DescribeUserImportJob StartUserImportJob StopUserImportJob ListUserImportJobs",
    key="JobId",
    new_key=Sources.import_job_id,
    most=1000,
    prepare=import_jobs.prepare,
    moves={
        "StartUserImportJob": (("Created",), "Pending", "StartDate"),
        "StopUserImportJob": (("Pending", "InProgress"), "Stopped", "CompletionDate"),
    },
    moving=import_jobs.move,
    background=import_jobs.go_on,
)
LOGS = Resource(
    title="Log delivery",
    operations="SetLogDeliveryConfiguration GetLogDeliveryConfiguration",
    key="UserPoolId",
    unset={"LogConfigurations": []},
    prepare=plan_features.prepare_logs,
)
SESSIONS = Resource(
    title=user_sessions.TITLE,
    operations="SetUserPoolSessionConfiguration GetUserPoolSessionConfiguration",
    key="UserPoolId",
    unset=user_sessions.DEFAULT,
    tiers=_NOT_LITE,
)
CLIENT_SESSIONS = Resource(
    title="Sessions of a client",
    operations="SetUserPoolClientSessionConfiguration GetUserPoolClientSessionConfiguration",
    key="ClientId",
    unset=user_sessions.DEFAULT_OF_CLIENT,
    tiers=_NOT_LITE,
    prepare=plan_features.prepare_client_sessions,
)
RECOVERIES = Resource(
    title=recoveries.TITLE,
    operations="InitiatePointInTimeRecovery DescribePointInTimeRecovery StartPointInTimeRecovery "
    "CancelPointInTimeRecovery ListPointInTimeRecoveries",
    key="RestoreId",
    new_key=Sources.uuid,
    tiers=_NOT_LITE,
    prepare=recoveries.prepare,
    state="RestoreStatus",
    moves={
        "StartPointInTimeRecovery": (recoveries.OPEN, "RESTORING", "LastModifiedDate"),
        "CancelPointInTimeRecovery": (recoveries.OPEN, "PREVIEW_CANCELLED", "LastModifiedDate"),
    },
    moving=recoveries.move,
    background=recoveries.go_on,
    settles={"PREVIEW_GENERATING": "PREVIEW_GENERATED", "RESTORING": "RESTORE_COMPLETED"},
    out_of_turn=rejections.NOT_ALLOWED,
)
REPLICAS = Resource(
    title=plan_features.REPLICAS,
    operations="CreateUserPoolReplica UpdateUserPoolReplica DeleteUserPoolReplica",
    key="RegionName",
    taken=rejections.NOT_ALLOWED,
    tiers=_NOT_LITE,
    prepare=plan_features.prepare_replica,
    deleting=plan_features.delete_replica,
    settles={"CREATING": "INACTIVE"},
)
CIMD_POLICIES = Resource(
    title="CIMD policies",
    operations="CreateCIMDPolicy DescribeCIMDPolicy UpdateCIMDPolicy DeleteCIMDPolicy ListCIMDPolicies",
    key="CIMDPolicyId",
    new_key=Sources.client_id,
    tiers=_NOT_LITE,
)

TABLE: Sequence[Resource] = (
    *(GROUPS, IDENTITY_PROVIDERS, RESOURCE_SERVERS, DOMAINS, OLDER_LOOKS, STYLES, TERMS, CLIENT_SECRETS, IMPORT_JOBS),
    *(LOGS, SESSIONS, CLIENT_SESSIONS, RECOVERIES, REPLICAS, CIMD_POLICIES),
)
"""In the order of the docs."""
