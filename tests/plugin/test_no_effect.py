"""A trigger that is not run warns at the call, can be accepted by name, and can be made an error."""

from one_test import for_each

TEST = """
import boto3

ARN = "arn:aws:lambda:us-east-1:123456789012:function:any"

def test_creates(cognito):
    aws = boto3.client("cognito-idp")
    pool = aws.create_user_pool(PoolName="own", LambdaConfig={"PreSignUp": ARN})["UserPool"]["Id"]
    for name in ("ada", "eve"):
        aws.admin_create_user(UserPoolId=pool, Username=name, MessageAction="SUPPRESS")
"""
LINE = len(TEST.splitlines()) - 1  # pytester leaves out the first, empty line
CLASS = "pytest_cognito_mfa.plugin.NoEffectWarning"


def test_it_warns_once_with_the_line_of_the_call(project):
    result = project.run(TEST, "-W", f"default::{CLASS}")

    result.assert_outcomes(passed=1, warnings=1)
    result.stdout.fnmatch_lines(
        [
            f"*test_inner.py:{LINE}: NoEffectWarning: trigger PreSignUp of pool 'own' was not run, because *",
            "*AWS runs it at AdminCreateUser, with triggerSource PreSignUp_AdminCreateUser",
            "*To accept it: filterwarnings = ignore:trigger PreSignUp, or cognito_no_effect = ignore, in pytest's ini*",
        ]
    )


@for_each(
    "options, outcome",
    [
        (("-W", "ignore:trigger PreSignUp"), {"passed": 1}),
        (("-W", "ignore:trigger PreToken"), {"failed": 1}),
        (("-o", "cognito_no_effect=ignore"), {"passed": 1}),
    ],
)
def test_it_can_be_accepted(project, options, outcome):
    project.run(TEST, *options).assert_outcomes(**outcome)


def test_the_ini_setting_makes_it_a_failure(project):
    result = project.run(TEST, "-o", "cognito_no_effect=fail")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "trigger PreSignUp of pool 'own' was not run, because no function is plugged in",
            "  or set `cognito_no_effect` to `warn` or `ignore` in pytest's ini file",
        ]
    )


def test_of_the_tests_that_share_pools_only_the_first_hears_of_it(project):
    source = TEST.replace("(cognito)", "(cognito_session)") + "\ndef test_later(cognito_session): ...\n"
    result = project.run(source, "-o", "cognito_no_effect=fail")

    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(["FAILED test_inner.py::test_creates*"])
