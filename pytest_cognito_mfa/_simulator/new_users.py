"""New users: the username and the attributes that they get, and the names that are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import attributes, rejections
from pytest_cognito_mfa._simulator.pools.addresses import is_address
from pytest_cognito_mfa._simulator.state import User

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool


def new_user(service: Service, pool: Pool, name: str, given: Mapping[str, str], status: str) -> User:
    """A new user, not stored yet; if users sign up with e-mail or phone, the username is the sub."""
    sub = service.sources.sub()
    own = attributes.fold_case(given, pool)
    own.pop("sub", None)
    username = name = pool.fold_case(name)
    if pool.username_is:
        kind = next((kind for kind in pool.username_is if is_address(kind, name)), None)
        if kind is None:
            words = {"email": "an email", "phone_number": "a phone number"}
            raise rejections.USERNAME_NOT_ALIAS(kind=" or ".join(words[kind] for kind in pool.username_is))
        own[kind], username = name, sub
    elif "email" in pool.settings.get("AliasAttributes", ()) and is_address("email", name):
        raise rejections.USERNAME_IS_EMAIL()
    now = service.date
    return User(username, sub, own, status, now, now)


def refuse_taken_name(pool: Pool, user: User, refusal: rejections.Refusal) -> None:
    """Refuse a name that another user has; if users sign up with an address, the address."""
    if user.username in pool.users:
        raise refusal()
    for kind in pool.username_is:
        if kind in user.attributes and pool.alias_owner(kind, user.attributes[kind]):
            raise rejections.ADDRESS_EXISTS(attribute=kind)
