"""`pytest_cognito_mfa.vcr.register`: the cassettes of a team's own VCR match by meaning and have no secrets."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pytest
import requests
import vcr
from one_test import for_each
from vcr.errors import CannotOverwriteExistingCassetteException
from vcr.request import Request

from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._redaction.cassette_files import find_secrets
from pytest_cognito_mfa.vcr import register

SESSION = "AYABeC1nN3aV0mXqkq0yWq2c3r8AHQABAAdTZXJ2aWNlABBDb2duaXRvVXNlclBvb2xzAAEAB2F3cy1rbXMAS2Fy"
TOKEN = "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ.c2VjcmV0.a1B2c3D4e5F6g7H8.i9J0k1L2m3.n4O5p6"
SERVICE = "AWSCognitoIdentityProviderService"
RESPONSE = {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": b""}}
ANSWERS = {
    "InitiateAuth": {"ChallengeName": "SMS_MFA", "Session": SESSION, "ChallengeParameters": {}},
    "RespondToAuthChallenge": {"AuthenticationResult": {"AccessToken": TOKEN, "ExpiresIn": 3600}},
}


class Service(BaseHTTPRequestHandler):
    """Answers as Cognito does, and for any other host with the address that was asked for."""

    def do_POST(self):
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        operation = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
        body = json.dumps(ANSWERS.get(operation, {"path": self.path, "asked": asked.decode()})).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def service():
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def cognito(url, operation, **asked):
    headers = {
        "X-Amz-Target": f"{SERVICE}.{operation}".encode(),  # as botocore sends it
        "Content-Type": "application/x-amz-json-1.1",
        "Authorization": "AWS4-HMAC-SHA256 Credential=AKIAJ7EXAMPL3REALKEY/20260101, Signature=0123456789abcdef",
    }
    return requests.post(url, json.dumps(asked), headers=headers, timeout=5).json()


def sign_in(url, name, password="Colossus-2A!x"):
    given = {"USERNAME": name, "PASSWORD": password}
    return cognito(url, "InitiateAuth", ClientId="4k9d0s2mvq7h1b3n5c6x8z0a2e", AuthParameters=given)["Session"]


def answer(url, session, code):
    given = {"SMS_MFA_CODE": code}
    result = cognito(url, "RespondToAuthChallenge", ChallengeName="SMS_MFA", Session=session, ChallengeResponses=given)
    return result["AuthenticationResult"]["AccessToken"]


def order(url, token, name):
    headers = {"Authorization": f"Bearer {token}"}
    body = {"mail": name, "pages": [1, 2]}
    return requests.post(f"{url}orders?mail={name}&page=1", json=body, headers=headers, timeout=5).json()["path"]


CONFIGURED = [
    {},
    {"match_on": ["cognito"]},
    {"match_on": ["method", "uri", "body"], "serializer": "json"},
    {"match_on": ["raw_body"], "serializer": "cognito"},
]


@for_each("options", CONFIGURED)
def test_what_a_vcr_records_has_no_secret_and_plays_to_other_users(options, service, tmp_path):
    path = tmp_path / f"{len(str(options))}.yaml"
    my_vcr = register(register(vcr.VCR()))
    with my_vcr.use_cassette(str(path), **options):
        order(service, answer(service, sign_in(service, "margaret@apollo.org"), "741852"), "margaret@apollo.org")

    text = path.read_text()
    secrets = ("margaret", "apollo", "Colossus", "741852", SESSION, TOKEN, "4k9d0s2m", "AKIAJ7", "0123456789abcdef")
    assert [secret for secret in secrets if secret in text] == []
    assert find_secrets(path, "it") == []
    assert "!!binary" not in text
    assert [each.operation for each in load(path).interactions] == [*ANSWERS]
    with my_vcr.use_cassette(str(path), record_mode="none", **options) as cassette:
        token = answer(service, sign_in(service, "ada@example.net", "another-Word1"), "000111")
        assert token in text
        assert order(service, token, "ada@example.net").startswith("/orders?mail=")
        assert cassette.all_played


def test_a_stand_in_inside_a_word_stands_for_any_value(service, tmp_path):
    my_vcr = register(vcr.VCR())
    for mode, name in (("once", "margaret.h"), ("none", "ada.lovelace")):
        with my_vcr.use_cassette(str(tmp_path / "c.yaml"), record_mode=mode):
            sign_in(service, name)
            order(service, "token", f"cart-{name}-1")

    assert "margaret" not in (tmp_path / "c.yaml").read_text()


def test_a_miss_says_what_differs_and_shows_no_secret(service, tmp_path):
    my_vcr = register(vcr.VCR(record_mode="once"))
    with my_vcr.use_cassette(str(tmp_path / "c.yaml"), match_on=["method", "body"]):
        cognito(service, "GetUser", AccessToken="eyJra.eyJz.c2ln")
        for name in ("margaret@apollo.org", "grace@navy.mil"):
            sign_in(service, name)
    with my_vcr.use_cassette(str(tmp_path / "c.yaml"), match_on=["method", "body"]):
        sign_in(service, "ada@example.net")
        with pytest.raises(CannotOverwriteExistingCassetteException) as never_recorded:
            cognito(service, "DeleteUser", AccessToken="hush-hush")
        with pytest.raises(CannotOverwriteExistingCassetteException) as of_another:
            cognito(service, "InitiateAuth", ClientId="4k9d0s2mvq7h1b3n5c6x8z0a2e", AuthFlow="USER_SRP_AUTH")
        sign_in(service, "linus@example.net")
        with pytest.raises(CannotOverwriteExistingCassetteException) as played:
            sign_in(service, "grace@navy.mil", "open-Sesame1")

    assert "the call is DeleteUser, recorded is InitiateAuth" in str(never_recorded.value)
    assert 'AuthFlow: not recorded, "USER_SRP_AUTH" sent' in str(of_another.value)
    assert [kind.count("recorded is") for kind in map(str, (of_another.value, played.value))] == [0, 0]
    assert "AuthParameters.USERNAME: a text of" in str(played.value)
    said = "".join(str(each.value) for each in (never_recorded, of_another, played))
    assert [each for each in ("hush", "open-Sesame", "grace@", "4k9d") if each in said] == []


@pytest.mark.long
def test_requests_of_two_kinds_are_told_apart(service, tmp_path):
    my_vcr = register(vcr.VCR())
    with my_vcr.use_cassette(str(tmp_path / "c.yaml")):
        sign_in(service, "margaret@apollo.org")
        order(service, "token", "margaret@apollo.org")
    played = my_vcr.use_cassette(str(tmp_path / "c.yaml"), record_mode="none")
    with played, pytest.raises(CannotOverwriteExistingCassetteException):
        cognito(service, "GetUser", AccessToken="hush")
    with played, pytest.raises(CannotOverwriteExistingCassetteException):
        order(f"{service}more/", "token", "margaret@apollo.org")


@pytest.mark.long
def test_bodies_that_are_files_or_iterators_are_written(tmp_path):
    with register(vcr.VCR()).use_cassette(str(tmp_path / "c.yaml"), record_mode="all") as cassette:
        for body in (BytesIO(b"one"), iter([b"o", b"ne"]), b"one", None):
            cassette.append(Request("PUT", "http://localhost/", body, {}), RESPONSE)
        cassette.append(Request("POST", "http://localhost/", b"{}", {"X-Amz-Target": f"{SERVICE}.GetUser"}), RESPONSE)

    assert (tmp_path / "c.yaml").read_text().count("body: one") == 3


@pytest.mark.long
def test_a_cassette_without_cognito_is_written_as_vcrpy_writes_it(tmp_path):
    for name, my_vcr in (("plain.yaml", vcr.VCR()), ("ours.yaml", register(vcr.VCR()))):
        with my_vcr.use_cassette(str(tmp_path / name), record_mode="all") as cassette:
            cassette.append(Request("GET", "http://localhost/?mail=grace@navy.mil", BytesIO(b""), {}), RESPONSE)

    assert (tmp_path / "ours.yaml").read_text() == (tmp_path / "plain.yaml").read_text()
