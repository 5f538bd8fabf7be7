"""User pools: creating, describing, changing and deleting them, and their MFA configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.pools import pool_configuration
from pytest_cognito_mfa._simulator.registry import operation
from pytest_cognito_mfa._simulator.state import Pool

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.pools.pool_configuration import Configuration
    from pytest_cognito_mfa._simulator.registry import Answer
    from pytest_cognito_mfa._simulator.service import Service

ACCOUNT = "123456789012"
"""The account in every ARN: the number of AWS's examples."""


@operation("CreateUserPool")
def create_user_pool(service: Service, req: aws.CreateUserPoolRequestTypeDef) -> Answer:
    return {"UserPool": describe(_store(service, pool_configuration.create(req)))}


def new_pool(service: Service, settings: Mapping[str, Any], pool_id: str | None = None) -> Pool:
    """Create a pool of `settings` as the describing calls print them; with an id it exists already."""
    given = settings if pool_id is None else {**settings, "Id": pool_id}
    return _store(service, pool_configuration.from_scenario(given), pool_id)


def _store(service: Service, configuration: Configuration, pool_id: str | None = None) -> Pool:
    pool_id = pool_id or service.sources.pool_id(service.region)
    now = service.date
    settings, mfa = dict(configuration.settings), dict(configuration.mfa)
    service.pools[pool_id] = Pool(pool_id, pool_id.split("_")[0], settings, mfa, now, now)
    return service.pools[pool_id]


@operation("UpdateUserPool")
def update_user_pool(service: Service, req: aws.UpdateUserPoolRequestTypeDef) -> Answer:
    pool = service.pool(req["UserPoolId"])
    _configure(service, pool, pool_configuration.update(pool.configuration, req))
    return {}


def _configure(service: Service, pool: Pool, new: Configuration) -> None:
    pool.settings, pool.mfa = dict(new.settings), dict(new.mfa)
    pool.modified = service.date


@operation("DescribeUserPool")
def describe_user_pool(service: Service, req: aws.DescribeUserPoolRequestTypeDef) -> Answer:
    return {"UserPool": describe(service.pool(req["UserPoolId"]))}


def describe(pool: Pool) -> Answer:
    """UserPoolType of `pool`."""
    return pool.settings | {
        "Arn": f"arn:aws:cognito-idp:{pool.region}:{ACCOUNT}:userpool/{pool.id}",
        "CreationDate": pool.created,
        "EstimatedNumberOfUsers": len(pool.users),
        "Id": pool.id,
        "LastModifiedDate": pool.modified,
    }


@operation("DeleteUserPool")
def delete_user_pool(service: Service, req: aws.DeleteUserPoolRequestTypeDef) -> Answer:
    pool = service.pool(req["UserPoolId"])
    if pool.settings["DeletionProtection"] == "ACTIVE":
        raise rejections.DELETION_PROTECTED()
    del service.pools[pool.id]
    return {}


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
