"""What a pool demands of a password: each rule alone, and none at all."""

import pytest
from one_test import for_each

from pytest_cognito_mfa._simulator import passwords
from pytest_cognito_mfa._simulator.pools.defaults import PASSWORD_POLICY
from pytest_cognito_mfa._simulator.pools.pool_configuration import complete_with_defaults
from pytest_cognito_mfa._simulator.registry import perform
from pytest_cognito_mfa._simulator.rejections import Rejection

ALL_RULES = PASSWORD_POLICY
DAY = 86400


def complaint(pool, password):
    try:
        passwords.check(password, pool)
    except Rejection as refused:
        return str(refused).removeprefix("InvalidPasswordException: Password did not conform with policy: ")
    return None


@for_each(
    "password, rule",
    [
        ("Aa1!", "Password not long enough"),
        ("Aa1!567", "Password not long enough"),
        ("aaaaaa1!", "Password must have uppercase characters"),
        ("AAAAAA1!", "Password must have lowercase characters"),
        ("AAAAaaa!", "Password must have numeric characters"),
        ("AAAAaaa1", "Password must have symbol characters"),
        ("ÄÄÄäää1!", "Password must have uppercase characters"),
        ("Aaaaaaa1é", "Password must have symbol characters"),
        ("Aa1!5678", None),
    ],
)
def test_the_default_policy_names_what_is_missing(pool, password, rule):
    assert complaint(pool, password) == rule


@for_each("symbol", sorted("^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- "))
def test_every_symbol_of_the_guide_counts(pool, symbol):
    assert complaint(pool, f"Aaaaaaa1{symbol}") is None


@pytest.mark.parametrize("rule", ["RequireUppercase", "RequireLowercase", "RequireNumbers", "RequireSymbols"])
def test_each_rule_can_be_left_out(pool, rule):
    missing = {
        "RequireUppercase": "aaaaaa1!",
        "RequireLowercase": "AAAAAA1!",
        "RequireNumbers": "AAAAaaa!",
        "RequireSymbols": "AAAAaaa1",
    }
    pool.settings["Policies"] = {"PasswordPolicy": {**ALL_RULES, rule: False}}
    assert complaint(pool, missing[rule]) is None


def test_a_pool_may_demand_a_length_alone(pool):
    pool.settings["Policies"] = {"PasswordPolicy": {"MinimumLength": 12}}
    assert complaint(pool, "a" * 11) == "Password not long enough"
    assert complaint(pool, "a" * 12) is None


def test_a_pool_without_policies_has_the_default(pool):
    del pool.settings["Policies"]
    assert complaint(pool, "short") == "Password not long enough"


@pytest.mark.parametrize(("days", "counted"), [(None, 7), (0, 7), (1, 1), (365, 365)])
def test_a_temporary_password_lasts_as_many_days_as_the_policy_says(pool, user, days, counted):
    policy = {} if days is None else {"TemporaryPasswordValidityDays": days}
    pool.settings["Policies"] = {"PasswordPolicy": policy}
    assert not passwords.has_expired(user, pool, user.password_set + counted * DAY - 1)
    assert passwords.has_expired(user, pool, user.password_set + counted * DAY)


def test_the_older_member_counts_where_the_policy_does_not_say(pool, user):
    pool.settings["AdminCreateUserConfig"] = {"UnusedAccountValidityDays": 3}
    pool.settings["Policies"] = {"PasswordPolicy": {}}
    assert not passwords.has_expired(user, pool, user.password_set + 3 * DAY - 1)
    assert passwords.has_expired(user, pool, user.password_set + 3 * DAY)

    made = complete_with_defaults({"AdminCreateUserConfig": {"UnusedAccountValidityDays": 3}})
    assert made.settings["Policies"]["PasswordPolicy"]["TemporaryPasswordValidityDays"] == 3


@pytest.mark.parametrize("length", [6, 16, 17, 99])
def test_a_password_that_the_service_makes_satisfies_the_policy(service, pool, length):
    pool.settings["Policies"] = {"PasswordPolicy": {**ALL_RULES, "MinimumLength": length}}
    answer = perform(service, "AdminCreateUser", {"UserPoolId": pool.id, "Username": "bob"}, "request")
    assert answer["User"]["UserStatus"] == "FORCE_CHANGE_PASSWORD"
