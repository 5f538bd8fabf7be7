"""PreTokenGeneration: what its function changes in the tokens of a sign-in or a refresh.

1. V1_0 changes the claims of the id token, and the groups of both tokens.  Later versions change both tokens, and the
   scopes of the access token (developer guide, pre token generation).
2. A claim that is both added and suppressed is suppressed (developer guide).
3. Claims that only Cognito sets are left as they are.  AWS lists them, and nobody has published whether it refuses
   such an answer; another emulator drops them too.
4. `groupOverrideDetails` replaces groups and roles; if it is empty or null they go away, and if it is absent they stay.
   `cognito:groups` among the suppressed claims removes them too (developer guide).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

COGNITOS: Final = frozenset(
    {
        *("acr", "amr", "at_hash", "aud", "auth_time", "azp", "client_id", "cognito:preferred_role", "device_key"),
        *("cognito:username", "event_id", "exp", "iat", "identities", "iss", "jti", "nbf", "nonce", "origin_jti"),
        *("sub", "token_use", "username", "version"),
    }
)
"""The claims that no trigger may change (developer guide, pre token generation)."""
_OF_GROUPS: Final = {
    "cognito:groups": "groupsToOverride",
    "cognito:roles": "iamRolesToOverride",
    "cognito:preferred_role": "preferredRole",
}
_PART: Final = {"access": "accessTokenGeneration", "id": "idTokenGeneration"}


def changed(claims: Mapping[str, Any], use: str, response: Mapping[str, Any], client_id: str) -> dict[str, Any]:
    """The claims of an ``access`` or an ``id`` token after the `response` of PreTokenGeneration."""
    older = response.get("claimsOverrideDetails")
    details = older or response.get("claimsAndScopeOverrideDetails") or {}
    after = dict(claims)
    if "groupOverrideDetails" in details:
        _override_groups(after, details["groupOverrideDetails"] or {}, use)
    part = (details.get(_PART[use]) if older is None else details if use == "id" else None) or {}
    for name, value in (part.get("claimsToAddOrOverride") or {}).items():
        is_audience = use == "access" and (name, value) == ("aud", client_id)
        if is_audience or (_may_change(name) and not name.startswith("dev:")):
            after[name] = value
    suppressed = part.get("claimsToSuppress") or ()
    for name in (*suppressed, *(_OF_GROUPS if "cognito:groups" in suppressed else ())):
        if _may_change(name) or (name in _OF_GROUPS and "cognito:groups" in suppressed):
            after.pop(name, None)
    removed = part.get("scopesToSuppress") or ()
    if "scope" in claims:
        scopes = dict.fromkeys([*claims["scope"].split(), *(part.get("scopesToAdd") or ())])
        after["scope"] = " ".join(scope for scope in scopes if scope not in removed)
    return after


def _may_change(name: str) -> bool:
    return name not in COGNITOS and not name.startswith("cognito:") and name != "scope"


def _override_groups(claims: dict[str, Any], given: Mapping[str, Any], use: str) -> None:
    for name, member in _OF_GROUPS.items():
        claims.pop(name, None)
        if given.get(member) and (use == "id" or name == "cognito:groups"):
            claims[name] = given[member]
