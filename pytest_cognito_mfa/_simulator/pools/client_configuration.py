"""What an app client's configuration may be, and what each request changes in it, as pure functions.

1. UpdateUserPoolClient replaces the configuration: a member that it leaves out gets its default (botocore
   UpdateUserPoolClient).  The client's Id, secret and CreationDate stay.  So does its name if none is given: it has no
   default (inferred).
2. Defaults: refresh tokens 30 days, also for 0; access and id tokens an hour; sessions 3 minutes; revocation on; no
   OAuth; PreventUserExistenceErrors LEGACY; sign-in by SRP, custom and refresh (botocore).
3. Access and id tokens live from 5 minutes to 1 day, refresh tokens from 60 minutes to 10 years, in any unit (botocore
   TokenValidityUnitsType; hashicorp/terraform-provider-aws#32504).  Access and id tokens must not live longer than
   refresh tokens (public code).
4. ExplicitAuthFlows has either only values with ALLOW_ or only older ones (botocore).
5. A client that rotates refresh tokens does not allow REFRESH_TOKEN_AUTH (public code); one that leaves
   ExplicitAuthFlows out may rotate.
6. ALLOW_USER_AUTH needs the Essentials or Plus tier (botocore).
7. None of this is checked for a client of a scenario: it may be older than a rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import rejections

if TYPE_CHECKING:
    from collections.abc import Mapping

_DAY = 86400
_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": _DAY}
_RANGES = {"Access": (300, _DAY), "Id": (300, _DAY), "Refresh": (3600, 10 * 365 * _DAY)}
"""Seconds that each token may live, both ends included."""

_DEFAULTS: Mapping[str, Any] = {
    "AllowedOAuthFlowsUserPoolClient": False,
    "AuthSessionValidity": 3,
    "EnablePropagateAdditionalUserContextData": False,
    "EnableTokenRevocation": True,
    "RefreshTokenValidity": 30,
    "TokenValidityUnits": {},
}
"""What DescribeUserPoolClient shows for a client that sets none of these (radkawar/stackd, raw live answers)."""


def complete_with_defaults(settings: Mapping[str, Any]) -> dict[str, Any]:
    """UserPoolClientType's `settings` completed by AWS's defaults."""
    complete = {**_DEFAULTS, **settings}
    if complete["RefreshTokenValidity"] == 0:
        complete["RefreshTokenValidity"] = _DEFAULTS["RefreshTokenValidity"]
        units = {name: unit for name, unit in complete.get("TokenValidityUnits", {}).items() if name != "RefreshToken"}
        complete["TokenValidityUnits"] = units
    if rotation := complete.get("RefreshTokenRotation"):
        grace = rotation.get("RetryGracePeriodSeconds", 0) if rotates(complete) else 0
        complete["RefreshTokenRotation"] = {**rotation, "RetryGracePeriodSeconds": grace}
    return complete


def token_seconds(settings: Mapping[str, Any], which: str) -> int:
    """How long an `Access`, `Id` or `Refresh` token lives (botocore UserPoolClientType)."""
    given = settings.get(f"{which}TokenValidity")
    unit = settings.get("TokenValidityUnits", {}).get(f"{which}Token", "days" if which == "Refresh" else "hours")
    if given:
        return int(given) * _SECONDS[unit]
    return 30 * _DAY if which == "Refresh" else 3600


def rotates(settings: Mapping[str, Any]) -> bool:
    """Whether a refresh brings a new refresh token (botocore RefreshTokenRotationType)."""
    return bool(settings.get("RefreshTokenRotation", {}).get("Feature") == "ENABLED")


def flows(settings: Mapping[str, Any]) -> frozenset[str]:
    """The sign-in flows that are on, in AuthFlow's words.

    Without ExplicitAuthFlows these are refresh, SRP and custom (botocore).  The values without ALLOW_ are the older
    form, in which SRP and refresh are always on.
    """
    explicit = settings.get("ExplicitAuthFlows") or []
    if not any(flow.startswith("ALLOW_") for flow in explicit):
        always = ["REFRESH_TOKEN_AUTH", "USER_SRP_AUTH"]
        legacy = [flow.replace("CUSTOM_AUTH_FLOW_ONLY", "CUSTOM_AUTH") for flow in explicit]
        found = [*always, *(legacy or ["CUSTOM_AUTH"])]
    else:
        found = [flow.removeprefix("ALLOW_") for flow in explicit]
    if "ADMIN_USER_PASSWORD_AUTH" in found or "ADMIN_NO_SRP_AUTH" in found:
        found += ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"]
    if "REFRESH_TOKEN_AUTH" in found:
        found.append("REFRESH_TOKEN")
    return frozenset(found)


def check(settings: Mapping[str, Any], tier: str) -> None:
    """Refuse settings that CreateUserPoolClient and UpdateUserPoolClient refuse in a pool of that tier."""
    lives = {which: token_seconds(settings, which) for which in _RANGES}
    if any(not low <= lives[which] <= high for which, (low, high) in _RANGES.items()):
        raise rejections.VALIDITY_OUT_OF_RANGE()
    if max(lives["Access"], lives["Id"]) > lives["Refresh"]:
        raise rejections.VALIDITY_BEYOND_REFRESH()
    explicit = settings.get("ExplicitAuthFlows", ())
    if len({flow.startswith("ALLOW_") for flow in explicit}) > 1:
        raise rejections.FLOWS_MIXED()
    if rotates(settings) and "ALLOW_REFRESH_TOKEN_AUTH" in explicit:
        raise rejections.REFRESH_FLOW_WITH_ROTATION()
    if "ALLOW_USER_AUTH" in explicit and tier == "LITE":
        raise rejections.NOT_IN_TIER()
