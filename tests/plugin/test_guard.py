"""With ``cognito_guard = on`` a test that calls Cognito without the fixture fails, and is told what to add."""

import httpx  # noqa: F401 -- pytester forgets what an inner run imported first, and moto cannot be imported twice
import pytest
import responses  # noqa: F401 -- the same
import vcr  # noqa: F401 -- the same
from moto import mock_aws  # noqa: F401 -- the same

CALLS = """\
import asyncio, json, unittest
import aiobotocore.session, boto3, httpx, pytest, requests
from botocore.config import Config

URL = "https://cognito-idp.us-east-1.amazonaws.com/"
HEADERS = {"X-Amz-Target": "AWSCognitoIdentityProviderService.GetUser", "Content-Type": "application/x-amz-json-1.1"}

def client():
    return boto3.client("cognito-idp", region_name="us-east-1", config=Config(retries={"total_max_attempts": 1}))

def unsigned():
    client().get_user(AccessToken="secret")

def signed():
    client().create_user_pool(PoolName="own")

def by_aiobotocore():
    async def called():
        session = aiobotocore.session.get_session()
        async with session.create_client("cognito-idp", region_name="us-east-1") as cognito:
            await cognito.get_user(AccessToken="secret")
    asyncio.run(called())

def by_requests():
    requests.post(URL, json={"AccessToken": "secret"}, headers=HEADERS, timeout=5)

def by_httpx():
    httpx.post(URL, json={"AccessToken": "secret"}, headers=HEADERS)
"""


@pytest.fixture
def guarded(project, pytester, monkeypatch):
    """Runs tests with the guard on, and without credentials."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    pytester.makeini("[pytest]\ncognito_guard = on\n")
    project.write("calls.py", CALLS)
    pytester.syspathinsert()
    return lambda source: project.run(f"from calls import *\n\n{source}")


def test_a_call_without_the_fixture_names_the_argument_to_add(guarded):
    source = """
@pytest.mark.parametrize("call", [unsigned, signed, by_aiobotocore, by_requests, by_httpx])
def test_calls(call):
    call()
"""
    result = guarded(source)
    result.assert_outcomes(failed=5)
    result.stdout.fnmatch_lines(
        [
            "*MissingFixture: GetUser was not sent to https://cognito-idp.us-east-1.*: this test calls Cognito *",
            "E*add the argument cognito to test_calls (test_inner.py:4), or use simulate(), or a mock of your own",
            "E*pytest's ini file says cognito_guard = on",
        ]
    )
    assert "secret'" not in result.stdout.str().replace('AccessToken="secret"', "")


def test_a_call_whose_error_was_swallowed_fails_the_test(guarded):
    source = """
def swallowed():
    try:
        unsigned()
    except Exception:
        pass

@pytest.fixture
def prepared():
    swallowed()

def test_in_a_fixture(prepared):
    pass

def test_in_the_test():
    swallowed()

def test_the_next_one_is_not_blamed():
    pass
"""
    result = guarded(source)
    result.assert_outcomes(failed=2, passed=1)
    result.stdout.fnmatch_lines(["*add the argument cognito to test_in_a_fixture (test_inner.py:*), *"])


def test_a_test_case_takes_no_arguments_so_it_is_told_to_add_the_marker(guarded):
    source = """
class TestSignIn(unittest.TestCase):
    def test_calls(self):
        unsigned()
"""
    guarded(source).stdout.fnmatch_lines(["*add @pytest.mark.cognito to test_calls (test_inner.py:5), *"])


def test_the_fixture_and_simulate_answer(guarded):
    source = """
from pytest_cognito_mfa import simulate

@pytest.fixture(scope="session")
def opened():
    with simulate() as cognito:
        yield cognito

def test_with_the_argument(cognito):
    signed()

@pytest.mark.cognito
def test_with_the_marker():
    signed()

def test_asks_late(request):
    request.getfixturevalue("cognito")
    signed()

def test_with_a_block():
    with simulate():
        signed()

def test_opens_a_block_for_all(opened):
    signed()

def test_in_the_block_for_all():
    signed()
"""
    guarded(source).assert_outcomes(passed=6)


def test_mocks_of_the_user_answer(guarded):
    source = """
import responses, vcr
from moto import mock_aws

@mock_aws
def test_moto():
    signed()

@responses.activate
def test_responses():
    responses.add("POST", URL, json={})
    by_requests()

def test_httpx(monkeypatch):
    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", lambda self, request: httpx.Response(200))
    by_httpx()

def test_vcrpy(tmp_path):
    with vcr.use_cassette(str(tmp_path / "theirs.yaml"), record_mode="none"):
        with pytest.raises(vcr.errors.CannotOverwriteExistingCassetteException):
            by_requests()
"""
    guarded(source).assert_outcomes(passed=4)


def test_what_is_not_a_user_pool_of_aws_goes_out(guarded, monkeypatch):
    def nowhere(*_, **__):
        raise OSError("it goes out")

    monkeypatch.setattr("socket.getaddrinfo", nowhere)
    source = """
@pytest.mark.parametrize("host", ["cognito.example.com:9229", "portal.auth.us-east-1.amazoncognito.com"])
def test_goes_out(host):
    with pytest.raises(requests.ConnectionError, match="it goes out"):
        requests.post(f"http://{host}/", json={}, headers=HEADERS, timeout=5)
"""
    guarded(source).assert_outcomes(passed=2)


def test_it_is_off_unless_the_ini_file_says_on(project, pytester):
    source = """
    import sys

    def test_alone(request):
        assert not request.config.pluginmanager.has_plugin("cognito_guard")
    """
    project.run(source).assert_outcomes(passed=1)
    pytester.makeini("[pytest]\ncognito_guard = yes\n")
    project.run(source).stderr.fnmatch_lines(["*pytest's ini file: unknown cognito_guard 'yes'; there are: off, on"])
