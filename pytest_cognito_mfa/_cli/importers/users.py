"""A user as a scenario takes one: what would contradict itself there is left out, and noted.

1. An attribute is a standard one or a custom one, and stands once.
2. A factor that is sent needs where it is sent to, and the preferred one is one that is on.
3. The older setting of SMS is the one that there is, and needs the number.
4. Where users sign up with their e-mail or phone, AWS prints the sub as Username; a scenario has what they signed
   up with, and the sub among the attributes.  A user of an identity provider keeps the Username, which
   AWS goes by too (botocore AdminGetUserRequest.Username).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import DESTINATION, FACTORS, PASSKEY, STANDARD_ATTRIBUTES
from pytest_cognito_mfa._simulator.attributes import looks_like

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._cli.importers.members import MemberReader
    from pytest_cognito_mfa._cli.importers.values import Imported, ImportedPool

NOT_ASKED: Final = "users are taken over only with --users"
MOST_USERS: Final = 1000
"""As many as a scenario of a test suite ever needs; reading more of a live pool would take hours."""
TOO_MANY: Final = f"only {MOST_USERS} of its users are taken over"

_FEDERATED: Final = "EXTERNAL_PROVIDER"
_KNOWN: Final = frozenset(STANDARD_ATTRIBUTES) | {"identities"}
_SMS: Final = {"DeliveryMedium": "SMS", "AttributeName": "phone_number"}


def add_user(pool: ImportedPool, raw: Mapping[str, Any], path: str, reader: MemberReader) -> None:
    """Add the user that is described by AWS's names, or what is newly told of one who is there already."""
    read = reader.user(raw, path)
    name = read.get("Username")
    if name is None:
        reader.note(path, "a user without a Username")
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
        reader.note(f"{path}.PreferredMfaSetting", "not a factor that is on")
        del known["PreferredMfaSetting"]
    if not all(option == _SMS and attributes.get("phone_number") for option in known.get("MFAOptions", ())):
        reader.note(f"{path}.MFAOptions", "not SMS to the user's phone_number")
        del known["MFAOptions"]
    for empty in [name for name in ("UserAttributes", "UserMFASettingList", "MFAOptions") if not known.get(name)]:
        known.pop(empty, None)


def as_signed_up(pool: ImportedPool, imported: Imported) -> list[dict[str, Any]]:
    """The pool's users with the Usernames that a scenario has; who has none of these is left out, and noted."""
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
        name = next((each for each in candidates if any(looks_like(kind, each) for kind in kinds)), None)
        if name is None:
            why = f"without what users of this pool sign up with: {' or '.join(kinds)}"
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
            reader.note(f"{path}.UserAttributes.{name}", "twice" if name in kept else "not an attribute of Cognito's")
        else:
            kept[name] = attribute.get("Value", "")
    return kept


def _factors(user: Mapping[str, Any], attributes: Mapping[str, str], path: str, reader: MemberReader) -> list[str]:
    kept = []
    for factor in dict.fromkeys(user.get("UserMFASettingList", ())):
        needed = DESTINATION.get(factor)
        if factor not in (*FACTORS, PASSKEY):
            reader.note(f"{path}.UserMFASettingList", f"{factor} is not a factor that is known here")
        elif needed and not attributes.get(needed):
            reader.note(f"{path}.UserMFASettingList", f"{factor} is on, but the user has no {needed}")
        else:
            kept.append(factor)
    return kept
