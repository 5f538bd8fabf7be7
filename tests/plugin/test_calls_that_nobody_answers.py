"""A call that nobody can answer is in the journal, and fails a test whose code swallowed the error."""

import contextlib
import http.client

import boto3
import httpx
import pytest
import respx
from one_test import for_each

from pytest_cognito_mfa import Cognito, CognitoMfaError, NotSimulated, SettingError, UnansweredCall, simulate
from pytest_cognito_mfa._aws.exchange import TARGET_PREFIX
from pytest_cognito_mfa._simulator.simulation import Simulation

pytestmark = pytest.mark.usefixtures("without_list_users")

APP = """
import boto3, pytest

def names(pool):
    try:
        return boto3.client("cognito-idp").list_users(UserPoolId=pool)["Users"]
    except Exception:
        return []
"""
TEST = (
    APP
    + """
def test_lists_users(cognito):
    assert names(cognito.user_pool_id) == []
"""
)
ALLOWED = TEST.replace("    assert", "    with cognito.allow_not_simulated():\n        assert")
LINE = TEST.splitlines().index('        return boto3.client("cognito-idp").list_users(UserPoolId=pool)["Users"]')


def names(cognito):
    """The list of users of an app with a broad `except`."""
    try:
        return boto3.client("cognito-idp").list_users(UserPoolId=cognito.user_pool_id)["Users"]
    except Exception:  # noqa: BLE001 - as the app does
        return []


def test_it_is_in_the_journal_with_the_error_and_the_reason():
    with Cognito() as cognito:
        names(cognito)
        (exchange,) = cognito.journal

    assert (exchange.operation, exchange.response, exchange.error) == ("ListUsers", None, "NotSimulated")
    assert exchange.answered_by == "nobody: ListUsers is not simulated"
    assert not exchange.was_answered
    assert repr(exchange) == "<Exchange ListUsers: NotSimulated, by nobody: ListUsers is not simulated>"


def test_a_test_that_passed_otherwise_fails_by_it_once_and_is_told_the_line_and_the_ways_out(project):
    result = project.run(TEST)

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            f"*test_inner.py:{LINE}: nobody could answer ListUsers; this error was caught:",
            "  NotSimulated: ListUsers is not simulated.",
            '      cognito.answer("ListUsers", {"Users": []})',
            "  if the test is meant to make this call, make it inside: with cognito.allow_not_simulated():",
            "  or set `cognito_not_simulated` to `warn` or `ignore` in pytest's ini file",
            "FAILED test_inner.py::test_lists_users*",
        ]
    )


def test_a_recorded_test_fails_by_a_call_that_is_not_recorded(project):
    project.cassette("c.yaml", "alice")
    mark = "@pytest.mark.cognito(cassette='c.yaml', unplayed='ignore')"
    result = project.run(f"{APP}\n{mark}\ndef test_it():\n    assert names('us-east-1_a') == []\n")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*nobody could answer ListUsers*", "  CassetteMiss: *"])


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (ALLOWED, {"passed": 1}),
        (TEST.replace("== []", "== [1]"), {"failed": 1}),
        (TEST + "    pytest.skip()\n", {"skipped": 1}),
        (TEST.replace("def test", "@pytest.mark.xfail(strict=True)\ndef test"), {"xfailed": 1}),
    ],
    ids=["allowed", "failed", "skipped", "xfailed"],
)
def test_a_test_that_allows_it_failed_or_was_skipped_hears_no_more(project, body, outcome):
    result = project.run(body)

    result.assert_outcomes(**outcome)
    result.stdout.no_fnmatch_line("*nobody could answer*")


def test_the_ini_may_make_it_a_warning_or_nothing(project):
    project.pytester.makeini("[pytest]\ncognito_not_simulated = ignore\n")
    project.run(TEST).assert_outcomes(passed=1)
    project.pytester.makeini("[pytest]\ncognito_not_simulated = warn\n")
    warned = project.run(TEST, "-W", "default")

    warned.assert_outcomes(passed=1, warnings=1)
    warned.stdout.fnmatch_lines(["*NotSimulatedWarning: *nobody could answer ListUsers*"])


def test_the_block_of_simulate_ends_with_it():
    words = r"(?s)answer ListUsers.*with cognito\.allow_not_simulated"

    with pytest.raises(UnansweredCall, match=words), simulate() as cognito:
        names(cognito)


def test_an_error_that_leaves_the_block_of_simulate_is_not_hidden_by_it():
    with pytest.raises(NotSimulated), simulate() as cognito:
        boto3.client("cognito-idp").list_users(UserPoolId=cognito.user_pool_id)


def test_only_the_calls_inside_the_block_are_allowed_and_equal_ones_are_told_once():
    with Cognito() as cognito:
        with cognito.allow_not_simulated(), cognito.allow_not_simulated():
            names(cognito)
        assert cognito.unanswered == ()
        for _ in range(3):
            names(cognito)

        assert len(cognito.unanswered) == 1


def test_every_error_of_ours_counts(cognito):
    cognito.inject("ListUsers", change="user_disabled")  # of nobody: a mistake in the test

    with cognito.allow_not_simulated():
        assert names(cognito) == []

    assert cognito.journal[0].error == SettingError.__name__
    assert issubclass(SettingError, CognitoMfaError)


def framed(**framing):
    """A request with the framing of an app that has a broad `except`."""
    connection = http.client.HTTPSConnection("cognito-idp.us-east-1.amazonaws.com")
    with contextlib.suppress(Exception):
        connection.request("POST", "/", b"+1\r\nx\r\n", {"X-Amz-Target": f"{TARGET_PREFIX}GetUser", **framing})


@for_each("framing", [{"Content-Length": "-1"}, {"Transfer-Encoding": "chunked"}, {"Content-Length": "ten"}])
def test_a_request_of_which_nobody_can_tell_where_it_ends_is_in_the_journal(framing):
    with Cognito() as cognito:
        framed(**framing)

    (exchange,) = cognito.journal
    assert (exchange.operation, exchange.error, exchange.request) == ("GetUser", "NotSimulated", {})
    assert "which is not a length in HTTP" in cognito.unanswered[0]
    with pytest.raises(UnansweredCall, match="which is not a length in HTTP"), simulate():
        framed(**framing)


def test_what_cannot_be_recorded_counts_too(tmp_path):
    with Cognito(cassette=tmp_path / "c.yaml", mode="once") as cognito, respx.mock:
        with contextlib.suppress(Exception):
            httpx.post("http://127.0.0.1:9/", json={}, headers={"X-Amz-Target": f"{TARGET_PREFIX}GetUser"})

        (told,) = cognito.unanswered
        assert "a mock of httpx" in told


def test_an_error_of_another_package_counts_without_its_text(monkeypatch):
    def answer(*_):
        raise KeyError("hunter-hunter")

    monkeypatch.setattr(Simulation, "answer", answer)
    with Cognito() as cognito:
        names(cognito)

        assert cognito.journal[0].error == "KeyError"
        assert "hunter" not in f"{cognito.journal}{cognito.unanswered}"


def test_a_call_of_a_thread_without_a_line_of_the_user_is_told_without_one():
    from concurrent.futures import ThreadPoolExecutor

    with Cognito() as cognito, ThreadPoolExecutor(1) as pool:
        listed = boto3.client("cognito-idp").list_users
        assert isinstance(pool.submit(listed, UserPoolId=cognito.user_pool_id).exception(), NotSimulated)

        assert cognito.unanswered[0].startswith("nobody could answer ListUsers; ")


CAUGHT = """
import boto3, pytest
from pytest_cognito_mfa import NotSimulated

def ask(cognito):
    boto3.client("cognito-idp").list_users(UserPoolId=cognito.user_pool_id)

def test_raises(cognito):
    with pytest.raises(NotSimulated):
        ask(cognito)

def test_except(cognito):
    try:
        ask(cognito)
    except NotSimulated:
        pass

@pytest.fixture
def asked(cognito):
    with pytest.raises(NotSimulated):
        ask(cognito)

def test_fixture(asked):
    pass
"""


def test_an_error_that_the_test_function_itself_catches_does_not_fail_it_and_one_that_a_fixture_catches_does(project):
    result = project.run(CAUGHT)

    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["FAILED test_inner.py::test_fixture*"])


def test_an_error_that_the_function_with_the_block_of_simulate_catches_is_not_reported():
    with simulate() as cognito:  # noqa: SIM117 - the block ends in this function
        with pytest.raises(NotSimulated):
            boto3.client("cognito-idp").list_users(UserPoolId=cognito.user_pool_id)


async def test_an_error_that_an_async_test_function_catches_does_not_fail_it(cognito):
    with pytest.raises(NotSimulated):
        boto3.client("cognito-idp").list_users(UserPoolId=cognito.user_pool_id)
    assert cognito.unanswered == ()
