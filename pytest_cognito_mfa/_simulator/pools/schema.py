"""The schema of a pool: its standard attributes, which attributes can be declared, and which values they take.

Texts that a linter's rules quote from failed creations are those of badmintoncryer/cdk-preflight.

1. A pool has 20 standard attributes, and DescribeUserPool also shows `identities`, in another order (radkawar/stackd).
   A declaration can make them required or immutable; it cannot change their type or make them developer-only
   (badmintoncryer/cdk-preflight).
2. A declared email_verified or phone_number_verified of type Boolean becomes a custom attribute (aws/aws-cdk#14175).
3. Any other name is that of a custom attribute, `custom:NAME`; a developer-only one is `dev:custom:NAME` (emulators;
   botocore says `dev:NAME`).  A prefix that is given is a part of NAME: `custom:x` becomes `custom:custom:x`
   (awsdocs/aws-cloudformation-user-guide#932, crossplane-contrib/provider-upjet-aws#427).  It cannot be required
   (public code: pasted refusals), and no two have the same name (badmintoncryer/cdk-preflight).
   Bounds for values of another type are not kept (getmoto/moto).
4. Bounds are whole numbers that are not negative, no length is over 2048, and no maximum is below its minimum
   (getmoto/moto; the texts for crossed bounds: badmintoncryer/cdk-preflight).
5. A text must have a length within the bounds.  That is all that is checked of a birthdate (radkawar/stackd).
6. A number must be one and within its bounds, a boolean be true or false in any case, and a date one of ISO 8601
   (inferred from the types; nobody published the refusals).
"""

from __future__ import annotations

import functools
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.constants import STANDARD_ATTRIBUTES, VERIFIED_FLAGS
from pytest_cognito_mfa._simulator import rejections

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    Attribute = Mapping[str, Any]

LONGEST = 2048
"""Characters of a value (botocore AttributeValueType); the model does not check responses to challenges."""

_BOUNDS = {
    "String": ("StringAttributeConstraints", "MinLength", "MaxLength"),
    "Number": ("NumberAttributeConstraints", "MinValue", "MaxValue"),
}
_DESCRIBED_BEFORE_CUSTOM = (
    *("profile", "address", "birthdate", "gender", "preferred_username", "updated_at", "website", "picture"),
    *("identities", "sub", "email_verified", "phone_number_verified", "phone_number", "zoneinfo"),
)
_DESCRIBED_LAST = ("locale", "email", "given_name", "family_name", "middle_name", "name", "nickname")
_PLACES = {name: place for place, name in enumerate((*_DESCRIBED_BEFORE_CUSTOM, "", *_DESCRIBED_LAST))}
_IDENTITIES = {
    "Name": "identities",
    "AttributeDataType": "String",
    "DeveloperOnlyAttribute": False,
    "Mutable": True,
    "Required": False,
    "StringAttributeConstraints": {},
}


def schema(given: Sequence[Attribute] | None) -> Sequence[Attribute]:
    """SchemaAttributes of a new pool: the standard ones in AWS's order, then the custom ones.

    `given` is CreateUserPool's Schema; it can also make a standard attribute required.
    """
    if not given:
        return _all_standard()
    if not all("Name" in attribute for attribute in given):
        raise rejections.ATTRIBUTE_WITHOUT_NAME()
    standard = {attribute["Name"]: attribute for attribute in given if not _is_custom(attribute)}
    custom = [complete(attribute) for attribute in given if _is_custom(attribute)]
    return [*(_standard(name) | dict(standard.get(name, {})) for name in STANDARD_ATTRIBUTES), *custom]


def check(given: Iterable[Attribute], known: Collection[str] = ()) -> None:
    """Refuse declared attributes that CreateUserPool and AddCustomAttributes refuse; `known` are the pool's names."""
    taken: set[str] = set()
    for attribute in given:
        if not _is_custom(attribute):
            _check_standard(attribute)
            continue
        if "AttributeDataType" not in attribute:
            raise rejections.ATTRIBUTE_WITHOUT_TYPE()
        if attribute.get("Required"):
            raise rejections.REQUIRED_CUSTOM()
        name = complete(attribute)["Name"]
        if name in known:
            raise rejections.ATTRIBUTE_EXISTS(short=f"custom:{attribute['Name']}", attribute=name)
        if name in taken:
            raise rejections.ATTRIBUTE_TWICE(attribute=name)
        taken.add(name)
        _check_bounds(attribute, name)


def complete(attribute: Attribute) -> dict[str, Any]:
    """A custom attribute as the pool shows it."""
    kind, name = attribute.get("AttributeDataType", "String"), attribute["Name"]
    prefix = "dev:custom:" if attribute.get("DeveloperOnlyAttribute") else "custom:"
    shown = {"AttributeDataType": kind, "DeveloperOnlyAttribute": False, "Mutable": True, "Required": False}
    own, *_ = _BOUNDS.get(kind, (None,))
    others = {constraints for constraints, *_ in _BOUNDS.values()} - {own}
    given = {member: value for member, value in attribute.items() if member not in others}
    return shown | ({own: {}} if own else {}) | given | {"Name": prefix + name}


def described(attributes: Sequence[Attribute]) -> list[Attribute]:
    """SchemaAttributes as DescribeUserPool lists them."""
    named = {attribute["Name"]: attribute for attribute in attributes}
    named.setdefault("identities", _IDENTITIES)
    return in_order(named.values())


def in_order(attributes: Iterable[Attribute]) -> list[Attribute]:
    """The attributes in the order of DescribeUserPool."""
    return sorted(attributes, key=lambda attribute: _PLACES.get(attribute["Name"], _PLACES[""]))


def broken_rule(attribute: Attribute, value: str) -> str | None:
    """The rule that a value of `attribute` breaks, in AWS's words."""
    return _RULES[attribute["AttributeDataType"]](value, *_bounds(attribute))


def _bounds(attribute: Attribute) -> tuple[str | None, str | None]:
    constraints, least, most = _BOUNDS.get(attribute["AttributeDataType"], ("", "", ""))
    given = attribute.get(constraints) or {}
    return given.get(least), given.get(most)


def _broken_by_text(value: str, least: str | None, most: str | None) -> str | None:
    longest = min(int(most or LONGEST), LONGEST)
    if len(value) > longest:
        return f"String must be no longer than {longest} characters"
    return f"String must be no shorter than {least} characters" if len(value) < int(least or 0) else None


def _broken_by_number(value: str, least: str | None, most: str | None) -> str | None:
    if not re.fullmatch(r"-?[0-9]{1,40}(\.[0-9]{1,40})?", value, re.ASCII):
        return "The value must be a number."
    is_within = float(least or value) <= float(value) <= float(most or value)
    return None if is_within else f"The value must be from {least or 'any'} to {most or 'any'}."


def _broken_by_boolean(value: str, *_: str | None) -> str | None:
    return None if value.lower() in ("true", "false") else "The value must be true or false."


def _broken_by_date(value: str, *_: str | None) -> str | None:
    try:
        datetime.fromisoformat(value.removesuffix("Z"))
    except ValueError:
        return "The value must be a date."
    return None


_RULES: Mapping[str, Callable[..., str | None]] = {
    "String": _broken_by_text,
    "Number": _broken_by_number,
    "Boolean": _broken_by_boolean,
    "DateTime": _broken_by_date,
}


def _is_custom(attribute: Attribute) -> bool:
    name = attribute["Name"]
    if name in VERIFIED_FLAGS:
        return bool(attribute.get("AttributeDataType") == "Boolean")
    return name not in STANDARD_ATTRIBUTES


def _check_standard(attribute: Attribute) -> None:
    own = _standard(attribute["Name"])
    kind = attribute.get("AttributeDataType", own["AttributeDataType"])
    if kind != own["AttributeDataType"] or attribute.get("DeveloperOnlyAttribute"):
        raise rejections.STANDARD_TYPE(attribute=attribute["Name"])
    _check_bounds({"AttributeDataType": kind, **attribute}, attribute["Name"])


def _check_bounds(attribute: Attribute, name: str) -> None:
    if attribute["AttributeDataType"] not in _BOUNDS:
        return
    constraints, least, most = _BOUNDS[attribute["AttributeDataType"]]
    given = attribute.get(constraints) or {}
    if not all(re.fullmatch("[0-9]+", given[end], re.ASCII) for end in (least, most) if end in given):
        raise rejections.BAD_BOUND(constraints=constraints, attribute=name)
    low, high = int(given.get(least, 0)), int(given.get(most, given.get(least, 0)))
    is_text = constraints.startswith("String")
    if is_text and max(low, high) > LONGEST:
        raise rejections.BOUND_TOO_LONG(attribute=name)
    if low > high:
        raise (rejections.LENGTHS_CROSSED if is_text else rejections.BOUNDS_CROSSED)(attribute=name)


@functools.cache
def _all_standard() -> tuple[Attribute, ...]:
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
