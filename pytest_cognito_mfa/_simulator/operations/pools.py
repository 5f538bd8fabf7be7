"""User pools: creating, describing, changing, listing and deleting them, and their MFA configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.hosts import region_of
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.crypto.certificates import certificate
from pytest_cognito_mfa._simulator.pools import client_references, pool_configuration, schema
from pytest_cognito_mfa._simulator.registry import operation
from pytest_cognito_mfa._simulator.resources import domains, import_jobs
from pytest_cognito_mfa._simulator.resources.engine import page
from pytest_cognito_mfa._simulator.state import Pool

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.pools.pool_configuration import Configuration
    from pytest_cognito_mfa._simulator.registry import Answer
    from pytest_cognito_mfa._simulator.service import Service

_LISTED = ("CreationDate", "Id", "LambdaConfig", "LastModifiedDate", "Name")


@operation("CreateUserPool")
def create_user_pool(service: Service, req: aws.CreateUserPoolRequestTypeDef) -> Answer:
    """The answer has no empty UserPoolTags, which DescribeUserPool has, and lists the schema otherwise (observed)."""
    pool = _store(service, pool_configuration.create(req))
    made = {**describe(pool), "SchemaAttributes": pool.settings["SchemaAttributes"]}
    return {"UserPool": {**made, "UserPoolTags": made["UserPoolTags"] or None}}


@operation("AddCustomAttributes")
def add_custom_attributes(service: Service, req: aws.AddCustomAttributesRequestTypeDef) -> Answer:
    pool = service.pool(req["UserPoolId"])
    import_jobs.refuse_change(pool)
    known, given = pool.settings["SchemaAttributes"], req["CustomAttributes"]
    if not all("Name" in attribute for attribute in given):
        raise rejections.ATTRIBUTE_WITHOUT_NAME()
    schema.check(given, {attribute["Name"] for attribute in known})
    pool.settings["SchemaAttributes"] = [*known, *map(schema.complete, given)]
    return {}


def new_pool(service: Service, settings: Mapping[str, Any], pool_id: str | None = None) -> Pool:
    """Create a pool of `settings` as the describing calls print them; with an id it exists already."""
    given = settings if pool_id is None else {**settings, "Id": pool_id}
    pool = _store(service, pool_configuration.from_scenario(given), pool_id)
    service.given.add(pool.id)
    for member in ("Domain", "CustomDomain"):
        if name := pool.settings.pop(member, None):
            domains.adopt(service, pool, name, own=member == "CustomDomain")
    return pool


def _store(service: Service, configuration: Configuration, pool_id: str | None = None) -> Pool:
    pool_id = pool_id or service.sources.pool_id(region_of(service.url) or service.region)
    now = service.date
    settings, mfa = dict(configuration.settings), dict(configuration.mfa)
    service.pools[pool_id] = Pool(pool_id, pool_id.split("_")[0], settings, mfa, now, now)
    return service.pools[pool_id]


@operation("UpdateUserPool")
def update_user_pool(service: Service, req: aws.UpdateUserPoolRequestTypeDef) -> Answer:
    pool = service.pool(req["UserPoolId"])
    import_jobs.refuse_change(pool)
    new = pool_configuration.update(pool.configuration, req)
    if new.tier == "LITE" and any(client.rotates for client in pool.clients.values()):
        raise rejections.TIER_CHANGE_NOT_ALLOWED(tier=new.tier, features=client_references.ROTATION)
    _configure(service, pool, new)
    return {}


def _configure(service: Service, pool: Pool, new: Configuration) -> None:
    pool.settings, pool.mfa = dict(new.settings), dict(new.mfa)
    pool.modified = service.date


@operation("DescribeUserPool")
def describe_user_pool(service: Service, req: aws.DescribeUserPoolRequestTypeDef) -> Answer:
    return {"UserPool": describe(service.pool(req["UserPoolId"]))}


def describe(pool: Pool) -> Answer:
    """UserPoolType of `pool`."""
    return {
        **pool.settings,
        **domains.shown_in_pool(pool),
        "SchemaAttributes": schema.described(pool.settings["SchemaAttributes"]),
        "Arn": pool.arn,
        "CreationDate": pool.created,
        "EstimatedNumberOfUsers": len(pool.users),
        "Id": pool.id,
        "LastModifiedDate": pool.modified,
    }


@operation("DeleteUserPool")
def delete_user_pool(service: Service, req: aws.DeleteUserPoolRequestTypeDef) -> Answer:
    pool = service.pool(req["UserPoolId"])
    import_jobs.refuse_change(pool)
    if pool.settings["DeletionProtection"] == "ACTIVE":
        raise rejections.DELETION_PROTECTED()
    if pool.resources[domains.TITLE]:
        raise rejections.POOL_HAS_DOMAIN()
    del service.pools[pool.id]
    return {}


@operation("ListUserPools")
def list_user_pools(service: Service, req: aws.ListUserPoolsRequestTypeDef) -> Answer:
    here = region_of(service.url)
    shown, more = page(
        service,
        "ListUserPools",
        (),
        req,
        entries=[pool for pool in service.pools.values() if here in (None, pool.region) or pool.id in service.given],
        order=lambda pool: (pool.created, pool.id),
    )
    described = [describe(pool) for pool in shown]
    return {"UserPools": [{name: pool[name] for name in _LISTED} for pool in described], **more}


@operation("SetUserPoolMfaConfig")
def set_user_pool_mfa_config(service: Service, req: aws.SetUserPoolMfaConfigRequestTypeDef) -> Answer:
    pool = service.pool(req["UserPoolId"])
    _configure(service, pool, pool_configuration.replace_mfa(pool.configuration, req))
    return mfa_config(pool)


@operation("GetUserPoolMfaConfig")
def get_user_pool_mfa_config(service: Service, req: aws.GetUserPoolMfaConfigRequestTypeDef) -> Answer:
    return mfa_config(service.pool(req["UserPoolId"]))


def mfa_config(pool: Pool) -> Answer:
    """MfaConfiguration always; a factor's block only if it is configured (floci-io/floci#2831, measured).

    The block of passkeys has what they count as, also if that was not set (go-to-k/cdkd#2064, measured).
    """
    shown: dict[str, Any] = {"MfaConfiguration": pool.policy, **pool.mfa}
    passkeys = pool_configuration.PASSKEYS
    if passkeys in shown:
        shown[passkeys] = {"FactorConfiguration": "SINGLE_FACTOR", **shown[passkeys]}
    sms = {
        name: pool.settings[name] for name in ("SmsAuthenticationMessage", "SmsConfiguration") if name in pool.settings
    }
    if sms:
        shown["SmsMfaConfiguration"] = sms
    return shown


@operation("GetSigningCertificate")
def get_signing_certificate(service: Service, req: aws.GetSigningCertificateRequestTypeDef) -> Answer:
    pool = service.pool(req["UserPoolId"])
    return {"Certificate": certificate(pool.id, pool.created)}
