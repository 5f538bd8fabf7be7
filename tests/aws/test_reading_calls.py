"""Which HTTP requests are calls to Cognito, and how their bodies are read."""

import pytest
from one_test import for_each

from pytest_cognito_mfa._aws.exchange import TARGET_PREFIX
from pytest_cognito_mfa._aws.wire import read

HOST = "https://cognito-idp.eu-west-1.amazonaws.com"
KEYS = "/eu-west-1_Example01/.well-known/jwks.json"


def call_of(method, url, headers=()):
    call = read(method, url, dict(headers), b"{}")
    return call and call.operation


@for_each("name", ["X-Amz-Target", "x-amz-target", "X-AMZ-TARGET", b"X-Amz-Target"])
@for_each("pack", [str, str.encode, lambda text: [text], lambda text: (text.encode(),)])
def test_a_target_makes_a_call_at_any_address_however_it_is_written(name, pack):
    headers = {name: pack(TARGET_PREFIX + "GetUser")}
    assert call_of("POST", "http://localhost:9229/", headers) == "GetUser"


@for_each(
    "method, url, operation",
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


@pytest.mark.parametrize("target", ["AWSCognitoIdentityService.GetId", "GetUser", TARGET_PREFIX.lower() + "getuser"])
def test_another_target_is_not_ours_but_at_a_host_of_ours_it_is_and_names_no_operation(target):
    headers = {"X-Amz-Target": target}
    assert call_of("POST", "https://cognito-identity.eu-west-1.amazonaws.com/", headers) is None
    assert call_of("POST", HOST + "/", headers) == ""
    assert call_of("GET", HOST + KEYS, headers) == ""


def test_a_browsers_preflight_is_a_call_at_a_host_of_ours():
    asking = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-amz-target",
        "Origin": "null",
    }
    call = read("options", HOST + "/", asking, None)
    assert (call.operation, list(call.parameters.values()), call.origin) == ("OPTIONS", ["POST", "x-amz-target"], True)
    assert read("OPTIONS", "https://example.com/", asking, None) is None
    assert call_of("OPTIONS", HOST + "/") == ""


def test_a_parsed_body_is_taken_as_it_is():
    headers = {"X-Amz-Target": TARGET_PREFIX + "GetUser"}
    assert read("POST", HOST, headers, {"AccessToken": "a"}).parameters == {"AccessToken": "a"}


@pytest.mark.parametrize("kind", [str, str.encode], ids=["text", "bytes"])
def test_escapes_are_read_and_half_a_character_is_no_json(kind):
    headers = {"X-Amz-Target": TARGET_PREFIX + "GetUser"}
    whole = read("POST", HOST, headers, kind('{"a": "\\ud83d\\ude00", "c": "\\u00e9"}'))
    half = read("POST", HOST, headers, kind('{"b": "\\ud83d"}'))
    assert (whole.parameters, whole.problem) == ({"a": "😀", "c": "é"}, None)
    assert (half.parameters, half.problem) == ({}, "the body is not JSON")


@for_each(
    "body, problem",
    [
        (b'{"AccessToken": "a.b.c"}', None),
        (None, "there is no body"),
        (b"", "there is no body"),
        (b"{", "the body is not JSON"),
        (b"null", "the body is not a JSON object"),
        (b'"{}"', "the body is not a JSON object"),
        (b"[]", "the body is a JSON list, not an object"),
    ],
)
def test_a_body_is_a_json_object_or_a_problem(body, problem):
    call = read("POST", HOST, {"X-Amz-Target": TARGET_PREFIX + "GetUser"}, body)
    assert call.problem == problem
    assert bool(call.parameters) == (problem is None)
