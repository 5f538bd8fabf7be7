"""The rules of app client configuration as functions: lifetimes in every unit, flows and defaults."""

import itertools

from one_test import for_each

from pytest_cognito_mfa._simulator.pools.client_configuration import check, complete_with_defaults, token_seconds
from pytest_cognito_mfa._simulator.rejections import ALL, Rejection

SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
DAY, TEN_YEARS = 86400, 315360000
LIMITS = {"Access": (300, DAY), "Id": (300, DAY), "Refresh": (3600, TEN_YEARS)}
LEGACY = ("ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY", "USER_PASSWORD_AUTH")
ALLOWING = ("ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_AUTH")


def refusal_of(settings, tier="ESSENTIALS"):
    """The name of the refusal, or None."""
    try:
        check(settings, tier)
    except Rejection as refused:
        return next(
            name for name, refusal in ALL.items() if (refusal.code, refusal.words) == (refused.code, refused.message)
        )
    return None


def lifetime(which, value, unit):
    return {f"{which}TokenValidity": value, "TokenValidityUnits": {f"{which}Token": unit}}


@for_each("unit", SECONDS)
@for_each("which", LIMITS)
def test_a_lifetime_is_taken_from_its_lowest_to_its_highest_value_in_every_unit(which, unit):
    low, high = LIMITS[which]
    edges = {(low // SECONDS[unit]), high // SECONDS[unit]}
    for value in {edge + shift for edge in edges for shift in (-1, 0, 1)} - {-1, 0}:
        refused = refusal_of(lifetime(which, value, unit)) == "VALIDITY_OUT_OF_RANGE"
        assert refused == (not low <= value * SECONDS[unit] <= high)


@for_each("which", ["Access", "Id"])
@for_each("minutes, refused", [(59, None), (60, None), (61, "VALIDITY_BEYOND_REFRESH")])
def test_no_token_outlives_the_refresh_token(which, minutes, refused):
    units = {"TokenValidityUnits": {f"{which}Token": "minutes", "RefreshToken": "hours"}}
    assert refusal_of({f"{which}TokenValidity": minutes, "RefreshTokenValidity": 1, **units}) == refused


def test_the_units_are_hours_and_days_unless_given():
    given = {"AccessTokenValidity": 2, "IdTokenValidity": 3, "RefreshTokenValidity": 4}
    assert [token_seconds(given, which) for which in LIMITS] == [2 * 3600, 3 * 3600, 4 * DAY]


def test_the_lifetimes_are_an_hour_and_30_days_unless_given():
    assert [token_seconds({}, which) for which in LIMITS] == [3600, 3600, 30 * DAY]


def test_a_refresh_token_of_0_lives_30_days_whatever_the_unit():
    units = {"AccessToken": "minutes", "RefreshToken": "minutes"}
    settings = complete_with_defaults({"RefreshTokenValidity": 0, "TokenValidityUnits": units})
    assert (settings["RefreshTokenValidity"], settings["TokenValidityUnits"]) == (30, {"AccessToken": "minutes"})
    assert refusal_of({"RefreshTokenValidity": 0, "TokenValidityUnits": units}) is None


def subsets(values):
    return [some for size in range(len(values) + 1) for some in itertools.combinations(values, size)]


@for_each("rotation", ["ENABLED", "DISABLED", None])
@for_each("tier", ["LITE", "ESSENTIALS", "PLUS"])
def test_flows_agree_with_each_other_with_rotation_and_with_the_tier(rotation, tier):
    for legacy, allowing in itertools.product(subsets(LEGACY), subsets(ALLOWING)):
        given = {"ExplicitAuthFlows": [*legacy, *allowing]}
        reasons = {
            "FLOWS_MIXED": legacy and allowing,
            "REFRESH_FLOW_WITH_ROTATION": rotation == "ENABLED" and "ALLOW_REFRESH_TOKEN_AUTH" in allowing,
            "NOT_IN_TIER": tier == "LITE" and "ALLOW_USER_AUTH" in allowing,
        }
        expected = [name for name, holds in reasons.items() if holds]
        refused = refusal_of(given | ({"RefreshTokenRotation": {"Feature": rotation}} if rotation else {}), tier)
        assert refused in expected if expected else refused is None
