"""boto3 as an application uses it: clients made before any test, called while the simulator answers."""

import json
from contextlib import ExitStack

import boto3
import pytest
from botocore.config import Config
from preference_user import FACTORS, REACHABLE, PreferenceUser
from sign_in_steps import Caller

from pytest_cognito_mfa import simulate
from pytest_cognito_mfa._aws import documented_errors
from pytest_cognito_mfa._simulator import simulation
from pytest_cognito_mfa._simulator.rejections import Rejection

FLOWS = ["USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "USER_SRP_AUTH", "USER_AUTH", "REFRESH_TOKEN_AUTH"]
IN_PROSE_ALONE = {("AdminCreateUser", "AliasExistsException")}
"""Errors that the operation's list lacks, but its text names (AdminCreateUserRequest.ForceAliasCreation)."""
FRAMEWORK = {"SerializationException", "UnknownOperationException", "MissingAuthenticationTokenException"}


def made(**config):
    keys = {"aws_access_key_id": "fake", "aws_secret_access_key": "fake"}
    once = Config(retries={"total_max_attempts": 1}, **config)
    return boto3.client("cognito-idp", region_name="us-east-1", config=once, **keys)


@pytest.fixture(scope="session")
def aws():
    return made()


@pytest.fixture(scope="session")
def unchecked():
    """A client that sends what boto3 would otherwise refuse by itself."""
    return made(parameter_validation=False)


@pytest.fixture(scope="session")
def scenario_file(tmp_path_factory):
    return tmp_path_factory.mktemp("pool") / "scenario.yaml"


@pytest.fixture
def open_pool(scenario_file):
    """Open a simulation and close the one before: the default scenario, or one pool of these settings and users."""
    with ExitStack() as opened:

        def open_pool(*users, existence="ENABLED", **settings):
            opened.close()
            if not users and not settings:
                return opened.enter_context(simulate())
            flows = {"ExplicitAuthFlows": [f"ALLOW_{flow}" for flow in FLOWS], "PreventUserExistenceErrors": existence}
            clients = [{"ClientName": "public", **flows}, {"ClientName": "secret", "GenerateSecret": True, **flows}]
            pool = {"Name": "pool", "Id": "us-east-1_Pool00001", **settings, "clients": clients, "users": list(users)}
            # JSON is YAML too, and is written faster.
            scenario_file.write_text(json.dumps({"seed": "tests", "pools": [pool]}), "utf-8")
            return opened.enter_context(simulate(scenario_file))

        yield open_pool


@pytest.fixture(
    params=[
        pytest.param((False, "public"), id="user-public"),
        pytest.param((False, "secret"), id="user-secret", marks=pytest.mark.long),
        pytest.param((True, "public"), id="admin-public", marks=pytest.mark.long),
        pytest.param((True, "secret"), id="admin-secret"),
    ]
)
def through(request, aws):
    """How to call: the user's operations or the Admin ones, by a client with a secret or without."""
    admin, client = request.param
    return lambda cognito: Caller(aws, cognito, admin=admin, client=client)


@pytest.fixture(params=[False, True], ids=["user", "admin"])
def alice(request, aws, open_pool):
    """Create the user alice in a pool with every factor and optional MFA, unless the arguments say otherwise."""

    def opened(on=(), preferred=None, attributes=REACHABLE, user=(), **settings):
        members = {"Username": "alice", "Password": "Secret-1", "SecretCode": "JBSWY3DPEHPK3PXP", **dict(user)}
        preference = {"UserMFASettingList": list(on), **({"PreferredMfaSetting": preferred} if preferred else {})}
        pool = {"MfaConfiguration": "OPTIONAL", **FACTORS, **settings}
        cognito = open_pool({**members, **preference, "UserAttributes": attributes}, **pool)
        return PreferenceUser(aws, cognito, admin=request.param)

    return opened


@pytest.fixture(autouse=True)
def every_refusal_is_one_that_aws_documents_for_the_operation(monkeypatch):
    said = set()
    perform = simulation.perform

    def noted(service, operation, request, request_id):
        try:
            return perform(service, operation, request, request_id)
        except Rejection as refused:
            said.add((operation, refused.code))
            raise

    monkeypatch.setattr(simulation, "perform", noted)
    yield
    of_operations = {(on, code) for on, code in said - IN_PROSE_ALONE if code not in FRAMEWORK}
    assert {(on, code) for on, code in of_operations if code not in documented_errors(on)} == set()
