"""A test marked for pytest-recording keeps its cassette, and no Cognito call is recorded into it."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import yaml

COGNITO_CALLS = """
    import json, urllib.request
    import boto3, httpx, pytest, requests

    URL = "https://cognito-idp.us-east-1.amazonaws.com/"
    HEADERS = {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "AWSCognitoIdentityProviderService.GetUser",
    }

    def call_cognito(cognito):
        token = cognito.sign_in("newcomer").access_token
        body = json.dumps({"AccessToken": token})
        boto3.client("cognito-idp").get_user(AccessToken=token)
        requests.post(URL, data=body, headers=HEADERS, timeout=5).raise_for_status()
        httpx.post(URL, content=body, headers=HEADERS).raise_for_status()
        urllib.request.urlopen(urllib.request.Request(URL, body.encode(), HEADERS)).read()
        assert len(cognito.calls("GetUser")) == 4
"""

ALONE = (
    COGNITO_CALLS
    + """
    @pytest.mark.vcr
    def test_marked(cognito):
        call_cognito(cognito)

    @pytest.mark.vcr
    def test_ours_first(cognito, vcr):
        call_cognito(cognito)

    @pytest.mark.vcr
    def test_ours_last(vcr, cognito):
        call_cognito(cognito)
"""
)

BESIDE_ANOTHER = (
    COGNITO_CALLS
    + """
    import http.server, threading

    class Orders(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"three orders")

        def log_message(self, *_):
            pass

    @pytest.fixture
    def orders():
        with http.server.HTTPServer(("127.0.0.1", 0), Orders) as server:
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            yield f"http://127.0.0.1:{server.server_port}/orders"
            server.shutdown()
            thread.join()

    @pytest.mark.vcr
    def test_recorded(orders, cognito):
        assert requests.get(orders, timeout=5).text == "three orders"
        call_cognito(cognito)
"""
)


def test_nothing_is_recorded_where_only_cognito_is_called(run, pytester):
    run(ALONE, "--record-mode=once").assert_outcomes(passed=3)

    assert list(pytester.path.rglob("*.yaml")) == []


def test_blocked_network_does_not_block_ours(run, pytester):
    run(ALONE, "--block-network").assert_outcomes(passed=3)


def test_the_cassette_holds_the_others_calls_alone(run, pytester):
    run(BESIDE_ANOTHER, "--record-mode=once").assert_outcomes(passed=1)

    (cassette,) = pytester.path.rglob("*.yaml")
    (interaction,) = yaml.safe_load(cassette.read_text())["interactions"]
    assert interaction["request"]["uri"].endswith("/orders")


SESSION = "AYABeC1nN3aV0mXqkq0yWq2c3r8AHQABAAdTZXJ2aWNlABBDb2du"
SIGN_IN = """
    import json, os, pytest, requests

    @pytest.fixture
    def vcr_config():
        return {"match_on": ["method", "body"], "before_record_response": lambda response: {**response, "seen": [1]}}

    @pytest.mark.vcr
    def test_recorded():
        url, name = os.environ["SERVICE"], os.environ["NAME"]
        body = json.dumps({"ClientId": "app", "AuthParameters": {"USERNAME": name, "PASSWORD": "Colossus-2A!x"}})
        headers = {"X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth"}
        assert requests.post(url, body, headers=headers, timeout=5).json().keys() == {"Session"}
"""


@pytest.fixture
def service(monkeypatch):
    """Answers each request with a session; its address is in the environment."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"Session": SESSION}).encode())

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        monkeypatch.setenv("SERVICE", f"http://127.0.0.1:{server.server_port}/")
        monkeypatch.setenv("NAME", "margaret@apollo.org")
        yield
        server.shutdown()
        thread.join()


def test_without_the_fixture_its_cassettes_have_no_secret_and_match_by_meaning(service, run, pytester, monkeypatch):
    run(SIGN_IN, "--record-mode=once").assert_outcomes(passed=1)
    (cassette,) = pytester.path.rglob("*.yaml")
    text = cassette.read_text()
    assert [secret for secret in ("margaret", "Colossus", SESSION) if secret in text] == []
    assert "seen:" in text

    monkeypatch.setenv("NAME", "ada@example.net")
    run(SIGN_IN).assert_outcomes(passed=1)


@pytest.mark.long
def test_by_choice_its_cassettes_are_as_it_writes_them(service, run, pytester):
    pytester.makeini("[pytest]\ncognito_vcr = off\n")
    run(SIGN_IN, "--record-mode=once").assert_outcomes(passed=1)

    (cassette,) = pytester.path.rglob("*.yaml")
    assert "margaret" in cassette.read_text()


BESIDE_THE_FIXTURE = """
    import boto3, pytest

    @pytest.mark.vcr("theirs.yaml")
    def test_refused(cognito):
        token = cognito.sign_in("newcomer").access_token
        boto3.client("cognito-idp").set_user_mfa_preference(
            AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True}
        )
"""
INTERACTION = """
- request:
    method: POST
    uri: https://cognito-idp.us-east-1.amazonaws.com/
    headers: {X-Amz-Target: [AWSCognitoIdentityProviderService.SetUserMFAPreference]}
    body: '{"AccessToken": "EXAMPLE"}'
  response: {status: {code: 200, message: OK}, headers: {}, body: {string: '{}'}}
"""


def test_beside_the_fixture_a_refusal_says_who_answered_and_that_its_cassette_did_not(run, pytester):
    folder = pytester.path / "cassettes" / "test_inner"
    folder.mkdir(parents=True)
    folder.joinpath("theirs.yaml").write_text(f"version: 1\ninteractions:{INTERACTION * 2}")
    result = run(BESIDE_THE_FIXTURE)

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*- cognito -*",
            "*1. SetUserMFAPreference of newcomer -> InvalidParameterException: *[[]simulator]",
            "vcrpy: cassettes/test_inner/test_refused.yaml is open too; its calls to Cognito (2) were not played, *",
            "*to play them: @pytest.mark.cognito(cassette='...')*",
        ]
    )
