"""`@pytest.mark.cognito_errors(...)`: a test runs once for every error that AWS documents for an operation."""

import re
from typing import get_args

import pytest

from pytest_cognito_mfa import Cognito, SettingError
from pytest_cognito_mfa._aws import documented_errors
from pytest_cognito_mfa._aws.exchange import Lost
from pytest_cognito_mfa._scenario.faults.errors import FRAMEWORK_ERRORS

OF_THE_API_PAGE = {
    "ForbiddenException",
    "InternalErrorException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "PasswordResetRequiredException",
    "ResourceNotFoundException",
    "UserNotConfirmedException",
    "UserNotFoundException",
}
NEWER = {"OperationNotEnabledException"}
"""Errors of SetUserMFAPreference that are in botocore's model but not on its API page."""

HEAD = """
import boto3, botocore.exceptions, pytest
from botocore.config import Config

def prefer(cognito):
    \"\"\"What one call of SetUserMFAPreference ends in.\"\"\"
    client = boto3.client("cognito-idp", config=Config(retries={"total_max_attempts": 1}))
    try:
        client.set_user_mfa_preference(AccessToken="any")
    except botocore.exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    except botocore.exceptions.BotoCoreError as error:
        return type(error).__name__
"""
MEETS = """
def test_meets(cognito):
    assert prefer(cognito) == cognito.error
"""


def marked(arguments, body=MEETS):
    return f"{HEAD}\n@pytest.mark.cognito_errors({arguments}){body}"


def ids(result):
    return re.findall(r"::test_meets\[(.+)\] PASSED", result.stdout.str())


def listed(project, arguments):
    """The cases in their order, none of them run."""
    result = project.run(marked(arguments), "--collect-only", "-q")
    return re.findall(r"::test_meets\[(.+)\]", result.stdout.str())


def test_each_documented_error_is_met_once(project):
    result = project.run(marked('"SetUserMFAPreference"'), "-v")

    assert ids(result) == sorted(documented_errors("SetUserMFAPreference"))
    result.assert_outcomes(passed=len(documented_errors("SetUserMFAPreference")))


def test_those_of_setting_the_preference_are_the_eight_of_its_page_and_what_the_model_adds(project):
    cases = set(listed(project, '"SetUserMFAPreference"'))

    assert cases >= OF_THE_API_PAGE
    assert cases - OF_THE_API_PAGE == NEWER & documented_errors("SetUserMFAPreference")


def test_the_errors_of_any_call_and_lost_connections_come_behind(project):
    documented = documented_errors("SetUserMFAPreference")

    assert listed(project, '"SetUserMFAPreference", common=True') == [
        *sorted(documented),
        *sorted(FRAMEWORK_ERRORS - documented),
        *get_args(Lost),
    ]


def test_a_lost_connection_is_the_librarys_own_error(project):
    body = """
def test_meets(cognito):
    raised = {
        "connect_timeout": "ConnectTimeoutError", "read_timeout": "ReadTimeoutError", "tls": "SSLError",
        "reset": "ConnectionClosedError", "dns": "EndpointConnectionError",
    }
    assert prefer(cognito) == raised.get(cognito.error, cognito.error)
"""
    result = project.run(marked('"SetUserMFAPreference", common=True', body), "-v")

    assert ids(result)[-5:] == [*get_args(Lost)]
    result.assert_outcomes(passed=len(documented_errors("SetUserMFAPreference") | FRAMEWORK_ERRORS) + 5)


@pytest.mark.parametrize(
    ("arguments", "left"),
    [
        ('only="ForbiddenException"', ["ForbiddenException"]),
        (
            'only=["UserNotFoundException", "ForbiddenException"]',
            ["ForbiddenException", "UserNotFoundException"],
        ),
        ('only={"reset"}, common=True', ["reset"]),
        (
            'only=("ForbiddenException", "NotAuthorizedException"), exclude="ForbiddenException"',
            ["NotAuthorizedException"],
        ),
    ],
)
def test_only_those_that_are_named_are_left(project, arguments, left):
    assert listed(project, f'"SetUserMFAPreference", {arguments}') == left


def test_those_that_are_excluded_are_not_there(project):
    left = listed(project, '"GetUser", exclude=["ForbiddenException", "InternalErrorException"]')

    assert left == sorted(documented_errors("GetUser") - {"ForbiddenException", "InternalErrorException"})


def test_the_cases_combine_with_a_scenario_with_faults_and_with_parametrize(project):
    project.scenario("staff.yaml", "grace")
    source = f"""{HEAD}
@pytest.mark.cognito(scenario="staff.yaml", faults=[{{"on": "GetUser", "drop": "reset"}}])
@pytest.mark.cognito_errors("SetUserMFAPreference", only=["ForbiddenException", "NotAuthorizedException"])
@pytest.mark.parametrize("turn", [1, 2])
def test_meets(turn, cognito):
    assert list(cognito.pool.users) == ["grace"]
    with pytest.raises(botocore.exceptions.ConnectionClosedError):
        boto3.client("cognito-idp").get_user(AccessToken="any")
    assert prefer(cognito) == cognito.error
"""
    result = project.run(source, "-v")

    assert {frozenset(case.split("-")) for case in ids(result)} == {
        frozenset((turn, error)) for turn in "12" for error in ("ForbiddenException", "NotAuthorizedException")
    }
    result.assert_outcomes(passed=4)


def test_the_case_stands_before_the_faults_of_the_scenario(project):
    project.write("slow.yaml", "faults: [{on: '*', latency: 1}]\n")
    source = f"""{HEAD}
@pytest.mark.cognito(scenario="slow.yaml")
@pytest.mark.cognito_errors("SetUserMFAPreference", only="ForbiddenException")
def test_meets(cognito):
    boto3.client("cognito-idp").describe_user_pool(UserPoolId=cognito.user_pool_id)
    assert prefer(cognito) == "ForbiddenException"
"""
    project.run(source).assert_outcomes(passed=1)


def test_the_closest_marker_counts(project):
    source = """
import pytest

pytestmark = pytest.mark.cognito_errors("GetUser", only="ForbiddenException")

@pytest.mark.cognito_errors("SignUp", only="UsernameExistsException")
class TestMarked:
    def test_in_the_class(self, cognito):
        assert cognito.error == "UsernameExistsException"

    @pytest.mark.cognito_errors("DeleteUser", only="UserNotFoundException")
    def test_itself(self, cognito):
        assert cognito.error == "UserNotFoundException"

def test_in_the_module(cognito):
    assert cognito.error == "ForbiddenException"
"""
    project.pytester.makeini("[pytest]\ncognito_unfired = ignore\n")
    project.run(source).assert_outcomes(passed=3)


def test_a_test_that_does_not_name_the_fixture_has_the_cases_too(project):
    source = """
import os, pytest

@pytest.fixture
def region():
    return os.environ.get("AWS_REGION")

@pytest.mark.cognito_errors("GetUser", only=["ForbiddenException", "InternalErrorException"])
def test_meets(region):
    assert region == "us-east-1"
"""
    project.pytester.makeini("[pytest]\ncognito_unfired = ignore\n")
    project.run(source).assert_outcomes(passed=2)


def test_a_fixture_of_the_users_that_builds_on_ours_has_the_case(project):
    source = f"""{HEAD}
@pytest.fixture
def cognito(cognito):
    cognito.clock.freeze(0)
    return cognito

@pytest.mark.cognito_errors("SetUserMFAPreference", only="ForbiddenException")
def test_meets(cognito):
    assert cognito.clock.now.year == 1970
    assert prefer(cognito) == cognito.error
"""
    project.run(source).assert_outcomes(passed=1)


def test_xdist_shares_the_cases_out(project):
    source = marked('"SetUserMFAPreference", only=["ForbiddenException", "NotAuthorizedException"]')
    project.pytester.makepyfile(test_inner=source)

    result = project.pytester.runpytest_subprocess("-p", "no:cacheprovider", "-n", "2")
    result.assert_outcomes(passed=2)


# -- messages ------------------------------------------------------------------------------


def test_a_test_that_never_calls_the_operation_has_a_fault_that_never_fired(project):
    body = "\ndef test_meets(cognito):\n    cognito.sign_in('totp')\n"
    result = project.run(marked('"SetUserMFAPreference", only="ForbiddenException"', body))

    result.assert_outcomes(failed=1)
    result.stdout.re_match_lines(
        [
            r".*test_inner\.py:\d+: this fault never fired: error: ForbiddenException on SetUserMFAPreference",
            r"  SetUserMFAPreference was not called; the test made no calls",
        ]
    )


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ('"SetUserMfaPreference"', "unknown operation 'SetUserMfaPreference'; did you mean 'SetUserMFAPreference'?"),
        ("3", "unknown operation '3'"),
        ("['GetUser']", "unknown operation \"['GetUser']\"; did you mean 'GetUser'?"),
        ("", "write one operation, such as 'SetUserMFAPreference', and keyword arguments"),
        ('"GetUser", "SignUp"', "write one operation, such as 'SetUserMFAPreference', and keyword arguments"),
        ('"GetUser", ony="reset"', "unknown setting 'ony'; did you mean 'only'?"),
        ('"GetUser", place=3', "unknown setting 'place'; there are: common, exclude, only"),
        ('"GetUser", common=1', "common must be True or False, not 1"),
        ('"GetUser", only=3', "only must be a string or a list of strings, not 3"),
        ('"GetUser", exclude=["x", 3]', "exclude must be a string or a list of strings, not ['x', 3]"),
        ('"GetUser", only=[]', "only is empty, so no case is left"),
        (
            '"GetUser", only="Forbidden"',
            "only: unknown error 'Forbidden'; did you mean 'ForbiddenException'?",
        ),
        (
            '"GetUser", common=True, exclude="read_timout"',
            "exclude: unknown error 'read_timout'; did you mean 'read_timeout'?",
        ),
        (
            '"SignUp", exclude="ThrottlingException"',
            "exclude: ThrottlingException is an error of every call, not one documented for SignUp; add common=True",
        ),
        (
            '"SignUp", only="reset"',
            "only: reset is an error of every call, not one documented for SignUp; add common=True",
        ),
        (
            '"SignUp", only="ForbiddenException", exclude="ForbiddenException"',
            "exclude removes every error, so no case is left",
        ),
    ],
)
def test_a_mistake_ends_the_collection_with_one_text(project, arguments, text):
    result = project.run(marked(arguments))

    result.assert_outcomes(errors=1)
    place = r"test_inner\.py:\d+: @pytest\.mark\.cognito_errors: "
    assert [line for line in result.outlines if re.search(place + re.escape(text) + "$", line)]
    assert "Traceback" not in result.stdout.str()
    assert "cases_of" not in result.stdout.str()


def test_an_error_of_another_operation_is_told_with_those_there_are(project):
    result = project.run(marked('"GetUser", only="UsernameExistsException"'))

    result.stdout.fnmatch_lines(
        ["*only: AWS does not document UsernameExistsException for GetUser; it documents: ForbiddenException, *"]
    )


def test_the_place_is_that_of_the_marked_test(project):
    source = 'import pytest\n\n\n@pytest.mark.cognito_errors("GetUsr")\ndef test_marked(cognito): ...\n'

    project.run(source).stdout.re_match_lines([r".*test_inner\.py:[45]: @pytest\.mark\.cognito_errors: unknown .*"])


def test_two_markers_at_one_place_are_a_mistake(project):
    result = project.run(marked('"GetUser")\n@pytest.mark.cognito_errors("SignUp"'))

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["*@pytest.mark.cognito_errors: this marker is here twice (base classes count too); remove one"]
    )


CANNOT = """
import pytest, unittest

@pytest.mark.cognito_errors("GetUser")
class OfUnittest(unittest.TestCase):
    def test_marked(self): ...

@pytest.mark.parametrize("turn", [pytest.param(1, marks=pytest.mark.cognito_errors("GetUser"))])
def test_marked(turn): ...
"""


def test_what_cannot_be_run_several_times_is_told_at_set_up(project):
    result = project.run(CANNOT)

    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines(["@pytest.mark.cognito_errors and * can mark a function, a plain class or a module; *"])


def test_another_test_has_no_error_at_hand():
    with Cognito() as cognito, pytest.raises(SettingError) as raised:
        cognito.error  # noqa: B018 - reading it is what is refused

    assert str(raised.value) == (
        "cognito.error: this test has no error case; add @pytest.mark.cognito_errors('SetUserMFAPreference')"
    )


def test_the_markers_list_tells_how_to_use_it(project):
    result = project.run("", "--markers")

    result.stdout.fnmatch_lines(
        ["@pytest.mark.cognito_errors(operation, [*], only=None, exclude=None, common=False): run the test once *"]
    )
