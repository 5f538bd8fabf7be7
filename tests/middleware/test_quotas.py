"""Throttling by AWS's request rate quotas, on Cognito's clock."""

from __future__ import annotations

import re
from contextlib import suppress

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa._middleware.throttling import TokenBucket
from pytest_cognito_mfa._scenario.quotas import CATEGORIES, CATEGORY_OF

NEWER = {
    *("AdminDeleteSoftwareToken", "AdminGetUserAuthFactors", "GetTokensFromRefreshToken", "GetClientToken"),
    *("GetProvisionedLimit", "UpdateProvisionedLimit"),
}
"""Operations that the lowest botocore does not know."""

CASSETTE = """\
version: 1
interactions:
- &one
  request:
    method: POST
    uri: https://cognito-idp.us-east-1.amazonaws.com/
    headers: {X-Amz-Target: [AWSCognitoIdentityProviderService.GetUser]}
    body: '{"AccessToken": "any"}'
  response:
    status: {code: 200, message: OK}
    headers: {Content-Type: [application/x-amz-json-1.1]}
    body: {string: '{"Username": "recorded", "UserAttributes": []}'}
- *one
"""
POOL = "us-east-1_Example01"


@pytest.fixture
def playing(playing):
    """A Cognito with these quotas and a frozen clock."""

    def still(text, **settings):
        cognito = playing(text, **settings)
        cognito.clock.freeze()
        return cognito

    return still


def passed(call, times):
    """How many of these calls are not throttled."""
    return sum(not is_throttled(call) for _ in range(times))


def is_throttled(call):
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"] == "TooManyRequestsException"
    return False


def read(client, name="newcomer"):
    return lambda: client.admin_get_user(UserPoolId=POOL, Username=name)


def begin(client, cognito, name="sms"):
    given = {"USERNAME": name, "PASSWORD": cognito.user(name).password}
    return lambda: client.initiate_auth(ClientId=cognito.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)


def answer(client, cognito, challenge="SMS_MFA"):
    """An answer without a session: it is refused, but counted."""
    return lambda: client.respond_to_auth_challenge(
        ClientId=cognito.client_id, ChallengeName=challenge, Session="s" * 20, ChallengeResponses={"USERNAME": "sms"}
    )


def test_one_more_than_a_seconds_worth_is_refused_in_awss_words(playing, client):
    cognito = playing("quotas: {UserRead: 3}\n")

    assert passed(read(client), 3) == 3
    with pytest.raises(client.exceptions.TooManyRequestsException) as raised:
        read(client)()

    assert raised.value.response["Error"]["Message"] == "Rate exceeded"
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert re.fullmatch(r"quota .*s\.yaml:1, UserRead", cognito.journal[3].answered_by)


@pytest.mark.parametrize(
    ("rate", "seconds", "again"),
    [(4, 0.25, 1), (4, 0.5, 2), (4, 1, 4), (4, 60, 4), (4, 0.2499, 0), (0.5, 1, 0), (0.5, 2, 1), (0.5, 60, 1)],
)
def test_a_quota_refills_as_cognitos_clock_advances(playing, client, rate, seconds, again):
    cognito = playing(f"quotas: {{UserRead: {rate}}}\n")
    passed(read(client), 5)

    cognito.clock.advance(seconds=seconds)

    assert passed(read(client), 5) == again


def test_a_clock_that_was_set_back_refills_nothing(playing, client):
    cognito = playing("quotas: {UserRead: 2}\n")
    passed(read(client), 2)

    start = cognito.clock.now
    cognito.clock.freeze(start.timestamp() - 3600)
    assert passed(read(client), 2) == 0
    cognito.clock.advance(seconds=0.5)
    assert passed(read(client), 2) == 1


def test_the_operations_of_a_category_share_it_and_others_do_not_notice(playing, client):
    cognito = playing("quotas: {UserRead: 3}\n")
    token = cognito.sign_in("newcomer").access_token

    def get():
        client.get_user(AccessToken=token)

    assert [passed(get, 1), passed(read(client), 1), passed(get, 2), passed(read(client), 1)] == [1, 1, 1, 0]
    assert passed(lambda: client.describe_user_pool(UserPoolId=POOL), 30) == 30


def test_a_call_that_is_refused_for_another_reason_counts_and_a_throttled_one_does_not(playing, client):
    cognito = playing("quotas: {UserRead: 2}\n")

    assert passed(read(client, "nobody"), 9) == 2
    cognito.clock.advance(seconds=0.5)
    assert passed(read(client), 9) == 1


def test_answers_to_challenges_have_three_times_as_much_and_then_use_up_sign_ins(playing, client):
    cognito = playing("quotas: {UserAuthentication: 2}\n")

    assert passed(begin(client, cognito), 1) == 1
    assert passed(answer(client, cognito), 20) == 3 * 2 + 1
    assert passed(begin(client, cognito), 1) == 0


def test_sign_ins_leave_the_answers_their_own(playing, client):
    cognito = playing("quotas: {UserAuthentication: 2}\n")

    assert [passed(begin(client, cognito), 5), passed(answer(client, cognito), 20)] == [2, 3 * 2]


def test_a_new_password_counts_towards_account_recovery(playing, client):
    cognito = playing("quotas: {UserAuthentication: 1, UserAccountRecovery: 2}\n")

    assert passed(answer(client, cognito, "NEW_PASSWORD_REQUIRED"), 9) == 2
    assert passed(answer(client, cognito), 9) == 3 + 1


def test_some_operations_are_limited_for_a_single_pool(playing, client):
    cognito = playing("quotas: {UserPoolResourceRead: 12, UserPoolRead: 7}\n")
    other = client.create_user_pool(PoolName="other")["UserPool"]["Id"]

    def mfa(pool):
        return lambda: client.get_user_pool_mfa_config(UserPoolId=pool)

    assert [passed(mfa(POOL), 9), passed(mfa(other), 9)] == [5, 5]
    assert "GetUserPoolMfaConfig of one pool" in cognito.journal[6].answered_by
    assert passed(lambda: client.describe_risk_configuration(UserPoolId=POOL), 9) == 2
    assert passed(lambda: client.describe_user_pool(UserPoolId=POOL), 9) == 7


def test_awss_own_quotas_limit_what_is_read_and_written_of_one_user(playing, client):
    cognito = playing("quotas: aws\n")
    sub = cognito.user("newcomer").sub

    def write(name):
        return lambda: client.admin_update_user_attributes(
            UserPoolId=POOL, Username=name, UserAttributes=[{"Name": "locale", "Value": "en"}]
        )

    assert [passed(read(client), 7), passed(read(client, sub), 7)] == [7, 3]
    assert cognito.journal[-1].answered_by.endswith("s.yaml:1, reads of one user")
    assert [passed(write("newcomer"), 12), passed(read(client, "totp"), 12)] == [10, 10]
    assert passed(write("sms"), 12) == 10
    assert passed(write("email"), 12) == 5
    assert cognito.journal[-1].answered_by.endswith("s.yaml:1, UserUpdate")


@pytest.mark.parametrize(("category", "rate"), [("UserRead", 120), ("UserPoolRead", 15), ("UserPoolUpdate", 15)])
def test_awss_own_quotas_have_awss_rates(playing, client, category, rate):
    playing("quotas: aws\n")
    calls = {
        "UserRead": read(client, "nobody"),
        "UserPoolRead": lambda: client.describe_user_pool(UserPoolId=POOL),
        "UserPoolUpdate": lambda: client.delete_user_pool(UserPoolId="us-east-1_none"),
    }

    assert passed(calls[category], rate + 5) == rate


def test_an_operation_without_a_category_is_not_limited(playing, client):
    cognito = playing("quotas: aws\n")
    token = cognito.sign_in("newcomer").access_token

    assert passed(lambda: client.get_user_auth_factors(AccessToken=token), 40) == 40


def test_faults_come_first_and_what_never_arrives_does_not_count(playing, client):
    cognito = playing("quotas: {UserRead: 1}\n")
    cognito.inject("AdminGetUser", drop="reset", times=2)
    cognito.inject("AdminGetUser", lose_reply="reset", times=1)

    for _ in range(3):
        with suppress(Exception):
            read(client)()

    assert is_throttled(read(client))


def test_a_late_reply_gives_time_to_fill(playing, client):
    cognito = playing("quotas: {UserRead: 1}\n")
    cognito.inject("AdminGetUser", latency=1)

    assert passed(read(client), 5) == 5


def test_canned_answers_and_cassettes_are_throttled_too(playing, client, tmp_path):
    (tmp_path / "c.yaml").write_text(CASSETTE)
    canned = "answers: [{on: ListUsers, answer: {Users: []}}]\n"
    playing("quotas: {UserList: 1, UserRead: 2}\n" + canned, cassette=tmp_path / "c.yaml")

    assert passed(lambda: client.list_users(UserPoolId=POOL), 3) == 1
    assert passed(lambda: client.get_user(AccessToken="any"), 3) == 2


def test_botocores_own_retries_run_and_the_clock_lets_one_through(playing, monkeypatch):
    cognito = playing("quotas: {UserRead: 1}\n")
    monkeypatch.setattr("time.sleep", lambda seconds: cognito.clock.advance(seconds=1))
    patient = boto3.client("cognito-idp", config=Config(retries={"total_max_attempts": 3, "mode": "standard"}))

    for _ in range(2):
        patient.admin_get_user(UserPoolId=POOL, Username="totp")

    assert [exchange.error for exchange in cognito.journal] == [None, "TooManyRequestsException", None]


@given(st.integers(1_500_000_000_000_000, 2_000_000_000_000_000).map(lambda at: at / 1e6), st.integers(1, 150))
def test_wherever_the_clock_stands_the_next_call_is_due_when_the_rate_says(start, rate):
    bucket = TokenBucket(rate)
    for _ in range(rate):
        assert bucket.holds_one(start)
        bucket.take_one()

    assert not bucket.holds_one(start)
    assert not bucket.holds_one(start + 0.99 / rate)
    assert bucket.holds_one(start + 1 / rate)


@given(st.lists(st.integers(0, 3_000_000), max_size=60), st.integers(1, 50))
def test_in_no_stretch_of_time_more_calls_pass_than_a_full_bucket_and_the_rate_allow(steps, rate):
    bucket, now, times = TokenBucket(rate), 0, []
    for microseconds in steps:
        now += microseconds
        if bucket.holds_one(now / 1e6):
            bucket.take_one()
            times.append(now)

    for first, start in enumerate(times):
        for count, end in enumerate(times[first:], 1):
            assert count * 1_000_000 <= rate * (1_000_000 + end - start + 1)


def test_every_operation_of_the_table_is_one_of_awss_and_counts_towards_one_category():
    listed = [operation for category in CATEGORIES.values() for operation in category.operations]

    assert len(listed) == len(set(listed)) == len(CATEGORY_OF)
    assert set(listed) - NEWER <= model.operations()


NEWER_THAN_THE_GUIDE = re.compile(
    "GetUserAuthFactors|ClientSecret|CIMD|MetadataURL|PointInTime|Terms|Replica|SessionConfiguration|LogDelivery"
    "|UserSession|WebAuthn|DerivedToken"
)


def test_of_what_is_simulated_only_these_have_no_category():
    from pytest_cognito_mfa._simulator.registry import HANDLERS

    assert [name for name in set(HANDLERS) - set(CATEGORY_OF) if not NEWER_THAN_THE_GUIDE.search(name)] == []
