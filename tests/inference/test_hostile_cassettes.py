"""Whatever a cassette holds, it is replayed, or there is one error of this package, never an error of Python."""

import contextlib
import io
import json

import pytest
import requests
from hostile import objects
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa import cli, simulate
from pytest_cognito_mfa._aws.fitting import fitting_answer
from pytest_cognito_mfa.errors import CognitoMfaError

URL = "https://cognito-idp.us-east-1.amazonaws.com/"
REQUESTS = {
    "GetUser": {"AccessToken": "x"},
    "InitiateAuth": {
        "AuthFlow": "USER_PASSWORD_AUTH",
        "ClientId": "1example23456789",
        "AuthParameters": {"USERNAME": "jo", "PASSWORD": "x"},
    },
    "RespondToAuthChallenge": {
        "ClientId": "1example23456789",
        "ChallengeName": "SMS_MFA",
        "ChallengeResponses": {"USERNAME": "jo", "SMS_MFA_CODE": "123456"},
    },
    "AdminGetUser": {"UserPoolId": "us-east-1_abc", "Username": "jo"},
    "DescribeUserPool": {"UserPoolId": "us-east-1_abc"},
    "DescribeUserPoolClient": {"UserPoolId": "us-east-1_abc", "ClientId": "1example23456789"},
    "SignUp": {"ClientId": "1example23456789", "Username": "jo", "Password": "x"},
}
SHAPES = [model.service_model().operation_model(on).output_shape for on in REQUESTS]
INNER = {name for shape in SHAPES for member in shape.members.values() for name in getattr(member, "members", ())}
NAMES = sorted({*INNER, *(name for shape in SHAPES for name in shape.members), "MFAS_CAN_SETUP", "userAttributes"})


def cassette(operation, asked, answered):
    """One interaction; JSON's texts are YAML's too."""
    request = {"method": "POST", "uri": URL, "headers": headers(operation), "body": asked}
    response = {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": answered}}
    return json.dumps({"version": 1, "interactions": [{"request": request, "response": response}]})


def headers(operation):
    return {
        "X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}",
        "Content-Type": "application/x-amz-json-1.1",
    }


def played(path, operation, asked, **how):
    with contextlib.suppress(CognitoMfaError), simulate(cassette=path, **how) as cognito, cognito.allow_not_simulated():
        requests.post(URL, data=asked.encode("utf-8", "surrogatepass"), headers=headers(operation))
        assert cognito.transcript.encode()


@pytest.mark.parametrize("hostile", ["answer", "request"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_body_is_replayed_imported_compared_and_scrubbed_or_refused(tmp_path, monkeypatch, hostile, data):
    operation = data.draw(st.sampled_from(sorted(REQUESTS)))
    body = data.draw(objects(NAMES))
    asked, answered = (json.dumps(REQUESTS[operation]), body) if hostile == "answer" else (body, "{}")
    path = tmp_path / "c.yaml"
    path.write_text(cassette(operation, asked, answered))
    monkeypatch.chdir(tmp_path)

    for how in ({}, {"passwords": {"jo": "x"}}, {"mode": "hybrid"}, {"times": "keep"}):
        played(path, operation, asked, **how)
    for command in ("import", "drift", "scrub"):
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
            assert cli.main([command, "c.yaml"]) in (0, 1, 2)
        assert "Traceback" not in said.getvalue()


def test_null_is_left_out_and_a_member_that_the_model_does_not_know_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    asked = json.dumps(REQUESTS["DescribeUserPool"])
    for more, status, said in (
        ({}, 0, "us-east-1_abc"),
        ({"Newer": {"Setting": True}}, 1, "unknown pool member 'Newer'"),
    ):
        pool = {"Id": "us-east-1_abc", "Name": "staff", "Policies": None, "MfaConfiguration": "OFF", **more}
        tmp_path.joinpath("c.yaml").write_text(cassette("DescribeUserPool", asked, json.dumps({"UserPool": pool})))

        assert cli.main(["import", "c.yaml"]) == status
        assert said in "".join(capsys.readouterr())


def test_a_newer_member_of_an_answer_counts_only_with_its_own_type():
    kept = {"AvailableChallenges": ["PASSWORD"]}

    assert fitting_answer("AdminGetUser", kept) == kept
    assert fitting_answer("AdminGetUser", {"AvailableChallenges": 9}) == {}
