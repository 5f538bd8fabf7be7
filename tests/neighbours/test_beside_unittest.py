"""unittest's own test cases, under pytest and without it."""

import subprocess
import sys

import pytest

CASES = """
    import unittest
    import boto3, pytest
    from pytest_cognito_mfa import simulate

    class Simulated(unittest.TestCase):
        def setUp(self):
            self.opened = simulate()
            self.cognito = self.opened.__enter__()
            self.addCleanup(self.opened.__exit__, None, None, None)

        def test_signs_in(self):
            token = self.cognito.sign_in("totp").access_token
            assert boto3.client("cognito-idp").get_user(AccessToken=token)["Username"] == "totp"

        def test_starts_fresh(self):
            assert list(self.cognito.journal) == []
"""

MARKED = """
    import unittest
    import boto3, pytest

    @pytest.mark.cognito
    class Marked(unittest.TestCase):
        def test_is_answered(self):
            answer = boto3.client("cognito-idp").describe_user_pool(UserPoolId="us-east-1_Example01")
            assert answer["UserPool"]["Name"] == "example"

    class Asking(unittest.TestCase):
        @pytest.fixture(autouse=True)
        def _cognito(self, cognito):
            self.cognito = cognito

        @pytest.mark.cognito(scenario="one.yaml")
        def test_has_its_scenario(self):
            assert list(self.cognito.pool.users) == ["alone"]

    @pytest.mark.usefixtures("cognito")
    class Using(unittest.TestCase):
        def test_is_answered(self):
            assert boto3.client("cognito-idp").describe_user_pool(UserPoolId="us-east-1_Example01")
"""


def test_a_test_case_opens_simulate(run):
    run(CASES).assert_outcomes(passed=2)


@pytest.mark.long
def test_simulate_needs_no_pytest(pytester):
    pytester.makepyfile(test_inner=CASES.replace("boto3, pytest", "boto3"))

    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "unittest", "test_inner"],
        cwd=pytester.path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_a_marked_test_case_is_answered(run, pytester):
    pool = "pools:\n  - Name: small\n    clients: [{ClientName: app}]\n    users: [{Username: alone}]\n"
    pytester.path.joinpath("one.yaml").write_text(pool)

    run(MARKED).assert_outcomes(passed=3)
