"""moto answers the other services, and we answer Cognito, whichever of the two was entered first."""

import json

import boto3
import pytest
import requests
from moto import mock_aws

from pytest_cognito_mfa import simulate

HOST = "https://cognito-idp.us-east-1.amazonaws.com/"
HEADERS = {
    "X-Amz-Target": "AWSCognitoIdentityProviderService.GetUser",
    "Content-Type": "application/x-amz-json-1.1",
}


@pytest.fixture
def moto():
    with mock_aws():
        yield


@pytest.fixture
def before(moto, cognito):
    """moto is entered before our fixture."""
    return cognito


@pytest.fixture
def after(cognito, moto):
    """moto is entered after our fixture."""
    return cognito


@pytest.fixture(params=["before", "after"])
def ours(request):
    return request.getfixturevalue(request.param)


def bucket_by_boto3():
    s3 = boto3.client("s3", region_name="us-east-1")
    s3.create_bucket(Bucket="theirs")
    return [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]


def user_by_requests(cognito):
    token = cognito.sign_in("newcomer").access_token
    return requests.post(HOST, data=json.dumps({"AccessToken": token}), headers=HEADERS, timeout=5).json()["Username"]


def test_boto3_gets_s3_of_moto_and_cognito_of_ours(ours, sign_in):
    assert bucket_by_boto3() == ["theirs"]
    assert "AuthenticationResult" in sign_in(ours)
    assert [exchange.operation for exchange in ours.journal] == ["InitiateAuth"]


def test_requests_gets_s3_of_moto_and_cognito_of_ours(ours):
    bucket_by_boto3()

    assert requests.get("https://theirs.s3.amazonaws.com/", timeout=5).status_code == 200
    assert user_by_requests(ours) == "newcomer"
    assert [exchange.operation for exchange in ours.journal] == ["GetUser"]


def test_a_client_made_under_both_is_ours(ours):
    made_now = boto3.client("cognito-idp")

    assert made_now.describe_user_pool(UserPoolId=ours.user_pool_id)["UserPool"]["Name"] == "example"


@mock_aws
def test_the_decorator_goes_with_the_fixture(cognito, sign_in):
    assert bucket_by_boto3() == ["theirs"]
    assert "AuthenticationResult" in sign_in(cognito)
    assert user_by_requests(cognito) == "newcomer"


@mock_aws
class TestDecoratedClass:
    def test_the_class_decorator_goes_with_the_fixture(self, cognito, sign_in):
        assert bucket_by_boto3() == ["theirs"]
        assert "AuthenticationResult" in sign_in(cognito)


@pytest.mark.cognito
@mock_aws
def test_the_decorator_goes_with_the_mark(sign_in, cognito):
    assert "AuthenticationResult" in sign_in(cognito)


def test_moto_ends_inside_our_fixture(cognito, sign_in):
    with mock_aws():
        bucket_by_boto3()

    assert "AuthenticationResult" in sign_in(cognito)
    assert user_by_requests(cognito) == "newcomer"


def test_when_ours_ends_cognito_is_motos_again(moto, client):
    with simulate() as cognito:
        client.create_user_pool(PoolName="ours")
    client.create_user_pool(PoolName="theirs")

    assert [pool["Name"] for pool in client.list_user_pools(MaxResults=9)["UserPools"]] == ["theirs"]
    assert len(cognito.journal) == 1


def test_blocks_that_do_not_nest_end_well(client, sign_in):
    moto, ours = mock_aws(), simulate()
    moto.start()
    with ours as cognito:
        moto.stop()
        assert "AuthenticationResult" in sign_in(cognito)
    with mock_aws():
        assert client.list_user_pools(MaxResults=9)["UserPools"] == []


def test_motos_credentials_come_back_under_moto(moto, monkeypatch):
    theirs = boto3.Session().get_credentials().access_key

    with simulate():
        assert boto3.Session().get_credentials().access_key != theirs

    assert boto3.Session().get_credentials().access_key == theirs
