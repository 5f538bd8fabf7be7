"""Risky sign-ins through boto3: what each action does to users with a factor on, one possible, and none."""

import itertools
from typing import get_args

import pytest
import yaml
from one_test import for_each
from sign_in_steps import Caller, is_finished, refusal_of

from pytest_cognito_mfa import simulate
from pytest_cognito_mfa._simulator.mfa.standing import RiskAction
from pytest_cognito_mfa._simulator.rejections import ALL

TOO_RISKY, BLOCKED, WRONG_PASSWORD = (
    (ALL[name].code, ALL[name].words) for name in ("TOO_RISKY", "ADDRESS_BLOCKED", "WRONG_PASSWORD")
)
PHONE = {"phone_number": "+12065550100"}
USERS = [
    {"Username": "on", "UserAttributes": PHONE, "UserMFASettingList": ["SMS_MFA"], "PreferredMfaSetting": "SMS_MFA"},
    {"Username": "possible", "UserAttributes": PHONE},
    {"Username": "none"},
    {"Username": "invited", "UserAttributes": PHONE, "UserStatus": "FORCE_CHANGE_PASSWORD"},
]
FACTORS = {
    "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"},
    "SoftwareTokenMfaConfiguration": {"Enabled": True},
}
EVERYWHERE, RISKY = "203.0.113.0/24", "203.0.113.7"
FLOWS = ["password", "srp"]


def actions(name):
    each = {"EventAction": name, "Notify": False}
    return {"Actions": {f"{level}Action": each for level in ("Low", "Medium", "High")}}


def configured(action, **more):
    return {"AccountTakeoverRiskConfiguration": actions(action), **more}


@pytest.fixture
def pool(open_pool):
    """Open a pool of all kinds of users, and of these settings."""

    def pool(policy="OPTIONAL", mode="ENFORCED", **more):
        users = [{"Password": "Secret-1", **user} for user in USERS]
        protection = {"UserPoolTier": "PLUS", "UserPoolAddOns": {"AdvancedSecurityMode": mode}}
        return open_pool(*users, MfaConfiguration=policy, **protection, **FACTORS, **more)

    return pool


def outcome(function, *arguments):
    """The challenge that follows; "tokens", or the refusal."""
    try:
        answer = function(*arguments)
    except function.__self__.aws.exceptions.NotAuthorizedException as refused:
        return refused.response["Error"]["Code"], refused.response["Error"]["Message"]
    return answer.get("ChallengeName") or (is_finished(answer) and "tokens")


def by_action(nothing, if_configured, required):
    return dict(zip(get_args(RiskAction), (nothing, if_configured, required, TOO_RISKY), strict=True))


ENFORCED = {
    ("OFF", "on"): by_action("tokens", "tokens", TOO_RISKY),
    ("OFF", "possible"): by_action("tokens", "tokens", TOO_RISKY),
    ("OFF", "none"): by_action("tokens", "tokens", TOO_RISKY),
    ("OPTIONAL", "on"): by_action("SMS_MFA", "SMS_MFA", "SMS_MFA"),
    ("OPTIONAL", "possible"): by_action("tokens", "SMS_MFA", "SMS_MFA"),
    ("OPTIONAL", "none"): by_action("tokens", "tokens", TOO_RISKY),
    ("ON", "on"): by_action("SMS_MFA", "SMS_MFA", "SMS_MFA"),
    ("ON", "possible"): by_action("SMS_MFA", "SMS_MFA", "SMS_MFA"),
    ("ON", "none"): by_action("MFA_SETUP", "MFA_SETUP", "MFA_SETUP"),
}
"""What a risk leads to where threat protection is enforced, by the pool's policy, the user and the action."""


POLICIES = ["OFF", "OPTIONAL", "ON"]


def decides(pool, aws, policy, action, flow):
    cognito = pool(policy, RiskConfiguration=configured(action))
    sign_in = getattr(Caller(aws, cognito), flow)
    with cognito.risk("high"):
        got = {user: outcome(sign_in, user) for user in ("on", "possible", "none")}
    assert got == {user: ENFORCED[policy, user][action] for user in got}
    assert outcome(sign_in, "none") == ENFORCED[policy, "none"]["NO_ACTION"]


@for_each("policy, action", itertools.product(POLICIES, get_args(RiskAction)))
def test_an_enforced_action_decides(pool, aws, policy, action):
    decides(pool, aws, policy, action, "password")


@for_each("policy, action", [("OPTIONAL", "MFA_IF_CONFIGURED"), ("ON", "BLOCK")])
def test_an_enforced_action_decides_after_srp_as_well(pool, aws, policy, action):
    decides(pool, aws, policy, action, "srp")


@pytest.mark.long
@for_each("policy, action", itertools.product(POLICIES, get_args(RiskAction)))
def test_every_enforced_action_decides_after_srp_as_well(pool, aws, policy, action):
    decides(pool, aws, policy, action, "srp")


@for_each("mode, policy, action", itertools.product(["OFF", "AUDIT"], POLICIES, get_args(RiskAction)))
def test_an_action_that_is_not_enforced_does_nothing(pool, aws, mode, policy, action):
    cognito = pool(policy, mode, RiskConfiguration=configured(action))
    cognito.risk("high")
    for user in ("on", "possible", "none"):
        assert outcome(Caller(aws, cognito).password, user) == ENFORCED[policy, user]["NO_ACTION"]
    if action == "BLOCK":
        assert outcome(Caller(aws, cognito).srp, "none") == ENFORCED[policy, "none"]["NO_ACTION"]


@for_each("level", ["none", "low", "medium", "high"])
def test_without_a_configuration_any_risk_is_blocked(pool, aws, level):
    cognito = pool()
    cognito.risk(level)
    assert outcome(Caller(aws, cognito).password, "on") == ("SMS_MFA" if level == "none" else TOO_RISKY)


def test_a_clients_configuration_overrides_the_pools_until_it_is_reset(pool, aws):
    cognito = pool(RiskConfiguration=configured("BLOCK"))
    cognito.risk("low")
    public = {"UserPoolId": cognito.user_pool_id, "ClientId": cognito.client_id}
    aws.set_risk_configuration(**public, **configured("MFA_IF_CONFIGURED"))
    got = {name: outcome(Caller(aws, cognito, client=name).password, "possible") for name in ("public", "secret")}
    assert got == {"public": "SMS_MFA", "secret": TOO_RISKY}
    aws.set_risk_configuration(**public)
    assert outcome(Caller(aws, cognito).password, "possible") == TOO_RISKY


def test_a_factor_that_risk_asked_for_leads_to_tokens_and_is_not_turned_on(pool, aws):
    cognito = pool(RiskConfiguration=configured("MFA_REQUIRED"))
    caller = Caller(aws, cognito)
    with cognito.risk("medium"):
        session = caller.password("possible")["Session"]
    assert is_finished(caller.respond("SMS_MFA", "possible", session, SMS_MFA_CODE=cognito.outbox[-1].code))
    assert cognito.user("possible").mfa_settings == []
    assert is_finished(caller.password("possible"))


@for_each("flow", FLOWS)
@for_each("action", ["BLOCK", "MFA_REQUIRED"])
def test_only_who_gives_the_right_password_is_told_of_a_block(pool, aws, flow, action):
    cognito = pool(RiskConfiguration=configured(action))
    cognito.risk("high")
    sign_in = getattr(Caller(aws, cognito), flow)
    assert refusal_of(sign_in, "none", "Wrong-1") == WRONG_PASSWORD
    assert refusal_of(sign_in, "none") == TOO_RISKY


def test_what_was_decided_at_the_start_of_srp_holds_for_its_proof(pool, aws):
    cognito = pool(RiskConfiguration=configured("BLOCK"))
    caller = Caller(aws, cognito)
    with cognito.risk("high"):
        risky = caller.srp_challenge("none")
    calm = caller.srp_challenge("none")
    assert refusal_of(caller.prove, "none", *risky) == TOO_RISKY
    with cognito.risk("high"):
        assert is_finished(caller.prove("none", *calm))


def test_it_holds_after_a_new_password_too(pool, aws):
    cognito = pool(RiskConfiguration=configured("MFA_REQUIRED"))
    caller = Caller(aws, cognito)
    with cognito.risk("high"):
        asked = caller.password("invited")
    answer = caller.respond("NEW_PASSWORD_REQUIRED", "invited", asked["Session"], NEW_PASSWORD="Secret-2")
    assert answer["ChallengeName"] == "SMS_MFA"


def test_a_refresh_is_not_judged(pool, aws):
    cognito = pool(RiskConfiguration=configured("BLOCK"))
    token = cognito.sign_in("none").refresh_token
    cognito.risk("high")
    assert "AccessToken" in Caller(aws, cognito).refresh(token)["AuthenticationResult"]


def test_arranged_sign_ins_are_of_no_risk(pool):
    cognito = pool(RiskConfiguration=configured("BLOCK"))
    cognito.risk("high")
    assert cognito.sign_in("none").access_token
    assert cognito.sign_in("possible").access_token
    assert list(cognito.outbox) == []


# -- addresses ----------------------------------------------------------------------------


class From(Caller):
    """Signs in from an address: with ContextData as an administrator, else with UserContextData."""

    address = None

    def initiate(self, flow, **parameters):
        context = {"IpAddress": self.address}
        request = {"ClientId": self.client.id, "AuthFlow": flow, "AuthParameters": parameters}
        if not self.admin:
            return self.aws.initiate_auth(**request, UserContextData=context)
        context |= {"ServerName": "app.example.com", "ServerPath": "/", "HttpHeaders": []}
        return self.aws.admin_initiate_auth(**request, UserPoolId=self.cognito.user_pool_id, ContextData=context)


@pytest.fixture(params=["user", "admin"])
def coming(request, aws):
    """A client's caller whose address counts: an administrator's, or a user's of a client that propagates it."""

    def coming(cognito, address):
        for client in cognito._service.pools[cognito.user_pool_id].clients.values():
            client.settings["EnablePropagateAdditionalUserContextData"] = True
        caller = From(aws, cognito, client="secret", admin=request.param == "admin")
        caller.address = address
        return caller

    return coming


@for_each("flow", FLOWS)
def test_a_risk_of_one_address_is_that_of_attempts_from_there(pool, aws, coming, flow):
    cognito = pool(RiskConfiguration=configured("BLOCK"))
    cognito.risk("high", source_ip=EVERYWHERE)
    assert outcome(getattr(coming(cognito, RISKY), flow), "none") == TOO_RISKY
    assert outcome(getattr(coming(cognito, "192.0.2.1"), flow), "none") == "tokens"
    assert outcome(getattr(Caller(aws, cognito), flow), "none") == "tokens"


@for_each("flow", FLOWS)
@for_each("level", ["none", "high"])
def test_a_blocked_address_is_refused_before_user_and_password_are_looked_at(pool, coming, flow, level):
    ranges = {"BlockedIPRangeList": [EVERYWHERE]}
    cognito = pool(RiskConfiguration=configured("NO_ACTION", RiskExceptionConfiguration=ranges))
    cognito.risk(level)
    sign_in = getattr(coming(cognito, RISKY), flow)
    reported = {refusal_of(sign_in, name, "Wrong-1") for name in ("none", "on", "nobody")}
    assert reported == {BLOCKED} == {refusal_of(sign_in, "none")}
    assert outcome(getattr(coming(cognito, "203.0.114.1"), flow), "none") == "tokens"


def test_a_skipped_address_is_of_no_risk(pool, coming):
    ranges = {"SkippedIPRangeList": [EVERYWHERE]}
    cognito = pool(RiskConfiguration=configured("BLOCK", RiskExceptionConfiguration=ranges))
    cognito.risk("high")
    assert outcome(coming(cognito, RISKY).password, "none") == "tokens"
    assert outcome(coming(cognito, "192.0.2.1").password, "none") == TOO_RISKY


@for_each("mode", ["OFF", "AUDIT"])
def test_no_address_is_blocked_where_nothing_is_enforced(pool, coming, mode):
    ranges = {"BlockedIPRangeList": [EVERYWHERE]}
    cognito = pool(mode=mode, RiskConfiguration={"RiskExceptionConfiguration": ranges})
    assert outcome(coming(cognito, RISKY).password, "none") == "tokens"


def test_what_a_client_does_not_propagate_is_not_its_address(pool, aws):
    cognito = pool(RiskConfiguration=configured("BLOCK"))
    cognito.risk("high", source_ip=RISKY)
    caller = From(aws, cognito)
    caller.address = RISKY
    assert outcome(caller.password, "none") == "tokens"


def test_an_address_that_is_none_is_refused(pool, coming):
    refusal = ALL["BAD_SOURCE_ADDRESS"]
    assert refusal_of(coming(pool(), "here").password, "none") == (refusal.code, refusal.words)


def test_a_scenario_says_how_risky_attempts_are(tmp_path, coming):
    blocking = {"AccountTakeoverRiskConfiguration": {"Actions": actions("BLOCK")["Actions"]}}
    flows = {"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"]}
    client = {"ClientName": "secret", "GenerateSecret": True, "RiskConfiguration": blocking, **flows}
    alice = {"Username": "alice", "Password": "Secret-1"}
    protection = {"UserPoolTier": "PLUS", "UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"}}
    pools = [{"Name": "pool", "clients": [client], "users": [alice], **protection}]
    risk = {"203.0.113.7": "none", "default": "none", "203.0.113.0/24": "high"}
    path = tmp_path / "risky.yaml"
    path.write_text(yaml.safe_dump({"risk": risk, "pools": pools}, sort_keys=False))

    with simulate(path) as cognito:
        addresses = ["203.0.113.7", "203.0.113.8", "192.0.2.1"]
        got = [outcome(coming(cognito, address).password, "alice") for address in addresses]
        assert got == ["tokens", TOO_RISKY, "tokens"]
        with cognito.risk("none"):
            assert outcome(coming(cognito, addresses[1]).password, "alice") == "tokens"


def test_every_combination_of_policy_and_user_is_in_the_table():
    assert set(ENFORCED) == set(itertools.product(("OFF", "OPTIONAL", "ON"), ("on", "possible", "none")))
