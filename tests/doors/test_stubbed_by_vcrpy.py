"""The libraries that have no door of their own: vcrpy's stubs serve them, with our answers."""

import asyncio
import json
from types import SimpleNamespace

import httpx
import pytest
import vcr.patch
from answerer import BODY
from door_clients import URL, headers

from pytest_cognito_mfa._doors import intercepting, vcrpy
from pytest_cognito_mfa._exchange import Dropped, Reply
from pytest_cognito_mfa.errors import NotSimulated

LOST = ("connect_timeout", "read_timeout", "reset")
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
    return _through(stubbed("httpx_curl_cffi", "_HttpxCurlTransport_handle_request").CurlTransport)


def curl_async():
    return _through_async(stubbed("httpx_curl_cffi", "_HttpxCurlTransport_handle_request").AsyncCurlTransport)


def pyreqwest():
    builder = pytest.importorskip("pyreqwest.client").SyncClientBuilder
    module = stubbed("pyreqwest.compatibility.httpx", "_HttpxSyncPyreqwestTransport_handle_request")
    return _through(lambda: module.SyncHttpxTransport(builder().build()))


def stubbed(module, kept):
    if not hasattr(__import__("vcr.patch").patch, kept):
        pytest.skip("this vcrpy does not patch it")
    return pytest.importorskip(module)


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

        return HTTPTimeoutError, HTTPTimeoutError, ConnectionResetError
    if call is httplib2_request:
        return TimeoutError, TimeoutError, ConnectionResetError
    return httpx.ConnectTimeout, httpx.ReadTimeout, httpx.ReadError


@pytest.mark.parametrize("how", LOST)
def test_a_lost_connection_is_its_own_error(call, how, answer):
    answer.outcome = Dropped(how)

    with intercepting(answer), pytest.raises(Exception) as raised:  # noqa: PT011 -- its exact type is compared below
        call()

    assert type(raised.value) is lost_by(call)[LOST.index(how)]


def test_an_error_of_ours_arrives_as_itself(call, answer):
    answer.outcome = NotSimulated("this is not simulated")

    with intercepting(answer), pytest.raises(NotSimulated):
        call()


def test_a_stub_that_is_asked_after_the_window_gets_nothing():
    cassette = vcrpy._Cassette(lambda _, dropped: ConnectionError(dropped.how))
    request = SimpleNamespace(method="POST", uri=URL, headers=headers("GetUser"), body=None)

    with pytest.raises(ConnectionError, match="reset"):
        cassette.play_response(request)


def test_a_library_that_is_not_there_has_no_stubs():
    assert list(vcrpy._stubbed(vcr.patch, "door_missing", print)) == []


def test_stubs_that_do_not_fit_their_library_cost_only_the_rest():
    class Builder:
        def __init__(self, cassette):
            self.cassette = cassette

        def build(self):
            yield self.cassette
            raise AttributeError("module 'aiohttp.streams' has no attribute 'AsyncStreamReaderMixin'")

    assert len(list(vcrpy._patchers(SimpleNamespace(CassettePatcherBuilder=Builder), print))) == 1


def test_what_stands_over_a_door_is_passed_by_for_cognito_only():
    call = vcrpy._genuine(lambda *_: "genuine", lambda *_: "laid over it")
    cognitos = SimpleNamespace(method="POST", url=URL, headers=headers("GetUser"))
    others = SimpleNamespace(method="GET", url="https://example.test/", headers={})

    with intercepting(print):
        assert [call(None, cognitos), call(None, others)] == ["genuine", "laid over it"]


def test_a_header_that_comes_twice_is_kept_twice():
    recorded = vcrpy._recorded(Reply(200, (("A", "1"), ("A", "2")), b""), None)

    assert recorded["headers"] == {"A": ["1", "2"]}
