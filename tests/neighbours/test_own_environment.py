"""The user's own AWS settings are replaced during a test, and restored after it."""

import os
import sys

import boto3
import pytest
from botocore.exceptions import NoCredentialsError

from pytest_cognito_mfa import simulate

OWN = {
    "AWS_ACCESS_KEY_ID": "own key",
    "AWS_SECRET_ACCESS_KEY": "own secret",
    "AWS_SESSION_TOKEN": "own token",
    "AWS_DEFAULT_REGION": "eu-north-1",
    "AWS_REGION": "eu-north-1",
    "AWS_PROFILE": "own-profile",
    "AWS_DEFAULT_PROFILE": "own-profile",
}


@pytest.fixture
def own(monkeypatch):
    for name, value in OWN.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def none(monkeypatch):
    for name in OWN:
        monkeypatch.delenv(name, raising=False)


def current_settings():
    return {name: os.environ[name] for name in OWN if name in os.environ}


def test_own_variables_come_back(own):
    with simulate():
        assert not set(current_settings().values()) & set(OWN.values())

    assert current_settings() == OWN


def test_variables_that_were_not_there_go_again(none):
    with simulate():
        assert current_settings()

    assert current_settings() == {}


def test_own_variables_come_back_after_an_error(own):
    with pytest.raises(ZeroDivisionError), simulate():
        _ = 1 / 0

    assert current_settings() == OWN


def test_a_profile_that_does_not_exist_stops_nobody(own):
    with simulate(region="eu-west-2") as cognito:
        client = boto3.client("cognito-idp")
        assert client.meta.region_name == "eu-west-2"
        assert client.describe_user_pool(UserPoolId=cognito.user_pool_id)


def test_the_default_session_comes_back(monkeypatch):
    session = boto3.Session("own key", "own secret", region_name="eu-north-1")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", session)

    with simulate():
        assert boto3.client("cognito-idp").meta.region_name == "us-east-1"
        assert boto3.DEFAULT_SESSION is not session

    assert boto3.DEFAULT_SESSION is session


def test_a_default_session_made_inside_does_not_stay(monkeypatch):
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)

    with simulate():
        boto3.client("cognito-idp")

    assert boto3.DEFAULT_SESSION is None


def test_without_boto3_only_the_environment_is_set(none, monkeypatch):
    monkeypatch.delitem(sys.modules, "boto3")

    with simulate():
        assert os.environ["AWS_DEFAULT_REGION"] == "us-east-1"
        assert "boto3" not in sys.modules


def test_a_broken_scenario_leaves_the_environment_alone(own, tmp_path):
    with pytest.raises(Exception, match="there is no such file"), simulate(tmp_path / "missing.yaml"):
        pytest.fail("it opened")

    assert current_settings() == OWN


def test_the_innermost_simulation_answers(cognito, client):
    with simulate(region="eu-west-1") as inner:
        there = boto3.client("cognito-idp")
        assert there.meta.region_name == "eu-west-1"
        assert there.get_user(AccessToken=inner.sign_in("sms").access_token)["Username"] == "sms"
        assert list(cognito.journal) == []

    assert client.get_user(AccessToken=cognito.sign_in("totp").access_token)["Username"] == "totp"
    assert (len(cognito.journal), len(inner.journal)) == (1, 1)
    assert os.environ["AWS_REGION"] == cognito.region


def test_a_token_of_another_simulation_does_not_count(cognito, client):
    with simulate() as inner:
        token = inner.sign_in("newcomer").access_token

    with pytest.raises(client.exceptions.NotAuthorizedException):
        client.get_user(AccessToken=token)


def test_a_client_that_found_no_credentials_signs_all_the_same(none, monkeypatch, tmp_path):
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    without = boto3.Session().client("cognito-idp", region_name="us-east-1")

    with simulate() as cognito:
        answer = without.admin_get_user(UserPoolId=cognito.user_pool_id, Username="totp")

    assert answer["PreferredMfaSetting"] == "SOFTWARE_TOKEN_MFA"
    with pytest.raises(NoCredentialsError):
        without.admin_get_user(UserPoolId="us-east-1_Example01", Username="totp")
