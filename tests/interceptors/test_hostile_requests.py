"""Whatever a client sends, it gets AWS's refusal or an error of this package, never an error of Python."""

import contextlib
import http.client
import re

import boto3
import pytest
import requests
from hostile import nested, objects, token
from hypothesis import given
from hypothesis import strategies as st

from pytest_cognito_mfa import NotSimulated, simulate
from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa.errors import CognitoMfaError

HOST = "cognito-idp.us-east-1.amazonaws.com"
SENT = (
    "GetUser",
    "InitiateAuth",
    "RespondToAuthChallenge",
    "AdminGetUser",
    "CreateUserPoolClient",
    "SignUp",
    "ListDevices",
)
NAMES = sorted({name for on in SENT for name in model.service_model().operation_model(on).input_shape.members})


def headers(operation):
    target = f"AWSCognitoIdentityProviderService.{operation}"
    return {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1", "Authorization": "AWS4-HMAC-SHA256 x"}


@pytest.fixture(scope="module")
def cognito():
    with simulate() as cognito, cognito.allow_not_simulated():
        yield cognito


@given(st.sampled_from(SENT), objects(NAMES))
def test_any_json_is_answered_and_the_failure_section_can_be_printed(cognito, operation, body):
    with contextlib.suppress(CognitoMfaError):
        assert requests.post(f"https://{HOST}/", data=body, headers=headers(operation)).status_code < 500
    assert cognito.transcript.encode()
    assert repr(cognito.journal[-1]).encode()
    assert cognito.journal[-1].response is None


def test_a_token_of_any_nesting_is_refused(cognito):
    client = boto3.client("cognito-idp")

    for depth in (100, 1000, 100_000):
        with pytest.raises(client.exceptions.NotAuthorizedException):
            client.get_user(AccessToken=token(f'{{"iss":{nested(depth)}}}'.encode()))


def what_comes_back(more, *parts):
    """The status, or the error, for a request whose framing is the test's own."""
    connection = http.client.HTTPSConnection(HOST, timeout=0.001)
    connection.putrequest("POST", "/", skip_accept_encoding=True)
    for name, value in {**headers("GetUser"), **more}.items():
        connection.putheader(name, value)
    try:
        connection.endheaders()
        for part in parts:
            connection.send(part)
        return connection.getresponse().status
    except (NotSimulated, TimeoutError) as error:  # a server waits for what does not come
        return type(error)


lengths = st.sampled_from(["abc", "-5", "+5", "1_0", "1e3", "", "2, 2", "0x5"]) | st.text("0123456789-+ _x", max_size=6)


@given(lengths)
def test_a_content_length_that_is_no_number_is_an_error_of_ours(cognito, length):
    is_number = re.fullmatch("[ ]*[0-9]{1,18}[ ]*", length)

    assert what_comes_back({"Content-Length": length}, b"{}") in ((400, TimeoutError) if is_number else (NotSimulated,))


@given(lengths.map(str.encode) | st.binary(max_size=12))
def test_a_chunk_of_no_size_is_an_error_of_ours(cognito, size):
    came = what_comes_back({"Transfer-Encoding": "chunked"}, size + b"\r\n{}\r\n0\r\n\r\n")

    first = size.partition(b"\r\n")[0].partition(b";")[0].strip(b" \t")
    assert came in ((400, TimeoutError, NotSimulated) if re.fullmatch(b"[0-9a-fA-F]+", first) else (NotSimulated,))


def test_headers_of_any_size_and_number_are_read(cognito):
    many = {f"X-{number}": "x" * 200 for number in range(150)}

    assert what_comes_back({"Content-Length": "2", "X-Long": "x" * 70_000, **many}, b"{}") == 400
    assert "asked: nothing" in cognito.transcript
