"""Groups of a pool: who is in them, and what they add to tokens.

1. A user's groups are listed in one order, which is that of the claim `cognito:groups` too.  AWS's order is neither
   that of names, of precedence, of creation nor of joining, and stays the same (observed); here it is that of Java's
   hash of the name (our choice).
2. `cognito:groups` is in both tokens, and left out without groups; `cognito:roles` and `cognito:preferred_role` are in
   the id token only (observed).  A refresh shows the groups of now (observed).
3. `cognito:roles` has each role of the user's groups once (observed).
4. `cognito:preferred_role` is the role of the group with the lowest Precedence, of those groups that have a role and a
   Precedence.  If several groups share that Precedence, it is left out unless they have the same role (observed).
5. To add a member again, or to remove one who is not a member, changes nothing and is no error (observed).
6. Memberships go with the user and with the group (observed for users).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.serialization import java_hash

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pytest_cognito_mfa._simulator.state import Pool, Record

TITLE = "Groups"
MOST_GROUPS = 10_000


def order(name: str) -> tuple[int, str]:
    """What the names of groups, and of roles, are listed by."""
    return java_hash(name), name


def in_order(names: Iterable[str]) -> Sequence[str]:
    """The names in the order of every listing."""
    return sorted(names, key=order)


def shared_claims(names: Collection[str]) -> dict[str, Any]:
    """The claim of both tokens, for a user in the groups of these names."""
    return {"cognito:groups": list(in_order(names))} if names else {}


def role_claims(pool: Pool, names: Collection[str]) -> dict[str, Any]:
    """The claims of the id token; a name that no group has adds none."""
    groups = [pool.resources[TITLE][name] for name in names if name in pool.resources[TITLE]]
    with_role = [group for group in groups if "RoleArn" in group]
    if not with_role:
        return {}
    claims: dict[str, Any] = {"cognito:roles": list(in_order({group["RoleArn"] for group in with_role}))}
    ranked = [group for group in with_role if "Precedence" in group]
    lowest = min((group["Precedence"] for group in ranked), default=None)
    preferred = {group["RoleArn"] for group in ranked if group["Precedence"] == lowest}
    return {"cognito:preferred_role": preferred.pop(), **claims} if len(preferred) == 1 else claims


def remove_members(pool: Pool, group: Record) -> None:
    """End all memberships of a group that is deleted."""
    for user in tuple(pool.users.members(group["GroupName"])):
        pool.users.leave(user, group["GroupName"])
