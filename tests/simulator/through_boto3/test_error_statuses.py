"""`error_statuses: documented`: the statuses for clients that were generated from the published OpenAPI page."""

import json

import pytest
from botocore.exceptions import ClientError
from one_test import for_each
from sign_in_steps import post

from pytest_cognito_mfa import simulate
from pytest_cognito_mfa._aws import documented_errors

PAGE = {
    "ResourceNotFoundException": 480,
    "InvalidParameterException": 481,
    "NotAuthorizedException": 482,
    "PasswordResetRequiredException": 483,
    "UserNotFoundException": 484,
    "UserNotConfirmedException": 485,
    "InternalErrorException": 486,
    "ForbiddenException": 487,
}


@pytest.fixture
def opened(tmp_path):
    def opened(text):
        path = tmp_path / "scenario.yaml"
        path.write_text(text)
        return simulate(path)

    return opened


@pytest.fixture
def cognito(opened):
    with opened("error_statuses: documented") as cognito:
        yield cognito


def refused(function, **request):
    with pytest.raises(ClientError) as caught:
        function(**request)
    return caught.value.response["Error"]["Code"], caught.value.response["ResponseMetadata"]["HTTPStatusCode"]


def test_every_error_of_the_page_is_one_that_aws_documents_for_the_operation():
    assert set(PAGE) <= documented_errors("SetUserMFAPreference")


@for_each("code", PAGE)
def test_a_fault_has_the_status_of_the_page(cognito, aws, code):
    cognito.inject("SetUserMFAPreference", error=code, times=1)
    assert refused(aws.set_user_mfa_preference, AccessToken="a.b.c") == (code, PAGE[code])


def test_a_refusal_of_the_simulators_has_it_too_and_keeps_all_else(cognito, aws):
    token = cognito.sign_in("newcomer").access_token
    without = {"AccessToken": token, "SoftwareTokenMfaSettings": {"Enabled": True}}
    assert refused(aws.set_user_mfa_preference, **without) == ("InvalidParameterException", 481)
    reply = post("SetUserMFAPreference", {"AccessToken": "invalidtoken"})
    assert reply.status == 482
    assert reply.headers["x-amzn-ErrorType"] == "NotAuthorizedException:"
    assert json.loads(reply.data) == {
        "__type": "NotAuthorizedException",
        "message": "Could not verify signature for Access Token",
    }


def test_a_success_stays_200(cognito):
    request = {"AccessToken": cognito.sign_in("newcomer").access_token}
    assert post("SetUserMFAPreference", request).status == 200


@for_each(
    "operation, code, status",
    [
        ("SetUserMFAPreference", "TooManyRequestsException", 400),
        ("SetUserMFAPreference", "UnrecognizedClientException", 400),
        ("AdminSetUserMFAPreference", "NotAuthorizedException", 400),
        ("GetUser", "InvalidParameterException", 400),
        ("GetUser", "InternalErrorException", 500),
        ("GetUser", "ForbiddenException", 403),
    ],
)
def test_other_errors_and_other_operations_keep_theirs(cognito, operation, code, status):
    cognito.inject(operation, error=code, times=1)
    assert post(operation, {"AccessToken": "a.b.c"}, signed=True).status == status


@for_each("text", ["{}", "error_statuses: wire"])
@for_each("code", PAGE)
def test_without_it_every_status_is_the_wires(opened, text, code):
    with opened(text) as cognito:
        cognito.inject("SetUserMFAPreference", error=code)
        status = post("SetUserMFAPreference", {"AccessToken": "a.b.c"}).status
    assert status == {"InternalErrorException": 500, "ForbiddenException": 403}.get(code, 400)


def test_a_fault_of_the_file_itself_has_it_too(opened):
    fault = "faults: [{on: SetUserMFAPreference, error: InternalErrorException, times: 1}]"
    with opened(f"error_statuses: documented\n{fault}\n"):
        assert post("SetUserMFAPreference", {"AccessToken": "a.b.c"}).status == 486
        assert post("SetUserMFAPreference", {"AccessToken": "a.b.c"}).status == 482
