"""What a new pool has when nobody sets it: settings, password policy, and the schema of its attributes."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.constants import STANDARD_ATTRIBUTES, VERIFIED_FLAGS
from pytest_cognito_mfa._simulator import rejections

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PASSWORD_POLICY: dict[str, Any] = {
    "MinimumLength": 8,
    "RequireLowercase": True,
    "RequireNumbers": True,
    "RequireSymbols": True,
    "RequireUppercase": True,
    "TemporaryPasswordValidityDays": 7,
}
"""What DescribeUserPool shows for a pool that sets none (public recordings)."""


def pool_settings() -> dict[str, Any]:
    """What DescribeUserPool shows for a pool that sets none of these (public recordings; go-to-k/cdkd#4066)."""
    return {
        "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": False, "UnusedAccountValidityDays": 7},
        "DeletionProtection": "INACTIVE",
        "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
        "LambdaConfig": {},
        "MfaConfiguration": "OFF",
        "UserPoolTags": {},
        "UserPoolTier": "ESSENTIALS",
        "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_CODE"},
    }


def schema(custom: list[Mapping[str, Any]] | None) -> Sequence[Mapping[str, Any]]:
    """SchemaAttributes of a new pool: the standard ones in AWS's order, then the custom ones.

    `custom` is CreateUserPool's Schema; it can also make a standard attribute required.
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
    """One shared tuple for every pool without a Schema; it is never changed."""
    return tuple(map(_standard, STANDARD_ATTRIBUTES))


def _standard(name: str) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "Name": name,
        "AttributeDataType": "String",
        "DeveloperOnlyAttribute": False,
        "Mutable": name != "sub",
        "Required": name == "sub",
    }
    if name in VERIFIED_FLAGS:
        return shape | {"AttributeDataType": "Boolean"}
    if name == "updated_at":
        return shape | {"AttributeDataType": "Number", "NumberAttributeConstraints": {"MinValue": "0"}}
    lengths = {"sub": ("1", "2048"), "birthdate": ("10", "10")}.get(name, ("0", "2048"))
    return shape | {"StringAttributeConstraints": {"MinLength": lengths[0], "MaxLength": lengths[1]}}
