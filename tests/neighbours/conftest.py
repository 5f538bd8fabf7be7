"""What these tests share: a client made before any fixture ran, and a separate pytest run for plugins."""

import boto3
import pytest
from botocore.config import Config
from inner_runs import quicken


@pytest.fixture(scope="session")
def client():
    """Made once, outside of any block, as an app's module would make it.

    moto only mocks clients of sessions made after its own handlers are loaded, so they are loaded first.
    """
    import moto.core.models  # noqa: F401

    once = Config(retries={"total_max_attempts": 1})
    keys = {"aws_access_key_id": "own", "aws_secret_access_key": "own"}
    return boto3.Session().client("cognito-idp", region_name="us-east-1", config=once, **keys)


@pytest.fixture
def sign_in(client):
    """Sign a user in by password through boto3, and give the answer."""

    def signed_in(cognito, name="newcomer"):
        given = {"USERNAME": name, "PASSWORD": cognito.user(name).password}
        return client.initiate_auth(ClientId=cognito.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)

    return signed_in


# pytest-asyncio needs a setting that its versions for pytest 7 do not know.
UNSET = "ignore:The configuration option:pytest.PytestDeprecationWarning"
QUIET = ("-p", "no:cacheprovider", "-p", "no:randomly", "-W", "error", "-W", UNSET)


@pytest.fixture
def run(client, pytester, monkeypatch):
    """Run the source of a test module in an inner pytest of this process, every warning an error.

    `client` has imported moto and boto3: what only the inner run imported would be forgotten after it.
    """

    def run(source, *options):
        quicken(monkeypatch)
        pytester.makepyfile(test_inner=source)
        return pytester.runpytest_inprocess(*QUIET, *options)

    return run


@pytest.fixture
def run_apart(pytester):
    """The same in a separate pytest process, with these lines in its ini file."""

    def run_apart(source, *options, ini=""):
        pytester.makeini(f"[pytest]\n{ini}")
        pytester.makepyfile(test_inner=source)
        return pytester.runpytest_subprocess(*QUIET, *options)

    return run_apart
