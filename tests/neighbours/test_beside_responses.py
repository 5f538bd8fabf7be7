"""The `responses` library answers what the user registered with it, we answer Cognito, and its `calls` list both."""

import asyncio
import re

import pytest
import requests
import responses
from moto import mock_aws
from one_test import for_each
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from pytest_cognito_mfa import NotSimulated, SettingError, simulate
from pytest_cognito_mfa._aws.exchange import PassThrough
from pytest_cognito_mfa._interceptors import intercepting

ORDERS = "https://orders.example.com/"
COGNITO = "https://cognito-idp.us-east-1.amazonaws.com/"
HEADERS = {"Content-Type": "application/x-amz-json-1.1"}


def post(operation, session=requests, **members):
    headers = {**HEADERS, "X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}"}
    return session.post(COGNITO, json=members, headers=headers, timeout=5)


def get_user(cognito, session=requests):
    return post("GetUser", session, AccessToken=cognito.sign_in("newcomer").access_token).json().get("Username")


def urls(mock=responses):
    return [call.request.url for call in mock.calls]


@responses.activate
def test_a_call_that_the_fixture_answers_is_in_the_calls(cognito):
    responses.get(ORDERS, json={"orders": 3})

    assert requests.get(ORDERS, timeout=5).json() == {"orders": 3}
    assert get_user(cognito) == "newcomer"
    assert urls() == [ORDERS, COGNITO]
    assert responses.calls[1].response.json()["Username"] == "newcomer"
    responses.assert_call_count(COGNITO, 1)


@responses.activate
def test_what_nobody_mocked_is_still_refused(cognito):
    with pytest.raises(requests.ConnectionError, match="Connection refused by Responses"):
        requests.get(ORDERS, timeout=5)

    assert list(cognito.journal) == []


def test_a_mock_opened_inside_has_its_calls(cognito):
    with responses.RequestsMock() as mock:
        mock.get(ORDERS, json={"orders": 3})

        assert get_user(cognito) == "newcomer"
        assert requests.get(ORDERS, timeout=5).json() == {"orders": 3}
        assert urls(mock) == [COGNITO, ORDERS]

    assert get_user(cognito) == "newcomer"
    assert [exchange.operation for exchange in cognito.journal] == ["GetUser", "GetUser"]


def targeted(operation):
    return responses.matchers.header_matcher({"X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}"})


@for_each("url", [COGNITO, re.compile(r"https://cognito-idp\..*")])
def test_what_the_user_registered_for_cognito_answers(cognito, url):
    with responses.RequestsMock() as mock:
        theirs = mock.post(url, json={"Username": "a mock"}, match=[targeted("GetUser")])

        assert get_user(cognito) == "a mock"
        assert post("InitiateAuth").status_code == 400
        assert theirs.call_count == 1
        assert urls(mock) == [COGNITO, COGNITO]
    assert [exchange.operation for exchange in cognito.journal[-1:]] == ["InitiateAuth"]


@pytest.mark.long
@responses.activate(registry=responses.registries.OrderedRegistry)
def test_ordered_responses_keep_their_order_whatever_cognito_is_asked(cognito):
    for number in (1, 2):
        responses.get(ORDERS, json={"orders": number})
    for number in (1, 2):
        assert get_user(cognito) == "newcomer"
        assert requests.get(ORDERS, timeout=5).json() == {"orders": number}
    with pytest.raises(SettingError, match="OrderedRegistry"):
        cognito.mount(responses)


@responses.activate
def test_boto3_is_ours_too_and_unseen_by_responses(cognito, sign_in):
    assert "AuthenticationResult" in sign_in(cognito)
    assert list(responses.calls) == []


@pytest.mark.long
@responses.activate
async def test_in_an_async_test_the_calls_of_a_thread_are_listed(cognito):
    assert await asyncio.to_thread(get_user, cognito) == "newcomer"
    assert urls() == [COGNITO]


# -- retries and errors ------------------------------------------------------------------


@pytest.fixture
def retrying():
    with requests.Session() as session:
        session.mount("https://", HTTPAdapter(max_retries=Retry(2, status_forcelist=[503], allowed_methods=None)))
        yield session


@for_each(
    "fault, first",
    [
        ({"error": "InternalErrorException", "status": 503}, 503),
        ({"drop": "reset"}, "ConnectionResetError"),
        ({"latency": 9}, "TimeoutError"),
    ],
)
def test_requests_retries_a_failed_call_and_each_try_is_listed(cognito, retrying, fault, first):
    before = len(cognito.journal)
    with cognito.inject("GetUser", times=2, **fault), responses.RequestsMock() as mock:
        assert get_user(cognito, retrying) == "newcomer"
        assert len(mock.calls) == len(cognito.journal) - before == 3
        answer = mock.calls[0].response
        assert first in (getattr(answer, "status_code", 0), type(getattr(answer, "args", [0])[0]).__name__)
        assert mock.calls[2].response.status_code == 200


@pytest.mark.long
@responses.activate
def test_when_no_try_is_left_requests_raises_its_own_error(cognito, retrying):
    with cognito.inject("GetUser", drop="connect_timeout"), pytest.raises(requests.ConnectTimeout) as raised:
        get_user(cognito, retrying)

    assert len(responses.calls) == len(cognito.journal) == 3
    assert responses.calls[2].response is raised.value


@pytest.mark.long
def test_a_response_of_the_users_is_retried_as_responses_does_it(cognito, retrying):
    with responses.RequestsMock(registry=responses.registries.OrderedRegistry) as mock:
        mock.post(COGNITO, status=503)
        assert get_user(cognito, retrying) == "newcomer"
        assert [call.response.status_code for call in mock.calls] == [503, 200]


@pytest.mark.long
@responses.activate
def test_an_error_of_ours_is_listed_and_raised(cognito, monkeypatch):
    monkeypatch.setitem(HEADERS, "Content-Type", "text/plain")  # which is not simulated
    with cognito.allow_not_simulated(), pytest.raises(NotSimulated) as raised:
        post("GetUser", AccessToken="any")

    assert responses.calls[0].response is raised.value


class Unheard:
    def lost(self, how):
        pass


@pytest.mark.long
@responses.activate
def test_a_call_that_is_sent_for_real_is_listed_too(retrying):
    retrying.mount("http://", retrying.get_adapter(COGNITO))
    headers = {"X-Amz-Target": "AWSCognitoIdentityProviderService.GetUser"}
    recording = intercepting(lambda call: PassThrough(Unheard()))
    with recording, pytest.raises(requests.ConnectionError, match="refused") as raised:
        retrying.post("http://127.0.0.1:9/", json={}, headers=headers, timeout=5)

    assert [call.response for call in responses.calls] == [raised.value]


@pytest.mark.long
def test_a_callback_of_the_mock_sees_each_response(cognito):
    seen = []
    with responses.RequestsMock(response_callback=lambda response: seen.append(response) or response):
        get_user(cognito)

    assert seen[0].json()["Username"] == "newcomer"


# -- mounted -----------------------------------------------------------------------------


@for_each("target", [responses.RequestsMock(), responses])
def test_a_mounted_cognito_counts_as_one_of_the_mocks_responses(cognito, target):
    mounted = cognito.mount(target)
    assert cognito.mount(target) is mounted
    with getattr(target, "mock", target) as mock:
        assert get_user(cognito) == "newcomer"
        assert mounted.call_count == 1
        assert urls(mounted) == urls(mock) == [COGNITO]


def test_a_mock_says_that_a_mounted_cognito_was_not_called(cognito, sign_in):
    unfired = pytest.raises(AssertionError, match=r"Not all requests .*us-east-1.amazonaws.com/ \(cognito.mount\)")
    with unfired, responses.RequestsMock() as mock:
        cognito.mount(mock)
    with responses.RequestsMock() as mock:
        cognito.mount(mock)
        sign_in(cognito)  # boto3 counts too


@pytest.mark.long
def test_a_refused_request_says_what_the_mounted_cognito_answers(cognito):
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        cognito.mount(mock)
        with pytest.raises(requests.ConnectionError, match=r"\(cognito.mount\) pytest-cognito-mfa answers only calls"):
            requests.post(ORDERS, timeout=5)


def test_the_end_of_the_block_takes_cognito_out_of_a_mock_that_goes_on():
    with responses.RequestsMock() as mock:
        with simulate() as cognito:
            mounted = cognito.mount(mock)
            get_user(cognito)
        assert mock.registered() == []
        with pytest.raises(requests.ConnectionError, match="Connection refused by Responses"):
            post("GetUser", AccessToken="any")
        with simulate() as cognito:
            mounted = cognito.mount(mock)
        assert mock.registered() == [mounted]  # so that the mock says that it was not called
        mock.remove(mounted)


@pytest.mark.long
def test_what_is_no_mock_is_refused(cognito):
    with pytest.raises(SettingError, match=r"takes a responses.RequestsMock or the module responses, not list"):
        cognito.mount([])


# -- beside moto, which has a mock of responses itself -------------------------------------


@mock_aws
def test_inside_moto_a_response_of_the_users_answers_and_motos_does_not(cognito):
    assert get_user(cognito) == "newcomer"
    responses.post(COGNITO, json={"Username": "a mock"})
    try:
        assert get_user(cognito) == "a mock"
    finally:
        responses.reset()


# -- the fixture -------------------------------------------------------------------------


def test_the_fixture_is_the_mock_of_the_module_with_cognito_in_it(cognito_responses, cognito):
    responses.get(ORDERS, json={"orders": 3})

    assert requests.get(ORDERS, timeout=5).json() == {"orders": 3}
    assert get_user(cognito) == "newcomer"
    assert urls() == urls(cognito_responses) == [ORDERS, COGNITO]


@pytest.mark.long
@responses.activate(assert_all_requests_are_fired=True)
def test_the_fixture_and_the_decorator_share_one_mock(cognito_responses, cognito):
    assert get_user(cognito) == "newcomer"
    assert urls(cognito_responses) == [COGNITO]


INNER = """
    import pytest, requests, responses

    @pytest.fixture
    def late():
        yield
        requests.get("https://orders.example.com/")

    @pytest.fixture
    def outer():
        with responses.mock:
            responses.get("https://outer.example.com/")
            yield

    def test_cognito_was_not_called(cognito_responses):
        pass

    def test_a_host_was_not_called(cognito_responses, cognito):
        cognito_responses.get("https://orders.example.com/")
        requests.post("https://cognito-idp.us-east-1.amazonaws.com/", json={})

    def test_nothing_need_be_called(cognito_responses):
        cognito_responses.assert_all_requests_are_fired = False

    def test_a_failure_is_one(cognito_responses):
        assert 0

    def test_a_teardown_may_call(cognito_responses, cognito, late):
        cognito_responses.get("https://orders.example.com/")
        requests.get("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example01/.well-known/jwks.json")

    def test_a_teardown_may_miss(cognito_responses, late):
        cognito_responses.get("https://orders.example.com/")

    def test_what_was_on_before_goes_on(outer, cognito_responses):
        cognito_responses.assert_all_requests_are_fired = False
        assert requests.get("https://outer.example.com/").status_code == 200

    def test_afterwards_nothing_is_left():
        assert responses.mock.registered() == [] and len(responses.calls) == 0
        assert responses.mock.assert_all_requests_are_fired is False
        assert requests.adapters.HTTPAdapter.send is responses._real_send
"""


def test_the_fixture_fails_a_test_that_did_not_request_all(run):
    result = run(INNER, "-rA")

    result.assert_outcomes(passed=5, failed=3, errors=1)
    result.stdout.fnmatch_lines_random(
        [
            "FAILED *::test_cognito_was_not_called*",
            "FAILED *::test_a_host_was_not_called*",
            "FAILED *::test_a_failure_is_one*",
            "ERROR *::test_a_teardown_may_miss*",
            "Not all requests have been executed [[]('POST', 'https://cognito-idp.*(cognito.mount)')[]]",
            "*set*",
            "  cognito_responses.assert_all_requests_are_fired = False, or use*",
        ]
    )


@pytest.mark.long
def test_what_a_test_mounts_of_the_shared_fixture_is_taken_out_after_it(run):
    source = """
    import boto3, responses

    mock = responses.RequestsMock()

    def test_mounts(cognito_session):
        mounted = cognito_session.mount(mock)
        boto3.client("cognito-idp").describe_user_pool(UserPoolId=cognito_session.user_pool_id)
        assert mock.registered() == [mounted]

    def test_has_a_mock_of_its_own(cognito_session):
        assert mock.registered() == []
    """

    run(source).assert_outcomes(passed=2)
