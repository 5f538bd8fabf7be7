"""Without a scenario, pools, clients and users are inferred from the cassette."""

import re

import boto3
import pytest
from botocore.exceptions import ClientError
from pycognito.aws_srp import AWSSRP

from pytest_cognito_mfa import Cognito, SettingError, simulate
from pytest_cognito_mfa._inference import ShadowRun


def test_the_pool_the_client_and_the_users_are_the_cassettes(cassette, recorded_story):
    path = cassette("addresses_are_usernames")
    with Cognito(cassette=path) as cognito:
        assert cognito.user_pool_id == "us-east-1_STORY0000"
        assert f'"ClientId": "{cognito.client_id}"' in recorded_story("addresses_are_usernames")[0]["request"]["body"]
        assert cognito.user("alice@example.com").sub == "00000000-0000-7000-8000-000000000001"
        assert list(cognito.pools) == ["us-east-1_STORY0000"]
        assert cognito.client_secret is None


def test_a_test_can_read_codes_and_settings_of_its_users(cassette):
    with Cognito(cassette=cassette("totp_is_turned_off_and_on")) as cognito:
        assert re.fullmatch(r"\d{6}", cognito.totp("totp"))
        assert cognito.user("totp").mfa_settings == ["SOFTWARE_TOKEN_MFA"]


def test_a_client_that_got_hashes_has_a_placeholder_secret(cassette):
    with Cognito(cassette=cassette("bob_signs_up_and_forgets")) as cognito:
        assert cognito.client_secret


def test_a_given_scenario_wins(cassette, tmp_path):
    path = tmp_path / "scenario.yaml"
    path.write_text("region: us-east-1\npools: [{Name: p, Id: us-east-1_mine, clients: [{ClientName: c}]}]\n")
    with Cognito(path, cassette=cassette("a_code_by_email")) as cognito:
        assert cognito.user_pool_id == "us-east-1_mine"


def test_a_test_that_only_replays_does_not_infer_them(cassette, monkeypatch):
    monkeypatch.setattr(ShadowRun, "__init__", lambda *_, **__: pytest.fail("it was made"))

    with Cognito(cassette=cassette("a_code_by_email")) as cognito:
        cognito.clock.advance(minutes=1)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"mode": "hybird"}, "unknown mode 'hybird'; did you mean 'hybrid'?"),
        ({"mode": "hybrid"}, "mode='hybrid' needs a cassette; add cassette='...yaml'"),
    ],
)
def test_a_wrong_mode_is_reported(settings, words):
    with pytest.raises(SettingError) as caught:
        simulate(**settings)

    assert str(caught.value) == words


def test_while_recording_they_belong_to_the_real_service(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COGNITO_REDACTION_KEY", "a key that a team shares, long enough")

    with Cognito(cassette="new.yaml", mode="once") as cognito:
        with pytest.raises(SettingError, match="read their ids from your own settings"):
            cognito.user_pool_id  # noqa: B018
        assert repr(cognito) == "<Cognito us-east-1, 0 calls>"


def test_a_fault_of_somebody_meets_no_call_while_recording(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COGNITO_REDACTION_KEY", "a key that a team shares, long enough")

    with Cognito(cassette="new.yaml", mode="once") as cognito:
        cognito.inject("GetUser", error="ForbiddenException")
        cognito.inject("GetUser", user="grace", drop="reset")
        with pytest.raises(ClientError):
            boto3.client("cognito-idp", "us-east-1").get_user(AccessToken="EXAMPLE")
        (unfired,) = cognito.unfired

    assert "an earlier one was met" in unfired or "user: 'grace' wanted" in unfired


def test_no_message_is_lost_where_the_real_service_would_send_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COGNITO_REDACTION_KEY", "a key that a team shares, long enough")

    with Cognito(cassette="new.yaml", mode="once") as cognito:
        cognito.inject("SignUp", error="CodeDeliveryFailureException")
        with pytest.raises(ClientError, match="CodeDeliveryFailure"):
            boto3.client("cognito-idp", "us-east-1").sign_up(ClientId="web", Username="ada", Password="Secret-1")


def test_a_given_scenario_is_loaded_while_recording(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COGNITO_REDACTION_KEY", "a key that a team shares, long enough")
    tmp_path.joinpath("mine.yaml").write_text("pools: [{Name: mine, clients: [{ClientName: web}]}]\n")

    with Cognito("mine.yaml", cassette="new.yaml", mode="once") as cognito:
        assert cognito.pool.name == "mine"


@pytest.mark.parametrize(("password", "passes"), [("right", True), ("wrong", False)])
def test_a_password_is_checked_by_a_proof_for_the_cassettes_pool(cassette, password, passes):
    passwords = {"newcomer": "right"}
    with Cognito(cassette=cassette("srp_proves_a_password", 2), passwords=passwords) as cognito:
        client = boto3.client("cognito-idp", "us-east-1")
        srp = AWSSRP("newcomer", password, cognito.user_pool_id, cognito.client_id, client=client)
        if passes:
            assert "AuthenticationResult" in srp.authenticate_user()
        else:
            with pytest.raises(client.exceptions.NotAuthorizedException, match="Incorrect username or password"):
                srp.authenticate_user()
