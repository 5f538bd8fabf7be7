"""One pool, one client and one user, made by the service's own functions; with a seed and a frozen clock."""

import pytest

from pytest_cognito_mfa._simulator.new_users import new_user
from pytest_cognito_mfa._simulator.operations.clients import new_client
from pytest_cognito_mfa._simulator.operations.pools import new_pool
from pytest_cognito_mfa._simulator.service import Service
from pytest_cognito_mfa._simulator.sources import Sources

NOW = 1_700_000_000


@pytest.fixture
def service():
    sources = Sources(seed="tests")
    sources.clock.freeze(NOW)
    return Service("eu-west-1", sources)


@pytest.fixture
def pool(service):
    return new_pool(service, {"Name": "pool"}, "eu-west-1_Pool00001")


@pytest.fixture
def client(service, pool):
    return new_client(service, pool, {"ClientName": "app"}, "client1")


@pytest.fixture
def make_user(service, pool):
    """A confirmed user of that name, stored in the pool."""

    def made(username, /, **attributes):
        user = new_user(service, pool, username, attributes, "CONFIRMED")
        user.set_password("Secret-1", status="CONFIRMED", at=service.now)
        pool.users.add(user)
        return user

    return made


@pytest.fixture
def user(make_user):
    return make_user("alice", email="alice@example.com", email_verified="true")
