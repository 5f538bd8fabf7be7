"""At a pool's domain, what the user registered with a mock answers, and the pool answers the rest."""

import httpx
import pytest
import respx
from aioresponses import aioresponses
from one_test import for_each
from test_beside_client_mocks import CLIENTS, Answer, by_aiohttp, by_httpx

from pytest_cognito_mfa import simulate

DOMAIN = "https://portal.auth.us-east-1.amazoncognito.com"
TOKEN, REVOKE = f"{DOMAIN}/oauth2/token", f"{DOMAIN}/oauth2/revoke"
REFRESH = {"grant_type": "refresh_token", "client_id": "no"}
THEIRS, OURS = {"access_token": "theirs"}, {"error": "invalid_client"}


@pytest.fixture
def portal():
    with simulate({"pools": [{"Name": "staff", "Domain": "portal", "clients": []}]}) as cognito:
        yield cognito


@for_each("using, client", [(using, client) for using in ("httpcore", "httpx") for client in CLIENTS])
def test_respx_answers_what_has_a_route_at_a_domain(portal, using, client):
    with respx.mock(using=using) as mock:
        mock.post(REVOKE).respond(json=THEIRS)

        assert client(REVOKE, "POST", data={"token": "t"}) == THEIRS
        assert client(TOKEN, "POST", data=REFRESH) == OURS
        with pytest.raises(AssertionError, match="not mocked"):
            client("https://elsewhere.example.com/")


@pytest.mark.long
@for_each("client", CLIENTS)
def test_pytest_httpx_answers_what_is_registered_at_a_domain(portal, httpx_mock, client):
    httpx_mock.add_response(url=REVOKE, json=THEIRS, is_reusable=True)

    assert client(REVOKE, "POST", data={"token": "t"}) == THEIRS
    assert client(TOKEN, "POST", data=REFRESH) == OURS


@pytest.mark.long
def test_aioresponses_answers_what_was_registered_at_a_domain(portal):
    with aioresponses() as mock:
        mock.post(REVOKE, payload=THEIRS, response_class=Answer)

        assert by_aiohttp(REVOKE, "POST", data={"token": "t"}) == THEIRS
        assert by_aiohttp(TOKEN, "POST", data=REFRESH) == OURS


@pytest.mark.long
def test_a_mock_transport_of_httpx_answers_all(portal):
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=THEIRS))
    with httpx.Client(transport=transport) as client:
        assert client.post(TOKEN, data=REFRESH).json() == THEIRS
    assert by_httpx(TOKEN, "POST", data=REFRESH) == OURS
