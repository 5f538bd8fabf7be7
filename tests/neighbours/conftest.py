"""What the neighbours' tests share: a client made before any fixture ran, and a pytest of its own for plugins."""

import boto3
import pytest
from botocore.config import Config


@pytest.fixture(scope="session")
def client():
    """Made once, outside of any window, as an app's module would make it.

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


@pytest.fixture
def run(pytester):
    """Run the source of a test module in a pytest process of its own, every warning an error."""

    def run(source, *options, ini=""):
        pytester.makeini(f"[pytest]\n{ini}")
        pytester.makepyfile(test_inner=source)
        # pytest-asyncio wants a setting that its versions for pytest 7 do not know.
        unset = "ignore:The configuration option:pytest.PytestDeprecationWarning"
        quiet = ("-p", "no:cacheprovider", "-p", "no:randomly", "-W", "error", "-W", unset)
        return pytester.runpytest_subprocess(*quiet, *options)

    return run
