"""What the simulator cannot do is an error of ours, in the test that asked, and names the way out."""

from contextlib import nullcontext

import pytest
from sign_in_steps import Caller, needs_member, post, refusal_of

from pytest_cognito_mfa import _aws_model as model
from pytest_cognito_mfa import simulate
from pytest_cognito_mfa._service.registry import HANDLERS
from pytest_cognito_mfa.errors import NotSimulated

SIMULATED = {
    *("CreateUserPool", "DescribeUserPool", "DeleteUserPool", "CreateUserPoolClient", "DescribeUserPoolClient"),
    *("SetUserPoolMfaConfig", "GetUserPoolMfaConfig", "SignUp", "ConfirmSignUp", "AdminConfirmSignUp"),
    *("AdminCreateUser", "AdminSetUserPassword", "AdminGetUser", "AdminDeleteUser", "GetUser", "InitiateAuth"),
    *("AdminInitiateAuth", "RespondToAuthChallenge", "AdminRespondToAuthChallenge", "AssociateSoftwareToken"),
    *("VerifySoftwareToken", "SetUserMFAPreference", "AdminSetUserMFAPreference", "GlobalSignOut"),
    *("AdminUserGlobalSignOut", "AdminDisableUser", "AdminEnableUser", "RevokeToken", "GetTokensFromRefreshToken"),
}


def test_the_operations_of_this_issue_are_there():
    assert set(HANDLERS) >= SIMULATED


def test_an_operation_that_is_not_simulated_says_what_to_do(cognito, aws):
    with pytest.raises(NotSimulated) as caught:
        aws.list_users(UserPoolId=cognito.user_pool_id)
    text = str(caught.value)
    assert text.startswith("ListUsers is not simulated")
    assert "cassette=" in text
    assert "cognito.inject(on='ListUsers'" in text
    assert ", ".join(sorted(HANDLERS)) in text


def test_an_operation_that_botocore_is_too_old_for_cannot_be_validated(cognito, monkeypatch):
    monkeypatch.setattr(model, "operations", lambda: frozenset({"SignUp"}))
    with pytest.raises(NotSimulated, match=r"the installed botocore does not know GetUser.*upgrade botocore"):
        post("GetUser", {"AccessToken": "a"})


@pytest.mark.parametrize(("flow", "enabled"), [("CUSTOM_AUTH", "ALLOW_CUSTOM_AUTH"), ("USER_AUTH", "ALLOW_USER_AUTH")])
def test_a_flow_that_is_not_simulated_says_what_there_is(cognito, aws, flow, enabled):
    made = aws.create_user_pool_client(UserPoolId=cognito.user_pool_id, ClientName="other", ExplicitAuthFlows=[enabled])
    with pytest.raises(NotSimulated, match=f"the flow {flow} is not simulated"):
        aws.initiate_auth(ClientId=made["UserPoolClient"]["ClientId"], AuthFlow=flow)


def test_a_challenge_that_is_not_simulated_says_what_there_is(cognito, aws):
    with pytest.raises(NotSimulated, match="the challenge DEVICE_SRP_AUTH is not simulated; there are: PASSWORD"):
        Caller(aws, cognito).respond("DEVICE_SRP_AUTH", "newcomer")


@needs_member("SetUserMFAPreferenceRequest", "WebAuthnMfaSettings")
def test_passkeys_as_a_second_factor_are_not_simulated(cognito):
    request = {"AccessToken": cognito.sign_in("newcomer").access_token, "WebAuthnMfaSettings": {"Enabled": True}}
    with pytest.raises(NotSimulated, match="WebAuthnMfaSettings"):
        post("SetUserMFAPreference", request)


@needs_member("CreateUserPoolClientRequest", "PublishSecretsInAWSSecretsManager")
@pytest.mark.parametrize("publish", [True, False])
def test_a_secret_that_another_service_keeps_is_not_simulated(cognito, publish):
    request = {"UserPoolId": cognito.user_pool_id, "ClientName": "a", "PublishSecretsInAWSSecretsManager": publish}
    with pytest.raises(NotSimulated, match="AWS Secrets Manager") if publish else nullcontext():
        assert post("CreateUserPoolClient", request, signed=True).status == 200


def test_a_pool_that_tracks_devices_is_not_simulated(scene, aws):
    alice = {"Username": "alice", "Password": "Secret-1"}
    cognito = scene(alice, DeviceConfiguration={"ChallengeRequiredOnNewDevice": True})
    with pytest.raises(NotSimulated, match="tracks devices"):
        Caller(aws, cognito).password("alice")


@pytest.mark.parametrize("status", ["ARCHIVED", "UNKNOWN", "EXTERNAL_PROVIDER"])
def test_a_status_without_known_behaviour_is_not_simulated(scene, aws, status):
    cognito = scene({"Username": "alice", "Password": "Secret-1", "UserStatus": status})
    with pytest.raises(NotSimulated, match=f"whose UserStatus is {status}"):
        Caller(aws, cognito).password("alice")


def test_an_unsigned_call_of_an_administrator_is_refused(cognito):
    assert post("AdminGetUser", {}).headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException:"


def test_a_fault_says_its_own_words_where_it_has_some(aws):
    with simulate() as cognito, cognito.inject(on="GetUser", error="NotAuthorizedException", message="Own words"):
        assert refusal_of(aws.get_user, AccessToken="a") == ("NotAuthorizedException", "Own words")


def test_a_fault_of_a_code_without_known_words_has_none(aws):
    with simulate() as cognito, cognito.inject(on="InitiateAuth", error="UserLambdaValidationException"):
        caller = Caller(aws, cognito)
        assert refusal_of(caller.password, "newcomer") == ("UserLambdaValidationException", "")
