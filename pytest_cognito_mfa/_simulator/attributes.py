"""User attributes: the standard schema, and what a pool accepts as a value."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.constants import STANDARD_ATTRIBUTES
from pytest_cognito_mfa._simulator import rejections

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._simulator.state import Pool

LONGEST = 2048
"""Characters of a value (botocore AttributeValueType); what answers a challenge is not held against the model."""
_FLAGS = ("email_verified", "phone_number_verified")
_NAMING = ("email", "preferred_username")
_PHONE = re.compile(r"\+[0-9]{1,15}", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def schema(custom: list[Mapping[str, Any]] | None) -> Sequence[Mapping[str, Any]]:
    """SchemaAttributes of a new pool: the standard ones in AWS's order, then the pool's own.

    `custom` is CreateUserPool's Schema: it may also say that a standard attribute is required.
    """
    if not custom:
        return _all_standard()
    if not all("Name" in attribute for attribute in custom):
        raise rejections.ATTRIBUTE_WITHOUT_NAME()
    given = {attribute["Name"]: dict(attribute) for attribute in custom}
    standard = [_standard(name) | given.pop(name, {}) for name in STANDARD_ATTRIBUTES]
    return standard + [
        {"AttributeDataType": "String", "DeveloperOnlyAttribute": False, "Mutable": True, "Required": False}
        | attribute
        | {"Name": name if name.startswith(("custom:", "dev:")) else f"custom:{name}"}
        for name, attribute in given.items()
    ]


@functools.cache
def _all_standard() -> tuple[Mapping[str, Any], ...]:
    """One tuple for every pool that adds nothing; nobody changes it."""
    return tuple(map(_standard, STANDARD_ATTRIBUTES))


def _standard(name: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "Name": name,
        "AttributeDataType": "String",
        "DeveloperOnlyAttribute": False,
        "Mutable": name != "sub",
        "Required": name == "sub",
    }
    if name in _FLAGS:
        return described | {"AttributeDataType": "Boolean"}
    if name == "updated_at":
        return described | {"AttributeDataType": "Number", "NumberAttributeConstraints": {"MinValue": "0"}}
    lengths = {"sub": ("1", "2048"), "birthdate": ("10", "10")}.get(name, ("0", "2048"))
    return described | {"StringAttributeConstraints": {"MinLength": lengths[0], "MaxLength": lengths[1]}}


def check(attributes: Mapping[str, str], pool: Pool, *, complete: bool) -> None:
    """Refuse attributes that the pool's schema does not have, or values of a wrong form.

    `complete` also demands the required ones, as SignUp does.
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
    if phone and not _PHONE.fullmatch(phone):
        raise rejections.BAD_PHONE()
    if email and not _EMAIL.fullmatch(email):
        raise rejections.BAD_EMAIL()


def flattened(attributes: Mapping[str, str], pool: Pool) -> dict[str, str]:
    """The attributes as the pool keeps them: what users sign in with in lower case, where case does not count.

    "Mixed-case attribute values in case-insensitive user pools are flattened to lowercase in user pool text
    output" (developer guide, user pool case sensitivity); of others than these two it says nothing.
    """
    return {name: pool.folded(value) if name in _NAMING else value for name, value in attributes.items()}


def refuse_settled(given: Mapping[str, str], current: Mapping[str, str]) -> None:
    """Refuse what nobody may bring along with a new password: what only Cognito sets, and another address."""
    for name in given:
        if name in ("sub", *_FLAGS):
            raise rejections.NOT_MUTABLE(attribute=name)
        if name in ("email", "phone_number") and current.get(name):
            raise rejections.ALREADY_PROVIDED(attribute=name)


def looks_like(kind: str, value: str) -> bool:
    """Whether `value` has the form of an `email` or a `phone_number`."""
    return bool((_EMAIL if kind == "email" else _PHONE).fullmatch(value))


def no_destination(attribute: str) -> rejections.Rejection:
    """The refusal to send a code to an `email` or a `phone_number` that the user does not have."""
    return rejections.NO_VALID_EMAIL() if attribute == "email" else rejections.NO_VALID_PHONE()
