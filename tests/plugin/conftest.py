"""A project of a few files, run by a separate pytest that makes every warning an error."""

import pytest
from inner_runs import OURS, quicken

from pytest_cognito_mfa import simulate

CASSETTE = """
version: 1
interactions:
- request:
    method: POST
    uri: https://cognito-idp.us-east-1.amazonaws.com/
    headers:
      X-Amz-Target: [AWSCognitoIdentityProviderService.GetUser]
    body: '{"AccessToken": "EXAMPLE"}'
  response:
    status: {code: 200, message: OK}
    headers: {Content-Type: [application/x-amz-json-1.1]}
    body: {string: '{"Username": "NAME", "UserAttributes": []}'}
"""


class Project:
    """Files below the folder of one inner run."""

    def __init__(self, pytester):
        self.pytester = pytester

    def write(self, name, text):
        path = self.pytester.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def scenario(self, name, user):
        """A scenario whose only user is `user`."""
        users = f"    users: [{{Username: {user}}}]\n"
        return self.write(name, f"pools:\n  - Name: pool\n    clients: [{{ClientName: app}}]\n{users}")

    def cassette(self, name, user):
        """A cassette of one GetUser, answered with `user`."""
        return self.write(name, CASSETTE.replace("NAME", user))

    def run(self, source, *options):
        """Run as if only our plugin were installed, and without assertion rewriting: that saves half of the time."""
        if source is not None:
            self.pytester.makepyfile(test_inner=source)
        with pytest.MonkeyPatch.context() as alone:
            alone.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
            quicken(alone, OURS)
            quiet = ("-p", "cognito_mfa", "-p", "no:cacheprovider", "--assert=plain", "-W", "error")
            # An older test of the outer run may have left a loop open, whose end falls into this one.
            others = ("-W", "ignore:unclosed:ResourceWarning")
            return self.pytester.runpytest_inprocess(*quiet, *others, "--strict-markers", *options)


@pytest.fixture(scope="session")
def everything_imported():
    """pytester forgets modules that an inner run imported first; PyYAML's C extension cannot be imported twice."""
    import aiobotocore.session  # noqa: F401

    from pytest_cognito_mfa._cassette import age  # noqa: F401
    from pytest_cognito_mfa._plugin import guard, story_files  # noqa: F401

    with simulate():
        import boto3  # noqa: F401


@pytest.fixture
def project(everything_imported, pytester):
    return Project(pytester)
