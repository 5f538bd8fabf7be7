"""Every client gets the answer in its library's own form, and uses neither socket nor DNS."""

import json

import pytest
from clients import CLIENTS, DOCUMENT, GETTERS, LOST, URL
from fake_pipeline import BODY
from one_test import for_each

from pytest_cognito_mfa._aws.exchange import Dropped, Reply
from pytest_cognito_mfa._interceptors import intercepting
from pytest_cognito_mfa.errors import NotSimulated

pytestmark = pytest.mark.usefixtures("no_network")


each_getter = for_each("get", [pytest.param(get, id=name) for name, get in GETTERS.items()])


@pytest.fixture(params=CLIENTS)
def name(request):
    return request.param


def test_a_client_gets_the_reply(name, answer):
    with intercepting(answer):
        status, headers, body = CLIENTS[name][0]("ListUserPools", {"MaxResults": 7})

    assert (status, json.loads(body)) == (200, BODY)
    assert headers["x-amzn-requestid" if "boto" in name else "x-amzn-RequestId"] == "11111111-2222-3333"
    (call,) = answer.calls
    assert (call.operation, call.parameters, call.url) == ("ListUserPools", {"MaxResults": 7}, URL)


@for_each("how", LOST)
def test_a_lost_connection_is_the_clients_own_error(name, how, answer):
    answer.outcome = Dropped(how)
    answer.calls.clear()
    call, errors = CLIENTS[name]

    with intercepting(answer), pytest.raises(Exception) as raised:  # noqa: PT011 -- its exact type is compared below
        call("ListUserPools", {"MaxResults": 1})

    assert type(raised.value) is errors[LOST.index(how)]
    assert answer.asked == ["ListUserPools"]


@for_each("name", CLIENTS)
def test_an_error_of_ours_arrives_as_itself(name, answer):
    answer.calls.clear()
    answer.outcome = NotSimulated("this is not simulated")

    with intercepting(answer), pytest.raises(NotSimulated) as raised:
        CLIENTS[name][0]("ListUserPools", {"MaxResults": 1})

    assert raised.value is answer.outcome
    assert answer.asked == ["ListUserPools"]


@each_getter
def test_a_pools_keys_come_through_every_door(get, answer):
    answer.calls.clear()
    with intercepting(answer):
        assert json.loads(get(DOCUMENT)) == BODY

    (call,) = answer.calls
    assert (call.operation, call.url) == ("jwks.json", DOCUMENT)


@for_each("how", ["connect_timeout", "tls", "dns"])
@each_getter
def test_a_document_is_asked_for_again_only_by_who_does_so_in_life(get, how, answer):
    answer.outcome = Dropped(how)
    answer.calls.clear()

    with intercepting(answer), pytest.raises(Exception):  # noqa: B017, PT011 -- each library's own
        get(DOCUMENT)

    attempts = 4 if get in {GETTERS["urllib3 manager"], GETTERS["urllib3 pool"]} else 1  # urllib3 retries thrice
    assert answer.asked == ["jwks.json"] * attempts


def test_pyjwts_key_client_reads_the_keys(answer):
    jwt = pytest.importorskip("jwt")
    keys = {"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "first", "use": "sig"}]}
    answer.outcome = Reply(200, (("Content-Type", "application/json"),), json.dumps(keys).encode())

    with intercepting(answer):
        (key,) = jwt.PyJWKClient(DOCUMENT).get_signing_keys()

    assert key.key_id == "first"
