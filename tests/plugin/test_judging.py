"""A passed test is judged in its own call, so that it counts once, as failed; or after teardowns that make calls."""

import pytest

UNFIRED = '{"on": "GetUser", "drop": "reset"}'
MARK = f"@pytest.mark.cognito(faults=[{UNFIRED}])"
GET = 'client("cognito-idp").get_user(AccessToken="EXAMPLE")'

KINDS = {
    "a function": f"{MARK}\ndef test_it(): pass",
    "cases": f"{MARK}\n@pytest.mark.parametrize('case', [1])\ndef test_it(case): pass",
    "a method": f"{MARK}\nclass TestIt:\n    def test_it(self): pass",
    "a fixture that is asked for inside": """
def test_it(request):
    request.getfixturevalue("cognito").inject("GetUser", drop="reset")
""",
    "unittest": """
import unittest

class Test(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def _cognito(self, request):
        self.cognito = request.getfixturevalue("cognito")

    def test_it(self):
        self.cognito.inject("GetUser", drop="reset")
""",
    "fixtures of pytest and without a teardown": f"""
@pytest.fixture
def user(cognito, tmp_path, monkeypatch, capsys): return "totp"

@pytest.fixture
def token(cognito, user): return cognito.sign_in(user).access_token

{MARK}
def test_it(token): pass
""",
    "a teardown after that of cognito": """
@pytest.fixture(autouse=True)
def earlier(): yield

def test_it(earlier, cognito): cognito.inject("GetUser", drop="reset")
""",
    "a fixture of wider scope": """
@pytest.fixture(scope="module")
def later(): yield

def test_it(cognito, request):
    request.getfixturevalue("later")
    cognito.inject("GetUser", drop="reset")
""",
}


@pytest.mark.parametrize("source", KINDS.values(), ids=KINDS.keys())
def test_a_finding_is_one_failure(project, source):
    result = project.run(f"import pytest\n{source}\n")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*this fault never fired: drop: reset on GetUser"])


UNITTEST = """
import pytest, unittest

@pytest.mark.usefixtures("faulty")
class Test(unittest.TestCase):
    def test_fails(self): self.fail("by itself")

    def test_skips(self): self.skipTest("")

    @unittest.expectedFailure
    def test_is_known_to_fail(self): self.fail()

@pytest.fixture
def faulty(cognito): cognito.inject("GetUser", drop="reset")
"""


def test_a_unittest_that_failed_or_was_skipped_hears_no_more(project):
    result = project.run(UNITTEST)

    result.assert_outcomes(failed=1, skipped=1, xfailed=1)
    result.stdout.no_fnmatch_line("*never fired*")


TEARDOWNS = {
    "yield": "    yield\n    CALL",
    "addfinalizer": "    request.addfinalizer(lambda: CALL)",
}


@pytest.mark.parametrize("teardown", TEARDOWNS.values(), ids=TEARDOWNS.keys())
def test_a_call_that_a_teardown_makes_counts(project, teardown):
    source = f"""
import boto3, pytest

@pytest.fixture
def cleaned(request, cognito):
{teardown.replace("CALL", "boto3." + GET)}

@pytest.mark.cognito(cassette="c.yaml")
def test_it(cleaned): pass
"""
    project.cassette("c.yaml", "alice")

    project.run(source).assert_outcomes(passed=1)
    missing = source.replace("yield\n    boto3", "yield\n    0 and boto3").replace(
        "lambda: boto3", "lambda: 0 and boto3"
    )
    result = project.run(missing)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*c.yaml:4: interaction 1, GetUser, was not played"])


@pytest.mark.usefixtures("without_list_users")
def test_a_call_that_nobody_answers_is_judged_at_once_whatever_a_teardown_does(project):
    source = """
import boto3, contextlib, pytest

@pytest.fixture
def cleaned(cognito):
    yield

def ask(cognito):
    with contextlib.suppress(Exception):
        boto3.client("cognito-idp").list_users(UserPoolId=cognito.user_pool_id)

def test_it(cleaned, cognito):
    ask(cognito)
"""
    project.run(source).assert_outcomes(failed=1)


@pytest.mark.usefixtures("without_list_users")
def test_what_a_teardown_does_is_an_error_of_the_teardown(project):
    source = """
import boto3, contextlib, pytest

@pytest.fixture
def cleaned(cognito):
    yield
    with contextlib.suppress(Exception):
        boto3.client("cognito-idp").list_users(UserPoolId=cognito.user_pool_id)

def test_it(cleaned): pass
"""
    result = project.run(source)

    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*ERROR at teardown of test_it*", "*nobody could answer ListUsers*"])


ASYNC = f"""
import pytest

{MARK}
@pytest.mark.asyncio
async def test_it(): pass
"""


@pytest.mark.long
@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["one process", "xdist"])
def test_async_tests_and_workers_too(pytester, options):
    pytester.makepyfile(ASYNC)

    pytester.runpytest_subprocess("-p", "no:cacheprovider", *options).assert_outcomes(failed=1)
