"""A call that passes through is sent by its own library, once and whole, and its response is reported."""

import asyncio
import json
import socket

import aiohttp
import clients
import httpx
import pytest
import requests
import urllib3
from clients import CLIENTS, GETTERS, URL, headers
from fake_pipeline import BODY
from loopback import ADDRESS, Proxy, Service, certificate
from one_test import for_each
from redirecting import redirect, trust
from test_rarer_clients import CALLS

from pytest_cognito_mfa._aws.exchange import PassThrough
from pytest_cognito_mfa._interceptors import intercepting
from pytest_cognito_mfa._interceptors._passthrough import parse_response

RARE = {
    call.__name__: lambda _, __, call=call: (200, {"x-amzn-RequestId": "11111111-2222-3333"}, call()) for call in CALLS
}
EVERY = {name: call for name, (call, _) in CLIENTS.items()} | RARE


def leaves_sockets(test):
    """Several clients leave them to the garbage collector when a call is lost, with and without interceptors."""
    ignored = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    return ignored(pytest.mark.usefixtures("collected")(test))


class Noted:
    """A pipeline that passes every call through, and keeps how each ended."""

    def __init__(self):
        self.asked, self.came, self.lost_as = [], [], []

    def decide(self, call):
        self.asked.append(call.operation)
        return PassThrough(self)

    def __call__(self, status, headers, body):
        self.came.append((status, {name.lower(): value for name, value in headers}, body))

    def lost(self, how):
        self.lost_as.append(how)


@pytest.fixture(scope="session")
def certified(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"), clients.HOST)


@pytest.fixture
def service(certified, monkeypatch):
    with Service(BODY, certified[1]) as service:
        redirect(monkeypatch, service.server_port)
        trust(monkeypatch, certified[0])
        yield service


@pytest.fixture
def passing():
    return Noted()


def calling(name):
    return lambda: EVERY[name]("ListUserPools", {"MaxResults": 1})


@pytest.fixture(params=EVERY)
def call(request):
    return calling(request.param)


each_call = for_each("call", [pytest.param(calling(name), id=name) for name in EVERY])


@pytest.mark.parametrize(
    "framing", ["plain", *(pytest.param(rarer, marks=pytest.mark.long) for rarer in ("chunked", "close"))]
)
def test_a_client_gets_the_real_reply_and_the_note_hears_it(call, framing, service, passing):
    service.framing = framing

    with intercepting(passing.decide):
        status, headers, body = call()

    assert (status, json.loads(body)) == (200, BODY)
    assert {name.lower(): value for name, value in headers.items()}["x-amzn-requestid"] == "11111111-2222-3333"
    ((status, headers, body),) = passing.came
    assert (status, headers["x-amzn-requestid"], json.loads(body)) == (200, "11111111-2222-3333", BODY)
    ((operation, sent),) = service.heard
    assert (operation, json.loads(sent)) == ("ListUserPools", {"MaxResults": 1})
    assert (passing.asked, passing.lost_as) == (["ListUserPools"], [])


@for_each("get", [pytest.param(get, id=name) for name, get in GETTERS.items()])
def test_a_pools_keys_come_for_real_too(get, service):
    passing = Noted()
    service.heard.clear()
    with intercepting(passing.decide):
        assert json.loads(get(clients.DOCUMENT)) == BODY

    assert [json.loads(body) for _, _, body in passing.came] == [BODY]
    assert (passing.asked, len(service.heard)) == (["jwks.json"], 1)


OLD_URLLIB3 = urllib3.__version__.startswith("1.")


def raised_by(call):
    """The type of the error that it raises; botocore accepts a body that is cut short."""
    try:
        call()
    except Exception as error:  # noqa: BLE001 -- its type is compared with the one without interceptors
        return type(error)
    return None


@leaves_sockets
@each_call
@for_each("framing", ["silent", "cut"])
def test_a_connection_that_ends_early_is_the_librarys_own_error(call, framing, service):
    passing = Noted()
    service.framing = framing
    service.heard.clear()
    without_us = raised_by(call)
    heard = len(service.heard)

    with intercepting(passing.decide):
        with_us = raised_by(call)

    assert with_us is without_us
    if with_us is not None or (passing.lost_as and OLD_URLLIB3):  # which accepts a body that is cut short
        assert (len(passing.came), passing.lost_as) == (0, ["reset"] * len(passing.asked))
    else:
        assert (len(passing.came), passing.lost_as) == (1, [])
    assert len(service.heard) - heard == heard


@pytest.fixture
def untrusted(certified, monkeypatch):
    with Service(BODY, certified[1]) as service:
        redirect(monkeypatch, service.server_port)
        yield service


@leaves_sockets
@each_call
def test_a_certificate_that_nobody_trusts_is_the_librarys_own_error(call, untrusted):
    passing = Noted()
    without_us = raised_by(call)

    with intercepting(passing.decide):
        with_us = raised_by(call)

    assert with_us is without_us
    assert (passing.came, set(passing.lost_as), untrusted.heard) == ([], {"tls"}, [])


@pytest.fixture
def nobody_listens(monkeypatch):
    with Service(BODY) as service:
        port = service.server_port
    redirect(monkeypatch, port)


@leaves_sockets
@each_call
def test_who_cannot_connect_hears_it_from_the_library(call, nobody_listens):
    passing = Noted()
    without_us = raised_by(call)

    with intercepting(passing.decide):
        with_us = raised_by(call)

    assert with_us is without_us
    assert (passing.came, set(passing.lost_as)) == ([], {"reset"})


PROXIED = ["boto3", "aiobotocore", "requests", "urllib.request", "httpx", "httpx, async"]


@pytest.mark.parametrize("name", PROXIED)
def test_it_goes_by_the_proxy_that_the_library_would_take(name, service, passing, monkeypatch):
    with Proxy() as proxy:
        monkeypatch.setattr("urllib.request._opener", None)  # it keeps the proxies of its first call
        for variable in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(variable, f"http://{ADDRESS}:{proxy.server_address[1]}")
        with intercepting(passing.decide):
            EVERY[name]("ListUserPools", {"MaxResults": 1})

    assert proxy.tunnels == ["CONNECT"]
    assert [status for status, _, _ in passing.came] == [200]


async def of_aiohttp(**timeouts):
    timeout = aiohttp.ClientTimeout(**timeouts)
    async with (
        aiohttp.ClientSession(timeout=timeout, headers=headers("GetUser")) as session,
        session.post(clients.URL, json={}) as answer,
    ):
        return await answer.read()


@leaves_sockets
@for_each(
    "timeouts, lost",
    [({"sock_read": 0.1}, "read_timeout"), ({"total": 0.2}, "read_timeout"), ({"connect": 1e-9}, "connect_timeout")],
)
def test_aiohttps_timeouts_are_its_own(timeouts, lost, service):
    passing = Noted()
    if "connect" in timeouts and aiohttp.__version__.startswith("3.10."):
        pytest.skip("aiohttp 3.10 takes a connection that is made at once for one made in time")
    service.framing = "hang"

    with intercepting(passing.decide), pytest.raises(asyncio.TimeoutError):
        asyncio.run(of_aiohttp(**timeouts))

    assert (passing.came, passing.lost_as) == ([], [lost])


def test_the_read_timeout_of_requests_is_its_own(service, passing):
    service.framing = "hang"

    with intercepting(passing.decide), pytest.raises(requests.ReadTimeout):
        requests.post(clients.URL, json={}, headers=headers("GetUser"), timeout=0.1)

    assert (passing.came, passing.lost_as) == ([], ["read_timeout"])


@leaves_sockets
@for_each("name", ["aiohttp data", "requests", "httpx, async"])
def test_a_reset_is_the_librarys_own_error(name, service):
    passing = Noted()
    service.framing = "reset"
    without_us = raised_by(lambda: EVERY[name]("ListUserPools", {}))

    with intercepting(passing.decide):
        with_us = raised_by(lambda: EVERY[name]("ListUserPools", {}))

    assert (with_us, passing.lost_as) == (without_us, ["reset"])


def test_a_name_that_is_not_found_is_lost_as_such(passing, monkeypatch):
    def looked_up(*args, **kwargs):
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    with intercepting(passing.decide), pytest.raises(requests.ConnectionError):
        EVERY["requests"]("ListUserPools", {})

    assert passing.lost_as == ["dns"]


def test_what_tornado_streams_is_noted_whole(service, passing):
    httpclient = pytest.importorskip("tornado.httpclient")
    parts = []

    async def called():
        request = httpclient.HTTPRequest(clients.URL, "POST", headers("GetUser"), "{}", streaming_callback=parts.append)
        await httpclient.AsyncHTTPClient(force_instance=True).fetch(request)

    with intercepting(passing.decide):
        asyncio.run(called())

    assert json.loads(b"".join(parts)) == BODY
    assert [json.loads(body) for _, _, body in passing.came] == [BODY]


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
    ],
    ids=["plain", "chunked"],
)
def test_a_reply_has_arrived_with_its_last_byte(reply):
    until = reply.rindex(b"0\r\n") if b"chunked" in reply else len(reply)  # the last chunk says that it is the last

    assert [parse_response(reply[:end], "POST", ended=False) for end in range(until)] == [None] * until
    assert parse_response(reply, "POST", ended=False).reply.body == b"{}"


@for_each("mode", ["none", "all"])
def test_inside_a_cassette_of_vcrpys_a_transport_that_uses_no_network_is_left_alone(mode, passing, tmp_path):
    vcr = pytest.importorskip("vcr")
    theirs = httpx.MockTransport(lambda _: httpx.Response(418))

    cassette = vcr.use_cassette(str(tmp_path / "own.yaml"), record_mode=mode)
    with intercepting(passing.decide), cassette, httpx.Client(transport=theirs) as client:
        assert client.post(URL, json={}, headers=headers("GetUser")).status_code == 418

    assert passing.asked == []
    assert not (tmp_path / "own.yaml").exists()
