"""time-machine and freezegun move Cognito's clock as they move the app's."""

from datetime import datetime, timedelta, timezone

import pyotp
import pytest
import time_machine
from freezegun import freeze_time

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
