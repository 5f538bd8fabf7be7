"""A test marked for pytest-recording keeps its cassette, and no Cognito call is recorded into it."""

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
