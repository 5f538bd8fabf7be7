"""User pools: CreateUserPool, DescribeUserPool, DeleteUserPool, SetUserPoolMfaConfig, GetUserPoolMfaConfig."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._service import attributes, rejections
from pytest_cognito_mfa._service.passwords import DEFAULT_POLICY
from pytest_cognito_mfa._service.registry import operation
from pytest_cognito_mfa._service.state import Pool

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_cognito_idp.type_defs import (
        CreateUserPoolRequestTypeDef,
        DeleteUserPoolRequestTypeDef,
        DescribeUserPoolRequestTypeDef,
        GetUserPoolMfaConfigRequestTypeDef,
        SetUserPoolMfaConfigRequestTypeDef,
    )

    from pytest_cognito_mfa._service.service import Service

ACCOUNT = "123456789012"
"""The account in every ARN: AWS's own example number."""

_FACTOR_BLOCKS = ("SmsMfaConfiguration", "SoftwareTokenMfaConfiguration", "EmailMfaConfiguration")


@operation("CreateUserPool")
def create_user_pool(service: Service, req: CreateUserPoolRequestTypeDef) -> Mapping[str, Any]:
    settings: dict[str, Any] = dict(req)
    settings["Name"] = settings.pop("PoolName")
    check_settings(settings)
    return {"UserPool": described(new_pool(service, settings))}


def new_pool(service: Service, settings: Mapping[str, Any], pool_id: str | None = None) -> Pool:
    """A pool of UserPoolType's `settings`, with AWS's defaults for what they leave out.

    `settings` may also hold CreateUserPool's Schema and SetUserPoolMfaConfig's blocks, so
    that what any of the describing calls print can be given.
    """
    pool_id = pool_id or service.sources.pool_id(service.region)
    given = {name: value for name, value in settings.items() if name not in (*_FACTOR_BLOCKS, "Schema", "Id")}
    sms = settings.get("SmsMfaConfiguration", {})
    schema = settings.get("SchemaAttributes") or attributes.schema(settings.get("Schema"))
    now = round(service.now, 3)
    mfa = {name: settings[name] for name in _FACTOR_BLOCKS[1:] if settings.get(name) is not None}
    if passkeys := given.pop("WebAuthnConfiguration", None):
        mfa["WebAuthnConfiguration"] = passkeys
    pool = Pool(pool_id, pool_id.split("_")[0], _defaults() | sms | given, mfa, now, now)
    pool.settings["SchemaAttributes"] = schema
    pool.settings.setdefault("MfaConfiguration", "OFF")
    policies = {"PasswordPolicy": DEFAULT_POLICY, "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]}}
    pool.settings["Policies"] = policies | pool.settings.get("Policies", {})
    service.pools[pool_id] = pool
    return pool


def _defaults() -> dict[str, Any]:
    """What DescribeUserPool shows of a pool that set none of these (public recordings)."""
    return {
        "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": False, "UnusedAccountValidityDays": 7},
        "DeletionProtection": "INACTIVE",
        "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
        "LambdaConfig": {},
        "UserPoolTags": {},
        "UserPoolTier": "ESSENTIALS",
    }


def check_settings(settings: Mapping[str, Any]) -> None:
    """Refuse what CreateUserPool refuses; it knows of SMS as the only factor."""
    has_sms = bool(settings.get("SmsConfiguration"))
    if "phone_number" in settings.get("AutoVerifiedAttributes", ()) and not has_sms:
        raise rejections.AUTO_VERIFY_NEEDS_SMS()
    if settings.get("MfaConfiguration", "OFF") == "OFF":
        return
    if not has_sms:
        raise rejections.MFA_NEEDS_SMS()
    ways = settings.get("AccountRecoverySetting", {}).get("RecoveryMechanisms") or []
    if [way["Name"] for way in ways] == ["verified_phone_number"]:
        raise rejections.SMS_MFA_IS_RECOVERY()


@operation("DescribeUserPool")
def describe_user_pool(service: Service, req: DescribeUserPoolRequestTypeDef) -> Mapping[str, Any]:
    return {"UserPool": described(service.pool(req["UserPoolId"]))}


def described(pool: Pool) -> Mapping[str, Any]:
    """UserPoolType of `pool`."""
    return pool.settings | {
        "Arn": f"arn:aws:cognito-idp:{pool.region}:{ACCOUNT}:userpool/{pool.id}",
        "CreationDate": pool.created,
        "EstimatedNumberOfUsers": len(pool.users),
        "Id": pool.id,
        "LastModifiedDate": pool.modified,
    }


@operation("DeleteUserPool")
def delete_user_pool(service: Service, req: DeleteUserPoolRequestTypeDef) -> Mapping[str, Any]:
    pool = service.pool(req["UserPoolId"])
    if pool.settings["DeletionProtection"] == "ACTIVE":
        raise rejections.DELETION_PROTECTED()
    del service.pools[pool.id]
    return {}


@operation("SetUserPoolMfaConfig")
def set_user_pool_mfa_config(service: Service, req: SetUserPoolMfaConfigRequestTypeDef) -> Mapping[str, Any]:
    """A full replacement: a MfaConfiguration that is left out counts as OFF (go-to-k/cdkd#791)."""
    pool = service.pool(req["UserPoolId"])
    policy = req.get("MfaConfiguration", "OFF")
    blocks: dict[str, Any] = {name: req[name] for name in _FACTOR_BLOCKS if name in req}  # type: ignore[literal-required] # the names are its members
    _check_policy(policy, blocks)
    _check_first_factors(pool, policy, req.get("WebAuthnConfiguration", {}))
    if "EmailMfaConfiguration" in blocks:
        _check_email(pool)
    pool.settings |= blocks.pop("SmsMfaConfiguration", {})
    if "WebAuthnConfiguration" in req:
        blocks["WebAuthnConfiguration"] = req["WebAuthnConfiguration"]
    pool.settings["MfaConfiguration"] = policy
    pool.mfa, pool.modified = blocks, round(service.now, 3)
    return mfa_config(pool)


def _check_policy(policy: str, blocks: Mapping[str, Any]) -> None:
    if policy == "OFF":
        if blocks:
            raise rejections.MFA_OFF_WITH_FACTOR()
        return
    if not any(block.get("Enabled", True) for block in blocks.values()):
        raise rejections.MFA_ON_WITHOUT_FACTOR()


def _check_first_factors(pool: Pool, policy: str, passkeys: Mapping[str, Any]) -> None:
    if policy != "ON":
        return
    allowed = pool.settings["Policies"].get("SignInPolicy", {}).get("AllowedFirstAuthFactors", ())
    if {"EMAIL_OTP", "SMS_OTP"} & set(allowed):
        raise rejections.OTP_FACTOR_WITH_MFA()
    if "WEB_AUTHN" in allowed and passkeys.get("FactorConfiguration") != "MULTI_FACTOR_WITH_USER_VERIFICATION":
        raise rejections.PASSKEY_NOT_MULTI_FACTOR()


def _check_email(pool: Pool) -> None:
    if pool.settings.get("UserPoolTier") == "LITE":
        raise rejections.NOT_IN_TIER()
    if pool.settings["EmailConfiguration"].get("EmailSendingAccount") != "DEVELOPER":
        raise rejections.EMAIL_MFA_NEEDS_SES()


@operation("GetUserPoolMfaConfig")
def get_user_pool_mfa_config(service: Service, req: GetUserPoolMfaConfigRequestTypeDef) -> Mapping[str, Any]:
    return mfa_config(service.pool(req["UserPoolId"]))


def mfa_config(pool: Pool) -> Mapping[str, Any]:
    """MfaConfiguration always; a factor's block only where it is configured (aws/aws-sdk-js#4186)."""
    shown: dict[str, Any] = {"MfaConfiguration": pool.policy, **pool.mfa}
    sms = {
        name: pool.settings[name] for name in ("SmsAuthenticationMessage", "SmsConfiguration") if name in pool.settings
    }
    if sms:
        shown["SmsMfaConfiguration"] = sms
    return shown
