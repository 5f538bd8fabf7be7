"""Reads one user: what AWS prints of a user, and the password and TOTP secret that it never prints."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws import service_model
from pytest_cognito_mfa._aws.constants import DESTINATION, FACTORS, PASSKEY, STANDARD_ATTRIBUTES
from pytest_cognito_mfa._scenario.aws_shapes import WRONG, ReadMembers, ShapeReader, members_of
from pytest_cognito_mfa._scenario.nodes import read_word
from pytest_cognito_mfa._scenario.resources import read_groups
from pytest_cognito_mfa._scenario.values import UserSpec
from pytest_cognito_mfa._simulator.pools.addresses import is_address
from pytest_cognito_mfa._simulator.token_claims import unusable_claim
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import LIST, MAPPING, mistyped
from pytest_cognito_mfa._yaml.places import frozen
from pytest_cognito_mfa.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics
    from pytest_cognito_mfa._yaml.places import Place

# AWS also prints `identities` of a federated user; no schema of a pool has it.
STANDARD: Final = frozenset(STANDARD_ATTRIBUTES) | {"identities"}
_OURS: Final = ("UserAttributes", "UserMFASettingList", "passwordless", "passkeys", "groups", "claims")
_CUSTOM: Final = ("custom:", "dev:custom:")
_ADDRESSES: Final = {
    "phone_number": "a + and digits, such as +12065550100; AWS refuses any other form",
    "email": "an address, such as grace@example.com; AWS refuses any other form",
}
SHORTEST_SECRET: Final = 16


def read_user(
    node: tree.Mapping,
    diagnostics: Diagnostics,
    taken: dict[str, Place],
    *,
    pool: str | None,
    fold: bool,
    groups: Collection[str],
    unoffered: Mapping[str, str],
) -> UserSpec:
    """The user at `node`; do not use it if `diagnostics` has mistakes.

    `pool` is the Id of the pool, `taken` has its users so far, `fold` says that case does not matter in usernames, and
    `groups` are the pool's. `unoffered` says why the pool does not offer a factor.
    """
    reader = ShapeReader(diagnostics)
    found = reader.members(node, user_members(), "user", ours=_OURS)
    attributes, factors = _read_attributes(found, reader), _read_factors(found, reader)
    found.require("Username", "a user")
    found.require_unique("Username", taken, fold=fold)
    _check_secret_code(found)
    _check_factors(found, factors, attributes)
    _check_options(found, attributes)
    found.check_pool(pool)
    values = found.values
    for factor in filter(unoffered.__contains__, factors):
        diagnostics.warn(factors[factor], f"user {values.get('Username')!r} has {factor} on, {unoffered[factor]}")
    password, invited = _password(found, passwordless=_read_passwordless(found, reader))
    return UserSpec(
        username=values.pop("Username", ""),
        password=password,
        status=values.pop("UserStatus", "FORCE_CHANGE_PASSWORD" if invited else "CONFIRMED"),
        enabled=values.pop("Enabled", True),
        attributes=frozen(attributes),
        factors=tuple(factors),
        preferred=values.pop("PreferredMfaSetting", None),
        secret_code=values.pop("SecretCode", None),
        place=node.place,
        settings=frozen(values),
        groups=read_groups(node, groups, diagnostics),
        passkeys=tuple(_read_passkeys(found, reader)),
        claims=frozen(_read_claims(node.nodes.get("claims"), diagnostics)),
    )


def user_members() -> Mapping[str, Any]:
    model = service_model()
    ours = {
        "Password": model.shape_for("PasswordType"),
        "SecretCode": model.shape_for("StringType"),  # checked as base32, not as the model's SecretCodeType
        "PreferredMfaSetting": model.shape_for("StringType"),
        "Credentials": model.shape_for("WebAuthnCredentialDescriptionListType"),  # as ListWebAuthnCredentials prints
    }
    return {**members_of("AdminCreateUserRequest", "AdminGetUserResponse"), **ours}


def _read_attributes(found: ReadMembers, reader: ShapeReader) -> dict[str, str]:
    """`UserAttributes`: a mapping, or AWS's list of Name and Value."""
    node = found.node.nodes.get("UserAttributes")
    shape = service_model().shape_for("AttributeValueType")
    values: dict[str, Any] = {}
    for name, place, child in _pairs(node, found, reader):
        value = "" if child is None else reader.read(child, shape, name)
        if name in values:
            value = reader.wrong(place, f"this user has the attribute {name!r} twice")
        elif name not in STANDARD and not name.startswith(_CUSTOM):
            value = reader.wrong(place, _unknown_attribute(name))
        elif name in _ADDRESSES and isinstance(value, str) and value and not is_address(name, value):
            value = reader.wrong(place if child is None else child.place, f"{name} must be {_ADDRESSES[name]}")
        values[name] = value
    if any(value is WRONG for value in values.values()):
        found.wrong.add("UserAttributes")
    return values


def _pairs(
    node: tree.Node | None, found: ReadMembers, reader: ShapeReader
) -> list[tuple[str, Place, tree.Node | None]]:
    if node is None:
        return []
    if isinstance(node, tree.Mapping):
        return [(name, node.keys[name], child) for name, child in node.nodes.items()]
    if not isinstance(node, tree.Sequence):
        reader.mistyped(node, "UserAttributes", MAPPING)
        found.wrong.add("UserAttributes")
        return []
    value = reader.read(node, service_model().shape_for("AttributeListType"), "UserAttributes")
    if value is WRONG:
        found.wrong.add("UserAttributes")
        return []
    entries = [child for child in node.nodes if isinstance(child, tree.Mapping)]
    return [
        (entry["Name"], child.nodes["Name"].place, child.nodes.get("Value"))
        for entry, child in zip(value, entries, strict=True)
    ]


def _unknown_attribute(name: str) -> str:
    text = unknown("attribute", name, STANDARD)
    return text if "did you mean" in text else f"{text}; name your own attribute 'custom:{name}'"


def _read_factors(found: ReadMembers, reader: ShapeReader) -> dict[str, Place]:
    """`UserMFASettingList`: the enabled factors, each with its place."""
    node = found.node.nodes.get("UserMFASettingList")
    if node is None:
        return {}
    factors: dict[str, Place] = {}
    if not isinstance(node, tree.Sequence):
        reader.mistyped(node, "UserMFASettingList", LIST)
        found.wrong.add("UserMFASettingList")
        return factors
    for child in node.nodes:
        factor = read_word(child, "UserMFASettingList item", "factor", (*FACTORS, PASSKEY), reader.diagnostics)
        if factor in factors:
            reader.wrong(child.place, f"UserMFASettingList has {factor!r} twice")
        elif factor is not None:
            factors[factor] = child.place
    if len(factors) < len(node.nodes):
        found.wrong.add("UserMFASettingList")
    return factors


def _read_claims(node: tree.Node | None, diagnostics: Diagnostics) -> dict[str, Any]:
    """`claims`: what the user's tokens have besides what Cognito puts into them."""
    if node is None:
        return {}
    if not isinstance(node, tree.Mapping):
        diagnostics.add(node.place, mistyped("claims", MAPPING, node))
        return {}
    claims = {name: tree.plain(child) for name, child in node.nodes.items()}
    for name, value in claims.items():
        if problem := unusable_claim(name, value):
            diagnostics.add(node.keys[name], problem)
    return claims


def _check_secret_code(found: ReadMembers) -> None:
    code = found.values.get("SecretCode")
    if code is None:
        return
    if not _is_base32(code):
        found.add("SecretCode", "SecretCode must be base32: only the letters A to Z and the digits 2 to 7")
    elif len(code) < SHORTEST_SECRET:
        found.add("SecretCode", f"SecretCode must have at least {SHORTEST_SECRET} characters, not {len(code)}")


def _is_base32(code: str) -> bool:
    bare = code.rstrip("=")
    try:
        base64.b32decode(bare + "=" * (-len(bare) % 8), casefold=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _check_factors(found: ReadMembers, factors: Mapping[str, Place], attributes: Mapping[str, str]) -> None:
    """A factor needs its address, and the preferred factor must be enabled."""
    if found.is_valid("UserMFASettingList", "UserAttributes"):
        for factor, place in factors.items():
            needed = DESTINATION.get(factor)
            if needed and not attributes.get(needed):
                mistake = f"{factor} is on, but the user has no {needed}; add it to UserAttributes"
                found.diagnostics.add(place, mistake)
    preferred = found.values.get("PreferredMfaSetting")
    if preferred is None:
        return
    if preferred not in FACTORS:
        found.add("PreferredMfaSetting", unknown("factor", preferred, FACTORS))
    elif found.is_valid("UserMFASettingList") and preferred not in factors:
        found.add("PreferredMfaSetting", f"{preferred} is preferred but not on; add it to UserMFASettingList")


def _check_options(found: ReadMembers, attributes: Mapping[str, str]) -> None:
    """The older setting for SMS needs a phone number."""
    options = found.values.get("MFAOptions") or ()
    if any(option != {"DeliveryMedium": "SMS", "AttributeName": "phone_number"} for option in options):
        found.add("MFAOptions", "the only MFA option is {DeliveryMedium: SMS, AttributeName: phone_number}")
    elif options and found.is_valid("UserAttributes") and not attributes.get("phone_number"):
        found.add("MFAOptions", "MFAOptions has SMS, but the user has no phone_number; add it to UserAttributes")


def _read_passwordless(found: ReadMembers, reader: ShapeReader) -> bool:
    """`passwordless`: the user has no password, and signs in by a code or a passkey."""
    node = found.node.nodes.get("passwordless")
    shape = service_model().shape_for("BooleanType")
    return node is not None and reader.read(node, shape, "passwordless") is True


def _read_passkeys(found: ReadMembers, reader: ShapeReader) -> list[str]:
    """`passkeys`: the names of passkeys whose ids are made."""
    node = found.node.nodes.get("passkeys")
    if node is None:
        return []
    if not isinstance(node, tree.Sequence):
        reader.mistyped(node, "passkeys", LIST)
        return []
    shape = service_model().shape_for("StringType")
    return [reader.read(child, shape, "passkeys item") for child in node.nodes]


def _password(found: ReadMembers, *, passwordless: bool) -> tuple[str | None, bool]:
    """The password, empty for a user without one, and whether it is temporary, as AdminCreateUser sets it."""
    password = found.values.pop("Password", None)
    temporary = found.values.pop("TemporaryPassword", None)
    if password is not None and temporary is not None:
        place = found.node.keys["TemporaryPassword"]
        found.diagnostics.add(place, "a user has a Password or a TemporaryPassword, not both; remove one")
    if passwordless:
        if password is not None or temporary is not None:
            place = found.node.keys["passwordless"]
            found.diagnostics.add(place, "a passwordless user has no Password and no TemporaryPassword; remove one")
        return "", False
    return (temporary, True) if password is None and temporary is not None else (password, False)
