"""Requests to other services are sent as usual by the library alone: streamed, kept alive, refused."""

import asyncio
import http.client
import socket
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import aiohttp
import boto3
import httpx
import pytest
import requests
import urllib3
from botocore.config import Config
from clients import FAKES, HOST, headers

from pytest_cognito_mfa._interceptors import intercepting


class Handler(BaseHTTPRequestHandler):
    """Sends one half of a body, and the other when the client has received the first."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.peers.append(self.client_address)
        self.send_response(200)
        self.send_header("Content-Length", "10")
        self.end_headers()
        self.wfile.write(b"first")
        self.wfile.flush()
        self.server.first_arrived.wait(5)
        self.wfile.write(b"other" if self.server.first_arrived.is_set() else b"LATE!")

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.peers = []
        server.first_arrived = threading.Event()
        server.url = f"http://127.0.0.1:{server.server_port}/path"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def requests_halves(url, arrived):
    with requests.get(url, stream=True, timeout=9) as answer:
        halves = answer.iter_content(5)
        yield next(halves)
        arrived()
        yield next(halves)


def urllib_halves(url, arrived):
    with urllib.request.urlopen(url) as answer:
        yield answer.read(5)
        arrived()
        yield answer.read(5)


def http_client_halves(url, arrived):
    connection = http.client.HTTPConnection(url.split("/")[2])
    connection.request("GET", "/path", headers={"X-Amz-Target": "DynamoDB_20120810.GetItem"})
    answer = connection.getresponse()
    yield answer.read(5)
    arrived()
    yield answer.read(5)
    connection.close()


def urllib3_halves(url, arrived):
    with urllib3.PoolManager() as pools:
        answer = pools.request("GET", url, preload_content=False)
        yield answer.read(5)
        arrived()
        yield answer.read(5)
        answer.release_conn()


def httpx_halves(url, arrived):
    with httpx.stream("GET", url) as answer:
        halves = answer.iter_raw(5)
        yield next(halves)
        arrived()
        yield next(halves)


def _asynchronous(halves):
    def called(url, arrived):
        return asyncio.run(halves(url, arrived))

    return called


@_asynchronous
async def httpx_async_halves(url, arrived):
    async with httpx.AsyncClient() as client, client.stream("GET", url) as answer:
        halves = answer.aiter_raw(5)
        first = await anext(halves)
        arrived()
        return [first, await anext(halves)]


@_asynchronous
async def aiohttp_halves(url, arrived):
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        first = await answer.content.readexactly(5)
        arrived()
        return [first, await answer.content.readexactly(5)]


def httplib2_whole(url, arrived):
    arrived()
    _, body = pytest.importorskip("httplib2").Http().request(url)
    return [body[:5], body[5:]]


STREAMERS = [
    requests_halves,
    urllib_halves,
    http_client_halves,
    urllib3_halves,
    httpx_halves,
    httpx_async_halves,
    aiohttp_halves,
    httplib2_whole,
]


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # httplib2 leaves its socket to the collector
@pytest.mark.parametrize("halves", STREAMERS, ids=lambda halves: halves.__name__)
def test_a_body_is_streamed_as_it_comes(halves, server, answer):
    with intercepting(answer):
        assert list(halves(server.url, server.first_arrived.set)) == [b"first", b"other"]

    assert answer.calls == []


def test_a_pooled_connection_lives_on_across_blocks_and_cognitos_calls(server, answer):
    server.first_arrived.set()
    with requests.Session() as session:
        session.get(server.url)
        with intercepting(answer):
            session.get(server.url)
            session.post(f"http://127.0.0.1:{server.server_port}/", json={}, headers=headers("GetUser"))
            session.get(server.url)
        session.get(server.url)

    assert answer.asked == ["GetUser"]
    assert len(server.peers) == 4
    assert len(set(server.peers)) == 1


def test_an_open_connection_of_http_client_serves_both_in_turn(server, answer):
    server.first_arrived.set()
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
    with intercepting(answer):
        for path, sent in (("/", {}), ("/", headers("GetUser")), ("/", {})):
            connection.request("GET", path, headers=sent)
            connection.getresponse().read()
    connection.close()

    assert answer.asked == ["GetUser"]
    assert len(server.peers) == 2
    assert len(set(server.peers)) == 1


def test_other_aws_services_go_to_their_endpoint(server, answer):
    server.first_arrived.set()
    s3 = boto3.client("s3", endpoint_url=server.url, config=Config(retries={"total_max_attempts": 1}), **FAKES)

    with intercepting(answer):
        assert s3.get_object(Bucket="bucket", Key="key")["Body"].read() == b"firstother"

    assert answer.calls == []
    s3.close()


def test_other_aws_services_go_to_their_endpoint_asynchronously(server, answer):
    session = pytest.importorskip("aiobotocore.session").get_session()
    server.first_arrived.set()

    async def called():
        async with session.create_client("s3", endpoint_url=server.url, **FAKES) as s3:
            got = await s3.get_object(Bucket="bucket", Key="key")
            async with got["Body"] as body:
                return await body.read()

    with intercepting(answer):
        assert asyncio.run(called()) == b"firstother"


def test_a_class_made_inside_a_block_is_sound_after_it(server, answer):
    server.first_arrived.set()
    with intercepting(answer):

        class Connection(http.client.HTTPConnection):
            pass

    connection = Connection("127.0.0.1", server.server_port)
    connection.request("GET", "/")
    assert isinstance(connection, http.client.HTTPConnection)
    assert connection.getresponse().read() == b"firstother"
    connection.close()


def test_a_transport_of_the_users_own_is_the_users(answer):
    transport = httpx.MockTransport(lambda request: httpx.Response(418))

    with intercepting(answer), httpx.Client(transport=transport) as client:
        assert client.post(f"https://{HOST}/", headers=headers("GetUser")).status_code == 418


def test_a_closed_pool_says_so(answer):
    pool = urllib3.HTTPSConnectionPool(HOST)
    pool.close()

    with intercepting(answer), pytest.raises(urllib3.exceptions.ClosedPoolError):
        pool.urlopen("POST", "/", b"{}", headers("GetUser"))


def test_a_name_that_does_not_resolve_is_the_librarys_own_error(answer, monkeypatch):
    def unresolved(*args, **kwargs):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unresolved)

    with intercepting(answer), pytest.raises(requests.ConnectionError):
        requests.get("https://example.test/", timeout=1)
