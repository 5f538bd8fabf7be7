"""time-machine and freezegun move Cognito's clock as they move the app's."""

import importlib
import time
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import jwt
import pyotp
import pytest
import time_machine
from freezegun import freeze_time

from pytest_cognito_mfa import SettingError, simulate
from pytest_cognito_mfa._fixture import clock


def claims(cognito, token):
    keys = jwt.PyJWKClient(f"{cognito.pool.issuer}/.well-known/jwks.json")
    key = keys.get_signing_key_from_jwt(token).key
    return jwt.decode(token, key, algorithms=["RS256"], options={"verify_aud": False})


START = datetime(2030, 5, 1, 12, 0, 10, tzinfo=timezone.utc)


class TimeMachine:
    def __init__(self):
        self._travel = time_machine.travel(START, tick=False)

    def __enter__(self):
        self._traveller = self._travel.__enter__()
        return self

    def __exit__(self, *raised):
        self._travel.__exit__(*raised)

    def move_to(self, moment):
        self._traveller.move_to(moment)


class FreezeGun(TimeMachine):
    def __init__(self):
        self._travel = freeze_time(START)


@pytest.fixture(params=[TimeMachine, FreezeGun])
def travel(request):
    """Entered inside the test, because freezegun also stops pytest's own clock."""
    return request.param()


def test_cognitos_clock_is_the_travellers(travel, cognito):
    with travel:
        assert cognito.clock.now == START

        travel.move_to(START + timedelta(days=3))

        assert cognito.clock.now == START + timedelta(days=3)


def test_a_token_expires(travel, cognito, client):
    with travel:
        token = cognito.sign_in("newcomer").access_token

        travel.move_to(START + timedelta(minutes=59))
        assert client.get_user(AccessToken=token)["Username"] == "newcomer"

        travel.move_to(START + timedelta(minutes=60))
        with pytest.raises(client.exceptions.NotAuthorizedException, match="Access Token has expired"):
            client.get_user(AccessToken=token)


def test_a_session_expires(travel, cognito, client, sign_in):
    with travel:
        begun = sign_in(cognito, "sms")
        travel.move_to(START + timedelta(minutes=3, seconds=1))

        answer = {"USERNAME": "sms", "SMS_MFA_CODE": cognito.outbox[-1].code}
        with pytest.raises(client.exceptions.NotAuthorizedException, match="session"):
            client.respond_to_auth_challenge(
                ClientId=cognito.client_id,
                ChallengeName="SMS_MFA",
                Session=begun["Session"],
                ChallengeResponses=answer,
            )


def test_codes_are_those_of_pyotps_now(travel, cognito):
    with travel:
        app = pyotp.TOTP(cognito.user("totp").totp_secret)
        first = cognito.totp("totp")
        assert first == app.now()

        travel.move_to(START + timedelta(seconds=30))

        assert cognito.totp("totp") == app.now() != first


def test_the_apps_code_of_now_signs_in(travel, cognito, client, sign_in):
    with travel:
        travel.move_to(START + timedelta(days=400))
        begun = sign_in(cognito, "totp")

        code = pyotp.TOTP(cognito.user("totp").totp_secret).now()
        answer = client.respond_to_auth_challenge(
            ClientId=cognito.client_id,
            ChallengeName="SOFTWARE_TOKEN_MFA",
            Session=begun["Session"],
            ChallengeResponses={"USERNAME": "totp", "SOFTWARE_TOKEN_MFA_CODE": code},
        )

        assert "AuthenticationResult" in answer


def test_the_clocks_own_advance_comes_on_top(travel, cognito):
    with travel:
        cognito.clock.advance(hours=1)
        travel.move_to(START + timedelta(days=1))

        assert cognito.clock.now == START + timedelta(days=1, hours=1)


@time_machine.travel(START, tick=False)
def test_time_machines_decorator_moves_it(cognito):
    assert cognito.clock.now == START


@freeze_time(START)
def test_freezeguns_decorator_moves_it(cognito):
    assert cognito.clock.now == START


def have_only(monkeypatch, *installed):
    """Let the clock find these libraries only; an older time-machine crashes if `sys.modules` loses it."""

    def imported(name):
        if name not in installed:
            raise ImportError
        return importlib.import_module(name)

    monkeypatch.setattr(clock, "importlib", SimpleNamespace(import_module=imported))


@pytest.fixture(params=["time_machine", "freezegun"])
def only(request, monkeypatch):
    have_only(monkeypatch, request.param)


def test_travel_moves_both_until_the_test_ends(only):
    with simulate() as cognito:
        old = cognito.sign_in("totp").id_token
        started = time.time()
        cognito.clock.travel(hours=1, minutes=30)

        assert cognito.clock.ahead == pytest.approx(0, abs=1)
        assert time.time() - started == pytest.approx(5400, abs=5)
        with pytest.raises(jwt.ExpiredSignatureError):
            claims(cognito, old)
        assert claims(cognito, cognito.sign_in("totp").id_token)["email"]
        with cognito.clock.travel(to=START) as travel:
            assert repr(travel) == "<Travel under way>"
            assert f"{cognito.clock.now:%F %R}" == f"{datetime.now(timezone.utc):%F %R}" == "2030-05-01 12:00"
        assert time.time() - started == pytest.approx(5400, abs=5)
        assert repr(travel) == "<Travel ended>"
    assert time.time() - started == pytest.approx(0, abs=5)


def test_travel_takes_a_frozen_clock_along_and_a_traveller_that_is_under_way(travel, cognito):
    with travel:
        cognito.clock.advance(minutes=1)
        with cognito.clock.travel(days=1):
            assert cognito.clock.now == START + timedelta(days=1, minutes=1)
            assert time.time() == (START + timedelta(days=1)).timestamp()
        cognito.clock.freeze(START)
        with cognito.clock.travel(days=1):
            assert cognito.clock.now == START + timedelta(days=1)
            cognito.clock.travel(to=START.timestamp() + 5)
            assert cognito.clock.timestamp() == time.time() == START.timestamp() + 5
        assert cognito.clock.timestamp() == time.time() == START.timestamp()


def test_travel_says_what_it_needs(cognito, monkeypatch):
    for wrong in ({}, {"to": START, "hours": 1}):
        with pytest.raises(SettingError, match="needs a span or a time"):
            cognito.clock.travel(**wrong)
    with pytest.raises(SettingError, match=r"travel\(\) needs an aware datetime"):
        cognito.clock.travel(to=datetime(2030, 1, 1))  # noqa: DTZ001
    have_only(monkeypatch)
    with pytest.raises(SettingError, match="time-machine or freezegun; neither is installed: pip install time-machine"):
        cognito.clock.travel(hours=1)


def test_a_travel_of_one_test_does_not_reach_the_next_one(pytester):
    pytester.makepyfile("""
        import time

        def test_one(cognito_session):
            cognito_session.clock.travel(days=400)

        def test_two(cognito_session):
            assert abs(cognito_session.clock.ahead) < 1
            cognito_session.clock.travel(to=time.time() + 9)
    """)
    now = time.time()

    pytester.runpytest_inprocess("-p", "no:cacheprovider", "-p", "no:asyncio").assert_outcomes(passed=2)

    assert time.time() - now < 100


@pytest.mark.long
@pytest.mark.parametrize("frozen", ["freezegun.freeze_time('2030-05-01')", "cognito.clock.travel(days=1)"])
def test_pydantic_keeps_no_class_of_freezeguns(run_apart, monkeypatch, frozen):
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    source = f"""
    import sys
    {"import freezegun" if "freezegun" in frozen else "sys.modules['time_machine'] = None"}

    def test_injects_while_time_stands(cognito):
        with {frozen}:
            cognito.inject("GetUser", latency=1)
        import datetime, pydantic

        assert pydantic.TypeAdapter(datetime.datetime).validate_json('"2030-05-01T12:00:00Z"').year == 2030
    """
    run_apart(source, "-p", "cognito_mfa", ini="cognito_unfired = ignore").assert_outcomes(passed=1)
