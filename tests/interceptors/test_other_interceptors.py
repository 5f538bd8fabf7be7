"""Inside and around moto, responses and vcrpy, Cognito's calls are ours and everything else is theirs."""

import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

import boto3
import botocore.exceptions
import pytest
import requests
import responses
import urllib3
import vcr
import yaml
from clients import CLIENTS, DOCUMENT, FAKES, GETTERS, LOST, SOCKET_ERRORS, URL, headers
from moto import mock_aws
from one_test import for_each

import pytest_cognito_mfa
from pytest_cognito_mfa._aws.exchange import Dropped
from pytest_cognito_mfa._interceptors import intercepting
from pytest_cognito_mfa.errors import NotSimulated

PARAMETERS = {"MaxResults": 1}

pytestmark = pytest.mark.usefixtures("no_network", "aws")


@pytest.fixture(params=["around", pytest.param("inside", marks=pytest.mark.long)])
def together(request):
    """Enter another mock around the block, or inside it."""

    @contextmanager
    def entered(neighbour, answer):
        managers = [neighbour, intercepting(answer)]
        with ExitStack() as stack:
            for manager in managers if request.param == "around" else managers[::-1]:
                stack.enter_context(manager)
            yield

    return entered


@pytest.fixture
def cassette(tmp_path):
    """A cassette of the user's, with one recorded answer, that records nothing more."""
    path = tmp_path / "users.yaml"
    request = {"method": "GET", "uri": "https://example.test/", "body": None, "headers": {}}
    response = {"status": {"code": 203, "message": "OK"}, "headers": {}, "body": {"string": "theirs"}}
    path.write_text(yaml.safe_dump({"version": 1, "interactions": [{"request": request, "response": response}]}))
    return path


@pytest.mark.parametrize("name", ["boto3", "boto3, made before", "aiobotocore", "requests", "urllib.request"])
def test_with_moto_cognito_is_ours(name, together, answer):
    with together(mock_aws(), answer):
        assert CLIENTS[name][0]("ListUserPools", PARAMETERS)[0] == 200

    assert answer.asked == ["ListUserPools"]


def test_with_moto_the_rest_of_aws_is_motos(together, answer):
    with together(mock_aws(), answer):
        s3 = boto3.client("s3", **FAKES)
        s3.create_bucket(Bucket="theirs", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == ["theirs"]

    assert answer.calls == []


def test_after_the_block_moto_has_cognito_again(answer):
    with mock_aws():
        client = boto3.client("cognito-idp", **FAKES)
        with intercepting(answer):
            client.list_user_pools(MaxResults=1)
        client.create_user_pool(PoolName="theirs")

    assert len(answer.calls) == 1


@pytest.mark.long
def test_moto_imported_inside_the_block_is_passed_by():
    script = (
        "import boto3, sys\n"
        "from pytest_cognito_mfa._interceptors import intercepting\n"
        "from pytest_cognito_mfa._aws.wire import reply\n"
        "with intercepting(lambda call: reply(b'{\"UserPools\": []}', request_id='ours', at=0)):\n"
        "    assert 'moto' not in sys.modules\n"
        "    from moto import mock_aws\n"
        "    with mock_aws():\n"
        f"        client = boto3.client('cognito-idp', **{FAKES!r})\n"
        "        print(client.list_user_pools(MaxResults=1)['ResponseMetadata']['RequestId'])\n"
        f"        boto3.client('sns', **{FAKES!r}).list_topics()\n"
        "with mock_aws():\n"
        "    assert client.list_user_pools(MaxResults=1)['ResponseMetadata']['RequestId'] != 'ours'\n"
    )
    root = Path(pytest_cognito_mfa.__file__).parents[1]

    assert subprocess.check_output([sys.executable, "-c", script], cwd=root, text=True) == "ours\n"


def test_with_responses_cognito_is_ours_and_the_rest_is_theirs(together, answer):
    with together(responses.RequestsMock(), answer):
        responses_mock = responses.RequestsMock(assert_all_requests_are_fired=False)
        with responses_mock as theirs:
            theirs.get("https://example.test/", status=418)
            assert requests.get("https://example.test/", timeout=1).status_code == 418
            assert CLIENTS["requests"][0]("ListUserPools", PARAMETERS)[0] == 200
            assert len(theirs.calls) == 2

    assert answer.asked == ["ListUserPools"]


def test_under_responses_activate_a_lost_call_is_retried_by_requests(answer):
    @responses.activate
    def test():
        with requests.Session() as session:
            session.mount("https://", requests.adapters.HTTPAdapter(max_retries=2))
            session.post(URL, json={}, headers=headers("GetUser"), timeout=1)

    answer.outcome = Dropped("connect_timeout")
    with intercepting(answer), pytest.raises(requests.ConnectTimeout):
        test()

    assert answer.asked == ["GetUser"] * 3


@pytest.mark.parametrize("name", CLIENTS)
def test_with_a_cassette_cognito_is_ours(name, together, cassette, answer):
    recorded = cassette.read_text()
    with together(vcr.use_cassette(str(cassette), record_mode="none"), answer):
        assert CLIENTS[name][0]("ListUserPools", PARAMETERS)[0] == 200

    assert answer.calls[0].parameters == PARAMETERS
    assert cassette.read_text() == recorded


@for_each("name", CLIENTS)
def test_with_a_cassette_that_records_cognito_is_not_recorded(name, together, tmp_path, answer):
    answer.calls.clear()
    path = tmp_path / "new.yaml"
    with together(vcr.use_cassette(str(path), record_mode="all"), answer):
        CLIENTS[name][0]("ListUserPools", PARAMETERS)

    assert answer.asked == ["ListUserPools"]
    assert not path.exists()


@for_each("how", LOST)
@for_each("name", CLIENTS)
def test_with_a_cassette_a_lost_connection_is_the_clients_own_error(name, how, together, cassette, answer):
    answer.outcome = Dropped(how)
    call, errors = CLIENTS[name]
    # vcrpy's connections answer when the response is asked for; there, nothing connects.
    expected = (SOCKET_ERRORS if name == "urllib.request" else errors)[LOST.index(how)]

    with together(vcr.use_cassette(str(cassette), record_mode="none"), answer), pytest.raises(expected) as raised:
        call("ListUserPools", PARAMETERS)

    assert type(raised.value) is expected


@for_each("name", ["requests", "urllib.request", "urllib3 manager", "httpx", "httpx, async", "aiohttp"])
def test_with_a_cassette_the_rest_is_the_cassettes(name, together, cassette, answer):
    with together(vcr.use_cassette(str(cassette), record_mode="none"), answer):
        assert GETTERS[name]("https://example.test/") == b"theirs"

    assert answer.calls == []


@pytest.mark.long
def test_the_first_block_may_open_inside_a_cassette():
    script = (
        "import urllib.request, vcr\n"
        "from pytest_cognito_mfa._interceptors import intercepting\n"
        "from pytest_cognito_mfa._aws.wire import reply\n"
        "block = lambda: intercepting(lambda call: reply(b'ours', request_id='id', at=0))\n"
        "for manager in (vcr.use_cassette('nowhere.yaml', record_mode='none'), block()):\n"
        "    with manager, block():\n"
        f"        print(urllib.request.urlopen({DOCUMENT!r}).read())\n"
    )
    root = Path(pytest_cognito_mfa.__file__).parents[1]

    assert subprocess.check_output([sys.executable, "-c", script], cwd=root, text=True) == "b'ours'\n" * 2


def test_a_body_that_is_a_file_passes_a_cassette_whole(cassette, answer, tmp_path):
    body = tmp_path / "body.json"
    body.write_text('{"MaxResults": 1}')
    for handed in (body.open("rb"), iter([b'{"MaxRes', b'ults": 1}'])):
        with intercepting(answer), vcr.use_cassette(str(cassette), record_mode="none"):
            connection = __import__("http").client.HTTPSConnection("cognito-idp.eu-west-1.amazonaws.com")
            connection.request("POST", "/", handed, headers("ListUserPools"))
            connection.getresponse()
        getattr(handed, "close", int)()

    assert [call.parameters for call in answer.calls] == [PARAMETERS, PARAMETERS]


def test_a_cassette_outlives_the_block(cassette, answer, as_it_was):
    block, theirs = intercepting(answer), vcr.use_cassette(str(cassette), record_mode="none")
    block.__enter__()
    with theirs:
        CLIENTS["httpx"][0]("ListUserPools", PARAMETERS)
        block.__exit__(None, None, None)
        with pytest.raises(vcr.errors.CannotOverwriteExistingCassetteException):
            CLIENTS["httpx"][0]("ListUserPools", PARAMETERS)

    assert answer.asked == ["ListUserPools"]


def test_botocore_retries_a_lost_connection(answer):
    answer.outcome = Dropped("read_timeout")
    config = botocore.config.Config(retries={"total_max_attempts": 2, "mode": "standard"})
    client = boto3.client("cognito-idp", config=config, **FAKES)

    with intercepting(answer), pytest.raises(botocore.exceptions.ReadTimeoutError):
        client.list_user_pools(MaxResults=1)

    assert len(answer.calls) == 2


def test_botocores_handlers_may_read_the_raw_reply(answer):
    client, seen = boto3.client("cognito-idp", **FAKES), []
    client.meta.events.register("after-call.cognito-idp", lambda http_response, **_: seen.append(http_response.raw))
    with intercepting(answer):
        client.list_user_pools(MaxResults=1)

    assert b"".join(seen[0].stream()) == answer.outcome.body
    assert (b"x-amzn-RequestId", b"11111111-2222-3333") in seen[0].raw_headers


def test_without_moto_there_is_nothing_to_pass_by(monkeypatch, answer):
    monkeypatch.delitem(sys.modules, "moto.core.botocore_stubber")
    with intercepting(answer):
        assert CLIENTS["boto3"][0]("ListUserPools", PARAMETERS)[0] == 200


def test_urllib3_used_under_moto_is_ours_too(together, answer):
    with together(mock_aws(), answer):
        assert urllib3.PoolManager().request("GET", DOCUMENT).status == 200


def test_a_request_that_names_no_operation_never_passes_through(answer):
    answer.outcome = NotSimulated("no operation")
    with intercepting(answer), pytest.raises(NotSimulated):
        requests.get("https://cognito-idp.eu-west-1.amazonaws.com/healthz", timeout=1)
