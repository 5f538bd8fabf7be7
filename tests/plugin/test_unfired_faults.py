"""A fault that never fired fails its test, and the report names the nearest call."""

import boto3
import one_client
import pytest
from one_test import for_each

from pytest_cognito_mfa import Cognito, UnfiredFault, simulate

TEST = """
import boto3, pytest

@pytest.mark.cognito(faults=[{"on": "GetUser", "drop": "reset"}])
def test_marked(cognito):
    BODY
"""


def this_line():
    import sys

    return sys._getframe(1).f_lineno


def report(work, on="GetUser", earlier=lambda _: None, later=lambda _: None, **words):
    """The report about one fault, without its first line."""
    with Cognito() as cognito:
        earlier(cognito)
        fault = cognito.inject(on, **{"error": "InternalErrorException", **words})
        work(cognito)
        fault.remove()
        later(cognito)
        (text,) = cognito.unfired
    return text.splitlines()[1:]


def get(cognito, name="newcomer"):
    one_client.client().get_user(AccessToken=cognito.sign_in(name).access_token)


def describe(cognito):
    one_client.client().describe_user_pool(UserPoolId=cognito.user_pool_id)


NEAR = "  nearest: call 1 of 1, GetUser:"


@for_each(
    "words, lines",
    [
        ({"after": 3}, [NEAR, "    after: it fires after 3 matching calls; the test made only 1"]),
        ({"nth": [2, 4]}, [NEAR, "    nth: it fires for matching calls 2, 4; the test made only 1 matching call"]),
        ({"user": "sms"}, [NEAR, "    user: 'sms' wanted, but the call is of another user"]),
        ({"user": "smss"}, [NEAR, "    user: 'smss' wanted, no such user: nearest is sms"]),
        ({"client": "secret"}, [NEAR, "    client: 'secret' wanted, but the call is of another client"]),
        ({"after_call": "SignUp"}, [NEAR, "    after_call: no call of SignUp had been answered before"]),
        (
            {"error": None, "sequence": ["well", {"drop": "reset"}]},
            [NEAR, "    sequence: it had only reached `well` steps after 1 matching call"],
        ),
        ({"on": "SignUp"}, ["  SignUp was not called; calls made: GetUser"]),
    ],
)
def test_why_the_nearest_call_did_not_match_is_reported(words, lines):
    assert report(get, **words) == lines


def test_no_secret_is_shown():
    (_, line) = report(get, when={"AccessToken": "hunter-hunter"})

    assert line.startswith("    AccessToken: a text of 13 characters wanted, a text of ")


def test_the_nearest_call_breaks_the_fewest_conditions():
    def work(cognito):
        get(cognito, "sms")
        get(cognito, "newcomer")

    lines = report(work, user="sms", when={"AccessToken": "x"}, after_call="GetUser")

    assert lines[0] == "  nearest: call 2 of 2, GetUser:"
    assert lines[2:] == ["    user: 'sms' wanted, but the call is of another user"]


def test_calls_before_and_after_its_time_do_not_count():
    assert report(describe, earlier=get)[1:] == ["    the call was made before the fault was injected"]
    assert report(describe, later=get)[1:] == ["    the call was made after the fault was removed"]


def test_nothing_at_all_may_have_been_called():
    assert report(lambda _: None) == ["  GetUser was not called; the test made no calls"]


def test_a_longer_list_than_wanted_is_a_difference():
    def work(cognito):
        pair = [{"Name": "name", "Value": "Jo"}, {"Name": "locale", "Value": "en"}]
        client = boto3.client("cognito-idp")
        client.admin_update_user_attributes(UserPoolId=cognito.user_pool_id, Username="sms", UserAttributes=pair)

    when = {"UserAttributes": [{"Name": "name", "Value": "Jo"}]}
    lines = report(work, on="AdminUpdateUserAttributes", when=when)

    assert any("UserAttributes" in line and "not wanted" in line for line in lines)


def test_an_earlier_fault_may_have_taken_the_call():
    with Cognito() as cognito:
        cognito.inject("GetUser", latency=1)
        cognito.inject("GetUser", drop="reset")
        get(cognito)
        (text,) = cognito.unfired

    assert "    another fault took this call: simulator, after fault " in text


def test_a_fault_with_a_chance_is_never_reported():
    with simulate() as cognito:
        cognito.inject("GetUser", drop="reset", chance=0.5)


def test_the_block_of_simulate_ends_with_it():
    with pytest.raises(UnfiredFault) as raised, simulate() as cognito:  # noqa: PT012 - the block is the point
        line = this_line() + 1
        cognito.inject("GetUser", drop="reset")

    assert str(raised.value).startswith(f"{__file__}:{line}: this fault never fired: drop: reset on GetUser\n")


def test_another_error_is_not_hidden_by_it():
    with pytest.raises(ZeroDivisionError), simulate() as cognito:  # noqa: PT012 - the block is the point
        cognito.inject("GetUser", drop="reset")
        raise ZeroDivisionError


def test_a_test_that_passed_otherwise_fails_by_it(project):
    result = project.run(TEST.replace("BODY", "pass"))

    result.assert_outcomes(failed=1)
    result.stdout.re_match_lines(
        [
            r".*test_inner\.py:\d+: this fault never fired: drop: reset on GetUser",
            "  GetUser was not called; the test made no calls",
            "  change the fault or the test; or set `cognito_unfired` to `warn` or `ignore` in pytest's ini file",
        ]
    )


def test_a_test_that_failed_says_why_and_no_more(project):
    project.run(TEST.replace("BODY", "assert False")).assert_outcomes(failed=1)


def test_a_skipped_test_says_no_more(project):
    project.run(TEST.replace("BODY", "pytest.skip()")).assert_outcomes(skipped=1)


def test_the_ini_may_make_it_a_warning_or_nothing(project):
    project.pytester.makeini("[pytest]\ncognito_unfired = ignore\n")
    project.run(TEST.replace("BODY", "pass")).assert_outcomes(passed=1)
    project.pytester.makeini("[pytest]\ncognito_unfired = warn\n")
    warned = project.run(TEST.replace("BODY", "pass"), "-W", "default")
    warned.assert_outcomes(passed=1, warnings=1)
    warned.stdout.fnmatch_lines(["*UnfiredFaultWarning: *this fault never fired*"])


def test_another_word_in_the_ini_is_a_mistake(project):
    project.pytester.makeini("[pytest]\ncognito_unfired = wran\n")
    result = project.run(TEST.replace("BODY", "pass"))

    result.stdout.fnmatch_lines(["pytest's ini file: unknown cognito_unfired 'wran'; did you mean 'warn'?"])
