"""A call that is let through goes out by its own library, whole and once, and the note hears what came."""

import json

import door_clients
import pytest
from answerer import BODY
from door_clients import CLIENTS, GETTERS
from leading import lead, trust
from loopback import Service, certificate
from test_rarer_clients import CALLS

from pytest_cognito_mfa._doors import intercepting
from pytest_cognito_mfa._outgoing import Through

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
        return Through(self)

    def __call__(self, status, headers, body):
        self.came.append((status, {name.lower(): value for name, value in headers}, body))

    def lost(self, how):
        self.lost_as.append(how)


@pytest.fixture(scope="session")
def certified(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"), door_clients.HOST)


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
        assert json.loads(get(door_clients.DOCUMENT)) == BODY

    assert [json.loads(body) for _, _, body in noted.came] == [BODY]
    assert (noted.asked, len(service.heard)) == (["jwks.json"], 1)


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
    assert (len(noted.came), noted.lost_as) == ((1, []) if with_doors is None else (0, ["reset"] * len(noted.asked)))
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
