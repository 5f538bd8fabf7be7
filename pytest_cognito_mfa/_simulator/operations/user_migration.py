"""What AWS's triggers do before the password of a sign-in is checked: UserMigration and PreAuthentication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import attributes, rejections
from pytest_cognito_mfa._simulator.new_users import new_user
from pytest_cognito_mfa._simulator.operations.sign_up import claim_alias
from pytest_cognito_mfa._simulator.operations.users import invite
from pytest_cognito_mfa._simulator.state import RESET_REQUIRED
from pytest_cognito_mfa._simulator.triggers.invoke import run

if TYPE_CHECKING:
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, Pool, User


def migrated(service: Service, pool: Pool, name: str, password: str | None = None) -> User | None:
    """The user that the trigger UserMigration knows by this name, stored now; None if it gives none.

    The password policy does not apply, and attributes with `sub` end in the answer to a wrong password (developer
    guide; boto/boto3#2747).
    """
    members: dict[str, Any] = {"userAttributes": None} if password is None else {"password": password}
    response = run(service, "UserMigration", pool, name, **members) or {}
    given = response.get("userAttributes")
    if not given:
        return None
    if "sub" in given:
        raise rejections.WRONG_PASSWORD(because="userAttributes of UserMigration must not have sub")
    status = response.get("finalUserStatus") or RESET_REQUIRED
    own = {key: value for key, value in given.items() if key not in ("username", "cognito:user_status")}
    user = new_user(service, pool, name, own, status)
    attributes.check(user.attributes, pool)
    for attribute in ("email", "phone_number"):
        if user.attributes.get(f"{attribute}_verified") == "true":
            force = bool(response.get("forceAliasCreation"))
            claim_alias(pool, user, attribute, rejections.ALIAS_TAKEN, force=force)
    if password is not None:
        user.set_password(password, status=status, at=user.created)
    user.sms_by_settings = bool(response.get("enableSMSMFA"))
    pool.users.add(user)
    if password is not None and response.get("messageAction") != "SUPPRESS":
        _welcome(service, pool, user, password, response.get("desiredDeliveryMediums") or ["SMS"])
    return user


def _welcome(service: Service, pool: Pool, user: User, password: str, mediums: list[str]) -> None:
    """Send the welcome message, unless messageAction is SUPPRESS (developer guide, migrate user).

    Nobody has shown it: ours is the invitation, with the password that the user gave, and none at ForgotPassword.
    """
    triggers = service.triggers
    operation, triggers.operation = triggers.operation, "AdminCreateUser"
    try:
        invite(service, pool, user, password, mediums)
    finally:
        triggers.operation = operation


def pre_authenticate(service: Service, client: Client, user: User | None, name: str) -> None:
    """Run PreAuthentication; for an unknown user only if the client hides who exists (public code, measured)."""
    hides = client.hides_users
    if user is not None:
        run(service, "PreAuthentication", client.pool, user, **({"userNotFound": False} if hides else {}))
    elif hides:
        run(service, "PreAuthentication", client.pool, name, userAttributes={}, userNotFound=True)
