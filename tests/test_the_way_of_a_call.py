"""What is a call of Cognito's, and that each gets an answer or an error of ours."""

import pytest

from pytest_cognito_mfa import NotSimulated
from pytest_cognito_mfa._exchange import TARGET_PREFIX, Call, read
from pytest_cognito_mfa._pipeline import Pipeline

HOST = "https://cognito-idp.eu-west-1.amazonaws.com"
KEYS = "/eu-west-1_Example01/.well-known/jwks.json"


def call_of(method, url, headers=()):
    call = read(method, url, dict(headers), b"{}")
    return call and call.operation


@pytest.mark.parametrize(
    "name", ["X-Amz-Target", "x-amz-target", "X-AMZ-TARGET", b"X-Amz-Target"], ids=["usual", "lower", "upper", "bytes"]
)
@pytest.mark.parametrize("pack", [str, str.encode, lambda text: [text], lambda text: (text.encode(),)])
def test_a_target_makes_a_call_at_any_address_however_it_is_written(name, pack):
    headers = {name: pack(TARGET_PREFIX + "GetUser")}
    assert call_of("POST", "http://localhost:9229/", headers) == "GetUser"


@pytest.mark.parametrize(
    ("method", "url", "operation"),
    [
        ("GET", HOST + KEYS, "jwks.json"),
        ("get", "http://localhost:9229" + KEYS, "jwks.json"),
        ("POST", HOST + "/", ""),
        ("POST", HOST + KEYS, ""),
        ("GET", "https://cognito-idp-fips.us-east-1.amazonaws.com/", ""),
        ("GET", "https://example.com/realms/one/.well-known/openid-configuration", None),
        ("GET", "https://example.com/cognito-idp.html", None),
        ("GET", "https://cognito-idp.eu-west-1.amazonaws.com.example.com/", None),
    ],
)
def test_without_a_target_the_document_or_the_host_decides(method, url, operation):
    assert call_of(method, url) == operation


def test_another_services_target_is_not_ours():
    assert call_of("POST", HOST + "/", {"X-Amz-Target": "AWSCognitoIdentityService.GetId"}) is None


def test_a_call_that_nobody_answers_is_an_error_that_names_it():
    pipeline = Pipeline([], lambda: 0.0)
    with pytest.raises(NotSimulated, match=r"nothing here answers <Call GetUser\(AccessToken\)>"):
        pipeline.decide(Call("GetUser", {"AccessToken": "hush"}, HOST))
    assert pipeline.journal == []
