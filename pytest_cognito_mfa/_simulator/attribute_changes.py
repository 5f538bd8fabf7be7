"""What a change of a user's attributes does, as one pure function; a deletion is a change to an empty value.

1. With an access token only the attributes in the client's WriteAttributes can be changed; without WriteAttributes all
   of them, custom attributes too (radkawar/stackd), but no developer-only ones (botocore SchemaAttributeType).  sub,
   email_verified and phone_number_verified never can; that is said first (radkawar/stackd, raw live answers).
2. Nobody can change an immutable attribute, or give it its first value later (public code, measured).
3. A blank value deletes (botocore AdminUpdateUserAttributes).  Deleting an attribute that the user does not have is no
   error (aws-amplify/amplify-js#12128).
4. A required attribute cannot be deleted (awslabs/aws-sdk-android-samples#72).
5. The phone number or e-mail address of a message factor that the user has on cannot be deleted, unless the pool's MFA
   is off (aws-amplify/amplify-js#8829: in 2021 it could be, and sign-in then failed.  That this holds where MFA is
   optional, for administrators, and for e-mail is inferred).  Its value can be changed: the factor stays on, and its
   codes go to the new address at once, verified or not (developer guide, MFA).
6. A new address or number counts at once and is not verified (aws-amplify/amplify-js#1676), unless an administrator
   says in the same request that it is (botocore AdminUpdateUserAttributes).
7. If AttributesRequireVerificationBeforeUpdate names the attribute, the new value counts only after
   VerifyUserAttribute; until then the old value stays, with its verification.  An administrator who says that the new
   value is verified skips this (botocore AdminUpdateUserAttributesRequest.UserAttributes).
8. A code goes to a new value that is not verified if AutoVerifiedAttributes or the setting of rule 7 names the
   attribute, also when an administrator changed it.  The same value again is no change: it stays verified and no code
   is sent (aws-amplify/amplify-js#987).
9. If e-mail or phone is the username, a value that another user has is refused.  An alias is refused if it would take
   effect: a preferred_username at once, an address or number when it is verified (botocore AliasExistsException).  A
   preferred_username is also refused if it is the username of another user, or an address where e-mail is an alias too
   (radkawar/stackd).
10. An address or number can be set to verified only if the user has it (jagregory/cognito-local).
11. One refusal refuses the whole request.  The checks run in the order of these rules (our choice).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.constants import DESTINATION
from pytest_cognito_mfa._simulator import attributes, rejections
from pytest_cognito_mfa._simulator.pools.addresses import is_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pytest_cognito_mfa._simulator.state import Client, Pool, User

VERIFIABLE = ("phone_number", "email")


@dataclass(frozen=True, slots=True)
class Change:
    """The result of a change."""

    attributes: dict[str, str]
    """All attributes after the change."""
    to_verify: dict[str, str]
    """The new values that get a code, by attribute; a value that rule 7 holds back is only here."""


def change_attributes(user: User, given: Mapping[str, str], pool: Pool, client: Client | None = None) -> Change:
    """The result of changing `user` by `given`, with a token of `client`; without `client`, by an administrator."""
    if client is not None:
        refuse_unwritable(client, given)
    given = attributes.fold_case(given, pool)
    _refuse_schema(given, pool)
    values = {name: value for name, value in given.items() if value}
    attributes.check(values, pool, rejections.BAD_UPDATE)
    return _changed(user, given, values, pool, rejections.REQUIRED_STAYS)


def delete_attributes(user: User, names: Iterable[str], pool: Pool, client: Client | None = None) -> Change:
    """The result of deleting attributes of `user`, with a token of `client`; without `client`, by an administrator."""
    given = dict.fromkeys(names, "")
    if client is not None:
        refuse_unwritable(client, given)
    known = _known(pool)
    for name in given:
        bare = name.removeprefix("custom:")
        if name not in known:
            raise rejections.UNKNOWN_TO_DELETE(attribute=name)
        if not known[name].get("Mutable", True):
            raise rejections.IMMUTABLE_TO_DELETE(attribute=f"Custom.User.{bare}" if bare != name else name)
    return _changed(user, given, {}, pool, rejections.REQUIRED_TO_DELETE)


def _changed(
    user: User, given: Mapping[str, str], values: Mapping[str, str], pool: Pool, refusal: rejections.Refusal
) -> Change:
    _refuse_needed([name for name in given if name not in values], user, pool, refusal)
    after, to_verify = _apply(user.attributes, given, pool)
    _refuse_taken(user, after, to_verify, pool)
    attributes.refuse_flags_without_address(after)
    return Change(after, to_verify)


def refuse_unwritable(client: Client, names: Iterable[str]) -> None:
    """Refuse attributes that the client may not write."""
    attributes.refuse_flags(names)
    writable = client.settings.get("WriteAttributes") or None
    for name in names:
        if name.startswith("dev:") or (writable is not None and name not in writable):
            raise rejections.UNWRITABLE(
                because=f"{name}: WriteAttributes of client {client.settings['ClientName']} lack it"
            )


def _known(pool: Pool) -> dict[str, Mapping[str, Any]]:
    return {each["Name"]: each for each in pool.settings["SchemaAttributes"]}


def _refuse_schema(given: Mapping[str, str], pool: Pool) -> None:
    known = _known(pool)
    for name in given:
        if name not in known:
            raise rejections.BAD_UPDATE(attribute=name, rule="Attribute does not exist in the schema.")
        if not known[name].get("Mutable", True):
            raise rejections.BAD_UPDATE(attribute=name, rule="Attribute cannot be updated.")


def _refuse_needed(deleted: list[str], user: User, pool: Pool, refusal: rejections.Refusal) -> None:
    required = set(pool.required_attributes())
    for name in deleted:
        if name in required:
            raise refusal(attribute=name, required=attributes.required_text(name))
        if pool.policy != "OFF" and any(DESTINATION.get(factor) == name for factor in user.preference.on):
            raise rejections.FACTOR_NEEDS_IT(attribute=name)


def _apply(current: Mapping[str, str], given: Mapping[str, str], pool: Pool) -> tuple[dict[str, str], dict[str, str]]:
    settings = pool.settings
    held_back = settings.get("UserAttributeUpdateSettings", {}).get("AttributesRequireVerificationBeforeUpdate") or ()
    auto_verified = settings.get("AutoVerifiedAttributes") or ()
    changing = {name: given[name] for name in VERIFIABLE if given.get(name) and given[name] != current.get(name)}
    after, to_verify = dict(current), {}
    for name, value in given.items():
        if not value:
            after.pop(name, None)
            after.pop(f"{name}_verified", None)
        elif name.removesuffix("_verified") not in changing:
            after[name] = value
    for name, value in changing.items():
        flag = f"{name}_verified"
        is_verified = given.get(flag) == "true"
        if is_verified or name not in held_back:
            after[name] = value
            after[flag] = "true" if is_verified else "false"
        if not is_verified and (name in held_back or name in auto_verified):
            to_verify[name] = value
    return after, to_verify


def _refuse_taken(user: User, after: Mapping[str, str], to_verify: Mapping[str, str], pool: Pool) -> None:
    preferred = after.get("preferred_username")
    is_alias = "preferred_username" in pool.aliases
    if is_alias and preferred and preferred != user.attributes.get("preferred_username"):
        _refuse_preferred(user, preferred, pool)
    for kind in pool.username_is:
        for value in (after.get(kind), to_verify.get(kind)):
            if value and pool.alias_owner(kind, value, besides=user):
                raise rejections.ALIAS_TAKEN(attribute=kind)
    for alias in () if pool.username_is else pool.aliases:
        in_force = alias == "preferred_username" or after.get(f"{alias}_verified") == "true"
        if in_force and after.get(alias) and pool.alias_owner(alias, after[alias], besides=user):
            raise rejections.ALIAS_TAKEN(attribute=alias)


def _refuse_preferred(user: User, name: str, pool: Pool) -> None:
    """Refuse a preferred_username that is another user's name, or looks like another alias of the pool."""
    if "email" in pool.aliases and is_address("email", name):
        raise rejections.USERNAME_IS_EMAIL()
    if pool.users.get(pool.fold_case(name), user) is not user:
        raise rejections.NAME_TAKEN(because="preferred_username is the username of another user")
