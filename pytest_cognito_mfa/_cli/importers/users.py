"""Imports a user; settings that contradict each other are dropped and reported.

1. An attribute is standard or custom, and given once.
2. A factor with messages needs an address, and the preferred factor must be on.
3. MFAOptions may only be SMS, and needs a phone number.
4. If users sign up with an e-mail address or phone number, AWS prints the sub as Username. The scenario has the address
   as Username, and the sub as an attribute. A user of an identity provider keeps the Username, as in AWS
   (botocore AdminGetUserRequest.Username).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import DESTINATION, FACTORS, PASSKEY, STANDARD_ATTRIBUTES
from pytest_cognito_mfa._cli.importers.resources import add_members
from pytest_cognito_mfa._simulator.pools.addresses import is_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._cli.importers.imported import Imported, ImportedPool
    from pytest_cognito_mfa._cli.importers.members import MemberReader

WITHOUT_USERS: Final = "not imported; add --users to import users"
MOST_USERS: Final = 1000
"""More than any test suite needs; reading more from a live pool takes hours."""
TOO_MANY: Final = f"only the first {MOST_USERS} users are imported"

_FEDERATED: Final = "EXTERNAL_PROVIDER"
_KNOWN: Final = frozenset(STANDARD_ATTRIBUTES) | {"identities"}
_SMS: Final = {"DeliveryMedium": "SMS", "AttributeName": "phone_number"}


def add_user(pool: ImportedPool, raw: Mapping[str, Any], path: str, reader: MemberReader) -> None:
    """Add a user, or new members of a user that was added before."""
    groups, raw = raw.get("groups", ()), {member: value for member, value in raw.items() if member != "groups"}
    read = reader.user(raw, path)
    name = read.get("Username")
    if name is None:
        reader.note(path, "not imported: a user without a Username")
        return
    known = next((user for user in pool.users if user["Username"] == name), None)
    if known is None and len(pool.users) >= MOST_USERS:
        reader.note(pool.settings["Name"], TOO_MANY)
        return
    if known is None:
        known = {}
        pool.users.append(known)
    known |= read
    attributes = _attributes(known, path, reader)
    known["UserAttributes"] = attributes
    known["UserMFASettingList"] = _factors(known, attributes, path, reader)
    preferred = known.get("PreferredMfaSetting")
    if preferred is not None and (preferred not in FACTORS or preferred not in known["UserMFASettingList"]):
        reader.note(f"{path}.PreferredMfaSetting", "dropped: this factor is not on")
        del known["PreferredMfaSetting"]
    if not all(option == _SMS and attributes.get("phone_number") for option in known.get("MFAOptions", ())):
        reader.note(f"{path}.MFAOptions", "dropped: not SMS to the phone_number of the user")
        del known["MFAOptions"]
    for group in groups:
        add_members(pool, group, [name])
    for empty in [name for name in ("UserAttributes", "UserMFASettingList", "MFAOptions") if not known.get(name)]:
        known.pop(empty, None)


def with_sign_up_names(pool: ImportedPool, imported: Imported) -> list[dict[str, Any]]:
    """The users with the names that they sign up with; a user without one is dropped and reported."""
    kinds = pool.settings.get("UsernameAttributes")
    if not kinds:
        return pool.users
    named = []
    for user in pool.users:
        if user.get("UserStatus") == _FEDERATED:
            named.append(user)
            continue
        attributes = user.get("UserAttributes", {})
        candidates = [user["Username"], *(attributes.get(kind, "") for kind in kinds)]
        name = next((each for each in candidates if any(is_address(kind, each) for kind in kinds)), None)
        if name is None:
            why = f"not imported: users of this pool sign up with {' or '.join(kinds)}, and this one has none"
            imported.note(pool.settings["Name"], user["Username"], why)
        else:
            named.append({**user, "Username": name})
    return named


def _attributes(user: Mapping[str, Any], path: str, reader: MemberReader) -> dict[str, str]:
    given = user.get("UserAttributes", ())
    if isinstance(given, dict):
        return given
    kept: dict[str, str] = {}
    for attribute in given:
        name = attribute["Name"]
        if name in kept or not (name in _KNOWN or name.startswith(("custom:", "dev:custom:"))):
            reader.note(
                f"{path}.UserAttributes.{name}",
                "dropped: given twice" if name in kept else "dropped: not an attribute of Cognito",
            )
        else:
            kept[name] = attribute.get("Value", "")
    return kept


def _factors(user: Mapping[str, Any], attributes: Mapping[str, str], path: str, reader: MemberReader) -> list[str]:
    kept = []
    for factor in dict.fromkeys(user.get("UserMFASettingList", ())):
        needed = DESTINATION.get(factor)
        if factor not in (*FACTORS, PASSKEY):
            reader.note(f"{path}.UserMFASettingList", f"{factor} dropped: not a known factor")
        elif needed and not attributes.get(needed):
            reader.note(f"{path}.UserMFASettingList", f"{factor} dropped: the user has no {needed}")
        else:
            kept.append(factor)
    return kept
