"""A failure ends in the user's own code, and no frame of a library shows a password or metadata."""

import re
import sys
from pathlib import Path

import pytest
from one_test import for_each

INTERCEPTORS = Path(__file__).parents[1] / "interceptors"
PASSWORD, METADATA = "Tr0ub4dor&3-planted", "planted-metadata-77"
CLIENTS = """
import os
from installed_clients import CLIENTS

PASSWORD, METADATA = os.environ["PLANTED"].split()

def client(name):
    ask, _ = CLIENTS[name]
    parameters = {"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": "1example23456789"}
    secrets = {"ClientMetadata": {"pin": METADATA}, "AuthParameters": {"USERNAME": "totp", "PASSWORD": PASSWORD}}
    return lambda: ask("InitiateAuth", parameters | secrets)
"""
TESTS = """
import pytest
from planted import CLIENTS, client

@pytest.mark.parametrize("name", CLIENTS)
@pytest.mark.parametrize("how", [None, {"drop": "reset"}, {"drop": "read_timeout"}, {"garble": "not_json"}])
def test_it(cognito, name, how):
    call = client(name)
    if how:
        cognito.inject("InitiateAuth", **how)
    else:
        cognito.answer("InitiateAuth", lambda call: 1 / 0)
    call()
    raise AssertionError("it got an answer")
"""
ONE = "None and requests]"
"""All clients are tried in the long tests."""


@pytest.fixture
def installed(project, monkeypatch):
    """The clients of our own tests, as if they were a library: the tests' own frames hold no secret."""
    monkeypatch.setenv("PLANTED", f"{PASSWORD} {METADATA}")
    clients = (INTERCEPTORS / "clients.py").read_text("utf-8")
    for name, text in {"installed_clients": clients, "planted": CLIENTS}.items():
        project.write(f"lib/site-packages/{name}.py", text)
    project.pytester.syspathinsert(project.pytester.path / "lib/site-packages")
    yield project
    for name in ("installed_clients", "planted"):
        sys.modules.pop(name, None)


# Two of the libraries may be missing.
ALL = pytest.param(52, (), marks=pytest.mark.long)
SHORT = pytest.param(52, ("--showlocals", "--tb=short"), marks=pytest.mark.long)
WHOLE = pytest.param(52, ("--showlocals", "--full-trace"), marks=pytest.mark.long)


@pytest.mark.parametrize(("fewest", "options"), [(1, ("-l", "--full-trace", "-k", ONE)), ALL, SHORT, WHOLE])
def test_no_client_shows_the_body_that_it_sent(installed, fewest, options):
    result = installed.run(TESTS, "--show-capture=no", *options)

    shown = result.stdout.str()
    assert result.parseoutcomes()["failed"] >= fewest
    assert [secret for secret in (PASSWORD, METADATA) if secret in shown] == []
    assert re.search(r"name += 'requests'", shown)  # a test's own variables are there


KINDS = {
    "a function": "def test_it(cognito):\n    ask(cognito)",
    "unittest": """
@pytest.mark.cognito
class Test(unittest.TestCase):
    def test_it(self): ask()
""",
    "unittest with simulate": """
class Test(unittest.TestCase):
    def test_it(self):
        with simulate() as cognito:
            ask(cognito)
""",
    "an error that led to another": """
def test_it(cognito):
    try:
        ask(cognito)
    except Exception as error:
        raise ValueError("of the app") from error
""",
    "set-up": "@pytest.fixture\ndef asked(cognito): ask(cognito)\n\ndef test_it(asked): ...",
    "an error of ours": "def test_it(cognito):\n    boto3.client('s3').list_buckets()",
    "a name that is not there": "def test_it(cognito):\n    cognito.pool.mfa = 'ON'",
}


@for_each("source", KINDS.values())
def test_a_failure_ends_in_the_users_code(project, source):
    source = f"""
import unittest, boto3, pytest
from pytest_cognito_mfa import simulate

def aws(): return boto3.client("cognito-idp", region_name="us-east-1")

def ask(cognito=None): aws().get_user(AccessToken="no-token")
{source}
"""
    shown = project.run(source).stdout.str()

    assert set(re.findall(r"\n(\S+\.py):\d+: ", shown)) == {"test_inner.py"}


def test_the_full_trace_shows_all_frames(project):
    source = "import boto3\n\ndef test_it(cognito):\n    boto3.client('s3').list_buckets()"
    whole = project.run(source, "--full-trace").stdout.str()

    assert "botocore/client.py:" in whole
    assert "pytest_cognito_mfa/_middleware/" in whole


def test_a_bug_of_ours_is_shown_whole(project):
    result = project.run("""
    import boto3

    def test_it(cognito, monkeypatch):
        monkeypatch.setattr("pytest_cognito_mfa._interceptors.aws_sdk.current_answer", None)
        boto3.client("cognito-idp").get_user(AccessToken="no-token")
    """)

    result.stdout.fnmatch_lines(["*pytest_cognito_mfa/_interceptors/aws_sdk.py:*: TypeError"])


def test_a_test_that_does_not_use_cognito_keeps_its_traceback(project, monkeypatch):
    monkeypatch.delitem(sys.modules, "pytest_cognito_mfa._simulate")
    result = project.run("""
    import boto3

    def test_it():
        boto3.client("s3", region_name="us-east-1").get_object(Bucket="bucket", Key="key", PartNumber="one")
    """)

    result.stdout.fnmatch_lines(["*parameters = {*", "*botocore/validate.py:*: ParamValidationError"])


def test_the_guard_shows_no_body_either(project):
    project.pytester.makeini("[pytest]\ncognito_guard = on\n")
    result = project.run(
        f"""
    import requests

    HEADERS = {{"X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth"}}

    def test_it():
        body = {{"AuthParameters": {{"PASSWORD": "{PASSWORD}"}}}}
        requests.post("https://cognito-idp.us-east-1.amazonaws.com/", json=body, headers=HEADERS)
    """,
        "--full-trace",
    )

    assert "MissingFixture" in result.stdout.str()
    assert result.stdout.str().count(PASSWORD) == 1  # in the source of the test
