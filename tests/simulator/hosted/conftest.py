"""A pool with a domain, and boto3 beside it."""

import boto3
import pytest
from portal_of_staff import POOL, Portal

from pytest_cognito_mfa import simulate


@pytest.fixture(scope="session")
def aws():
    keys = {"aws_access_key_id": "fake", "aws_secret_access_key": "fake"}
    return boto3.client("cognito-idp", region_name="us-east-1", **keys)


@pytest.fixture
def portal():
    with simulate({"pools": [POOL]}) as cognito:
        yield Portal(cognito)
