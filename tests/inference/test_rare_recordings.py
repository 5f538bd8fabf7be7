"""What is rare in recordings: values that are no JSON, secrets that come and go, operations that are not simulated."""

from types import SimpleNamespace

import boto3
import pytest

from pytest_cognito_mfa import simulate
from pytest_cognito_mfa._inference.exchanges import RecordedExchange
from pytest_cognito_mfa._inference.temporary_state import _SavedState, _set_secret

CASSETTE = """
version: 1
interactions:
- request:
    method: POST
    uri: https://cognito-idp.us-east-1.amazonaws.com/
    headers: {X-Amz-Target: [AWSCognitoIdentityProviderService.ListUsers]}
    body: '{"UserPoolId": "us-east-1_Example01"}'
  response: {status: {code: 200, message: OK}, headers: {}, body: {string: '{"Users": []}'}}
"""


def test_a_challenge_parameter_that_is_no_json_has_no_pairs():
    recorded = SimpleNamespace(challenge_parameters={"CREDENTIAL_REQUEST_OPTIONS": "{"})

    assert RecordedExchange._json_in(recorded, "CREDENTIAL_REQUEST_OPTIONS") is None


def test_a_client_gets_a_secret_for_a_call_that_was_recorded_with_one():
    with simulate() as cognito:
        client = next(each for each in cognito._service.pools[cognito.user_pool_id].clients.values() if not each.secret)
        recorded = SimpleNamespace(operation="InitiateAuth", secret_hash="any", is_about_client_secret=lambda _: False)
        saved = _SavedState()
        _set_secret(recorded, client, saved)
        assert client.secret is not None
        saved.restore()
        assert client.secret is None


@pytest.mark.usefixtures("without_list_users")
def test_a_hybrid_cassette_may_hold_what_is_not_simulated(tmp_path):
    tmp_path.joinpath("hybrid.yaml").write_text(CASSETTE)
    with simulate(cassette=tmp_path / "hybrid.yaml", mode="hybrid") as cognito:
        users = boto3.client("cognito-idp", region_name="us-east-1").list_users(UserPoolId=cognito.user_pool_id)

    assert users["Users"] == []
