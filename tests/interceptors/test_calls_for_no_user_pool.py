"""What is Cognito's and for no user pool, or signed with our fakes, never leaves: a pool's domain is answered, and all
else raises an error that says so.
"""

import asyncio
import http.client
import json
import urllib.error
import urllib.request

import aiobotocore.session
import aiohttp
import boto3
import botocore.auth
import botocore.awsrequest
import botocore.httpsession
import httpcore
import httpx
import pytest
import requests
import responses
import urllib3
import vcr
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import HTTPClientError
from botocore.stub import Stubber
from clients import httpx2, optional
from moto import mock_aws
from one_test import for_each

from pytest_cognito_mfa import NotSimulated, SettingError, simulate

HOSTED = "https://portal.auth.us-east-1.amazoncognito.com/oauth2/token"
httplib2, httpclient = optional("httplib2"), optional("tornado.httpclient")
ONCE = Config(retries={"total_max_attempts": 1}, connect_timeout=2)

pytestmark = pytest.mark.usefixtures("no_network")


@pytest.fixture
def cognito(cognito):
    """The fixture, in tests that may make calls that nobody answers."""
    with cognito.allow_not_simulated():
        yield cognito


def by_requests(url):
    return requests.post(url, data={"code": "secret"}, timeout=5).content


def by_urllib(url):
    return urllib.request.urlopen(url, b"code=secret", timeout=5).read()


def by_http_client(url):
    _, _, host, path = url.split("/", 3)
    connection = http.client.HTTPSConnection(host, timeout=5)
    connection.request("POST", f"/{path}", b"code=secret")
    return connection.getresponse().read()


def by_urllib3(url):
    return urllib3.PoolManager().request("POST", url, body=b"code=secret").data


def by_httplib2(url):
    return httplib2.Http(timeout=5).request(url, "POST", b"code=secret")[1]


def by_httpx(url):
    return httpx.post(url, data={"code": "secret"}).content


def by_httpx_async(url):
    async def posted(module):
        async with module.AsyncClient() as client:
            return (await client.post(url, data={"code": "secret"})).content

    return asyncio.run(posted(httpx))


def by_httpx2(url):
    return httpx2.post(url, data={"code": "secret"}).content


def by_aiohttp(url):
    async def posted():
        async with aiohttp.ClientSession() as session, session.post(url, data={"code": "secret"}) as answer:
            return await answer.read()

    return asyncio.run(posted())


def by_tornado(url):
    async def posted():
        client = httpclient.AsyncHTTPClient()
        return (await client.fetch(url, method="POST", body="code=secret")).body

    return asyncio.run(posted())


OPTIONAL = {by_httpx2: httpx2, by_httplib2: httplib2, by_tornado: httpclient}
CLIENTS = (
    *(by_requests, by_urllib, by_http_client, by_urllib3, by_httpx, by_httpx_async, by_aiohttp),
    *(post for post, module in OPTIONAL.items() if module),
)


def not_sent(ask, *given):
    with pytest.raises(NotSimulated) as raised:
        ask(*given)
    return str(raised.value)


KEYS = """
version: 1
interactions:
- request:
    {method: GET, uri: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_0/.well-known/jwks.json", headers: {}}
  response: {status: {code: 200, message: OK}, headers: {}, body: {string: "{}"}}
"""
STAFF = {"pools": [{"Name": "staff", "Domain": "portal", "CustomDomain": "sso.example.com", "clients": []}]}
OTHER = HOSTED.replace("portal", "other")
OWN = "https://sso.example.com/oauth2/token?client_id=no&grant_type=refresh_token"


@for_each("post", [post for post in CLIENTS if post not in (by_http_client, by_urllib)])
def test_every_client_is_answered_by_a_pools_domain(post):
    with simulate(STAFF) as cognito:
        for url in (f"{HOSTED}?client_id=no&grant_type=refresh_token", OWN):
            if httpclient and post is by_tornado:
                with pytest.raises(httpclient.HTTPClientError, match="400"):
                    post(url)
            else:
                assert post(url) == b'{"error":"invalid_client"}'
        assert [each.operation for each in cognito.journal] == ["POST /oauth2/token"] * 2


def test_so_are_the_clients_of_pythons_own_library():
    with simulate(STAFF):
        assert by_http_client(OWN) == b'{"error":"invalid_client"}'
        with pytest.raises(urllib.error.HTTPError, match="400"):
            by_urllib(OWN)


@for_each("post", CLIENTS)
def test_a_domain_that_no_pool_has_is_not_found(post):
    with simulate(STAFF) as cognito:
        with pytest.raises(Exception, match=r"(?i)resolve|known|unable to find|Errno"):
            post(f"{OTHER}?code=s3cret")
        *_, exchange = cognito.journal
        assert (exchange.error, exchange.answered_by) == ("dns", "simulator")
        assert "no pool of this test has the domain other.auth.us-east-1" in exchange.reason
        assert "s3cret" not in cognito.transcript


@for_each("url", [HOSTED, HOSTED.replace(".auth", ".auth-fips"), "https://sso.example.com/oauth2/token"])
def test_where_a_cassette_answers_a_pools_domain_is_not_simulated(url, tmp_path):
    tmp_path.joinpath("keys.yaml").write_text(KEYS)
    tmp_path.joinpath("staff.yaml").write_text(json.dumps(STAFF))
    with simulate(tmp_path / "staff.yaml", cassette=tmp_path / "keys.yaml") as cognito, cognito.allow_not_simulated():
        said = not_sent(by_requests, f"{url}?code=secret")
    assert said.startswith(f"POST /oauth2/token was not sent to {url}: a cassette answers this test")
    assert "secret" not in said


@responses.activate
def test_where_a_cassette_answers_a_mock_decides_about_a_pools_domain(tmp_path):
    tmp_path.joinpath("keys.yaml").write_text(KEYS)
    responses.add("POST", HOSTED, json={"access_token": "theirs"})
    with simulate(cassette=tmp_path / "keys.yaml") as cognito:
        assert by_requests(HOSTED) == b'{"access_token": "theirs"}'
        with pytest.raises(requests.ConnectionError, match="Connection refused by Responses"):
            by_requests(OTHER)
        assert requests.get(
            "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_0/.well-known/jwks.json", timeout=5
        ).ok
    assert [each.operation for each in cognito.journal] == ["jwks.json"]


def test_a_hybrid_cassette_leaves_a_pools_domain_to_the_simulator(tmp_path):
    tmp_path.joinpath("keys.yaml").write_text(KEYS)
    tmp_path.joinpath("staff.yaml").write_text(json.dumps(STAFF))
    with simulate(tmp_path / "staff.yaml", cassette=tmp_path / "keys.yaml", mode="hybrid"):
        assert by_requests(OWN) == b'{"error":"invalid_client"}'


def test_a_host_that_is_no_pools_domain_is_not_stopped(cognito):
    for url in ("https://sso.example.com/cognito", "https://cognito.example.com/"):
        goes_out(by_requests, url)


@for_each("method, path", [("GET", ""), ("HEAD", "/login"), ("OPTIONS", "/oauth2/token")])
def test_a_request_without_a_body_is_stopped_before_it_connects(method, path):
    def ask():
        async def asked():
            async with aiohttp.ClientSession() as session:
                await session.request(method, f"https://portal.auth.us-east-1.amazoncognito.com{path}")

        asyncio.run(asked())

    with simulate(STAFF) as cognito, cognito.allow_not_simulated():
        assert not_sent(ask).startswith(f"{method} {path or '/'} is not simulated")


# -- mocks of the user's answer ------------------------------------------------------------


@responses.activate
def test_what_responses_was_told_it_answers_and_the_pool_the_rest():
    responses.add("POST", HOSTED, json={"access_token": "theirs"})

    with simulate(STAFF):
        assert by_requests(HOSTED) == b'{"access_token": "theirs"}'
        assert by_requests(OWN) == b'{"error":"invalid_client"}'
        with pytest.raises(requests.ConnectionError, match="Connection refused by Responses"):
            by_requests("https://orders.example.com/")
    assert [call.request.url for call in responses.calls[:2]] == [HOSTED, OWN]


CASSETTE = f"""
version: 1
interactions:
- request: {{method: POST, uri: "{HOSTED}", headers: {{}}, body: ""}}
  response: {{status: {{code: 200, message: OK}}, headers: {{}}, body: {{string: theirs}}}}
"""


@for_each("post", [by_requests, by_http_client, by_httpx, by_aiohttp])
def test_what_vcrpy_has_recorded_it_plays(cognito, tmp_path, post):
    tmp_path.joinpath("theirs.yaml").write_text(CASSETTE)
    with vcr.use_cassette(str(tmp_path / "theirs.yaml"), record_mode="none"):
        assert post(HOSTED) == b"theirs"
        with pytest.raises(vcr.errors.CannotOverwriteExistingCassetteException):
            post(HOSTED.replace("token", "revoke"))


@for_each("post", CLIENTS)
def test_a_cassette_that_records_does_not_let_it_out(cognito, post, tmp_path):
    with vcr.use_cassette(str(tmp_path / "theirs.yaml"), record_mode="all"):
        assert "no pool of this test in us-east-1 has a domain" in not_sent(post, HOSTED)
        assert "s3:ListBuckets was not sent" in not_sent(buckets)


def answered_by_a_mock(*_):
    return httpx.Response(200, content=b"theirs")


async def answered_by_a_mock_later(*_):
    return answered_by_a_mock()


def test_what_stands_in_for_httpx_answers_whichever_was_first(monkeypatch):
    before = pytest.MonkeyPatch()
    before.setattr(httpx.HTTPTransport, "handle_request", answered_by_a_mock)
    with simulate() as cognito:
        assert by_httpx(HOSTED) == b"theirs"
        assert not cognito.journal
    before.undo()
    with simulate():
        monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", answered_by_a_mock_later)
        assert by_httpx_async(HOSTED) == b"theirs"


def test_what_stands_in_for_the_connections_of_httpx_answers(cognito, monkeypatch):
    monkeypatch.setattr(httpcore.ConnectionPool, "handle_request", lambda *_: httpcore.Response(200, content=b"theirs"))

    assert by_httpx(HOSTED) == b"theirs"


# -- identity pools -------------------------------------------------------------------------


def identity_pools(**options):
    return boto3.client("cognito-identity", region_name="us-east-1", config=ONCE, **options)


def identity_id(client):
    return client.get_id(IdentityPoolId="us-east-1:7b1e0f3a-4c2d-4e6f-8a9b-0c1d2e3f4a5b")


def test_identity_pools_say_that_they_are_not_simulated(cognito):
    said = not_sent(identity_id, identity_pools())
    assert said.startswith("cognito-identity:GetId was not sent to https://cognito-identity.us-east-1.amazonaws.com/: ")
    assert "@mock_aws" in said
    assert "cognito_other_aws = pass" in said
    assert "cognito-identity:ListIdentityPools" in not_sent(lambda: identity_pools().list_identity_pools(MaxResults=5))
    assert "cognito-identity:POST" in not_sent(by_requests, "https://cognito-identity.eu-west-1.amazonaws.com/")


@mock_aws
def test_identity_pools_of_moto_answer_beside_the_fixture(cognito):
    client = identity_pools()
    pool = client.create_identity_pool(IdentityPoolName="guests", AllowUnauthenticatedIdentities=True)

    assert client.get_id(IdentityPoolId=pool["IdentityPoolId"])["IdentityId"].startswith("us-east-1:")


# -- other services of AWS ----------------------------------------------------------------


def buckets(**options):
    return boto3.client("s3", region_name="us-east-1", config=ONCE, **options).list_buckets()


def test_a_call_that_is_signed_with_the_fakes_says_what_it_was(cognito):
    said = not_sent(buckets)
    assert said.startswith("s3:ListBuckets was not sent to https://s3.amazonaws.com/: it is signed with the ")
    for way in ("@mock_aws", "Stubber", "endpoint_url=", "credentials of your own", "cognito_other_aws = pass"):
        assert way in said
    sts = boto3.client("sts", region_name="us-east-1", config=ONCE)
    assert "sts:GetCallerIdentity" in not_sent(sts.get_caller_identity)
    table = boto3.resource("dynamodb", region_name="us-east-1", config=ONCE).Table("users")
    assert "dynamodb:GetItem" in not_sent(lambda: table.get_item(Key={"id": "secret"}))


def test_aiobotocore_says_it_too(cognito):
    async def asked():
        async with aiobotocore.session.get_session().create_client("sqs", region_name="eu-west-1") as sqs:
            await sqs.list_queues()

    assert "sqs:ListQueues was not sent" in not_sent(lambda: asyncio.run(asked()))


def test_a_request_that_was_signed_by_hand_is_named_by_method_and_path(cognito):
    request = botocore.awsrequest.AWSRequest("GET", "https://abc.execute-api.us-east-1.amazonaws.com/prod/users")
    credentials = boto3.Session().get_credentials()
    botocore.auth.SigV4Auth(credentials, "execute-api", "us-east-1").add_auth(request)

    said = not_sent(botocore.httpsession.URLLib3Session(timeout=2).send, request.prepare())
    assert said.startswith("GET /prod/users was not sent to https://abc.execute-api.us-east-1.amazonaws.com/prod/users")


def goes_out(ask, *given):
    with pytest.raises(Exception, match=r"tried to use socket|looked up"):
        ask(*given)


def test_what_the_fakes_did_not_sign_goes_out(cognito, monkeypatch):
    goes_out(lambda: buckets(aws_access_key_id="own", aws_secret_access_key="own"))
    unsigned = boto3.client("s3", region_name="us-east-1", config=ONCE.merge(Config(signature_version=UNSIGNED)))
    goes_out(unsigned.list_buckets)
    goes_out(lambda: buckets(endpoint_url="http://localstack.example.com:4566"))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://localstack.example.com:4566")
    goes_out(buckets)


def test_a_stub_and_a_handler_of_the_users_answer_first(cognito):
    client = boto3.client("s3", region_name="us-east-1", config=ONCE)
    with Stubber(client) as stub:
        stub.add_response("list_buckets", {"Buckets": [{"Name": "stubbed"}]})
        assert client.list_buckets()["Buckets"] == [{"Name": "stubbed"}]
    handled = botocore.awsrequest.AWSResponse("", 200, {}, None)
    handled._content = b"<ListAllMyBucketsResult/>"
    client.meta.events.register("before-send.s3", lambda **_: handled)
    assert client.list_buckets()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_a_cassette_of_vcrpys_is_left_to_it(cognito, tmp_path):
    cassette = vcr.use_cassette(str(tmp_path / "theirs.yaml"), record_mode="none")
    with cassette, pytest.raises(HTTPClientError, match="Can't"):
        buckets()


def test_they_go_out_where_the_test_says_so():
    with simulate(other_aws="pass") as cognito, cognito.allow_not_simulated():
        goes_out(buckets)
        goes_out(identity_id, identity_pools())
        with pytest.raises(NotSimulated, match="no pool of this test in us-east-1 has a domain"):
            by_requests(HOSTED)
    with pytest.raises(SettingError, match="unknown cognito_other_aws 'past'; did you mean 'pass'"):
        simulate(other_aws="past")


def test_after_the_test_nothing_is_stopped():
    with simulate():
        pass
    goes_out(by_requests, HOSTED)


def test_while_recording_nothing_is_stopped(tmp_path, aws):
    with simulate(cassette=tmp_path / "new.yaml", mode="all"):
        goes_out(by_requests, HOSTED)
        goes_out(buckets)
