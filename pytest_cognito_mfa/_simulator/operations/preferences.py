"""MFA preference: SetUserMFAPreference, AdminSetUserMFAPreference, the older SetUserSettings and
AdminSetUserSettings; GetUserAuthFactors and AdminGetUserAuthFactors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._aws.constants import DESTINATION, TOTP
from pytest_cognito_mfa._simulator.mfa import sms_options
from pytest_cognito_mfa._simulator.mfa.preference import Means, apply
from pytest_cognito_mfa._simulator.operations.users import mfa_members
from pytest_cognito_mfa._simulator.pools.pool_configuration import passkeys_count_as_both
from pytest_cognito_mfa._simulator.registry import operation
from pytest_cognito_mfa._simulator.service import refuse_by_status

if TYPE_CHECKING:
    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.registry import Answer, Request
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool, User


@operation("SetUserMFAPreference")
def set_user_mfa_preference(service: Service, req: aws.SetUserMFAPreferenceRequestTypeDef) -> Answer:
    client, user = service.token_owner(req["AccessToken"])
    return _set_preference(service, client.pool, user, req)


@operation("AdminSetUserMFAPreference")
def admin_set_user_mfa_preference(service: Service, req: aws.AdminSetUserMFAPreferenceRequestTypeDef) -> Answer:
    pool, user = service.named_user(req)
    refuse_by_status(user)
    return _set_preference(service, pool, user, req)


def _set_preference(service: Service, pool: Pool, user: User, req: Request) -> Answer:
    user.preference = apply(user.preference, req, means_of(pool, user))
    user.modified = service.date
    return {}


def means_of(pool: Pool, user: User) -> Means:
    """The means of `user` for turning factors on: a verified authenticator, a number, an address, a passkey."""
    factors = [factor for factor, attribute in DESTINATION.items() if user.attributes.get(attribute)]
    if user.authenticator is not None:
        factors.append(TOTP)
    is_lite = pool.settings.get("UserPoolTier") == "LITE"
    app = _NO_APP if user.pending is None else _UNVERIFIED_APP
    # A named tuple is made twice as fast without the names of its arguments.
    return Means(factors, bool(user.passkeys), passkeys_count_as_both(pool.mfa), not is_lite, user.federated, app)


_NO_APP = "AssociateSoftwareToken was not called for this user"
_UNVERIFIED_APP = "AssociateSoftwareToken gave an app, and VerifySoftwareToken has not accepted a code of it"


@operation("SetUserSettings")
def set_user_settings(service: Service, req: aws.SetUserSettingsRequestTypeDef) -> Answer:
    return _set_options(service, service.token_owner(req["AccessToken"])[1], req)


@operation("AdminSetUserSettings")
def admin_set_user_settings(service: Service, req: aws.AdminSetUserSettingsRequestTypeDef) -> Answer:
    return _set_options(service, service.named_user(req)[1], req)


def _set_options(service: Service, user: User, req: Request) -> Answer:
    user.sms_by_settings = sms_options.apply(
        current=user.sms_by_settings,
        options=req["MFAOptions"],
        has_number=bool(user.attributes.get("phone_number")),
        federated=user.federated,
    )
    user.modified = service.date
    return {}


@operation("GetUserAuthFactors")
def get_user_auth_factors(service: Service, req: aws.GetUserAuthFactorsRequestTypeDef) -> Answer:
    return _auth_factors(service.token_owner(req["AccessToken"])[1])


@operation("AdminGetUserAuthFactors")
def admin_get_user_auth_factors(service: Service, req: aws.AdminGetUserAuthFactorsRequestTypeDef) -> Answer:
    return _auth_factors(service.named_user(req)[1])


def _auth_factors(user: User) -> Answer:
    return {
        "ConfiguredUserAuthFactors": _configured(user) or None,
        "Username": user.username,
        **mfa_members(user),
    }


def _configured(user: User) -> list[str]:
    """ConfiguredUserAuthFactors: what `user` could sign in with, whatever the pool allows.

    The order is AuthFactorType's, by both published live answers, [PASSWORD, EMAIL_OTP, SOFTWARE_TOKEN] and
    [PASSWORD, SOFTWARE_TOKEN] (public code), and by the AWS CLI's example.  The first comes from a pool that asks for
    passwords and TOTP alone, and from a user who had verified an authenticator and turned nothing on.  A message
    needs a verified attribute: floci-io/floci reports this of AWS.  A federated user has no password (inferred).
    """
    has = {
        "PASSWORD": user.password is not None and not user.federated,
        "EMAIL_OTP": _is_verified(user, "email"),
        "SMS_OTP": _is_verified(user, "phone_number"),
        "WEB_AUTHN": bool(user.passkeys),
        "SOFTWARE_TOKEN": user.authenticator is not None,
    }
    return [factor for factor, is_there in has.items() if is_there]


def _is_verified(user: User, attribute: str) -> bool:
    return bool(user.attributes.get(attribute)) and user.attributes.get(f"{attribute}_verified") == "true"
