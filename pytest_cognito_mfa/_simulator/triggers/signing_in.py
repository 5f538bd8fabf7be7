"""The triggers of a sign-in that succeeded, of a refresh and of a client's token: PostAuthentication and
PreTokenGeneration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator.resources import groups
from pytest_cognito_mfa._simulator.token_claims import SCOPE
from pytest_cognito_mfa._simulator.triggers.invoke import run

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, User


def signed_in(
    service: Service, client: Client, user: User, *, on_new_device: bool = False, is_new: bool = False
) -> Mapping[str, Any]:
    """Run the triggers of a sign-in that succeeded, or of one that made the user; what they change in its tokens."""
    if not is_new:
        run(service, "PostAuthentication", client.pool, user, newDeviceUsed=on_new_device)
    return token_changes(service, client, user, user.groups, (SCOPE,))


def token_changes(
    service: Service, client: Client, user: User, names: Collection[str], scopes: Collection[str]
) -> Mapping[str, Any]:
    """The response of PreTokenGeneration for a user in the groups of these `names`; empty if it changes nothing."""
    if not service.triggers.may_run(client.pool):
        return {}
    roles = groups.role_claims(client.pool, names)
    configuration = {
        "groupsToOverride": list(groups.in_order(names)),
        "iamRolesToOverride": roles.get("cognito:roles", []),
        "preferredRole": roles.get("cognito:preferred_role"),
    }
    members = {"groupConfiguration": configuration, "scopes": list(scopes)}
    return run(service, "PreTokenGeneration", client.pool, user, **members) or {}


def token_of_client(service: Service, client: Client, scopes: Collection[str]) -> str:
    """An access token of the client itself, with what PreTokenGeneration changes in it."""
    nobody: dict[str, Any] = {"groupsToOverride": [], "iamRolesToOverride": [], "preferredRole": None}
    members = {"userAttributes": {}, "groupConfiguration": nobody, "scopes": list(scopes)}
    change = run(service, "PreTokenGeneration", client.pool, client.id, **members)
    return service.tokens.of_client(client, scopes, change or {})
