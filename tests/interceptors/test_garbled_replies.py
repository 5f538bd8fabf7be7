"""A garbled reply arrives as it is, and each client handles it in its own way."""

import boto3
import botocore.exceptions
import pytest
import requests
from clients import CLIENTS, FAKES, URL, headers, once
from one_test import for_each

from pytest_cognito_mfa._aws.exchange import Reply
from pytest_cognito_mfa._aws.wire import reply
from pytest_cognito_mfa._interceptors import intercepting

pytestmark = pytest.mark.usefixtures("no_network")

JSON = (("Content-Type", "application/x-amz-json-1.1"),)
HTML = (("Content-Type", "text/html"),)
WHOLE = b'{"UserPools":[{"Id":"eu-west-1_AbCdEf123"}]}'
SPOILT = {
    "empty": Reply(200, JSON, b""),
    "truncated": Reply(200, JSON, WHOLE[:20]),
    "html": Reply(200, HTML, b"<html><body>Bad gateway</body></html>"),
    "wrong content type": Reply(200, HTML, WHOLE),
    "wrong crc": Reply(200, (*JSON, ("x-amz-crc32", "1")), WHOLE),
}

RAW = [name for name in CLIENTS if "boto" not in name]


@pytest.fixture(params=SPOILT)
def garbled(request, answer):
    answer.outcome = SPOILT[request.param]
    return request.param


@for_each("name", RAW)
def test_a_client_of_http_gets_every_byte_and_header(name, garbled, answer):
    with intercepting(answer):
        status, got, body = CLIENTS[name][0]("ListUserPools", {})

    assert (status, body) == (200, answer.outcome.body)
    assert {header: got[header] for header, _ in answer.outcome.headers} == dict(answer.outcome.headers)


@for_each("name", [name for name in CLIENTS if "boto" in name])
def test_the_sdk_takes_what_it_cannot_read_for_an_answer_without_members(name, garbled, answer):
    with intercepting(answer):
        status, _, body = CLIENTS[name][0]("ListUserPools", {"MaxResults": 1})

    assert status == 200
    readable = garbled in {"wrong content type", "wrong crc"}  # it looks at neither header
    assert (b"eu-west-1_AbCdEf123" in body) is readable


def test_an_error_without_a_readable_body_has_its_status_for_a_code(answer):
    refused = reply(b"", request_id="id", at=0, status=400, error=("NotAuthorizedException", "no"))
    for outcome in (refused, Reply(502, HTML, b"<html></html>")):
        answer.outcome = outcome
        with intercepting(answer), pytest.raises(botocore.exceptions.ClientError) as raised:
            boto3.client("cognito-idp", config=once(), **FAKES).list_user_pools(MaxResults=1)
        assert raised.value.response["Error"]["Code"] == str(outcome.status)


def test_requests_says_of_half_a_document_that_it_is_no_json(answer):
    answer.outcome = SPOILT["truncated"]
    with intercepting(answer), pytest.raises(requests.JSONDecodeError):
        requests.post(URL, json={}, headers=headers("ListUserPools"), timeout=1).json()
