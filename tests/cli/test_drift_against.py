"""`cognito-mfa drift --against URL`: the recorded requests are sent to a local endpoint over real HTTP."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import boto3
import pytest
import yaml

from pytest_cognito_mfa import simulate
from pytest_cognito_mfa._aws.exchange import TARGET_HEADER, TARGET_PREFIX
from pytest_cognito_mfa._aws.wire import read
from pytest_cognito_mfa._scenario import default
from pytest_cognito_mfa._scenario.provisioning import create_service
from pytest_cognito_mfa._simulator.simulation import Simulation
from pytest_cognito_mfa._simulator.sources import Sources
from pytest_cognito_mfa.cli import main


@pytest.fixture
def endpoint(monkeypatch):
    """A separate simulator behind a socket; `change` changes its answers, `seen` has the signed operations."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "fake")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "fake")
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=bool))  # before it tries again
    simulation = Simulation(create_service(default("us-east-1"), Sources()))

    signed = {}

    class Handler(BaseHTTPRequestHandler):
        wbufsize = -1  # headers and body in one packet: nobody waits for an acknowledgement

        change = staticmethod(bytes)

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            call = read("POST", self.path, self.headers, body)
            signed[call.operation] = call.signed
            reply = simulation.answer(call)[0]
            answer = self.change(reply.body)
            self.send_response_only(reply.status)
            for name, value in reply.headers:
                self.send_header(name, str(len(answer)) if name == "Content-Length" else value)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            """Prints nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    Handler.signed = signed
    Handler.url = f"http://127.0.0.1:{server.server_port}/"
    yield Handler
    server.shutdown()
    server.server_close()
    thread.join()


def recorded_by(perform, path):
    """A cassette of what `perform` does in the simulator."""
    with simulate() as cognito:
        perform(boto3.client("cognito-idp"), cognito)
        exchanges = [(each.call, each.outcome) for each in cognito.journal]
    interactions = [
        {
            "request": {
                "method": "POST",
                "uri": call.url,
                "headers": {TARGET_HEADER: TARGET_PREFIX + call.operation},
                "body": json.dumps(dict(call.parameters)),
            },
            "response": {
                "status": {"code": reply.status},
                "headers": dict(reply.headers),
                "body": {"string": reply.body.decode()},
            },
        }
        for call, reply in exchanges
    ]
    path.write_text(yaml.safe_dump({"version": 1, "interactions": interactions}))
    return str(path)


def a_pool_of_its_own(aws, cognito):
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    pool = {"UserPoolId": aws.create_user_pool(PoolName="made")["UserPool"]["Id"]}
    client = aws.create_user_pool_client(**pool, ClientName="app", GenerateSecret=True, ExplicitAuthFlows=flows)
    client = client["UserPoolClient"]
    factor = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
    aws.set_user_pool_mfa_config(**pool, MfaConfiguration="OPTIONAL", **factor)
    alice = {**pool, "Username": "alice"}
    aws.admin_create_user(**alice, TemporaryPassword="Secret-1", MessageAction="SUPPRESS")
    aws.admin_set_user_password(**alice, Password="Secret-2", Permanent=True)
    from pytest_cognito_mfa._simulator.crypto.secret_hash import secret_hash

    made = cognito._service.client(client["ClientId"])
    hashed = {"USERNAME": "alice", "SECRET_HASH": secret_hash(made.secret, "alice", made.id)}
    sign_in = {"ClientId": made.id, "AuthFlow": "USER_PASSWORD_AUTH"}
    result = aws.initiate_auth(**sign_in, AuthParameters={**hashed, "PASSWORD": "Secret-2"})["AuthenticationResult"]
    token = result["AccessToken"]
    aws.associate_software_token(AccessToken=token)
    aws.verify_software_token(AccessToken=token, UserCode=cognito.totp("alice"))
    preferred = {"Enabled": True, "PreferredMfa": True}
    aws.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings=preferred)
    aws.get_user(AccessToken=token)
    aws.admin_get_user(**alice)


def test_an_endpoint_with_the_same_answers_but_other_ids_has_no_differences(endpoint, tmp_path, capsys):
    path = recorded_by(a_pool_of_its_own, tmp_path / "a.yaml")

    assert main(["drift", path, "--against", endpoint.url]) == 0, capsys.readouterr().out
    assert capsys.readouterr().out == "11 exchanges compared, no differences\n"
    assert endpoint.signed["AdminGetUser"]
    assert not endpoint.signed["GetUser"]


def test_without_credentials_nothing_is_signed(endpoint, tmp_path, capsys, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    path = recorded_by(
        lambda aws, cognito: aws.describe_user_pool(UserPoolId=cognito.user_pool_id), tmp_path / "a.yaml"
    )

    assert main(["drift", path, "--against", endpoint.url]) == 1
    assert "Missing Authentication Token" in capsys.readouterr().out


def test_a_difference_is_reported(endpoint, tmp_path, capsys):
    endpoint.change = staticmethod(lambda body: body.replace(b'"Name":"made"', b'"Name":"other"'))
    path = recorded_by(lambda aws, _: aws.create_user_pool(PoolName="made"), tmp_path / "a.yaml")

    assert main(["drift", path, "--against", endpoint.url]) == 1
    words = '"made" recorded, "other" here'
    assert f"CreateUserPool: body.UserPool.Name: different value ({words})" in capsys.readouterr().out


def by_mail_and_secret(aws, cognito):
    sign_in = {"ClientId": cognito.client_id, "AuthFlow": "USER_PASSWORD_AUTH"}
    named = {"USERNAME": "sms", "PASSWORD": cognito.user("sms").password}
    asked = aws.initiate_auth(**sign_in, AuthParameters=named)
    answers = {"USERNAME": "sms", "SMS_MFA_CODE": cognito.outbox[-1].code}
    answer = {"ClientId": cognito.client_id, "ChallengeName": "SMS_MFA", "Session": asked["Session"]}
    aws.respond_to_auth_challenge(**answer, ChallengeResponses=answers)
    aws.get_user(AccessToken=cognito.sign_in("newcomer").access_token)
    cognito.inject(on="GetUser", error="TooManyRequestsException")
    with pytest.raises(aws.exceptions.TooManyRequestsException):
        aws.get_user(AccessToken="a.b.c")
    with pytest.raises(aws.exceptions.NotAuthorizedException):
        aws.initiate_auth(**sign_in, AuthParameters={"USERNAME": "sms", "PASSWORD": "x"})


def test_a_call_that_needs_a_code_from_a_message_or_an_earlier_token_is_not_made(endpoint, tmp_path, capsys):
    path = recorded_by(by_mail_and_secret, tmp_path / "a.yaml")

    assert main(["drift", path, "--against", endpoint.url]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition("not compared: ")[2] for line in lines[:-1]] == [
        "it needs a code from a message",
        "it needs a token or session that no earlier answer returned",
        *["AWS throttled the call: TooManyRequestsException"] * (len(lines) - 3),
    ]
    assert lines[-1].startswith("2 exchanges compared, no differences; ")


@pytest.mark.parametrize("body", ["no JSON", None], ids=["no JSON", "nobody there"])
def test_a_wrong_endpoint_is_reported(endpoint, tmp_path, capsys, body):
    endpoint.change = staticmethod(lambda body: b"no JSON")
    path = recorded_by(lambda aws, _: aws.create_user_pool(PoolName="made"), tmp_path / "a.yaml")
    url = endpoint.url if body else "http://127.0.0.1:9/"

    assert main(["drift", path, "--against", url]) == 1
    assert f"--against {url}: " in capsys.readouterr().err
