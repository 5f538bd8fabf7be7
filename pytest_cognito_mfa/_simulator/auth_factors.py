"""ConfiguredUserAuthFactors: which authentication types a user has, whatever the pool allows for sign-in.

Their order is AuthFactorType's, by both live answers that are published, [PASSWORD, EMAIL_OTP, SOFTWARE_TOKEN] and
[PASSWORD, SOFTWARE_TOKEN] (public code), and by the AWS CLI's example.  The first of them is of a pool that
asks for passwords and TOTP alone, and of a user who had verified an authenticator and turned nothing
on.  That a message needs a verified attribute is what floci-io/floci says of AWS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_cognito_mfa._simulator.state import User


def configured(user: User) -> list[str]:
    """What `user` could sign in with; a federated user has no password here (inferred)."""
    has = {
        "PASSWORD": user.password is not None and not user.federated,
        "EMAIL_OTP": _is_verified(user, "email"),
        "SMS_OTP": _is_verified(user, "phone_number"),
        "WEB_AUTHN": user.passkey,
        "SOFTWARE_TOKEN": user.authenticator is not None,
    }
    return [factor for factor, is_there in has.items() if is_there]


def _is_verified(user: User, attribute: str) -> bool:
    return bool(user.attributes.get(attribute)) and user.attributes.get(f"{attribute}_verified") == "true"
