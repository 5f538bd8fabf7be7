"""The `responses` library answers the hosts that it mocks, and we answer Cognito."""

import json

import pytest
import requests
import responses

ORDERS = "https://orders.example.com/"
COGNITO = "https://cognito-idp.us-east-1.amazonaws.com/"


def get_user(cognito):
    body = json.dumps({"AccessToken": cognito.sign_in("newcomer").access_token})
    headers = {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "AWSCognitoIdentityProviderService.GetUser",
    }
    return requests.post(COGNITO, data=body, headers=headers, timeout=5).json()["Username"]


@responses.activate
def test_under_the_decorator_each_has_its_calls(cognito):
    responses.get(ORDERS, json={"orders": 3})

    assert requests.get(ORDERS, timeout=5).json() == {"orders": 3}
    assert get_user(cognito) == "newcomer"
    assert [call.request.url for call in responses.calls] == [ORDERS]


@responses.activate
def test_what_nobody_mocked_is_still_refused(cognito):
    with pytest.raises(requests.ConnectionError, match="Connection refused by Responses"):
        requests.get(ORDERS, timeout=5)

    assert list(cognito.journal) == []


def test_a_mock_opened_inside_has_its_calls(cognito):
    with responses.RequestsMock() as mock:
        mock.get(ORDERS, json={"orders": 3})

        assert get_user(cognito) == "newcomer"
        assert requests.get(ORDERS, timeout=5).json() == {"orders": 3}

    assert get_user(cognito) == "newcomer"
    assert [exchange.operation for exchange in cognito.journal] == ["GetUser", "GetUser"]


@responses.activate
def test_a_mock_of_cognito_itself_is_passed_by(cognito):
    theirs = responses.post(COGNITO, json={"Username": "a mock"})

    assert get_user(cognito) == "newcomer"
    assert theirs.call_count == 0


@responses.activate
def test_boto3_is_ours_too(cognito, sign_in):
    assert "AuthenticationResult" in sign_in(cognito)
    assert list(responses.calls) == []
