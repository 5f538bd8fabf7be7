"""What a scenario fixes: random numbers, time, waiting; and the users that it copies from the default scenario."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import one_client
import pytest
from botocore.exceptions import ReadTimeoutError

from pytest_cognito_mfa import _scenario, simulate

REPEATED = """\
seed: 7
clock: {freeze: 2030-01-01T00:00:00Z}
pools:
  - Name: seeded
    MfaConfiguration: OPTIONAL
    SoftwareTokenMfaConfiguration: {Enabled: true}
    SmsConfiguration: {SnsCallerArn: "arn:aws:iam::123456789012:role/sms"}
    personas: [newcomer, sms, totp]
    clients:
      - {ClientName: web, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}
      - {ClientName: server, GenerateSecret: true}
faults:
  - {on: GetUser, latency: {mean: 1, sigma: 0.2}}
"""


TOTP = "MfaConfiguration: OPTIONAL, SoftwareTokenMfaConfiguration: {Enabled: true}"
EVERY = (
    f"{TOTP}, SmsConfiguration: {{SnsCallerArn: 'arn:aws:iam::123456789012:role/sms'}}, "
    "EmailConfiguration: {EmailSendingAccount: DEVELOPER}"
)


@pytest.fixture
def opened(tmp_path):
    """Open a scenario of some text; of the default pool unless it says otherwise."""

    def opened(text):
        path = tmp_path / "s.yaml"
        path.write_text(text, "utf-8")
        return simulate(path)

    return opened


def client_of(**config):
    return one_client.client(**config)


def what_came(scenario):
    """What an app receives during a sign-in and an enrolment."""
    with simulate(scenario) as cognito:
        client = client_of()
        access = cognito.sign_in("newcomer").access_token
        secret = client.associate_software_token(AccessToken=access)["SecretCode"]
        request = client.get_user(AccessToken=access)["ResponseMetadata"]
        password = {"USERNAME": "sms", "PASSWORD": cognito.user("sms").password}
        session = client.initiate_auth(
            ClientId=cognito.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=password
        )["Session"]
        return {
            "user_pool_id": cognito.user_pool_id,
            "client_id": cognito.client_id,
            "client_secret": cognito.pool.clients["server"].secret,
            "sub": cognito.user("newcomer").sub,
            "totp_secret": cognito.user("totp").totp_secret,
            "secret": secret,
            "code": cognito.outbox[-1].code,
            "request_id": request["RequestId"],
            "date": request["HTTPHeaders"]["date"],
            "now": cognito.clock.timestamp(),
            "session": hashlib.sha256(session.encode()).hexdigest()[:16],
            "access_token": hashlib.sha256(access.encode()).hexdigest()[:16],
        }


# -- the seed -------------------------------------------------------------------------------


@pytest.fixture
def repeated(tmp_path):
    path = tmp_path / "repeated.yaml"
    path.write_text(REPEATED, "utf-8")
    return path


@pytest.mark.long
@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_a_seed_and_a_frozen_clock_give_the_same_in_every_process(repeated, hash_seed):
    code = (
        "import sys, json; sys.path[:0] = sys.argv[2:]; from test_seed_and_clock import what_came; "
        "print(json.dumps(what_came(sys.argv[1])))"
    )
    argv = [sys.executable, "-c", code, str(repeated), *map(str, Path(__file__).parents[:2])]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}

    run = subprocess.run(argv, env=environment, capture_output=True, text=True, check=True)

    assert json.loads(run.stdout) == what_came(repeated)


def test_they_are_the_same_on_every_version_of_python(repeated):
    # A change that draws more values, or in another order, changes these; they must be equal on all Pythons.
    assert what_came(repeated) == {
        "user_pool_id": "us-east-1_ujOeHwdFc",
        "client_id": "pcdp3eiw8uo9b4kfel3guxntcc",
        "client_secret": "hyplvqk2zius50k9ep1frby1u5lzvuq48rxczx93knyaqgec1eio",
        "sub": "f48e1a9e-c2e1-70ab-a7db-721bad8862bd",
        "totp_secret": "DJBMIOMPDRSEDEHFE2DGNMFEMIB24UF3LNACGIDGIZPP5JLQ5R5Q",
        "secret": "OOOTXTZTD6GWHAQHIO2O5FRMN5OQZCPOCTBMAJRF22JSTKYEGPXA",
        "code": "233211",
        "request_id": "74154f04-aea0-4aa2-9141-ac160e8837cd",
        "date": "Tue, 01 Jan 2030 00:00:00 GMT",
        "now": 1893456001.268231,
        "session": "a74ff9753e6b14aa",
        "access_token": "59cd75680522bd58",
    }


@pytest.mark.parametrize("seed", ["8", "'7'", "seven", "-1", "''", str(10**40)])
def test_another_seed_gives_others(repeated, tmp_path, seed):
    other = tmp_path / "other.yaml"
    other.write_text(REPEATED.replace("seed: 7", f"seed: {seed}"), "utf-8")

    first, second = what_came(repeated), what_came(other)

    assert {name for name in first if first[name] == second[name]} <= {"date", "now"}


def test_without_a_seed_there_are_others_in_each_run(opened):
    text = "pools: [{Name: unseeded}]"
    with opened(text) as cognito, opened(text) as other:
        assert cognito.user_pool_id != other.user_pool_id


@pytest.mark.parametrize(("written", "seed"), [("7", 7), ("'7'", "7"), ("seven", "seven"), ("0", 0)])
def test_a_seed_is_a_text_or_a_whole_number(read, written, seed):
    assert read(f"seed: {written}").seed == seed


# -- the clock ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "at",
    [
        "2030-01-01T00:00:00Z",
        "'2030-01-01T00:00:00Z'",
        "2030-01-01 01:00:00 +01:00",
        "'2030-01-01T01:00:00+01:00'",
        "1893456000",
        "1893456000.0",
    ],
)
def test_a_clock_may_be_frozen(opened, at):
    with opened(f"clock: {{freeze: {at}}}") as cognito:
        assert cognito.clock.now == cognito.clock.now == datetime(2030, 1, 1, tzinfo=timezone.utc)
        assert cognito.clock.advance(minutes=1).minute == 1


def test_the_frozen_time_is_that_of_answers_and_tokens(opened):
    with opened("clock: {freeze: 2030-01-01T00:00:00Z}") as cognito:
        user = client_of().admin_get_user(UserPoolId=cognito.user_pool_id, Username="totp")

    assert user["UserCreateDate"] == datetime(2030, 1, 1, tzinfo=timezone.utc)
    assert user["ResponseMetadata"]["HTTPHeaders"]["date"] == "Tue, 01 Jan 2030 00:00:00 GMT"


@pytest.mark.parametrize(
    ("advance", "days"),
    [("{days: 3}", 3), ("{weeks: 1, hours: 12}", 7.5), ("{days: -2.5}", -2.5), ("{minutes: 1440, seconds: 0}", 1)],
)
def test_a_clock_may_be_ahead_or_behind(opened, monkeypatch, advance, days):
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)

    with opened(f"clock: {{advance: {advance}}}") as cognito:
        assert cognito.clock.timestamp() == 1_800_000_000 + timedelta(days=days).total_seconds()
        monkeypatch.setattr("time.time", lambda: 1_800_000_001.0)
        assert cognito.clock.timestamp() == 1_800_000_001 + timedelta(days=days).total_seconds()


def test_a_frozen_clock_may_be_ahead_too(opened):
    with opened("clock: {freeze: 1000000000, advance: {milliseconds: 500, microseconds: 250000}}") as cognito:
        assert cognito.clock.timestamp() == 1_000_000_000.75


def test_the_first_and_the_last_possible_time_work(opened):
    for at in ("0", "9000-01-01T00:00:00Z"):
        with opened(f"clock: {{freeze: {at}}}") as cognito:
            assert cognito.sign_in("totp").access_token


@pytest.mark.parametrize("text", ["{}", "clock: {}", "clock: {advance: {}}"])
def test_without_a_clock_the_time_is_the_systems(opened, monkeypatch, text):
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)

    with opened(text) as cognito:
        assert cognito.clock.timestamp() == 1_800_000_000


# -- waiting --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("waiting", "slept", "passed"),
    [("", [], 5), ("waiting: virtual\n", [], 5), ("waiting: real\n", [5], 0)],
    ids=["default", "virtual", "real"],
)
def test_a_latency_takes_real_time_if_waiting_is_real(opened, monkeypatch, waiting, slept, passed):
    durations = []
    monkeypatch.setattr("time.sleep", durations.append)

    with opened(f"{waiting}clock: {{freeze: 1000000000}}\nfaults: [{{on: GetUser, latency: 5}}]\n") as cognito:
        client_of().get_user(AccessToken=cognito.sign_in("totp").access_token)

        assert durations == slept
        assert cognito.clock.timestamp() == 1_000_000_000 + passed


def test_an_injected_latency_takes_real_time_too(opened, monkeypatch):
    durations = []
    monkeypatch.setattr("time.sleep", durations.append)

    with opened("waiting: real") as cognito, cognito.inject("GetUser", latency=70), pytest.raises(ReadTimeoutError):
        client_of(read_timeout=60).get_user(AccessToken=cognito.sign_in("totp").access_token)

    assert durations == [60]


# -- personas -------------------------------------------------------------------------------


def test_a_pool_may_have_users_of_the_default_scenario(read):
    (pool,) = read(f"pools: [{{Name: a, {TOTP}, users: [{{Username: jo}}], personas: [totp, invited]}}]").pools
    (standing,) = _scenario.default("us-east-1").pools
    known = {user.username: user for user in standing.users}

    assert [user.username for user in pool.users] == ["totp", "invited", "jo"]
    for user in pool.users[:2]:
        assert (user.attributes, user.factors, user.password, user.status, user.preferred) == (
            known[user.username].attributes,
            known[user.username].factors,
            known[user.username].password,
            known[user.username].status,
            known[user.username].preferred,
        )
    assert [user.place.column for user in pool.users] == [131, 137, 103]


def test_several_pools_may_have_the_same_ones_and_all_there_are(read):
    names = [user.username for user in _scenario.default("us-east-1").pools[0].users]
    scenario = read(
        f"pools: [{{Name: a, {EVERY}, personas: {names}}}, {{Name: b, {EVERY}, personas: {names}}}, "
        "{Name: c, personas: []}]"
    )

    assert [[user.username for user in pool.users] for pool in scenario.pools] == [names, names, []]


@pytest.mark.parametrize(
    ("by", "name"),
    [("[email]", "totp@example.com"), ("[phone_number]", "+12065550101"), ("[phone_number, email]", "+12065550101")],
)
def test_a_persona_has_an_address_as_username_if_its_pool_wants_that(opened, by, name):
    text = f"pools: [{{Name: a, clients: [{{ClientName: app}}], UsernameAttributes: {by}, {TOTP}, personas: [totp]}}]"
    with opened(text) as cognito:
        user = client_of().admin_get_user(UserPoolId=cognito.user_pool_id, Username=name)

        assert user["Username"] == cognito.user(name).sub
        assert user["PreferredMfaSetting"] == "SOFTWARE_TOKEN_MFA"
