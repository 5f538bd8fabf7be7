"""User attributes: which names and values a pool accepts, and how it stores them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._aws.constants import VERIFIED_FLAGS
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.pools import schema
from pytest_cognito_mfa._simulator.pools.addresses import is_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from types_boto3_cognito_idp.type_defs import AttributeTypeTypeDef

    from pytest_cognito_mfa._simulator.state import Pool


_NAMING = ("email", "preferred_username")
_STORED_NAMES = {
    "email": "emails",
    "phone_number": "phoneNumbers",
    "name": "name.formatted",
    "given_name": "name.givenName",
    "family_name": "name.familyName",
    "middle_name": "name.middleName",
}
"""The names of the store behind a pool, in the texts of 2024 and later; that of middle_name is inferred."""


def check(attributes: Mapping[str, str], pool: Pool, refusal: rejections.Refusal = rejections.BAD_ATTRIBUTE) -> None:
    """Refuse attributes that the pool's schema does not have, and values of a wrong form."""
    known = {attribute["Name"]: attribute for attribute in pool.settings["SchemaAttributes"]}
    for name, value in attributes.items():
        if name not in known:
            raise refusal(attribute=name, rule="Attribute does not exist in the schema.")
        if (rule := schema.broken_rule(known[name], value)) is not None:
            raise refusal(attribute=name, rule=rule, because=f"the value of {name} has {len(value)} characters")
    phone, email = attributes.get("phone_number"), attributes.get("email")
    if phone and not is_address("phone_number", phone):
        raise rejections.BAD_PHONE()
    if email and not is_address("email", email):
        raise rejections.BAD_EMAIL()


def refuse_missing(attributes: Mapping[str, str], pool: Pool) -> None:
    """Refuse a sign-up without the attributes that the pool requires."""
    if missing := [name for name in pool.required_attributes() if not attributes.get(name)]:
        raise rejections.MISSING_ATTRIBUTES(missing=", ".join(map(required_text, missing)))


def required_text(name: str) -> str:
    """That an attribute is required, in AWS's words."""
    stored = _STORED_NAMES.get(name, name)
    return f"{stored}: The attribute {stored} is required"


def refuse_flags_without_address(attributes: Mapping[str, str]) -> None:
    """Refuse to say of an address or number that the user does not have whether it is verified."""
    for name, kind, thing in (
        ("phone_number", "Phone Number", "a phone number"),
        ("email", "Email", "an email"),
    ):
        if f"{name}_verified" in attributes and name not in attributes:
            raise rejections.NOTHING_TO_VERIFY(kind=kind, thing=thing)


def refuse_flags(names: Iterable[str]) -> None:
    """Refuse users who change what only Cognito and administrators set."""
    for name in names:
        if name in ("sub", *VERIFIED_FLAGS):
            raise rejections.NOT_MUTABLE(attribute=name, because=f"{name}: no client may write it")


def fold_case(attributes: Mapping[str, str], pool: Pool) -> dict[str, str]:
    """The attributes as the pool stores them: in a case-insensitive pool, those that users sign in with in lower case;
    and in every pool "True" as "true" (getmoto/moto's test of ForgotPassword against AWS).

    "Mixed-case attribute values in case-insensitive user pools are flattened to lowercase in user pool text output"
    (developer guide, user pool case sensitivity, about these two attributes only).
    """
    folded = dict(attributes)
    for name in VERIFIED_FLAGS if pool.is_case_sensitive else (*VERIFIED_FLAGS, *_NAMING):
        if name in folded:
            folded[name] = folded[name].lower()
    return folded


def refuse_unchangeable(given: Mapping[str, str], current: Mapping[str, str]) -> None:
    """Refuse attributes that may not come with a new password: those that only Cognito sets, and another address."""
    refuse_flags(given)
    for name in given:
        if name in ("email", "phone_number") and current.get(name):
            raise rejections.ALREADY_PROVIDED(attribute=name)


def no_destination(attribute: str) -> rejections.Rejection:
    """The refusal to send a code to an `email` or a `phone_number` that the user does not have."""
    return rejections.NO_VALID_EMAIL() if attribute == "email" else rejections.NO_VALID_PHONE()


def attribute_map(listed: Sequence[AttributeTypeTypeDef]) -> dict[str, str]:
    """AWS's list of Name and Value as a dict, in its order."""
    return {pair["Name"]: pair.get("Value", "") for pair in listed}
