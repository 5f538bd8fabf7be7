"""SetRiskConfiguration and DescribeRiskConfiguration: what is stored for a pool and for a client, and what is shown."""

import pytest
from one_test import for_each
from sign_in_steps import refusal_of

ENFORCED = {"UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"}, "UserPoolTier": "PLUS"}
TAKEOVER = {"Actions": {"HighAction": {"Notify": True, "EventAction": "MFA_REQUIRED"}}}
RANGES = {"BlockedIPRangeList": ["203.0.113.0/24"], "SkippedIPRangeList": ["192.0.2.1/32"]}
CREDENTIALS = {"EventFilter": ["SIGN_IN"], "Actions": {"EventAction": "BLOCK"}}
ALL_BLOCKS = {
    "AccountTakeoverRiskConfiguration": TAKEOVER,
    "CompromisedCredentialsRiskConfiguration": CREDENTIALS,
    "RiskExceptionConfiguration": RANGES,
}
OFF = ("UserPoolAddOnNotEnabledException", "")


@pytest.fixture
def cognito(open_pool):
    return open_pool({"Username": "alice", "Password": "Secret-1"}, **ENFORCED)


@pytest.fixture(params=["pool", "client"])
def whose(request, cognito):
    of_client = {"ClientId": cognito.client_id} if request.param == "client" else {}
    return {"UserPoolId": cognito.user_pool_id, **of_client}


@pytest.fixture
def described(aws):
    return lambda whose: aws.describe_risk_configuration(**whose)["RiskConfiguration"]


def test_what_was_set_is_answered_and_described(aws, cognito, whose, described):
    cognito.clock.freeze()
    answer = aws.set_risk_configuration(**whose, **ALL_BLOCKS)["RiskConfiguration"]
    assert described(whose) == answer
    assert answer.pop("LastModifiedDate").timestamp() == round(cognito.clock.timestamp(), 3)
    assert answer == {**whose, **ALL_BLOCKS}


@for_each("name", ALL_BLOCKS)
def test_a_request_replaces_all_that_stood_there(aws, whose, described, name):
    aws.set_risk_configuration(**whose, **ALL_BLOCKS)
    aws.set_risk_configuration(**whose, **{name: ALL_BLOCKS[name]})
    assert set(described(whose)) == {*whose, name, "LastModifiedDate"}


def test_a_request_without_any_block_resets(aws, whose, described):
    aws.set_risk_configuration(**whose, **ALL_BLOCKS)
    assert aws.set_risk_configuration(**whose)["RiskConfiguration"] == whose
    assert described(whose) == whose


def test_where_nothing_was_set_nothing_is_described(whose, described):
    assert described(whose) == whose


def test_a_client_does_not_show_what_it_inherits_nor_a_pool_what_its_client_has(aws, cognito, described):
    pool = {"UserPoolId": cognito.user_pool_id}
    first, second = ({**pool, "ClientId": cognito.pool.clients[name].id} for name in ("public", "secret"))
    aws.set_risk_configuration(**pool, AccountTakeoverRiskConfiguration=TAKEOVER)
    aws.set_risk_configuration(**first, RiskExceptionConfiguration=RANGES)
    assert set(described(pool)) == {*pool, "AccountTakeoverRiskConfiguration", "LastModifiedDate"}
    assert set(described(first)) == {*first, "RiskExceptionConfiguration", "LastModifiedDate"}
    assert described(second) == second


def test_credentials_are_watched_at_all_events_unless_some_are_named(aws, whose):
    given = {"Actions": {"EventAction": "NO_ACTION"}}
    answer = aws.set_risk_configuration(**whose, CompromisedCredentialsRiskConfiguration=given)["RiskConfiguration"]
    shown = answer["CompromisedCredentialsRiskConfiguration"]
    assert shown == {**given, "EventFilter": ["SIGN_IN", "SIGN_UP", "PASSWORD_CHANGE"]}


@for_each("call", ["set_risk_configuration", "describe_risk_configuration"])
def test_neither_pool_nor_client_is_made_up(aws, cognito, call):
    nowhere, nobody = {"UserPoolId": "us-east-1_Nowhere"}, {"UserPoolId": cognito.user_pool_id, "ClientId": "nobody"}
    no_pool = ("ResourceNotFoundException", "User pool us-east-1_Nowhere does not exist.")
    assert refusal_of(getattr(aws, call), **nowhere) == no_pool
    assert refusal_of(getattr(aws, call), **nobody) == (no_pool[0], "User pool client nobody does not exist.")


@for_each("name", ["BlockedIPRangeList", "SkippedIPRangeList"])
@for_each("given", ["192.0.2.1", "192.0.2.0/40", "everywhere"])
def test_a_range_that_is_none_is_refused_and_changes_nothing(aws, whose, described, name, given):
    aws.set_risk_configuration(**whose, RiskExceptionConfiguration=RANGES)
    before = described(whose)
    refused = refusal_of(aws.set_risk_configuration, **whose, RiskExceptionConfiguration={name: ["10.0.0.0/8", given]})
    assert refused == ("InvalidParameterException", "Incorrect CIDR format")
    assert described(whose) == before


@pytest.mark.parametrize("settings", [{}, {"UserPoolAddOns": {"AdvancedSecurityMode": "OFF"}}], ids=["absent", "off"])
def test_without_threat_protection_only_what_needs_it_is_refused(aws, open_pool, described, settings):
    pool = {"UserPoolId": open_pool(MfaConfiguration="OFF", **settings).user_pool_id}
    assert refusal_of(aws.describe_risk_configuration, **pool) == OFF
    assert refusal_of(aws.set_risk_configuration, **pool, **ALL_BLOCKS) == OFF
    aws.set_risk_configuration(**pool, RiskExceptionConfiguration=RANGES)
    assert described(pool)["RiskExceptionConfiguration"] == RANGES
    aws.set_risk_configuration(**pool)
    assert refusal_of(aws.describe_risk_configuration, **pool) == OFF


def test_in_audit_mode_everything_can_be_set(aws, open_pool, described):
    audited = {"UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"}}
    pool = {"UserPoolId": open_pool(MfaConfiguration="OFF", **audited).user_pool_id}
    aws.set_risk_configuration(**pool, **ALL_BLOCKS)
    assert {name: described(pool)[name] for name in ALL_BLOCKS} == ALL_BLOCKS


def test_what_was_described_can_be_pasted_into_a_scenario(open_pool, described):
    printed = {**ALL_BLOCKS, "LastModifiedDate": 1_700_000_000.5}
    cognito = open_pool(**ENFORCED, Id="us-east-1_A", RiskConfiguration={"UserPoolId": "us-east-1_A", **printed})
    shown = described({"UserPoolId": cognito.user_pool_id})
    assert shown.pop("LastModifiedDate").timestamp() == 1_700_000_000.5
    assert shown == {"UserPoolId": "us-east-1_A", **ALL_BLOCKS}


@pytest.mark.parametrize("printed", [{}, {"UserPoolId": "us-east-1_Pool00001"}], ids=["empty", "its pool alone"])
def test_a_pasted_configuration_of_nothing_sets_nothing(open_pool, described, printed):
    pool = {"UserPoolId": open_pool(**ENFORCED, RiskConfiguration=printed).user_pool_id}
    assert described(pool) == pool


def test_neither_pool_nor_client_shows_it_among_its_own_settings(aws, cognito, whose):
    aws.set_risk_configuration(**whose, **ALL_BLOCKS)
    pool = aws.describe_user_pool(UserPoolId=cognito.user_pool_id)["UserPool"]
    client = {"UserPoolId": cognito.user_pool_id, "ClientId": cognito.client_id}
    assert "RiskConfiguration" not in {*pool, *aws.describe_user_pool_client(**client)["UserPoolClient"]}
