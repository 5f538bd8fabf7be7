"""The action for a risk, over modes, levels, actions, addresses, and the configurations of pool and client."""

import itertools
from ipaddress import ip_address
from typing import get_args

import pytest
from one_test import for_each

from pytest_cognito_mfa._aws.constants import RISK_LEVELS, is_cidr, network
from pytest_cognito_mfa._simulator import adaptive_authentication as risk
from pytest_cognito_mfa._simulator.adaptive_authentication import Assessments
from pytest_cognito_mfa._simulator.mfa.standing import RiskAction
from pytest_cognito_mfa._simulator.rejections import Rejection
from pytest_cognito_mfa._simulator.state import Client, Pool

MODES = ("OFF", "AUDIT", "ENFORCED")
ACTIONS = get_args(RiskAction)
NET = {"pool": "10.0", "client": "10.1"}
KINDS = {"blocked": 0, "skipped": 1, "both": 2}
ADDRESSES = {
    "unknown": None,
    "ordinary": ip_address("192.0.2.1"),
    **{
        f"{kind} by {holder}": ip_address(f"{net}.{third}.7")
        for holder, net in NET.items()
        for kind, third in KINDS.items()
    },
}
NOT_SET, NO_ACTIONS = "not set", "no actions"
SET = [NOT_SET, NO_ACTIONS, *ACTIONS]


def configuration(said, holder):
    """One that has the holder's own ranges, and the action `said` at every level."""
    if said == NOT_SET:
        return None
    net = NET[holder]
    ranges = {
        "BlockedIPRangeList": [f"{net}.0.0/24", f"{net}.2.0/24"],
        "SkippedIPRangeList": [f"{net}.1.0/24", f"{net}.2.0/24"],
    }
    made = {"RiskExceptionConfiguration": ranges}
    if said != NO_ACTIONS:
        each = {"EventAction": said, "Notify": False}
        actions = {f"{level}Action": each for level in ("Low", "Medium", "High")}
        made["AccountTakeoverRiskConfiguration"] = {"Actions": actions}
    return made


def client_of(mode, pool_says, client_says):
    settings = {"UserPoolAddOns": {"AdvancedSecurityMode": mode}}
    pool = Pool("us-east-1_A", "us-east-1", settings, {}, 0, 0, risk=configuration(pool_says, "pool"))
    return Client("client", pool, {}, risk=configuration(client_says, "client"))


def expected(mode, level, where, pool_says, client_says):
    """The same, written as in AWS's documentation."""
    holder, said = ("pool", pool_says) if client_says == NOT_SET else ("client", client_says)
    listed = where.removesuffix(f" by {holder}") if said != NOT_SET else where
    if mode != "ENFORCED":
        return "NO_ACTION"
    if listed in ("blocked", "both"):
        return "BLOCK"
    if listed == "skipped" or level == "none" or said == NO_ACTIONS:
        return "NO_ACTION"
    return "BLOCK" if said == NOT_SET else said


EVERY_CASE = list(itertools.product(MODES, RISK_LEVELS, ADDRESSES, SET, SET))


def decided(mode, level, where, pool_says, client_says):
    client = client_of(mode, pool_says, client_says)
    return risk.action(client.pool.threat_protection, client.risk_configuration, level, ADDRESSES[where])


def test_every_case_is_there():
    assert len(EVERY_CASE) == 3 * 4 * 8 * 6 * 6


@pytest.mark.parametrize("mode", MODES)
def test_every_attempt_gets_the_action_that_is_documented(mode):
    cases = [case for case in EVERY_CASE if case[0] == mode]
    assert [case for case in cases if decided(*case) != expected(*case)] == []


def test_all_actions_are_taken():
    assert {decided(*case) for case in EVERY_CASE} == set(ACTIONS)


def test_an_attempt_is_refused_for_its_address_where_that_is_blocked_and_nowhere_else():
    blocked = []
    for mode, where, pool_says, client_says in itertools.product(MODES, ADDRESSES, SET, SET):
        client = client_of(mode, pool_says, client_says)
        if risk.is_blocked(mode, client.risk_configuration, ADDRESSES[where]):
            blocked.append((mode, where, pool_says == NOT_SET, client_says == NOT_SET))
    assert set(blocked) == {
        ("ENFORCED", f"{kind} by {holder}", *unset)
        for kind in ("blocked", "both")
        for holder, unset in [("pool", (False, True)), ("client", (False, False)), ("client", (True, False))]
    }


@pytest.mark.parametrize("level", [level for level in RISK_LEVELS if level != "none"])
def test_a_level_has_its_own_action_and_one_without_is_let_through(level):
    only = {f"{level.title()}Action": {"EventAction": "MFA_REQUIRED", "Notify": True}}
    configured = {"AccountTakeoverRiskConfiguration": {"Actions": only}}
    got = {each: risk.action("ENFORCED", configured, each, None) for each in RISK_LEVELS}
    assert got == {**dict.fromkeys(RISK_LEVELS, "NO_ACTION"), level: "MFA_REQUIRED"}


def test_ranges_hold_addresses_of_both_versions():
    ranges = {"BlockedIPRangeList": ["2001:db8::/32", "192.0.2.9/24"]}
    configured = {"RiskExceptionConfiguration": ranges}
    inside, outside = ["2001:db8::1", "192.0.2.1"], ["2001:db9::1", "192.0.3.1"]
    assert [each for each in inside + outside if risk.is_blocked("ENFORCED", configured, ip_address(each))] == inside


CONTEXTS = {
    "an administrator's call": ({"ContextData": {"IpAddress": "192.0.2.1"}}, False, "192.0.2.1"),
    "a user's call": ({"UserContextData": {"IpAddress": "192.0.2.1"}}, True, "192.0.2.1"),
    "a user's call of a client that propagates nothing": ({"UserContextData": {"IpAddress": "192.0.2.1"}}, False, None),
    "what the client does not propagate is not even read": ({"UserContextData": {"IpAddress": "no"}}, False, None),
    "a fingerprint alone": ({"UserContextData": {"EncodedData": "e"}}, True, None),
    "an empty address": ({"UserContextData": {"IpAddress": ""}}, True, None),
    "no context": ({}, True, None),
}


@pytest.mark.parametrize(("request_", "propagates", "address"), CONTEXTS.values(), ids=CONTEXTS)
def test_the_address_is_the_one_that_the_call_names(request_, propagates, address):
    client = client_of("ENFORCED", NOT_SET, NOT_SET)
    client.settings["EnablePropagateAdditionalUserContextData"] = propagates
    assert risk.address_of(client, request_) == (address and ip_address(address))


def test_an_address_that_is_none_is_refused():
    with pytest.raises(Rejection, match="IpAddress must be a valid IPv4 or IPv6 address"):
        risk.address_of(client_of("ENFORCED", NOT_SET, NOT_SET), {"ContextData": {"IpAddress": "here"}})


def test_the_latest_that_fits_is_the_level():
    said, here, there = Assessments(), ip_address("192.0.2.1"), ip_address("2001:db8::1")
    assert said.level_of(here) == said.level_of(None) == "none"
    said.add("low")
    net = said.add("high", network("192.0.2.0/24"))
    assert [said.level_of(each) for each in (None, here, there)] == ["low", "high", "low"]
    everywhere = said.add("medium")
    assert [said.level_of(each) for each in (None, here, there)] == ["medium", "medium", "medium"]
    for _ in range(2):
        said.remove(everywhere)
    assert [said.level_of(each) for each in (None, here, there)] == ["low", "high", "low"]
    said.remove(net)
    assert said.level_of(here) == "low"


@for_each(
    "text, is_one",
    [
        ("192.0.2.0/24", True),
        ("192.0.2.7/24", True),
        ("2001:db8::/32", True),
        ("192.0.2.1", False),
        ("192.0.2.0/33", False),
        ("/", False),
    ],
)
def test_a_range_in_cidr_notation_is_told_from_other_texts(text, is_one):
    assert is_cidr(text) is is_one
