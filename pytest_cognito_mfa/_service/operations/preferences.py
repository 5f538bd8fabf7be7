"""MFA preference: SetUserMFAPreference, AdminSetUserMFAPreference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._service.factors import DESTINATION, TOTP
from pytest_cognito_mfa._service.preference import applied
from pytest_cognito_mfa._service.registry import operation
from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_cognito_idp.type_defs import (
        AdminSetUserMFAPreferenceRequestTypeDef,
        SetUserMFAPreferenceRequestTypeDef,
    )

    from pytest_cognito_mfa._service.service import Service
    from pytest_cognito_mfa._service.state import User


@operation("SetUserMFAPreference")
def set_user_mfa_preference(service: Service, req: SetUserMFAPreferenceRequestTypeDef) -> Mapping[str, Any]:
    _, user = service.token_owner(req["AccessToken"])
    return _set(service, user, req)


@operation("AdminSetUserMFAPreference")
def admin_set_user_mfa_preference(service: Service, req: AdminSetUserMFAPreferenceRequestTypeDef) -> Mapping[str, Any]:
    return _set(service, service.pool(req["UserPoolId"]).user(req["Username"]), req)


def _set(service: Service, user: User, req: Mapping[str, Any]) -> Mapping[str, Any]:
    if req.get("WebAuthnMfaSettings") is not None:
        raise NotSimulated(
            "WebAuthnMfaSettings (passkeys as a second factor) is not simulated yet; leave the block out, "
            "or replay this call from a cassette"
        )
    user.preference = applied(user.preference, req, means_of(user))
    user.modified = round(service.now, 3)
    return {}


def means_of(user: User) -> frozenset[str]:
    """The factors that `user` has the means for: a verified authenticator, a number, an address."""
    means = {factor for factor, attribute in DESTINATION.items() if user.attributes.get(attribute)}
    return frozenset(means | ({TOTP} if user.authenticator is not None else set()))
