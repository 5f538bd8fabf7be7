"""Importing a live pool: from moto, and from a local endpoint that refuses some calls."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3
import pytest
from moto import mock_aws
from moto.cognitoidp.responses import CognitoIdpResponse

from pytest_cognito_mfa._aws import operations
from pytest_cognito_mfa._cli.importers import Imported, ImportOptions, read_pool
from pytest_cognito_mfa.errors import ImportingError

POOL = "eu-west-1_Stubbed01"
NOT_MOTOS = {
    "describe_risk_configuration": {"RiskConfiguration": {}},
    "get_user_pool_session_configuration": {"UserSessionTracking": "DISABLED", "TokenSession": {"MaxPerUser": 5}},
    "get_user_pool_client_session_configuration": {"SSOSession": {"MaxValidityMinutes": 60}},
}
"""Answers to operations that moto does not have."""


@pytest.fixture(autouse=True)
def credentials(monkeypatch, tmp_path):
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "nothing"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")


@pytest.fixture
def asked():
    """The requests that the endpoint got: the operation and its body."""
    return []


@pytest.fixture
def answers():
    """What the endpoint answers, by operation: a list, one for each call, of bodies or of an error's code."""
    return {}


@pytest.fixture(autouse=True)
def endpoint(answers, asked, monkeypatch):
    class Handler(BaseHTTPRequestHandler):
        wbufsize = -1  # headers and body in one packet: nobody waits for an acknowledgement

        def do_POST(self):
            operation = self.headers["X-Amz-Target"].rpartition(".")[2]
            asked.append((operation, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            left = answers.get(operation) or ["AccessDeniedException"]
            answer = left.pop(0)
            failed = isinstance(answer, str)
            body = json.dumps({"__type": answer, "message": "no"} if failed else answer).encode()
            self.send_response(400 if failed else 200)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", f"http://127.0.0.1:{server.server_port}")
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def read(outcome):
    def read(pool_id=POOL, **options):
        imported = Imported(options.get("region"))
        read_pool(pool_id, imported, ImportOptions(**options))
        return outcome(imported)

    return read


def test_a_pool_of_motos_is_read_whole(outcome, monkeypatch):
    monkeypatch.delenv("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER")
    for operation, answer in NOT_MOTOS.items():
        answered = lambda moto, answer=answer: json.dumps({**json.loads(moto.body), **answer})  # noqa: E731 - one line
        monkeypatch.setattr(CognitoIdpResponse, operation, answered, raising=False)
    with mock_aws():
        client = boto3.client("cognito-idp", region_name="eu-west-1")
        pool_id = client.create_user_pool(PoolName="motos", MfaConfiguration="OFF")["UserPool"]["Id"]
        client.create_user_pool_client(UserPoolId=pool_id, ClientName="web", GenerateSecret=True)
        totp = {"Enabled": True}
        client.set_user_pool_mfa_config(
            UserPoolId=pool_id, SoftwareTokenMfaConfiguration=totp, MfaConfiguration="OPTIONAL"
        )
        client.create_group(UserPoolId=pool_id, GroupName="staff")
        email = [{"Name": "email", "Value": "jo@example.com"}]
        client.admin_create_user(UserPoolId=pool_id, Username="jo", UserAttributes=email)
        client.admin_add_user_to_group(UserPoolId=pool_id, GroupName="staff", Username="jo")
        details = {"client_id": "c", "client_secret": "a real one", "authorize_scopes": "email"}
        google = dict.fromkeys(("ProviderName", "ProviderType"), "Google")
        client.create_identity_provider(UserPoolId=pool_id, **google, ProviderDetails=details)
        client.create_resource_server(UserPoolId=pool_id, Identifier="books", Name="Books")
        imported = Imported()
        read_pool(pool_id, imported, ImportOptions(users=True))
    taken = outcome(imported)

    assert (taken.scenario.region, taken.pool.id, taken.pool.name) == ("eu-west-1", pool_id, "motos")
    assert taken.pool.settings["SoftwareTokenMfaConfiguration"] == {"Enabled": True}
    assert [(each.name, "not0a0real0secret" in each.secret) for each in taken.pool.clients] == [("web", True)]
    assert [(user.username, user.attributes["email"]) for user in taken.pool.users] == [("jo", "jo@example.com")]
    assert [(spec.key, spec.name) for spec in taken.pool.resources] == [
        ("groups", "staff"),
        ("identity_providers", "Google"),
        ("resource_servers", "books"),
    ]
    assert taken.pool.users[0].groups == ("staff",)
    assert "a real one" not in taken.text
    if "GetUserPoolSessionConfiguration" in operations():
        assert taken.pool.settings["TokenSession"] == {"MaxPerUser": 5}
    assert not {"UserSessionTracking", "SSOSession"} & {*taken.pool.settings, *taken.pool.clients[0].settings}


def test_the_region_is_that_of_the_id_unless_it_is_named(read, answers):
    answers["DescribeUserPool"] = [{"UserPool": {"Id": POOL, "Name": "a"}}] * 2

    assert read().scenario.region == "eu-west-1"
    assert read(region="eu-west-2").pool.id is None


def test_pages_are_turned(read, answers, asked):
    clients = [{"ClientId": str(n), "ClientName": f"c{n}", "UserPoolId": POOL} for n in range(3)]
    answers["DescribeUserPool"] = [{"UserPool": {"Id": POOL, "Name": "a"}}]
    answers["ListUserPoolClients"] = [
        {"UserPoolClients": clients[:2], "NextToken": "more"},
        {"UserPoolClients": clients[2:]},
    ]
    answers["ListUsers"] = [{"Users": [{"Username": "a"}], "PaginationToken": "on"}, {"Users": [{"Username": "b"}]}]

    taken = read(users=True)

    assert [client.name for client in taken.pool.clients] == ["c0", "c1", "c2"]
    assert [user.username for user in taken.pool.users] == ["a", "b"]
    assert [body.get("NextToken") for operation, body in asked if operation == "ListUserPoolClients"] == [None, "more"]
    assert [body.get("PaginationToken") for operation, body in asked if operation == "ListUsers"] == [None, "on"]


def test_no_more_users_are_read_than_the_limit(read, answers, asked, monkeypatch):
    monkeypatch.setattr("pytest_cognito_mfa._cli.importers.live_pool.MOST_USERS", 1)
    answers["DescribeUserPool"] = [{"UserPool": {"Id": POOL, "Name": "a"}}]
    answers["ListUsers"] = [{"Users": [{"Username": "a"}, {"Username": "b"}], "PaginationToken": "on"}]

    taken = read(users=True)

    assert [user.username for user in taken.pool.users] == ["a"]
    assert [operation for operation, _ in asked].count("AdminGetUser") == 1
    assert f"{POOL}: Users: only the first 1000 users are imported" in taken.notes


def test_calls_that_the_credentials_do_not_allow_are_reported(read, answers):
    answers["DescribeUserPool"] = [{"UserPool": {"Id": POOL, "Name": "a"}}]

    notes = read().notes

    for operation in ("GetUserPoolMfaConfig", "ListUserPoolClients", "DescribeRiskConfiguration", "ListGroups"):
        assert f"{POOL}: {operation}: not imported: the call failed with AccessDeniedException" in notes


def test_users_are_not_read_without_the_option(read, answers, asked):
    answers["DescribeUserPool"] = [{"UserPool": {"Id": POOL, "Name": "a"}}]

    read()

    assert not {"ListUsers", "AdminGetUser"} & {operation for operation, _ in asked}


def test_nothing_is_changed_in_aws(read, answers, asked):
    answers["DescribeUserPool"] = [{"UserPool": {"Id": POOL, "Name": "a"}}]

    read(users=True)

    assert all(operation.startswith(("Describe", "Get", "List", "AdminGet")) for operation, _ in asked)


def test_a_missing_pool_is_reported(read, answers):
    answers["DescribeUserPool"] = ["ResourceNotFoundException"]

    with pytest.raises(ImportingError, match=f"^{POOL}: .*ResourceNotFoundException"):
        read()


@pytest.mark.parametrize("pool_id", ["nonsense", "", "not a region_x"])
def test_a_wrong_id_is_reported(pool_id, read):
    with pytest.raises(ImportingError, match=r"^--pool must be a pool ID such as us-east-1_AbCdEfGhI, not '.*'$"):
        read(pool_id)


def test_a_missing_profile_is_reported():
    with pytest.raises(ImportingError, match=r"The config profile .* could not be found"):
        read_pool(POOL, Imported(), ImportOptions(), profile="nobody")
