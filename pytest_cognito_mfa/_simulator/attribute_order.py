"""The orders in which AWS lists a user's attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._aws.constants import STANDARD_ATTRIBUTES
from pytest_cognito_mfa._aws.serialization import in_java_order

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_LISTED = (
    *("email", "email_verified", "phone_number", "phone_number_verified", "name", "family_name", "given_name"),
    *("middle_name", "nickname", "preferred_username", "profile", "picture", "website", "gender", "birthdate"),
    *("zoneinfo", "locale", "address", "updated_at"),
)
_PLACES = {name: place for place, name in enumerate(_LISTED)}


def as_stored(attributes: Mapping[str, str]) -> dict[str, str]:
    """The attributes in the order in which AWS seems to store them; it decides between names that share a bucket.

    In recordings locale is before middle_name, email_verified before address, and email before picture; a map of 64
    buckets, filled in the order of the schema, is the simplest that explains all three (inferred).
    """
    known = {name: attributes[name] for name in STANDARD_ATTRIBUTES if name in attributes}
    return in_java_order({**known, **attributes}, 64)


def as_listed(attributes: Mapping[str, str], sub: str, readable: Collection[str] | None) -> list[dict[str, str]]:
    """UserAttributes as the API gives them, custom ones after the others, `sub` last; with `readable`, these and `sub`.

    The order is that of raw live answers of 2026 for eight attributes (radkawar/stackd); the places of the others are
    inferred.  Until about 2024 it was that of a HashMap (aws-amplify/amplify-js#1259).
    """
    names = sorted(
        (name for name in attributes if readable is None or name in readable),
        key=lambda name: (_PLACES.get(name, len(_PLACES)), name),
    )
    return [*({"Name": name, "Value": attributes[name]} for name in names), {"Name": "sub", "Value": sub}]
