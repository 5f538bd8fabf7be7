"""What a cassette of ours holds of other hosts is played too, by vcrpy's player, and is reported if it is not."""

import json

import pytest
import requests
import vcr
from one_test import for_each
from vcr.errors import CannotOverwriteExistingCassetteException

from pytest_cognito_mfa import CassetteError, NotSimulated, UnplayedInteraction, simulate
from pytest_cognito_mfa._redaction.keyed_placeholders import Placeholders

ORDERS, HOSTED = "https://api.example.test/orders", "https://staff.auth.us-east-1.amazoncognito.com/oauth2/token"
MAIL = Placeholders(b"a key").of("margaret@apollo.org")


def recorded(method, uri, answer, **headers):
    return {
        "request": {"method": method, "uri": uri, "headers": headers, "body": '{"AccessToken": "EXAMPLE"}'},
        "response": {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": json.dumps(answer)}},
    }


COGNITO, TARGET = "https://cognito-idp.us-east-1.amazonaws.com/", "AWSCognitoIdentityProviderService.GetUser"
GET_USER = recorded("POST", COGNITO, {}, **{"X-Amz-Target": [TARGET]})


@pytest.fixture
def cassette(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def written(*interactions, name="c.yaml"):
        (tmp_path / name).write_text(json.dumps({"version": 1, "interactions": interactions}, indent=1))
        return name

    return written


def orders(mail, **page):
    return requests.get(ORDERS, params={"mail": mail, **page}, timeout=5).json()


def get_user():
    requests.post(COGNITO, '{"AccessToken": "EXAMPLE"}', headers={"X-Amz-Target": TARGET}, timeout=5)


@for_each("name", ["c.yaml", "c.json"])
def test_it_is_played_once_by_address(name, cassette):
    others = recorded("GET", f"{ORDERS}?mail={MAIL}", [1]), recorded("POST", HOSTED, {"access_token": "theirs"})
    with simulate(cassette=cassette(others[0], GET_USER, others[1], name=name)):
        assert orders("ada@example.net") == [1]
        assert requests.post(HOSTED, "code=1", timeout=5).json() == {"access_token": "theirs"}
        get_user()
        with pytest.raises(CannotOverwriteExistingCassetteException):
            orders("ada@example.net")


def test_what_is_not_played_is_reported(cassette):
    name = cassette(GET_USER, recorded("GET", f"{ORDERS}?mail=margaret@apollo.org", [1]))
    with pytest.raises(UnplayedInteraction) as raised, simulate(cassette=name):
        get_user()

    first, *advice = str(raised.value).splitlines()
    assert first == f"c.yaml:26: GET {ORDERS} was not played"
    assert advice[0].startswith("  make these calls")


@pytest.mark.long
def test_with_repeats_it_is_played_again(cassette):
    name = cassette(GET_USER, recorded("GET", f"{ORDERS}?mail={MAIL}", [1]))
    with simulate(cassette=name, allow_playback_repeats=True):
        get_user()
        assert orders("ada@example.net") == orders("ada@example.net") == [1]


def test_hosts_that_it_does_not_hold_are_not_its_business(cassette, monkeypatch):
    def nowhere(*_, **__):
        raise OSError("it goes out")

    monkeypatch.setattr("socket.getaddrinfo", nowhere)
    with simulate(cassette=cassette(GET_USER, recorded("GET", ORDERS, [1])), mode="hybrid"):
        with pytest.raises(requests.ConnectionError, match="it goes out"):
            requests.get("https://elsewhere.example.test/", timeout=5)
        with pytest.raises(NotSimulated, match="no pool of this test in us-east-1 has a domain"):
            requests.post(HOSTED, timeout=5)
        assert requests.get(ORDERS, timeout=5).json() == [1]


@pytest.mark.long
def test_an_open_cassette_of_the_users_answers_other_hosts_alone(cassette):
    cassette(recorded("GET", ORDERS, ["theirs"]), name="theirs.yaml")
    name = cassette(GET_USER, recorded("GET", ORDERS, ["ours"]))
    with vcr.use_cassette("theirs.yaml", record_mode="none"), simulate(cassette=name):
        get_user()
        assert requests.get(ORDERS, timeout=5).json() == ["theirs"]


@pytest.mark.long
def test_what_vcrpy_cannot_load_is_named_by_its_line(cassette):
    broken = {"request": {**recorded("GET", ORDERS, [])["request"], "secret": "hush"}, "response": {}}
    cognito = simulate(cassette=cassette(broken, GET_USER))
    with pytest.raises(CassetteError) as raised, cognito:
        pass

    assert str(raised.value) == "c.yaml:4: vcrpy cannot load an interaction with another host, at line 4: TypeError"
