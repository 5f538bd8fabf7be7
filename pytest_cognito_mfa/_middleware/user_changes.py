"""What each `change` of a fault does to its user, just before the call: one function per word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator.operations.users import disable
from pytest_cognito_mfa._simulator.state import RESET_REQUIRED

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_cognito_mfa._scenario.faults.values import Change
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import User


def change_user(what: Change, service: Service, user: User) -> None:
    _CHANGES[what](service, user)


def user_disabled(service: Service, user: User) -> None:
    disable(service, user)


def user_deleted(service: Service, user: User) -> None:
    for pool in service.pools.values():
        if pool.users.get(user.username) is user:
            pool.users.remove(user)


def password_reset(service: Service, user: User) -> None:
    user.status, user.modified = RESET_REQUIRED, service.date


def tokens_revoked(service: Service, user: User) -> None:
    service.tokens.revoke_all(user)


def codes_expired(service: Service, user: User) -> None:
    """Codes that were sent expire, and so do the sessions of sign-ins that wait for such a code."""
    user.confirmation = user.confirmation and replace(user.confirmation, expires=service.now)
    user.recovery = user.recovery and replace(user.recovery, expires=service.now)
    user.attribute_codes = {name: replace(code, expires=service.now) for name, code in user.attribute_codes.items()}
    service.sessions.expire(user, with_code=True)


def sessions_expired(service: Service, user: User) -> None:
    service.sessions.expire(user)


_CHANGES: dict[Change, Callable[[Service, User], None]] = {
    "user_disabled": user_disabled,
    "user_deleted": user_deleted,
    "password_reset": password_reset,
    "tokens_revoked": tokens_revoked,
    "codes_expired": codes_expired,
    "sessions_expired": sessions_expired,
}
