"""Users: AdminCreateUser, AdminGetUser, AdminSetUserPassword, AdminDisableUser, AdminEnableUser,
AdminDeleteUser, GetUser, DeleteUser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import attributes, passwords, rejections
from pytest_cognito_mfa._simulator.attribute_order import as_listed
from pytest_cognito_mfa._simulator.attributes import attribute_map
from pytest_cognito_mfa._simulator.mfa import sms_options
from pytest_cognito_mfa._simulator.mfa.first_factors import reached_by_code
from pytest_cognito_mfa._simulator.new_users import new_user, refuse_taken_name
from pytest_cognito_mfa._simulator.operations.sign_up import claim_alias
from pytest_cognito_mfa._simulator.registry import operation
from pytest_cognito_mfa._simulator.state import CONFIRMED, FORCE_CHANGE_PASSWORD, Pool, User
from pytest_cognito_mfa._simulator.triggers.invoke import run

if TYPE_CHECKING:
    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.registry import Answer
    from pytest_cognito_mfa._simulator.service import Service


@operation("AdminCreateUser")
def admin_create_user(service: Service, req: aws.AdminCreateUserRequestTypeDef) -> Answer:
    pool = service.pool(req["UserPoolId"])
    given = attribute_map(req.get("UserAttributes", ()))
    if "sub" in given:
        raise rejections.NOT_MUTABLE(attribute="sub")
    password = req.get("TemporaryPassword") or passwords.generate(pool, service.sources)
    passwords.check(password, pool, rejections.WEAK_NEW_PASSWORD)
    if req.get("MessageAction") == "RESEND":
        user, now = pool.user(req["Username"]), service.date
        if user.status != FORCE_CHANGE_PASSWORD:
            raise rejections.NOT_INVITED_ANY_MORE(user=user.username)
    else:
        user = new_user(service, pool, req["Username"], given, FORCE_CHANGE_PASSWORD)
        now = user.created
        attributes.check(user.attributes, pool)
        attributes.refuse_flags_without_address(user.attributes)
        refuse_taken_name(pool, user, rejections.ACCOUNT_EXISTS)
        run(service, "PreSignUp", pool, user, userAttributes=dict(user.attributes))
        refuse_taken_name(pool, user, rejections.ACCOUNT_EXISTS)  # while the trigger ran, others may have called
        for attribute in ("email", "phone_number"):
            if user.attributes.get(f"{attribute}_verified") == "true":
                claim_alias(pool, user, attribute, rejections.ALIAS_TAKEN, force=bool(req.get("ForceAliasCreation")))
        pool.users.add(user)
        if not req.get("TemporaryPassword") and reached_by_code(pool.configuration.first_factors, user.attributes):
            # A user without a password is CONFIRMED at once (public code); no message is sent (our choice).
            user.status = CONFIRMED
            return {"User": user_type(user)}
    user.set_password(password, status=FORCE_CHANGE_PASSWORD, at=now)
    if req.get("MessageAction") != "SUPPRESS":
        invite(service, pool, user, password, list(req.get("DesiredDeliveryMediums", ["SMS"])))
    return {"User": user_type(user)}


def invite(service: Service, pool: Pool, user: User, password: str, mediums: list[str]) -> None:
    """Send the temporary password by each requested medium that the user has an address for."""
    for medium, attribute in (("SMS", "phone_number"), ("EMAIL", "email")):
        destination = user.attributes.get(attribute)
        if medium in mediums and destination:
            service.send(pool, user, attribute, destination, password, purpose="invitation")


def user_type(user: User) -> Answer:
    return {
        **sms_options.mfa_options(user.sms_by_settings),
        "Attributes": as_listed(user.attributes, user.sub, None),
        "Enabled": user.enabled,
        "UserCreateDate": user.created,
        "UserLastModifiedDate": user.modified,
        "UserStatus": user.status,
        "Username": user.username,
    }


@operation("AdminGetUser")
def admin_get_user(service: Service, req: aws.AdminGetUserRequestTypeDef) -> Answer:
    _, user = service.named_user(req)
    shown = dict(user_type(user))
    shown["UserAttributes"] = shown.pop("Attributes")
    return shown | mfa_members(user)


@operation("GetUser")
def get_user(service: Service, req: aws.GetUserRequestTypeDef) -> Answer:
    client, user = service.token_owner(req["AccessToken"])
    readable = client.settings.get("ReadAttributes")
    shown = {"UserAttributes": as_listed(user.attributes, user.sub, readable), "Username": user.username}
    return shown | sms_options.mfa_options(user.sms_by_settings) | mfa_members(user)


def mfa_members(user: User) -> dict[str, Any]:
    """UserMFASettingList and PreferredMfaSetting; absent, not empty, when there are none.

    Observed by getmoto/moto's tests against AWS; the list has only what the preference calls turned on
    (aws-amplify/amplify-js#11258).
    """
    shown: dict[str, Any] = {}
    if user.preference.listed:
        shown["UserMFASettingList"] = list(user.preference.listed)
    if user.preference.preferred:
        shown["PreferredMfaSetting"] = user.preference.preferred
    return shown


@operation("AdminSetUserPassword")
def admin_set_user_password(service: Service, req: aws.AdminSetUserPasswordRequestTypeDef) -> Answer:
    pool, user = service.named_user(req)
    passwords.check(req["Password"], pool, rejections.PASSWORD_AGAINST_POLICY, user)
    status = CONFIRMED if req.get("Permanent") else FORCE_CHANGE_PASSWORD
    user.set_password(req["Password"], status=status, at=service.date)
    return {}


@operation("AdminDisableUser")
def admin_disable_user(service: Service, req: aws.AdminDisableUserRequestTypeDef) -> Answer:
    """It "deactivates a user profile and revokes all access tokens for the user" (botocore), these and the refresh
    tokens for ever (radkawar/stackd).
    """
    _, user = service.named_user(req)
    disable(service, user)
    return {}


def disable(service: Service, user: User) -> None:
    service.tokens.revoke_all(user)
    user.enabled, user.modified = False, service.date


@operation("AdminEnableUser")
def admin_enable_user(service: Service, req: aws.AdminEnableUserRequestTypeDef) -> Answer:
    _, user = service.named_user(req)
    user.enabled, user.modified = True, service.date
    return {}


@operation("AdminDeleteUser")
def admin_delete_user(service: Service, req: aws.AdminDeleteUserRequestTypeDef) -> Answer:
    pool = service.pool(req["UserPoolId"])
    pool.users.remove(pool.user(req["Username"]))
    return {}


@operation("DeleteUser")
def delete_user(service: Service, req: aws.DeleteUserRequestTypeDef) -> Answer:
    client, user = service.token_owner(req["AccessToken"])
    client.pool.users.remove(user)
    return {}
