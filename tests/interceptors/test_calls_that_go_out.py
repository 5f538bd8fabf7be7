"""A call that is let through goes out by its own library, whole and once, and the note hears what came."""

import asyncio
import json
import socket

import aiohttp
import clients
import pytest
import requests
import urllib3
from answerer import BODY
from clients import CLIENTS, GETTERS, URL, headers
from leading import lead, trust
from loopback import ADDRESS, Proxy, Service, certificate
from test_rarer_clients import CALLS

from pytest_cognito_mfa._aws.passthrough import PassThrough
from pytest_cognito_mfa._interceptors import intercepting
from pytest_cognito_mfa._interceptors._passthrough import arrived
from pytest_cognito_mfa.errors import NotSimulated

RARE = {
    call.__name__: lambda _, __, call=call: (200, {"x-amzn-RequestId": "11111111-2222-3333"}, call()) for call in CALLS
}
EVERY = {name: call for name, (call, _) in CLIENTS.items()} | RARE


LEAVE_SOCKETS = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""Several clients leave their sockets to the garbage collector when a call is lost, with and without doors."""


class Noted:
    """A pipeline that lets every call through, and a note of how each ended."""

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
        lead(monkeypatch, service.server_port)
        trust(monkeypatch, certified[0])
        yield service


@pytest.fixture
def noted():
    return Noted()


@pytest.fixture(params=EVERY)
def call(request):
    return lambda: EVERY[request.param]("ListUserPools", {"MaxResults": 1})


@pytest.mark.parametrize("framing", ["plain", "chunked", "close"])
def test_a_client_gets_the_real_reply_and_the_note_hears_it(call, framing, service, noted):
    service.framing = framing

    with intercepting(noted.decide):
        status, headers, body = call()

    assert (status, json.loads(body)) == (200, BODY)
    assert {name.lower(): value for name, value in headers.items()}["x-amzn-requestid"] == "11111111-2222-3333"
    ((status, headers, body),) = noted.came
    assert (status, headers["x-amzn-requestid"], json.loads(body)) == (200, "11111111-2222-3333", BODY)
    ((operation, sent),) = service.heard
    assert (operation, json.loads(sent)) == ("ListUserPools", {"MaxResults": 1})
    assert (noted.asked, noted.lost_as) == (["ListUserPools"], [])


@pytest.mark.parametrize("get", GETTERS.values(), ids=GETTERS)
def test_a_pools_keys_come_for_real_too(get, service, noted):
    with intercepting(noted.decide):
        assert json.loads(get(clients.DOCUMENT)) == BODY

    assert [json.loads(body) for _, _, body in noted.came] == [BODY]
    assert (noted.asked, len(service.heard)) == (["jwks.json"], 1)


OLD_URLLIB3 = urllib3.__version__.startswith("1.")


def raised_by(call):
    """The type of what it raises; botocore does not mind a body that is cut short."""
    try:
        call()
    except Exception as error:  # noqa: BLE001 -- its type is compared with the one without doors
        return type(error)
    return None


@LEAVE_SOCKETS
@pytest.mark.parametrize("framing", ["silent", "cut"])
def test_a_connection_that_ends_early_is_the_librarys_own_error(call, framing, service, noted):
    service.framing = framing
    without_doors = raised_by(call)
    heard = len(service.heard)

    with intercepting(noted.decide):
        with_doors = raised_by(call)

    assert with_doors is without_doors
    if with_doors is not None or (noted.lost_as and OLD_URLLIB3):  # which does not mind a body that is cut short
        assert (len(noted.came), noted.lost_as) == (0, ["reset"] * len(noted.asked))
    else:
        assert (len(noted.came), noted.lost_as) == (1, [])
    assert len(service.heard) - heard == heard


@LEAVE_SOCKETS
def test_a_certificate_that_nobody_trusts_is_the_librarys_own_error(call, certified, monkeypatch, noted):
    with Service(BODY, certified[1]) as service:
        lead(monkeypatch, service.server_port)
        without_doors = raised_by(call)

        with intercepting(noted.decide):
            with_doors = raised_by(call)

    assert with_doors is without_doors
    assert (noted.came, set(noted.lost_as), service.heard) == ([], {"tls"}, [])


@LEAVE_SOCKETS
def test_who_cannot_connect_hears_it_from_the_library(call, monkeypatch, noted):
    with Service(BODY) as service:
        port = service.server_port
    lead(monkeypatch, port)
    without_doors = raised_by(call)

    with intercepting(noted.decide):
        with_doors = raised_by(call)

    assert with_doors is without_doors
    assert (noted.came, set(noted.lost_as)) == ([], {"reset"})


PROXIED = ["boto3", "aiobotocore", "requests", "urllib.request", "httpx", "httpx, async"]


@pytest.mark.parametrize("name", PROXIED)
def test_it_goes_by_the_proxy_that_the_library_would_take(name, service, noted, monkeypatch):
    with Proxy() as proxy:
        monkeypatch.setattr("urllib.request._opener", None)  # it keeps the proxies of its first call
        for variable in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(variable, f"http://{ADDRESS}:{proxy.server_address[1]}")
        with intercepting(noted.decide):
            EVERY[name]("ListUserPools", {"MaxResults": 1})

    assert proxy.tunnels == ["CONNECT"]
    assert [status for status, _, _ in noted.came] == [200]


async def of_aiohttp(**timeouts):
    timeout = aiohttp.ClientTimeout(**timeouts)
    async with (
        aiohttp.ClientSession(timeout=timeout, headers=headers("GetUser")) as session,
        session.post(clients.URL, json={}) as answer,
    ):
        return await answer.read()


@LEAVE_SOCKETS
@pytest.mark.parametrize(
    ("timeouts", "lost"),
    [({"sock_read": 0.2}, "read_timeout"), ({"total": 0.3}, "read_timeout"), ({"connect": 1e-9}, "connect_timeout")],
    ids=["sock_read", "total", "connect"],
)
def test_aiohttps_time_outs_are_its_own(timeouts, lost, service, noted):
    if "connect" in timeouts and aiohttp.__version__.startswith("3.10."):
        pytest.skip("aiohttp 3.10 takes a connection that is made at once for one made in time")
    service.framing = "hang"

    with intercepting(noted.decide), pytest.raises(asyncio.TimeoutError):
        asyncio.run(of_aiohttp(**timeouts))

    assert (noted.came, noted.lost_as) == ([], [lost])


def test_the_read_time_out_of_requests_is_its_own(service, noted):
    service.framing = "hang"

    with intercepting(noted.decide), pytest.raises(requests.ReadTimeout):
        requests.post(clients.URL, json={}, headers=headers("GetUser"), timeout=0.2)

    assert (noted.came, noted.lost_as) == ([], ["read_timeout"])


@LEAVE_SOCKETS
@pytest.mark.parametrize("name", ["aiohttp data", "requests", "httpx, async"])
def test_a_reset_is_the_librarys_own_error(name, service, noted):
    service.framing = "reset"
    without_doors = raised_by(lambda: EVERY[name]("ListUserPools", {}))

    with intercepting(noted.decide):
        with_doors = raised_by(lambda: EVERY[name]("ListUserPools", {}))

    assert (with_doors, noted.lost_as) == (without_doors, ["reset"])


def test_a_name_that_is_not_found_is_lost_as_such(noted, monkeypatch):
    def looked_up(*args, **kwargs):
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    with intercepting(noted.decide), pytest.raises(requests.ConnectionError):
        EVERY["requests"]("ListUserPools", {})

    assert noted.lost_as == ["dns"]


def test_what_tornado_streams_is_noted_whole(service, noted):
    httpclient = pytest.importorskip("tornado.httpclient")
    parts = []

    async def called():
        request = httpclient.HTTPRequest(clients.URL, "POST", headers("GetUser"), "{}", streaming_callback=parts.append)
        await httpclient.AsyncHTTPClient(force_instance=True).fetch(request)

    with intercepting(noted.decide):
        asyncio.run(called())

    assert json.loads(b"".join(parts)) == BODY
    assert [json.loads(body) for _, _, body in noted.came] == [BODY]


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

    assert [arrived(reply[:end], "POST", ended=False) for end in range(until)] == [None] * until
    assert arrived(reply, "POST", ended=False).reply.body == b"{}"


def test_inside_a_cassette_of_vcrpys_a_transport_that_it_stands_for_cannot_record(noted, tmp_path):
    cassette, request = pytest.importorskip("vcr.cassette"), pytest.importorskip("vcr.request")
    asked = request.Request("POST", URL, b"{}", headers("GetUser"))

    with intercepting(noted.decide), pytest.raises(NotSimulated, match="cannot go out to be recorded"):
        cassette.Cassette(str(tmp_path / "own.yaml")).play_response(asked)
