"""aioresponses, respx and pytest-httpx answer what the user registered with them; otherwise we answer Cognito.

A server on this machine (pytest-httpserver) gets none of Cognito's calls.
"""

import asyncio
import inspect
import ssl
from unittest.mock import Mock

import aiohttp
import httpx
import pytest
import respx
from aioresponses import aioresponses
from one_test import for_each

from pytest_cognito_mfa import NotSimulated, simulate
from pytest_cognito_mfa._aws.exchange import PassThrough
from pytest_cognito_mfa._interceptors import intercepting

COGNITO = "https://cognito-idp.us-east-1.amazonaws.com/"
ORDERS = "https://orders.example.com/"
JWKS = f"{COGNITO}us-east-1_Example01/.well-known/jwks.json"


def headers(operation):
    target = f"AWSCognitoIdentityProviderService.{operation}"
    return {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target}


def user_of(cognito):
    return {"AccessToken": cognito.sign_in("newcomer").access_token}


# -- aioresponses ------------------------------------------------------------------------


def by_aiohttp(url, method="GET", **given):
    async def sent():
        async with aiohttp.ClientSession() as session, session.request(method, url, **given) as answer:
            return await answer.json(content_type=None)

    return asyncio.run(sent())


def get_user_by_aiohttp(cognito):
    return by_aiohttp(COGNITO, "POST", json=user_of(cognito), headers=headers("GetUser"))["Username"]


class Answer(aiohttp.ClientResponse):
    """aioresponses 0.7.9 does not know an argument that aiohttp 3.14 requires."""

    def __init__(self, *args, **given):
        required = {"stream_writer"} & inspect.signature(aiohttp.ClientResponse).parameters.keys()
        super().__init__(*args, **given, **dict.fromkeys(required, Mock(output_size=0)))


def all_as_documented_by_aiohttp(cognito, mock):
    mock.get(ORDERS, payload={"orders": 3}, response_class=Answer)
    mock.post(COGNITO, payload={"Username": "a mock"}, response_class=Answer)

    assert by_aiohttp(ORDERS) == {"orders": 3}
    assert get_user_by_aiohttp(cognito) == "a mock"
    assert get_user_by_aiohttp(cognito) == "newcomer"
    assert "keys" in by_aiohttp(JWKS)
    with pytest.raises(aiohttp.ClientConnectionError, match="Connection refused"):
        by_aiohttp(ORDERS)
    assert [exchange.operation for exchange in cognito.journal] == ["GetUser", "jwks.json"]


def test_aioresponses_answers_what_was_registered_with_it(cognito):
    genuine = aiohttp.ClientSession._request
    with aioresponses() as mock:
        all_as_documented_by_aiohttp(cognito, mock)
    assert aiohttp.ClientSession._request is genuine


@pytest.mark.long
def test_a_block_may_open_and_close_inside_aioresponses():
    genuine = aiohttp.ClientSession._request
    with aioresponses() as mock:
        with simulate() as cognito:
            all_as_documented_by_aiohttp(cognito, mock)
        with pytest.raises(aiohttp.ClientConnectionError, match="Connection refused"):
            by_aiohttp(COGNITO, "POST", headers=headers("GetUser"))
    assert aiohttp.ClientSession._request is genuine


@pytest.mark.long
def test_aioresponses_may_outlive_the_block():
    genuine, mock = aiohttp.ClientSession._request, aioresponses()
    with simulate() as cognito:
        mock.start()
        assert get_user_by_aiohttp(cognito) == "newcomer"
    with pytest.raises(aiohttp.ClientConnectionError, match="Connection refused"):
        by_aiohttp(COGNITO, "POST", headers=headers("GetUser"))
    mock.stop()
    assert aiohttp.ClientSession._request is genuine


# -- respx -------------------------------------------------------------------------------


UNVERIFIED = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # loading the certificates takes 50 ms per client


def by_httpx(url, method="GET", **given):
    return httpx.request(method, url, verify=UNVERIFIED, **given).json()


def by_httpx_async(url, method="GET", **given):
    async def sent():
        async with httpx.AsyncClient(verify=UNVERIFIED) as client:
            return (await client.request(method, url, **given)).json()

    return asyncio.run(sent())


CLIENTS = (by_httpx, by_httpx_async)


def get_user(cognito, client, url=COGNITO):
    return client(url, "POST", json=user_of(cognito), headers=headers("GetUser"))["Username"]


@for_each("using, client", [(using, client) for using in ("httpcore", "httpx") for client in CLIENTS])
def test_respx_answers_what_has_a_route(cognito, using, client):
    with respx.mock(using=using) as mock:
        mock.get(ORDERS).respond(json={"orders": 3})
        route = mock.post(COGNITO, headers=headers("GetUser"), json={"AccessToken": "theirs"})
        route.respond(json={"Username": "a mock"})

        assert client(ORDERS) == {"orders": 3}
        posted = {"json": {"AccessToken": "theirs"}, "headers": headers("GetUser")}
        assert client(COGNITO, "POST", **posted)["Username"] == "a mock"
        assert get_user(cognito, client) == "newcomer"
        assert "keys" in client(JWKS)
        assert (len(mock.calls), route.call_count) == (2, 1)
        with pytest.raises(AssertionError, match="not mocked"):
            client("https://elsewhere.example.com/")


@pytest.mark.long
@for_each("client", CLIENTS)
def test_a_route_of_respx_for_all_answers_all_and_one_that_passes_through_none(cognito, client):
    with respx.mock as mock:
        mock.route().pass_through()
        assert get_user(cognito, client) == "newcomer"
    with respx.mock as mock:
        mock.route().respond(json={"Username": "a mock"})
        assert get_user(cognito, client) == "a mock"


# -- pytest-httpx ------------------------------------------------------------------------


def all_as_documented(cognito, httpx_mock, client):
    httpx_mock.add_response(url=ORDERS, json={"orders": 3})
    httpx_mock.add_response(url=COGNITO, match_content=b"{}", json={"Username": "a mock"})
    before = len(cognito.journal)

    assert client(ORDERS) == {"orders": 3}
    assert client(COGNITO, "POST", content=b"{}", headers=headers("GetUser"))["Username"] == "a mock"
    assert get_user(cognito, client) == "newcomer"
    assert "keys" in client(JWKS)
    assert len(httpx_mock.get_requests()) == 2
    assert len(cognito.journal) - before == 2
    httpx_mock.reset(*[True] * (httpx_mock.reset.__code__.co_argcount - 1))  # an older one asserts here


@for_each("client", CLIENTS)
def test_httpx_mock_set_up_after_the_fixture_answers_what_was_registered_with_it(cognito, httpx_mock, client):
    all_as_documented(cognito, httpx_mock, client)


@for_each("client", CLIENTS)
def test_httpx_mock_set_up_before_the_fixture_does_the_same(httpx_mock, cognito, client):
    all_as_documented(cognito, httpx_mock, client)


@pytest.mark.long
@for_each("client", CLIENTS)
def test_httpx_mock_says_that_the_fixture_does_not_answer_what_it_has_used_up(cognito, httpx_mock, client):
    def gone(request):
        return None

    httpx_mock.add_callback(gone, url=COGNITO)
    with pytest.raises(httpx.TimeoutException, match="The fixture cognito does not answer this call, because"):
        get_user(cognito, client)
    with pytest.raises(httpx.TimeoutException, match="No response can be found") as refused:
        client(ORDERS)
    assert "fixture cognito" not in str(refused.value)
    httpx_mock.reset(*[True] * (httpx_mock.reset.__code__.co_argcount - 1))


# -- pytest-httpserver -------------------------------------------------------------------


def test_a_local_server_gets_no_call_of_cognitos_and_the_transcript_says_so(cognito, httpserver):
    for path in ("/", "/us-east-1_Example01/.well-known/jwks.json", "/orders"):
        httpserver.expect_request(path).respond_with_json({"Username": "theirs"})

    assert get_user(cognito, by_httpx, httpserver.url_for("/")) == "newcomer"
    assert "keys" in by_httpx(httpserver.url_for("/us-east-1_Example01/.well-known/jwks.json"))
    assert by_httpx(httpserver.url_for("/orders")) == {"Username": "theirs"}
    assert [request.path for request, _ in httpserver.log] == ["/orders"]
    said = f"sent to localhost:{httpserver.port}, not to AWS; the fixture answers Cognito's calls to any host"
    assert cognito.transcript.count(said) == 2


# -- recording ---------------------------------------------------------------------------


class Unheard:
    def lost(self, how, error=None):
        pass


@pytest.fixture
def recording():
    with intercepting(lambda call: PassThrough(Unheard())):
        yield


def sent(client):
    client("http://127.0.0.1:9/", "POST", json={}, headers=headers("GetUser"))


@pytest.mark.long
@for_each("client", CLIENTS)
def test_what_a_mock_of_httpx_replaces_cannot_be_recorded(recording, httpx_mock, client):
    with pytest.raises(NotSimulated, match=r"a mock of httpx .* cannot be recorded"):
        sent(client)
    with intercepting(lambda call: PassThrough(Unheard())), pytest.raises(NotSimulated, match="cannot be recorded"):
        sent(client)


@pytest.mark.long
@for_each("client", CLIENTS)
def test_what_respx_replaces_is_recorded_only_where_it_passes_through(recording, client):
    with respx.mock, pytest.raises(NotSimulated, match=r"a mock of httpx .* cannot be recorded"):
        sent(client)
    with respx.mock as mock:
        mock.route().pass_through()
        with pytest.raises(httpx.ConnectError):
            sent(client)
