"""The connection in memory, and how http.client, urllib3 and requests use it."""

import asyncio
import http.client
import io
import json
import urllib.error
import urllib.request

import aiohttp
import pytest
import requests
import urllib3
from clients import DOCUMENT, HOST, URL, headers
from requests.adapters import HTTPAdapter

from pytest_cognito_mfa._aws.exchange import Dropped, Reply
from pytest_cognito_mfa._aws.wire import reply
from pytest_cognito_mfa._interceptors import intercepting
from pytest_cognito_mfa._interceptors._memory_socket import Incoming, MemorySocket, head

pytestmark = pytest.mark.usefixtures("no_network")

BODY = json.dumps({"MaxResults": 1}).encode()


class InTurn:
    """Gives its outcomes one after the other."""

    def __init__(self, *outcomes):
        self.outcomes = list(outcomes)
        self.calls = []

    def __call__(self, call):
        self.calls.append(call)
        return self.outcomes.pop(0)


def error(status):
    return reply(b"{}", request_id="id", at=0, status=status, error=("InternalErrorException", None))


GOOD = reply(b'{"UserPools":[]}', request_id="id", at=0)


def as_file():
    return io.BytesIO(BODY)


def as_generator():
    return (bytes([byte]) for byte in BODY)


@pytest.mark.parametrize("body", [as_file, as_generator])
def test_a_body_in_parts_arrives_whole(body, answer):
    connection = http.client.HTTPSConnection(HOST)
    with intercepting(answer):
        connection.request("POST", "/", body(), headers("ListUserPools"))
        connection.getresponse().read()
        requests.post(URL, data=body(), headers=headers("ListUserPools"), timeout=1)

    assert [call.parameters for call in answer.calls] == [{"MaxResults": 1}, {"MaxResults": 1}]


def test_an_asynchronous_body_in_parts_arrives_whole(answer):
    async def parts():
        for byte in BODY:
            yield bytes([byte])

    async def called():
        async with aiohttp.ClientSession() as session:
            await session.post(URL, data=parts(), headers=headers("ListUserPools"))

    with intercepting(answer):
        asyncio.run(called())

    assert answer.calls[0].parameters == {"MaxResults": 1}


def test_a_body_sent_after_the_headers_arrives(answer):
    connection = http.client.HTTPSConnection(HOST)
    with intercepting(answer):
        connection.putrequest("POST", "/")
        for name, value in {**headers("ListUserPools"), "Content-Length": str(len(BODY))}.items():
            connection.putheader(name, value)
        connection.endheaders()
        connection.send(BODY[:5])
        connection.send(BODY[5:])
        assert connection.getresponse().status == 200

    assert answer.calls[0].parameters == {"MaxResults": 1}


def test_a_server_waits_for_what_is_missing_of_a_body(answer):
    connection = http.client.HTTPSConnection(HOST)
    with intercepting(answer):
        connection.request("POST", "/", BODY, {**headers("ListUserPools"), "Content-Length": "99"})
        with pytest.raises(TimeoutError):
            connection.getresponse()

    assert answer.calls == []


def test_a_connection_serves_one_call_after_another(answer):
    connection = http.client.HTTPSConnection(HOST)
    with intercepting(answer):
        for operation in ("ListUserPools", "GetUser"):
            connection.request("POST", "/", BODY, headers(operation))
            assert connection.getresponse().read()

    assert connection.sock is None
    assert answer.asked == ["ListUserPools", "GetUser"]


def test_a_reply_outlives_its_block(answer):
    connection = http.client.HTTPSConnection(HOST)
    with intercepting(answer):
        connection.request("POST", "/", BODY, headers("GetUser"))
    assert connection.getresponse().status == 200


def test_a_connection_of_urllib3_without_a_pool_is_answered(answer):
    connection = urllib3.connection.HTTPSConnection(HOST)
    with intercepting(answer):
        connection.request("POST", "/", body=BODY, headers=headers("GetUser"))
        assert connection.getresponse().status == 200


def test_headers_keep_their_names_and_order(answer):
    answer.outcome = Reply(200, (("x-B", "1"), ("X-a", "2"), ("x-B", "3"), ("Content-Length", "2")), b"{}")
    with intercepting(answer), urllib.request.urlopen(DOCUMENT) as got:
        assert got.getheaders() == list(answer.outcome.headers)


def test_the_framing_is_made_to_fit_the_body():
    recorded = Reply(200, (("Transfer-Encoding", "chunked"), ("Content-Length", "99")), b"{}")

    assert head(recorded) == b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
    assert head(Reply(599, (), b"{}")) == b"HTTP/1.1 599 \r\nContent-Length: 2\r\n\r\n"


def test_a_request_is_read_whatever_the_pieces_it_comes_in():
    head = f"POST / HTTP/1.1\r\nX-Amz-Target: {headers('GetUser')['X-Amz-Target']}\r\n"
    whole = f'{head}Transfer-Encoding: chunked\r\n\r\n5;ext=1\r\n{{"a":\r\n3\r\n 1}}\r\n0\r\n\r\n'.encode()
    incoming = Incoming(URL)

    *unfinished, call = [incoming.feed(whole[place : place + 1]) for place in range(len(whole))]

    assert set(unfinished) == {None}
    assert call.parameters == {"a": 1}


def test_a_wire_has_what_libraries_ask_of_a_socket(answer):
    wire = MemorySocket(URL, answer, http.client.HTTPSConnection(HOST), unconnected=TimeoutError, connect=print)
    assert (wire.settimeout(1), wire.setsockopt(1, 2, 3), wire.close()) == (None, None, None)


def test_a_wire_ends_behind_its_reply(answer):
    wire = MemorySocket(URL, answer, http.client.HTTPSConnection(HOST), unconnected=TimeoutError, connect=print)
    target = headers("GetUser")["X-Amz-Target"]
    wire.sendall(f"POST / HTTP/1.1\r\nX-Amz-Target: {target}\r\n\r\n".encode())

    assert wire.makefile("rb").read() == head(answer.outcome) + answer.outcome.body


def test_requests_retries_by_its_own_rules():
    answer = InTurn(Dropped("connect_timeout"), Dropped("reset"), error(500), GOOD)
    retry = urllib3.Retry(3, backoff_factor=0, status_forcelist=[500], allowed_methods=None)
    with intercepting(answer), requests.Session() as session:
        session.mount("https://", HTTPAdapter(max_retries=retry))
        assert session.post(URL, data=BODY, headers=headers("ListUserPools")).status_code == 200

    assert [call.parameters for call in answer.calls] == [{"MaxResults": 1}] * 4


def test_urllib3_gives_up_when_its_retries_are_spent():
    answer = InTurn(*[Dropped("read_timeout")] * 2)
    pool = urllib3.HTTPSConnectionPool(HOST, retries=urllib3.Retry(1, allowed_methods=None))

    with (
        intercepting(answer),
        pytest.raises(urllib3.exceptions.MaxRetryError, match=rf"HTTPSConnectionPool\(host='{HOST}'"),
    ):
        pool.urlopen("POST", "/", BODY, headers("ListUserPools"))


def test_a_redirect_away_from_cognito_leaves_through_the_pool_itself(monkeypatch):
    away = Reply(302, (("Location", "/elsewhere"),), b"")
    pool = urllib3.HTTPSConnectionPool("auth.example.test", retries=urllib3.Retry(1))
    monkeypatch.setattr(pool, "_get_conn", lambda timeout=None: pytest.fail("left"))

    with intercepting(InTurn(away)), pytest.raises(pytest.fail.Exception, match="left"):
        pool.urlopen("GET", "/eu-west-1_Ab/.well-known/jwks.json")


def test_an_unverified_call_warns_as_it_does_in_life(answer):
    with intercepting(answer), pytest.warns(urllib3.exceptions.InsecureRequestWarning):
        requests.post(URL, json={}, headers=headers("GetUser"), verify=False, timeout=1)


def test_a_pinned_certificate_counts_as_verified(answer):
    pool = urllib3.HTTPSConnectionPool(HOST, cert_reqs="CERT_NONE", assert_fingerprint="aa" * 32)
    with intercepting(answer):
        assert pool.urlopen("POST", "/", BODY, headers("GetUser")).status == 200


@pytest.mark.parametrize("endpoint", [URL, "http://cognito.test:8080/", "https://[::1]:9229/"])
def test_a_proxy_is_not_spoken_to(endpoint, answer, monkeypatch):
    for name in ("HTTPS_PROXY", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://proxy.test:3128")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setattr("urllib.request._opener", None)  # it keeps the proxies of its first use
    with intercepting(answer):
        requests.post(endpoint, json={}, headers=headers("GetUser"), timeout=1)
        urllib.request.urlopen(urllib.request.Request(endpoint, b"{}", headers("GetUser"))).close()

    assert [call.url for call in answer.calls] == [endpoint, endpoint]


def test_a_refused_call_is_an_http_error(answer):
    answer.outcome = error(400)
    request = urllib.request.Request(URL, BODY, headers("GetUser"))

    with intercepting(answer), pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(request)

    assert raised.value.headers["x-amzn-ErrorType"] == "InternalErrorException:"
    raised.value.close()
