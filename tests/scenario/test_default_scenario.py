"""The default scenario: what it contains, and that its users are what their names say."""

from __future__ import annotations

import dataclasses
import re
import sys
from pathlib import Path

import pytest

from pytest_cognito_mfa import _scenario
from pytest_cognito_mfa._aws import validation_errors


@pytest.fixture(scope="module")
def pool():
    (pool,) = _scenario.default("eu-west-1").pools
    return pool


def users_of(pool):
    return {user.username: user for user in pool.users}


def test_it_has_no_path_and_the_wanted_region():
    scenario = _scenario.default("ap-southeast-2")

    assert (scenario.path, scenario.region, scenario.faults) == (None, "ap-southeast-2", ())
    assert scenario.pools[0].id == "ap-southeast-2_Example01"


def test_a_test_that_names_none_has_it(monkeypatch):
    default = _scenario.default("eu-west-1")

    monkeypatch.delitem(sys.modules, "freezegun", raising=False)
    assert _scenario.scenario_of(None, "eu-west-1") is default
    monkeypatch.setitem(sys.modules, "freezegun", object())
    assert _scenario.scenario_of(None, "eu-west-1") is default


def test_its_file_is_read_like_every_other():
    read = _scenario.load(Path(_scenario.__file__).with_name("default.yaml"), region="us-east-1")
    pools = tuple(dataclasses.replace(pool, id="us-east-1_Example01") for pool in read.pools)

    assert dataclasses.replace(read, path=None, pools=pools) == _scenario.default("us-east-1")


def test_it_is_made_once_per_region():
    assert _scenario.default("eu-west-1") is _scenario.default("eu-west-1")


def test_every_factor_is_available(pool):
    assert pool.settings["MfaConfiguration"] == "OPTIONAL"
    assert pool.settings["UserPoolTier"] == "ESSENTIALS"
    assert pool.settings["SoftwareTokenMfaConfiguration"] == {"Enabled": True}
    assert pool.settings["SmsMfaConfiguration"]["SmsConfiguration"] == pool.settings["SmsConfiguration"]
    assert pool.settings["EmailConfiguration"]["EmailSendingAccount"] == "DEVELOPER"
    assert {"Message", "Subject"} <= set(pool.settings["EmailMfaConfiguration"])


def test_recovery_has_two_ways_so_either_may_be_a_factor(pool):
    ways = [each["Name"] for each in pool.settings["AccountRecoverySetting"]["RecoveryMechanisms"]]
    assert ways == ["verified_email", "verified_phone_number"]


def test_aws_would_create_this_pool(pool):
    settings = _scenario.thawed(pool.settings)
    factors = {name: settings.pop(name) for name in list(settings) if name.endswith("MfaConfiguration")}

    assert validation_errors("CreateUserPool", {"PoolName": pool.name, **settings}) == []
    assert validation_errors("SetUserPoolMfaConfig", {"UserPoolId": pool.id, **factors}) == []


def test_aws_would_create_its_clients(pool):
    for client in pool.clients:
        request = {"UserPoolId": pool.id, "ClientName": client.name, **_scenario.thawed(client.settings)}
        assert validation_errors("CreateUserPoolClient", request) == []


def test_one_client_has_a_secret(pool):
    public, secret = pool.clients

    assert (public.name, public.secret) == ("public", None)
    assert (secret.name, len(secret.secret)) == ("secret", 51)
    assert re.fullmatch(r"[a-z0-9]+", secret.secret)


def test_the_clients_are_those_of_any_region():
    ids = [client.id for client in _scenario.default("us-east-1").pools[0].clients]

    assert ids == ["1example23456789publicclnt", "1example23456789secretclnt"]
    assert {len(each) for each in ids} == {26}


@pytest.mark.parametrize(
    ("name", "status", "factors", "preferred"),
    [
        ("newcomer", "CONFIRMED", (), None),
        ("totp", "CONFIRMED", ("SOFTWARE_TOKEN_MFA",), "SOFTWARE_TOKEN_MFA"),
        ("sms", "CONFIRMED", ("SMS_MFA",), "SMS_MFA"),
        ("email", "CONFIRMED", ("EMAIL_OTP",), "EMAIL_OTP"),
        ("undecided", "CONFIRMED", ("SMS_MFA", "SOFTWARE_TOKEN_MFA"), None),
        ("invited", "FORCE_CHANGE_PASSWORD", (), None),
    ],
)
def test_each_user_is_in_the_state_of_its_name(pool, name, status, factors, preferred):
    user = users_of(pool)[name]

    assert (user.status, user.enabled, user.factors, user.preferred) == (status, True, factors, preferred)


def test_there_are_no_other_users(pool):
    assert list(users_of(pool)) == ["newcomer", "totp", "sms", "email", "undecided", "invited"]


def test_every_password_satisfies_the_default_policy(pool):
    for user in pool.users:
        assert len(user.password) >= 8
        assert all(re.search(kind, user.password) for kind in ("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]"))


def test_every_user_has_a_verified_mail_and_phone_of_its_own_that_reach_nobody(pool):
    for user in pool.users:
        assert user.attributes["email"] == f"{user.username}@example.com"
        assert re.fullmatch(r"\+1206555010\d", user.attributes["phone_number"])
        assert user.attributes["email_verified"] == user.attributes["phone_number_verified"] == "true"
    assert len({user.attributes["phone_number"] for user in pool.users}) == len(pool.users)


def test_no_authenticator_secret_is_fixed(pool):
    assert {user.secret_code for user in pool.users} == {None}
