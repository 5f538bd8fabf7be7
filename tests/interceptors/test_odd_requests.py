"""Requests to hosts of Cognito's that no SDK would make: none leaves, and each gets an answer or one clear error."""

import asyncio
import http.client
import itertools
import json

import aiohttp
import boto3
import httpx
import pytest
import requests
import urllib3
from clients import DOCUMENT, HOST, headers
from hypothesis import given
from hypothesis import strategies as st
from one_test import for_each

from pytest_cognito_mfa import Cognito, NotSimulated
from pytest_cognito_mfa._interceptors import intercepting
from pytest_cognito_mfa._interceptors._memory_socket import Incoming

pytestmark = pytest.mark.usefixtures("no_network")

BODY = json.dumps({"MaxResults": 1}).encode()


def by_requests(url):
    return requests.post(url, data=b"{}", timeout=5).status_code


def by_urllib3(url):
    return urllib3.PoolManager().request("POST", url, body=b"{}").status


def by_http_client(url):
    connection = http.client.HTTPSConnection(url.split("/")[2], timeout=5)
    connection.request("POST", "/", b"{}")
    return connection.getresponse().status


def by_httpx(url):
    return httpx.post(url, content=b"{}").status_code


def by_aiohttp(url):
    async def posted():
        async with aiohttp.ClientSession() as session, session.post(url, data=b"{}") as response:
            return response.status

    return asyncio.run(posted())


def test_headers_that_a_handler_of_the_user_put_into_a_plain_dict_are_read(cognito):
    client = boto3.client("cognito-idp")

    def put(request, **_):
        request.headers = dict(request.headers.items())

    client.meta.events.register("before-send.cognito-idp", put)
    assert client.describe_user_pool(UserPoolId=cognito.user_pool_id)["UserPool"]["Name"] == "example"


@for_each("post", [by_requests, by_urllib3, by_http_client, by_httpx, by_aiohttp])
def test_a_host_in_any_spelling_is_answered_without_a_target_too(cognito, post):
    for host in (
        HOST.upper(),
        f"{HOST}.",
        "cognito-idp-fips.us-gov-west-1.amazonaws.com",
        "cognito-idp.eu-west-1.api.aws",
    ):
        assert post(f"https://{host}/") == 400, host
    assert {each.error for each in cognito.journal} == {"UnknownOperationException"}


class Own(http.client.HTTPSConnection):
    """A connection with its own way to send and to read."""

    def endheaders(self, message_body=None, *, encode_chunked=False):
        self._buffer.extend((b"", b""))
        self.send(b"\r\n".join(self._buffer) + (message_body or b""))
        self._buffer.clear()

    def getresponse(self):
        response = self.response_class(self.sock, method=self._method)
        response.begin()
        self._HTTPConnection__state = "Idle"
        return response


def test_a_connection_with_methods_of_its_own_is_answered_each_time(answer):
    connection = Own(HOST)
    with intercepting(answer):
        for operation in ("ListUserPools", "GetUser"):
            connection.request("POST", "/", BODY, headers(operation))
            assert connection.getresponse().read() == answer.outcome.body
        connection.request("GET", DOCUMENT)
        connection.getresponse().read()

    assert [call.operation for call in answer.calls] == ["ListUserPools", "GetUser", "jwks.json"]


def test_options_for_the_whole_server_is_answered(answer):
    connection = http.client.HTTPSConnection(HOST)
    with intercepting(answer):
        connection.request("OPTIONS", "*")
        connection.getresponse().read()

    assert answer.calls[0].url == f"https://{HOST}/"


def test_what_is_no_request_is_not_read_as_one(answer, monkeypatch):
    connection, sent = http.client.HTTPConnection("localhost"), []
    connection.sock = type("Sink", (), {"sendall": staticmethod(sent.append)})()
    with intercepting(answer):
        for data in (b"cognito", b"cognito\r\n\r\n", f"CONNECT {HOST}:443 HTTP/1.1\r\n\r\n".encode(), [b"cognito"]):
            connection.send(data)

    assert len(sent) == 4
    assert not answer.calls


@pytest.mark.parametrize("expect", [True, False])
def test_aiohttp_may_wait_for_a_continue(answer, expect):
    async def posted():
        async with aiohttp.ClientSession() as session:
            sent = {"data": BODY, "headers": headers("ListUserPools"), "expect100": expect}
            async with session.post(f"https://{HOST}/", **sent) as response:
                return response.status

    with intercepting(answer):
        assert asyncio.run(posted()) == 200
    assert answer.calls[0].parameters == {"MaxResults": 1}


# -- framing ------------------------------------------------------------------------------


def request(fields, body):
    lines = [f"POST / HTTP/1.1\r\nHost: {HOST}\r\nX-Amz-Target: AWSCognitoIdentityProviderService.GetUser", *fields]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def chunked(parts):
    return b"".join(b"%x;ext=1\r\n%b\r\n" % (len(part), part) for part in parts if part) + b"0\r\n\r\n"


@given(value=st.text(max_size=2000), cuts=st.lists(st.integers(0, 2000)), in_chunks=st.booleans())
def test_a_request_is_read_whole_however_its_bytes_arrive(value, cuts, in_chunks):
    body = json.dumps({"AccessToken": value}).encode()
    places = [0, *sorted({min(cut, len(body)) for cut in cuts}), len(body)]
    parts = [body[start:end] for start, end in itertools.pairwise(places)]
    if in_chunks:
        data = request(["Transfer-Encoding: chunked"], chunked(parts))
    else:
        data = request([f"Content-Length: {len(body)}"], body)
    incoming = Incoming(f"https://{HOST}")
    places = [0, *sorted({min(cut, len(data)) for cut in cuts}), len(data)]
    with intercepting(print):
        calls = [incoming.feed(data[start:end]) for start, end in itertools.pairwise(places)]

    assert calls[:-1] == [None] * (len(calls) - 1) or not data[places[-2] :]
    assert next(call for call in calls if call).parameters == {"AccessToken": value}
    assert incoming.sent == data


BAD = ("-1", "1_0", "0x10", "9" * 5000, "ten", "\u0661")


@for_each("length", BAD)
def test_a_length_that_is_none_in_http_is_one_clear_error(length):
    field = f"Content-Length: {length}".encode().decode("latin-1")
    for data, what in (
        (request([field], b"{}"), "Content-Length"),
        (request(["Transfer-Encoding: chunked"], b"%b\r\n{}\r\n" % f"+{length}".encode()), "the size of a chunk"),
    ):
        with intercepting(print):
            call = Incoming(f"https://{HOST}").feed(data)
        assert (call.part, call.parameters) == ("framing", {})
        assert call.problem.startswith(f"the request says {what} ")
        assert len(call.problem) < 300


def test_a_bad_length_reaches_the_caller_as_that_error():
    wrong = headers("ListUserPools") | {"Content-Length": "ten"}
    connection = http.client.HTTPSConnection(HOST)
    with Cognito(), pytest.raises(NotSimulated, match="Content-Length 'ten'"):
        connection.request("POST", "/", BODY, wrong)
