"""Imports the resources of a pool that a scenario can have, such as its groups, and who is in them.

A secret in the details of an identity provider is replaced by a placeholder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._cli.importers.members import placeholder_secret
from pytest_cognito_mfa._scenario.resources import ROWS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._cli.importers.imported import ImportedPool
    from pytest_cognito_mfa._cli.importers.members import MemberReader

GROUPS, PROVIDERS, SERVERS = "groups", "identity_providers", "resource_servers"

PRINTED: Final[Mapping[str, str]] = {
    **dict.fromkeys(("Group", "Groups"), GROUPS),
    **dict.fromkeys(("IdentityProvider", "Providers"), PROVIDERS),
    **dict.fromkeys(("ResourceServer", "ResourceServers"), SERVERS),
}
"""What the AWS CLI prints, and the key of a scenario for it."""

_SECRETS: Final = ("client_secret", "private_key")


def add_resource(pool: ImportedPool, key: str, raw: Mapping[str, Any], path: str, reader: MemberReader) -> str | None:
    """Add a resource, or new members of one that was added before; its name."""
    row = ROWS[key]
    members = reader.resource(raw, row.shape, path)
    name: str | None = members.get(row.key)
    if name is None:
        reader.note(path, f"not imported: without a {row.key}")
        return None
    details = members.get("ProviderDetails", {})
    for secret in _SECRETS:
        if details.get(secret):
            details[secret] = placeholder_secret(pool.settings["Name"], name)
            reader.note(f"{path}.ProviderDetails.{secret}", "a secret; replaced by a placeholder")
    known = pool.resources.setdefault(key, {})
    known[name] = {**known.get(name, {}), **members}
    return name


def add_members(pool: ImportedPool, group: str, usernames: list[Any]) -> None:
    """Put users who are imported into a group, which the pool then has."""
    pool.resources.setdefault(GROUPS, {}).setdefault(group, {"GroupName": group})
    for user in pool.users:
        if user["Username"] in usernames and group not in user.setdefault("groups", []):
            user["groups"].append(group)


def listed(pool: ImportedPool) -> dict[str, list[Any]]:
    """The pool's own keys of a scenario; a resource of a name only is that name."""
    return {
        key: [name if len(members) == 1 else members for name, members in named.items()]
        for key, named in pool.resources.items()
    }
