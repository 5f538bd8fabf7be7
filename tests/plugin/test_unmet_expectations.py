"""At the end of a test, its calls are compared with those that the scenario expects or forbids."""

import boto3
import one_client
import pytest
from botocore.exceptions import ClientError

from pytest_cognito_mfa import Cognito, UnfiredFault, UnmetExpectation, simulate

TEST = """
import boto3, pytest

@pytest.mark.cognito(scenario="s.yaml")
def test_marked(cognito):
    client = boto3.client("cognito-idp", region_name="us-east-1")
    BODY
"""
DESCRIBE = "client.describe_user_pool(UserPoolId=cognito.user_pool_id)"


@pytest.fixture
def scenario(tmp_path):
    """The path of a scenario of some YAML text."""

    def scenario(text):
        path = tmp_path / "s.yaml"
        path.write_text(text)
        return path

    return scenario


@pytest.fixture
def said(scenario):
    """The report about one expectation, without its place, after this work."""

    def said(expected, *work):
        path = scenario(f"expect:\n  - {expected}\n")
        with Cognito(path) as cognito:
            client = one_client.client()
            for each in work:
                each(client, cognito)
            reported = cognito.unmet
        if not reported:
            return []
        (text,) = reported
        first, *others = text.splitlines()
        assert first.startswith(f"{path}:2: ")
        return [first.removeprefix(f"{path}:2: "), *others]

    return said


def describe(client, cognito):
    client.describe_user_pool(UserPoolId=cognito.user_pool_id)


def get(name):
    return lambda client, cognito: client.admin_get_user(UserPoolId=cognito.user_pool_id, Username=name)


def sign_in_wrongly(client, cognito):
    parameters = {"USERNAME": "totp", "PASSWORD": "guessed-by-hunter"}
    with pytest.raises(ClientError):
        client.initiate_auth(ClientId=cognito.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)


@pytest.mark.parametrize(
    ("expected", "work"),
    [
        ("{on: AdminGetUser}", [get("sms")]),
        ("{on: AdminGetUser}", [get("sms"), get("totp")]),
        ("{on: AdminGetUser, with: {Username: totp}}", [get("sms"), get("totp")]),
        ("{on: 'AdminG*User', with: {Username: totp}, times: 1}", [get("sms"), get("totp")]),
        ("{on: AdminGetUser, times: 2}", [get("sms"), describe, get("totp")]),
        ("{on: AdminGetUser, never: true}", [describe]),
        ("{on: AdminGetUser, with: {Username: totp}, never: true}", [get("sms")]),
        ("{on: InitiateAuth, with: {AuthParameters: {USERNAME: totp}}}", [sign_in_wrongly]),
    ],
)
def test_of_one_that_is_met_nothing_is_said(said, expected, work):
    assert said(expected, *work) == []


@pytest.mark.parametrize(
    ("expected", "work", "lines"),
    [
        (
            "{on: GetUser}",
            [],
            [
                "GetUser should be called at least once; it was never called",
                "  the test made no calls",
            ],
        ),
        (
            "{on: GetUser, times: 1}",
            [describe, get("sms"), describe],
            [
                "GetUser should be called once; it was never called",
                "  calls made: DescribeUserPool, AdminGetUser",
            ],
        ),
        (
            "{on: AdminGetUser, with: {Username: totp, UserPoolId: us-east-1_Example01}}",
            [describe, get("sms")],
            [
                "AdminGetUser with Username, UserPoolId should be called at least once; it was never called",
                "  nearest: call 2 of 2, AdminGetUser:",
                "    Username: a text of 4 characters wanted, a text of 3 characters sent",
            ],
        ),
        (
            "{on: AdminGetUser, with: {Username: totp}, times: 3}",
            [get("totp"), get("sms"), get("totp")],
            [
                "AdminGetUser with Username should be called 3 times; it was called 2 times",
                "  nearest: call 2 of 3, AdminGetUser:",
                "    Username: a text of 4 characters wanted, a text of 3 characters sent",
            ],
        ),
        (
            "{on: AdminGetUser, times: 2}",
            [get("totp"), describe],
            [
                "AdminGetUser should be called 2 times; it was called once",
                "  call 1 of 2, AdminGetUser, answered by simulator",
            ],
        ),
        (
            "{on: AdminGetUser, with: {Username: totp}, times: 1}",
            [get("totp"), get("sms"), get("totp")],
            [
                "AdminGetUser with Username should be called once; it was called 2 times",
                "  call 1 of 3, AdminGetUser, answered by simulator",
                "  call 3 of 3, AdminGetUser, answered by simulator",
            ],
        ),
        (
            "{on: 'Admin*', never: true}",
            [describe, get("sms")],
            [
                "Admin* should never be called; it was called once",
                "  call 2 of 2, AdminGetUser, answered by simulator",
            ],
        ),
        (
            "{on: InitiateAuth, with: {AuthParameters: {USERNAME: sms, PASSWORD: hunter22}}}",
            [sign_in_wrongly],
            [
                "InitiateAuth with AuthParameters should be called at least once; it was never called",
                "  nearest: call 1 of 1, InitiateAuth:",
                "    AuthParameters.USERNAME: a text of 3 characters wanted, a text of 4 characters sent",
                "    AuthParameters.PASSWORD: a text of 8 characters wanted, a text of 17 characters sent",
            ],
        ),
    ],
)
def test_of_one_that_is_not_met_the_nearest_call_is_told_and_no_secret(said, expected, work, lines):
    assert said(expected, *work) == lines


def test_a_call_that_a_fault_lost_was_made_and_says_so(said):
    def lost(_, cognito):
        cognito.inject("AdminGetUser", error="InternalErrorException", times=1)
        get("sms")(boto3.client("cognito-idp"), cognito)  # botocore tries again

    first, *calls = said("{on: AdminGetUser, never: true}", lost)

    assert first == "AdminGetUser should never be called; it was called 2 times"
    assert calls[0].startswith("  call 1 of 2, AdminGetUser, answered by fault ")


def test_the_block_of_simulate_ends_with_them_and_with_the_faults_that_never_fired(scenario):
    path = scenario("expect: [{on: GetUser}, {on: SignUp, never: true}]\nfaults: [{on: SignUp, drop: reset}]\n")

    with pytest.raises(UnmetExpectation) as raised, simulate(path):
        pass

    assert [line.split(": ")[0] for line in str(raised.value).splitlines() if not line.startswith(" ")] == [
        *(f"{path}:1", f"{path}:2")
    ]


def test_a_block_whose_calls_were_made_ends_well_but_for_its_faults(scenario):
    path = scenario("expect: [{on: DescribeUserPool}]\nfaults: [{on: SignUp, drop: reset}]\n")

    with pytest.raises(UnfiredFault), simulate(path) as cognito:
        describe(boto3.client("cognito-idp"), cognito)


def test_another_error_is_not_hidden_by_them(scenario):
    with pytest.raises(ZeroDivisionError), simulate(scenario("expect: [{on: GetUser}]\n")):
        raise ZeroDivisionError


@pytest.mark.parametrize("unfired", ["fail", "warn", "ignore"])
def test_a_test_that_passed_otherwise_fails_by_them_whatever_becomes_of_unfired_faults(project, unfired):
    project.pytester.makeini(f"[pytest]\ncognito_unfired = {unfired}\n")
    project.write("s.yaml", "expect:\n  - {on: GetUser}\nfaults: [{on: SignUp, drop: reset}]\n")
    result = project.run(TEST.replace("BODY", DESCRIBE), "-W", "default")

    result.assert_outcomes(failed=1)
    result.stdout.re_match_lines([r".*s\.yaml:2: GetUser should be called at least once; it was never called"])
    assert ("this fault never fired" in result.stdout.str()) == (unfired == "fail")


@pytest.mark.parametrize(
    ("body", "outcome"),
    [(DESCRIBE, {"passed": 1}), ("assert False", {"failed": 1}), ("pytest.skip()", {"skipped": 1})],
)
def test_a_test_that_met_them_failed_or_was_skipped_hears_no_more(project, body, outcome):
    project.write("s.yaml", "expect: [{on: DescribeUserPool}]\n")

    project.run(TEST.replace("BODY", body)).assert_outcomes(**outcome)
