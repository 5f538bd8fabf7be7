"""Passwords: ForgotPassword, ConfirmForgotPassword, AdminResetUserPassword, ChangePassword.

The order of the checks is that of sign-in: client, secret hash, user, state; then the code.  The new password comes
last, so that a password which the policy does not allow does not use up a code (our choice).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import compromised_credentials, passwords, rejections
from pytest_cognito_mfa._simulator.crypto.secret_hash import check_secret_hash
from pytest_cognito_mfa._simulator.mfa import sent_codes
from pytest_cognito_mfa._simulator.operations.user_migration import migrated
from pytest_cognito_mfa._simulator.outbox import delivery_details
from pytest_cognito_mfa._simulator.pools import recovery
from pytest_cognito_mfa._simulator.registry import operation
from pytest_cognito_mfa._simulator.state import CONFIRMED, RESET_REQUIRED, UNCONFIRMED
from pytest_cognito_mfa._simulator.triggers.invoke import run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.registry import Answer
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool, User


@operation("ForgotPassword")
def forgot_password(service: Service, req: aws.ForgotPasswordRequestTypeDef) -> Answer:
    client, name = service.client(req["ClientId"]), req["Username"]
    pool = client.pool
    check_secret_hash(client, (name,), req.get("SecretHash"))
    ways = recovery.ways(_setting(pool))
    if not ways:
        raise rejections.ONLY_ADMINISTRATORS_RESET(
            because=f"AccountRecoverySetting is admin_only in pool {pool.settings['Name']}"
        )
    user = pool.find_any(name) or migrated(service, pool, name)
    if user is not None and user.enabled:
        service.count_request(user, sent_codes.RECOVERY)
        if user.status not in (CONFIRMED, RESET_REQUIRED, UNCONFIRMED):
            raise rejections.CANNOT_RESET()
        if delivered := _send_code(service, pool, user):
            return {"CodeDeliveryDetails": delivered}
    if client.hides_users:
        return {"CodeDeliveryDetails": delivery_details(*recovery.simulated_delivery(pool.id, name, ways))}
    if user is None:
        raise rejections.NO_USER_OF_CLIENT(because=client.pool.why_unknown(name))
    raise rejections.NO_RECOVERY() if user.enabled else rejections.DISABLED()


def _setting(pool: Pool) -> Mapping[str, Any] | None:
    setting: Mapping[str, Any] | None = pool.settings.get("AccountRecoverySetting")
    return setting


def _send_code(service: Service, pool: Pool, user: User) -> Mapping[str, str] | None:
    """Send a recovery code; None, and nothing is sent, if the user cannot get one."""
    attribute = recovery.way_of(_setting(pool), user.attributes, user.preference.on)
    if attribute is None:
        return None
    destination = user.attributes[attribute]
    user.recovery, delivered = service.send_code(
        pool, user, attribute, destination, "recovery", life=sent_codes.RECOVERY_LIFE
    )
    return delivered


@operation("ConfirmForgotPassword")
def confirm_forgot_password(service: Service, req: aws.ConfirmForgotPasswordRequestTypeDef) -> Answer:
    """Set the password; a lockout goes on and tokens stay valid, because AWS does not say that they end."""
    client, name = service.client(req["ClientId"]), req["Username"]
    check_secret_hash(client, (name,), req.get("SecretHash"))
    user = client.pool.find_any(name)
    if user is None or not user.enabled:
        reason = client.pool.why_unknown(name) if user is None else f"user {user.username} is disabled"
        if client.hides_users:
            raise rejections.WRONG_CONFIRMATION_CODE(because=reason)
        raise (rejections.NO_USER_OF_CLIENT if user is None else rejections.DISABLED)(because=reason)
    service.count_request(user, sent_codes.RECOVERY)
    if user.status == UNCONFIRMED:
        raise rejections.NOT_CONFIRMED()
    service.accept_code(user.recovery, req["ConfirmationCode"])
    passwords.check(req["Password"], client.pool, user=user)
    compromised_credentials.refuse(service, client, req["Password"], "PASSWORD_CHANGE")
    user.recovery = None
    user.set_password(req["Password"], status=CONFIRMED, at=service.date)
    run(service, "PostConfirmation", client.pool, user)
    return {}


@operation("AdminResetUserPassword")
def admin_reset_user_password(service: Service, req: aws.AdminResetUserPasswordRequestTypeDef) -> Answer:
    pool, user = service.named_user(req)
    if not user.enabled:
        raise rejections.DISABLED()
    if user.status not in (CONFIRMED, RESET_REQUIRED):
        raise rejections.CANNOT_RESET()
    if _send_code(service, pool, user) is None:
        raise rejections.NO_RECOVERY()
    user.status, user.modified = RESET_REQUIRED, service.date
    return {}


@operation("ChangePassword")
def change_password(service: Service, req: aws.ChangePasswordRequestTypeDef) -> Answer:
    """A user without a password gets a first one, and leaves PreviousPassword out (botocore).

    A federated user has no password to change: once AdminSetUserPassword has given one, such users "can also modify
    their password" (botocore).  They are refused like a user whose password the request does not know (our choice).
    """
    client, user = service.token_owner(req["AccessToken"])
    service.count_request(user, "ChangePassword")
    previous = req.get("PreviousPassword")
    if previous is None and (user.password is not None or user.federated):
        raise rejections.MISSING_PARAMETER(name="PreviousPassword")
    if previous is not None and (user.federated or not passwords.is_right(user, previous)):
        raise rejections.WRONG_PASSWORD(because="PreviousPassword is not the password of that user")
    passwords.check(req["ProposedPassword"], client.pool, user=user)
    compromised_credentials.refuse(service, client, req["ProposedPassword"], "PASSWORD_CHANGE")
    user.set_password(req["ProposedPassword"], status=CONFIRMED, at=service.date)
    return {}
