"""User attributes: which names and values a pool accepts, and how it stores them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._aws.constants import VERIFIED_FLAGS
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.pools.addresses import is_address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from types_boto3_cognito_idp.type_defs import AttributeTypeTypeDef

    from pytest_cognito_mfa._simulator.state import Pool


LONGEST = 2048
"""Characters of a value (botocore AttributeValueType); the model does not check responses to challenges."""
_NAMING = ("email", "preferred_username")


def check(attributes: Mapping[str, str], pool: Pool, *, complete: bool) -> None:
    """Refuse attributes that the pool's schema does not have, and values of a wrong form.

    With `complete` the required attributes must be there, as SignUp demands.
    """
    known = {attribute["Name"] for attribute in pool.settings.get("SchemaAttributes", ())}
    for name in attributes:
        if name not in known:
            raise rejections.BAD_ATTRIBUTE(attribute=name, rule="Attribute does not exist in the schema.")
        if len(attributes[name]) > LONGEST:
            raise rejections.BAD_ATTRIBUTE(attribute=name, rule="The value is too long.")
    for name in pool.required_attributes() if complete else ():
        if name not in attributes:
            raise rejections.BAD_ATTRIBUTE(attribute=name, rule="The attribute is required")
    phone, email = attributes.get("phone_number"), attributes.get("email")
    if phone and not is_address("phone_number", phone):
        raise rejections.BAD_PHONE()
    if email and not is_address("email", email):
        raise rejections.BAD_EMAIL()


def fold_case(attributes: Mapping[str, str], pool: Pool) -> dict[str, str]:
    """The attributes as the pool stores them: in a case-insensitive pool, those that users sign in with in lower case.

    "Mixed-case attribute values in case-insensitive user pools are flattened to lowercase in user pool text output"
    (developer guide, user pool case sensitivity, about these two attributes only).
    """
    return {name: pool.fold_case(value) if name in _NAMING else value for name, value in attributes.items()}


def refuse_unchangeable(given: Mapping[str, str], current: Mapping[str, str]) -> None:
    """Refuse attributes that may not come with a new password: those that only Cognito sets, and another address."""
    for name in given:
        if name in ("sub", *VERIFIED_FLAGS):
            raise rejections.NOT_MUTABLE(attribute=name)
        if name in ("email", "phone_number") and current.get(name):
            raise rejections.ALREADY_PROVIDED(attribute=name)


def no_destination(attribute: str) -> rejections.Rejection:
    """The refusal to send a code to an `email` or a `phone_number` that the user does not have."""
    return rejections.NO_VALID_EMAIL() if attribute == "email" else rejections.NO_VALID_PHONE()


def attribute_map(listed: Sequence[AttributeTypeTypeDef]) -> dict[str, str]:
    """AWS's list of Name and Value as a dict, in its order."""
    return {pair["Name"]: pair.get("Value", "") for pair in listed}
