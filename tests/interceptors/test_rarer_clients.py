"""Less common clients, and those built on an intercepted library: tornado, httplib2, and transports for httpx."""

import asyncio
import json
from types import SimpleNamespace

import httpx
import pytest
from clients import LOST, SOCKET_ERRORS, URL, headers, httpx_errors
from fake_pipeline import BODY
from one_test import for_each

from pytest_cognito_mfa._aws.exchange import Dropped, Reply
from pytest_cognito_mfa._interceptors import intercepting, other_mocks
from pytest_cognito_mfa.errors import NotSimulated

SENT = '{"MaxResults": 1}'


def tornado_fetch():
    httpclient = pytest.importorskip("tornado.httpclient")

    async def called():
        request = httpclient.HTTPRequest(URL, "POST", headers("ListUserPools"), SENT)
        return (await httpclient.AsyncHTTPClient(force_instance=True).fetch(request)).body

    return asyncio.run(called())


def httplib2_request():
    return pytest.importorskip("httplib2").Http().request(URL, "POST", SENT, headers("ListUserPools"))[1]


def _through(transport):
    with httpx.Client(transport=transport()) as client:
        return client.post(URL, content=SENT, headers=headers("ListUserPools")).content


def _through_async(transport):
    async def called():
        async with httpx.AsyncClient(transport=transport()) as client:
            return (await client.post(URL, content=SENT, headers=headers("ListUserPools"))).content

    return asyncio.run(called())


def curl():
    return _through(pytest.importorskip("httpx_curl_cffi").CurlTransport)


def curl_async():
    return _through_async(pytest.importorskip("httpx_curl_cffi").AsyncCurlTransport)


def pyreqwest():
    builder = pytest.importorskip("pyreqwest.client").SyncClientBuilder
    module = pytest.importorskip("pyreqwest.compatibility.httpx")
    return _through(lambda: module.SyncHttpxTransport(builder().build()))


CALLS = [tornado_fetch, httplib2_request, curl, curl_async, pyreqwest]


@pytest.fixture(params=CALLS, ids=lambda call: call.__name__)
def call(request, no_network):
    return request.param


def test_it_gets_the_reply(call, answer):
    with intercepting(answer):
        assert json.loads(call()) == BODY

    assert [asked.parameters for asked in answer.calls] == [{"MaxResults": 1}]


def lost_by(call):
    if call is tornado_fetch:
        from tornado.simple_httpclient import HTTPTimeoutError

        return HTTPTimeoutError, HTTPTimeoutError, *SOCKET_ERRORS[2:]
    if call is httplib2_request:
        import httplib2

        return *SOCKET_ERRORS[:4], httplib2.ServerNotFoundError
    return httpx_errors(httpx)


@for_each("how", LOST)
def test_a_lost_connection_is_its_own_error(call, how, answer):
    answer.outcome = Dropped(how)

    with intercepting(answer), pytest.raises(Exception) as raised:  # noqa: PT011 -- its exact type is compared below
        call()

    assert type(raised.value) is lost_by(call)[LOST.index(how)]


def test_an_error_of_ours_arrives_as_itself(call, answer):
    answer.outcome = NotSimulated("this is not simulated")

    with intercepting(answer), pytest.raises(NotSimulated):
        call()


def test_what_stands_over_an_interceptor_is_passed_by_for_cognito_only():
    call = other_mocks._genuine(lambda *_: "genuine", lambda *_: "laid over it")
    cognitos = SimpleNamespace(method="POST", url=URL, headers=headers("GetUser"))
    others = SimpleNamespace(method="GET", url="https://example.test/", headers={})

    with intercepting(print):
        assert [call(None, cognitos), call(None, others)] == ["genuine", "laid over it"]


def test_a_header_that_comes_twice_is_kept_twice():
    recorded = other_mocks._recorded(Reply(200, (("A", "1"), ("A", "2")), b""))

    assert recorded["headers"] == {"A": ["1", "2"]}


def test_tornados_call_of_anyone_else_goes_its_own_way():
    httpclient = pytest.importorskip("tornado.httpclient")

    async def called(client):
        return await client.fetch("http://127.0.0.1:1/", connect_timeout=1)

    async def main():
        with intercepting(print):
            await called(httpclient.AsyncHTTPClient(force_instance=True))

    with pytest.raises(ConnectionRefusedError):
        asyncio.run(main())
