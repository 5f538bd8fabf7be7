"""A whole MFA enrolment is recorded from moto's own server, plain and over TLS, and replayed with the network cut."""

import boto3
import jwt
import pytest
from botocore.exceptions import ClientError
from loopback import certificate

from pytest_cognito_mfa import simulate


@pytest.fixture(scope="module", params=["plain", "tls"])
def endpoint(request, tmp_path_factory):
    pytest.importorskip("flask")
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    context, verify = None, None
    if request.param == "tls":
        verify, served = map(str, certificate(tmp_path_factory.mktemp("tls"), "localhost"))
        context = (served, served)
    app = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=context)
    import threading

    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http{'s' if context else ''}://127.0.0.1:{server.port}", verify
    server.shutdown()
    thread.join()
    server.server_close()


def client(endpoint):
    url, verify = endpoint
    keys = {"aws_access_key_id": "own", "aws_secret_access_key": "own"}
    return boto3.Session().client("cognito-idp", "eu-west-1", endpoint_url=url, verify=verify, **keys)


def enrol(client):
    """What an application sees of an enrolment: each answer of interest."""
    pool = client.create_user_pool(PoolName="recorded")["UserPool"]["Id"]
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    app = client.create_user_pool_client(UserPoolId=pool, ClientName="app", ExplicitAuthFlows=flows)
    of = {"UserPoolId": pool, "Username": "grace"}
    client.admin_create_user(**of)
    client.admin_set_user_password(**of, Password="Nanosecond-0f-wire", Permanent=True)
    signed_in = client.initiate_auth(
        ClientId=app["UserPoolClient"]["ClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "grace", "PASSWORD": "Nanosecond-0f-wire"},
    )
    token = signed_in["AuthenticationResult"]["AccessToken"]
    secret = client.associate_software_token(AccessToken=token)["SecretCode"]
    client.set_user_mfa_preference(AccessToken=token, SMSMfaSettings={"Enabled": False})
    with pytest.raises(ClientError) as refused:
        client.admin_get_user(UserPoolId=pool, Username="nobody")
    return pool, token, secret, refused.value.response["Error"]["Code"], client.get_user(AccessToken=token)["Username"]


def test_an_enrolment_is_recorded_and_replayed_with_the_network_cut(endpoint, folder, monkeypatch):
    monkeypatch.setenv("COGNITO_REDACTION_KEY", "a key that a team shares, long enough")
    path = folder / "cassettes/enrolment.yaml"
    with simulate(cassette=path, mode="once") as recording:
        pool, token, secret, *seen = enrol(client(endpoint))

    text = path.read_text()
    assert recording.recorded.calls == len(recording.journal) == text.count("\n- operation: ") == 9
    assert [each for each in (pool, token, secret, "grace", "Nanosecond") if each in text] == []

    def connected(*args, **kwargs):
        raise AssertionError("the network is cut")

    monkeypatch.setattr("socket.socket.connect", connected)
    with simulate(cassette=path) as replaying:
        stand_in, now, _, *replayed = enrol(client(endpoint))

        assert replayed == seen
        assert {each.answered_by.partition(" ")[0] for each in replaying.journal} == {"cassette"}
        keys = jwt.PyJWKClient(f"https://cognito-idp.eu-west-1.amazonaws.com/{stand_in}/.well-known/jwks.json")
        claims = jwt.decode(now, keys.get_signing_key_from_jwt(now).key, ["RS256"])
    assert claims["username"] == "grace"
