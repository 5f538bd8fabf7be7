"""A client retries by its library's own rules, however the call is lost."""

import asyncio

import boto3
import botocore.config
import httpx
import pytest
import requests
import urllib3
from clients import CLIENTS, FAKES, LOST, URL, headers
from one_test import for_each
from requests.adapters import HTTPAdapter

from pytest_cognito_mfa._aws.exchange import Dropped, Reply
from pytest_cognito_mfa._aws.wire import reply
from pytest_cognito_mfa._interceptors import intercepting

pytestmark = pytest.mark.usefixtures("no_network")

SENT, SAID = b'{"MaxResults": 1}', headers("ListUserPools")
GOOD = reply(b'{"UserPools":[]}', request_id="id", at=0)
LATE = Reply(200, (), b"{}", delay=61)
"""Later than any SDK's default timeout."""

each_loss = for_each("outcome", [*map(Dropped, LOST), LATE])


class InTurn:
    """Gives its outcomes one after the other, and the last for ever."""

    def __init__(self, *outcomes):
        self.outcomes = outcomes
        self.asked = 0

    def __call__(self, call):
        self.asked += 1
        return self.outcomes[min(self.asked, len(self.outcomes)) - 1]


@pytest.fixture
def no_backoff(monkeypatch):
    """botocore does not wait between attempts: these tests are not about that."""
    monkeypatch.setattr("time.sleep", lambda _: None)


@pytest.fixture(params=["legacy", "standard"])
def client(request, no_backoff):
    retries = {"mode": request.param, "total_max_attempts": 3}
    return boto3.client("cognito-idp", config=botocore.config.Config(retries=retries), **FAKES)


@each_loss
def test_botocore_tries_again_as_often_as_it_is_told(outcome, client):
    answer = InTurn(outcome)
    error = CLIENTS["boto3"][1][LOST.index(getattr(outcome, "how", "read_timeout"))]

    with intercepting(answer), pytest.raises(error) as raised:
        client.list_user_pools(MaxResults=1)

    assert type(raised.value) is error
    assert answer.asked == 3


@each_loss
def test_botocore_is_content_with_what_comes_at_last(outcome, client):
    answer = InTurn(outcome, GOOD)

    with intercepting(answer):
        found = client.list_user_pools(MaxResults=1)

    assert found["ResponseMetadata"]["RetryAttempts"] == 1


@each_loss
def test_requests_tries_again_by_urllib3s_rules(outcome):
    answer = InTurn(outcome, GOOD)
    with intercepting(answer), requests.Session() as session:
        session.mount("https://", HTTPAdapter(max_retries=urllib3.Retry(1, allowed_methods=None)))
        assert session.post(URL, data=SENT, headers=SAID, timeout=5).status_code == 200

    assert answer.asked == 2


def test_urllib3_counts_each_loss_for_what_it_is():
    connecting, reading = ("connect_timeout", "dns"), ("read_timeout", "reset")
    retry = urllib3.Retry(9, connect=1, read=2, other=3, allowed_methods=None)
    for how in LOST:
        answer = InTurn(Dropped(how))
        with intercepting(answer), pytest.raises(urllib3.exceptions.MaxRetryError):
            urllib3.PoolManager(retries=retry).request("POST", URL, body=SENT, headers=SAID)

        assert answer.asked - 1 == (1 if how in connecting else 2 if how in reading else 3)


@for_each("how", LOST)
def test_httpxs_transport_connects_again_and_does_nothing_else_again(how):
    connecting = how in ("connect_timeout", "tls", "dns")
    answer = InTurn(Dropped(how))

    with (
        intercepting(answer),
        httpx.Client(transport=httpx.HTTPTransport(retries=2)) as client,
        pytest.raises(httpx.TransportError),
    ):
        client.post(URL, content=SENT, headers=SAID)

    assert answer.asked == (3 if connecting else 1)


@for_each("how", LOST)
def test_so_does_the_asynchronous_one(how):
    connecting = how in ("connect_timeout", "tls", "dns")
    answer = InTurn(Dropped(how), GOOD)

    async def called():
        async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(retries=2)) as client:
            return await client.post(URL, content=SENT, headers=SAID)

    with intercepting(answer):
        if connecting:
            assert asyncio.run(called()).status_code == 200
        else:
            with pytest.raises(httpx.TransportError):
                asyncio.run(called())

    assert answer.asked == (2 if connecting else 1)
