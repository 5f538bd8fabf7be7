"""The delay of an answer is compared with the client's own timeouts; only `waiting: real` really waits."""

import asyncio
import http.client
import json
import threading
import time
import urllib.request
from functools import partial

import aiobotocore.config
import aiohttp
import boto3
import botocore.config
import httplib2
import httpx
import pytest
import requests
import tornado.httpclient
import tornado.simple_httpclient
import urllib3
import vcr
from clients import AIO_SESSION, CLIENTS, FAKES, HOST, URL, headers, httpxsession, once
from fake_pipeline import BODY
from one_test import for_each

from pytest_cognito_mfa._aws.exchange import Dropped
from pytest_cognito_mfa._interceptors import intercepting

pytestmark = pytest.mark.usefixtures("no_network")

SENT, SAID = b'{"MaxResults": 1}', headers("ListUserPools")


def boto3_client(timeout):
    config = once(read_timeout=timeout, connect_timeout=timeout)
    return boto3.client("cognito-idp", config=config, **FAKES).list_user_pools(MaxResults=1)["UserPools"]


def requests_post(timeout):
    return requests.post(URL, data=SENT, headers=SAID, timeout=timeout).json()["UserPools"]


def requests_stream(timeout):
    return b"".join(requests.post(URL, data=SENT, headers=SAID, timeout=timeout, stream=True).iter_content(5))


def urllib_request(timeout):
    return urllib.request.urlopen(urllib.request.Request(URL, SENT, SAID), timeout=timeout).read()


def http_client(timeout):
    connection = http.client.HTTPSConnection(HOST, timeout=timeout)
    connection.request("POST", "/", SENT, SAID)
    return connection.getresponse().read()


def http_client_in_a_cassette(timeout):
    with vcr.use_cassette("never written", record_mode="none"):
        return http_client(timeout)


def httplib2_http(timeout):
    return httplib2.Http(timeout=timeout).request(URL, "POST", SENT, SAID)[1]


def urllib3_manager(timeout):
    pools = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=timeout, read=timeout))
    return pools.request("POST", URL, body=SENT, headers=SAID).data


def urllib3_pool(timeout):
    return urllib3.HTTPSConnectionPool(HOST, retries=False).urlopen("POST", "/", SENT, SAID, timeout=timeout).data


def httpx_client(timeout):
    return httpx.post(URL, content=SENT, headers=SAID, timeout=timeout).content


async def httpx_async(timeout):
    async with httpx.AsyncClient(timeout=timeout) as client:
        return (await client.post(URL, content=SENT, headers=SAID)).content


async def aiohttp_read(timeout):
    return await aiohttp_with(aiohttp.ClientTimeout(sock_read=timeout, sock_connect=timeout))


async def aiohttp_total(timeout):
    return await aiohttp_with(aiohttp.ClientTimeout(total=timeout))


async def aiohttp_with(timeout):
    async with aiohttp.ClientSession(timeout=timeout) as session, session.post(URL, data=SENT, headers=SAID) as answer:
        return await answer.read()


async def tornado_fetch(timeout):
    client = tornado.httpclient.AsyncHTTPClient(force_instance=True)
    said = {"request_timeout": timeout or 0, "connect_timeout": timeout or 0}
    return (await client.fetch(URL, method="POST", headers=SAID, body=SENT, **said)).body


async def aiobotocore_client(timeout, **options):
    config = aiobotocore.config.AioConfig(
        retries={"total_max_attempts": 1}, read_timeout=timeout, connect_timeout=timeout, **options
    )
    async with AIO_SESSION.create_client("cognito-idp", config=config, **FAKES) as client:
        return (await client.list_user_pools(MaxResults=1))["UserPools"]


_SDK = (botocore.exceptions.ReadTimeoutError, botocore.exceptions.ConnectTimeoutError)
_URLLIB3 = (urllib3.exceptions.ReadTimeoutError, urllib3.exceptions.ConnectTimeoutError)
_HTTPX = (httpx.ReadTimeout, httpx.ConnectTimeout)
_TORNADO = (tornado.simple_httpclient.HTTPTimeoutError,) * 2
SYNC = {
    boto3_client: _SDK,
    requests_post: (requests.ReadTimeout, requests.ConnectTimeout),
    requests_stream: (requests.ReadTimeout, requests.ConnectTimeout),
    urllib_request: (TimeoutError, urllib.error.URLError),
    http_client: (TimeoutError, TimeoutError),
    httplib2_http: (TimeoutError, TimeoutError),
    urllib3_manager: _URLLIB3,
    urllib3_pool: _URLLIB3,
    httpx_client: _HTTPX,
}
ASYNC = {
    httpx_async: _HTTPX,
    aiohttp_read: (aiohttp.SocketTimeoutError, aiohttp.ConnectionTimeoutError),
    aiobotocore_client: _SDK,
    tornado_fetch: _TORNADO,
}
if httpxsession is not None:
    ASYNC[partial(aiobotocore_client, http_session_cls=httpxsession.HttpxSession)] = _SDK
ALL = {**SYNC, **ASYNC}
TOTAL = {aiohttp_total: asyncio.TimeoutError, tornado_fetch: _TORNADO[0]}


def named(call):
    return getattr(call, "__name__", "aiobotocore_on_httpx")


def each(calls):
    return for_each("call", [pytest.param(call, id=named(call)) for call in calls])


def one_by_one(calls):
    return pytest.mark.parametrize("call", calls, ids=named)


def run(call, timeout):
    if call in SYNC or call is http_client_in_a_cassette:
        return call(timeout)
    return asyncio.run(call(timeout))


@pytest.fixture
def slept(monkeypatch):
    """The seconds that the interceptors would have slept, in order."""
    durations = []
    monkeypatch.setattr("time.sleep", durations.append)
    return durations


def late(answer, delay=0.0, trickle=0.0, waits=False):
    answer.outcome = answer.outcome._replace(delay=delay, trickle=trickle, waits=waits)


@one_by_one([*ALL, http_client_in_a_cassette])
def test_an_answer_later_than_the_client_reads_for_is_its_own_read_timeout(call, answer, slept):
    late(answer, 31)

    with intercepting(answer), pytest.raises(Exception) as raised:  # noqa: PT011 -- its exact type is compared below
        run(call, 30)

    assert type(raised.value) is ALL.get(call, (TimeoutError,))[0]
    assert answer.asked == ["ListUserPools"]
    assert slept == []


@each([*ALL, http_client_in_a_cassette])
def test_an_answer_in_time_arrives_and_takes_no_time(call, answer, slept):
    late(answer, 30, 0 if call is tornado_fetch else 99)

    with intercepting(answer):
        assert run(call, 30)

    assert slept == []


@each([*ALL, http_client_in_a_cassette])
def test_a_client_without_a_timeout_gets_every_answer(call, answer):
    late(answer, 1e6, 1e6)

    with intercepting(answer):
        assert run(call, None)


@for_each("delay, trickle", [(20, 11), (0, 31), (31, 0)])
@each(TOTAL)
def test_a_timeout_for_the_whole_counts_the_body_as_well(call, delay, trickle, answer):
    late(answer, delay, trickle)

    with intercepting(answer), pytest.raises(TOTAL[call]) as raised:
        run(call, 30)

    assert type(raised.value) is TOTAL[call]


def test_of_two_timeouts_the_one_that_ends_first_has_ended_it(answer):
    for total, error in ((20, asyncio.TimeoutError), (40, aiohttp.SocketTimeoutError)):
        late(answer, 50)
        with intercepting(answer), pytest.raises(asyncio.TimeoutError) as raised:
            asyncio.run(aiohttp_with(aiohttp.ClientTimeout(total=total, sock_read=30)))
        assert type(raised.value) is error


@for_each("timeout", [None, 30])
@each([*SYNC, http_client_in_a_cassette])
def test_a_synchronous_client_really_waits_when_it_is_to(call, timeout, answer, slept):
    slept.clear()
    late(answer, 2, 1, waits=True)

    with intercepting(answer):
        assert run(call, timeout)

    assert sum(slept) == pytest.approx(3)


@each([*SYNC, http_client_in_a_cassette])
def test_it_waits_no_longer_than_its_timeout(call, answer, slept):
    slept.clear()
    late(answer, 31, waits=True)
    with intercepting(answer), pytest.raises(Exception):  # noqa: B017, PT011 -- its type is compared above
        run(call, 30)

    assert slept == [30]


@for_each("timeout", [30, None])
@for_each("how", ["read_timeout", "connect_timeout"])
@each(SYNC)
def test_a_timeout_that_is_brought_about_takes_as_long_as_the_client_set_it(call, how, timeout, answer, slept):
    slept.clear()
    answer.outcome = Dropped(how, 7, waits=True)

    with intercepting(answer), pytest.raises(SYNC[call][how == "connect_timeout"]):
        run(call, timeout)

    assert slept == [timeout or 7]


@for_each("how", ["reset", "tls", "dns"])
@each(SYNC)
def test_other_losses_take_as_long_as_they_say(call, how, answer, slept):
    slept.clear()
    answer.outcome = Dropped(how, 7, waits=True)

    with intercepting(answer), pytest.raises(Exception):  # noqa: B017, PT011 -- their types have a test of their own
        run(call, 30)

    assert slept == [7]


@each(ALL)
def test_a_loss_later_than_the_client_reads_for_is_its_read_timeout(call, answer):
    answer.outcome = Dropped("reset", 31)

    with intercepting(answer), pytest.raises(ALL[call][0]) as raised:
        run(call, 30)

    assert type(raised.value) is ALL[call][0]


@for_each("outcome", ["delay", "trickle", "connect_timeout", "tls", "reset", "read_timeout"])
@one_by_one([*ASYNC, aiohttp_total])
def test_an_asynchronous_client_waits_without_holding_up_its_loop(call, outcome, answer):
    if outcome in ("delay", "trickle"):
        late(answer, **{outcome: 0.01}, waits=True)
    else:
        answer.outcome = Dropped(outcome, 0.01, waits=True)
    happened, asked = [], asyncio.Event()

    async def other():
        await asked.wait()
        happened.append("asked")
        await asyncio.sleep(0)
        happened.append("something else")

    def note(got):
        asked.set()
        return answer(got)

    async def called():
        await asyncio.gather(call(None), return_exceptions=True)
        happened.append("answered")

    async def both():
        await asyncio.gather(called(), other())

    with intercepting(note):
        asyncio.run(both())

    assert happened == ["asked", "something else", "answered"]


@each(ASYNC)
def test_its_own_timeout_ends_the_wait(call, answer):
    late(answer, 60, waits=True)

    with intercepting(answer), pytest.raises(Exception) as raised:  # noqa: PT011 -- its exact type is compared below
        run(call, 0.03)

    assert type(raised.value) is ASYNC[call][0]


def test_a_body_trickles_in_after_its_headers(answer, slept):
    late(answer, 2, 1, waits=True)

    with intercepting(answer), httpx.stream("POST", URL, content=SENT, headers=SAID) as streamed:
        assert (streamed.status_code, slept) == (200, [2])
        parts = list(streamed.iter_raw())

    assert json.loads(b"".join(parts)) == BODY
    assert len(parts) == len(slept) - 1 > 1
    slept.clear()

    with intercepting(answer), requests.post(URL, data=SENT, headers=SAID, timeout=5, stream=True) as streamed:
        assert (streamed.status_code, slept) == (200, [2])
        assert streamed.json() == BODY

    assert sum(slept) == pytest.approx(3)


def test_a_request_that_is_given_up_hears_no_more(answer):
    late(answer, 60, waits=True)

    async def given_up():
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(aiohttp_read(None), 0.01)
        return [task for task in asyncio.all_tasks() if task is not asyncio.current_task() and not task.cancelling()]

    with intercepting(answer):
        assert asyncio.run(given_up()) == []


def test_a_thread_that_waits_holds_up_no_other(answer):
    waiting, released = threading.Event(), threading.Event()
    happened = []

    def wait(duration):
        waiting.set()
        assert released.wait(10)

    quick = answer.outcome
    late(answer, 2, waits=True)
    with pytest.MonkeyPatch.context() as patch, intercepting(answer):
        patch.setattr(time, "sleep", wait)
        thread = threading.Thread(target=lambda: happened.append(bool(boto3_client(None)) and "the late one"))
        thread.start()
        assert waiting.wait(10)
        answer.outcome = quick
        assert boto3_client(30)
        happened.append("the quick one")
        released.set()
        thread.join()

    assert happened == ["the quick one", "the late one"]


@for_each("name", CLIENTS)
def test_a_second_is_in_time_for_every_client_as_it_is_made(name, answer):
    late(answer, 1, 1)

    with intercepting(answer):
        assert CLIENTS[name][0]("ListUserPools", {"MaxResults": 1})[0] == 200


def test_a_timeout_of_one_call_counts_for_it(answer):
    """Newer SDKs take one in the request's context."""
    client = boto3.client("cognito-idp", config=once(read_timeout=30), **FAKES)
    client.meta.events.register("before-send", lambda request, **_: setattr(request, "context", {"read_timeout": 2}))
    late(answer, 3)

    with intercepting(answer), pytest.raises(botocore.exceptions.ReadTimeoutError):
        client.list_user_pools(MaxResults=1)
