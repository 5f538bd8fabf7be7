"""The time of calls in a pool of 20,000 users, compared with the same calls in a pool of 100.

Run it: `python tests/benchmarks/directory.py`.  Nothing is asserted: the goal is printed beside the numbers.
"""

from __future__ import annotations

import argparse
import itertools
from contextlib import ExitStack, contextmanager

import boto3
from botocore.config import Config
from ratios import PASSWORD, REGION, ratio, shown, timed

from pytest_cognito_mfa import simulate

SIZES = (20_000, 100)
GOAL = "1.3"
_NUMBERS = itertools.count()


class Directory:
    """A pool with many users, and one whom the calls are about."""

    def __init__(self, users):
        keys = {"aws_access_key_id": "fake", "aws_secret_access_key": "fake"}
        once = Config(retries={"total_max_attempts": 1})
        self.aws = boto3.client("cognito-idp", region_name=REGION, config=once, **keys)
        aliases = ["email", "preferred_username"]
        self.pool = {
            "UserPoolId": self.aws.create_user_pool(PoolName="many", AliasAttributes=aliases)["UserPool"]["Id"]
        }
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        client = self.aws.create_user_pool_client(**self.pool, ClientName="app", ExplicitAuthFlows=flows)
        self.client_id = client["UserPoolClient"]["ClientId"]
        for number in range(users):
            self.create(f"user-{number}")
        given = self.create("probe", {"Name": "preferred_username", "Value": "the probe"})
        self.sub = next(each["Value"] for each in given["User"]["Attributes"] if each["Name"] == "sub")
        self.aws.admin_set_user_password(**self.pool, Username="probe", Password=PASSWORD, Permanent=True)
        self.aws.create_group(**self.pool, GroupName="readers")
        for number in range(users):
            self.aws.admin_add_user_to_group(**self.pool, Username=f"user-{number}", GroupName="readers")
        self.token = self.sign_in("probe")["AuthenticationResult"]["AccessToken"]

    def create(self, name, *more):
        email = {"Name": "email", "Value": f"{name}@example.com"}
        attributes = [email, {"Name": "email_verified", "Value": "true"}, *more]
        return self.aws.admin_create_user(
            **self.pool, Username=name, UserAttributes=attributes, TemporaryPassword=PASSWORD, MessageAction="SUPPRESS"
        )

    def create_another(self):
        name = f"another-{next(_NUMBERS)}"
        self.create(name)
        self.aws.admin_delete_user(**self.pool, Username=name)

    def join_and_leave(self):
        member = {**self.pool, "Username": "probe", "GroupName": "readers"}
        self.aws.admin_add_user_to_group(**member)
        self.aws.admin_remove_user_from_group(**member)

    def sign_in(self, name):
        given = {"USERNAME": name, "PASSWORD": PASSWORD}
        return self.aws.initiate_auth(ClientId=self.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)

    def found(self, text):
        assert len(self.aws.list_users(**self.pool, Filter=text)["Users"]) == 1


ROWS = {
    "create and delete a user": lambda pool: pool.create_another(),
    "sign in by the username": lambda pool: pool.sign_in("probe"),
    "sign in by the e-mail address": lambda pool: pool.sign_in("probe@example.com"),
    "sign in by preferred_username": lambda pool: pool.sign_in("the probe"),
    "AdminGetUser by the sub": lambda pool: pool.aws.admin_get_user(**pool.pool, Username=pool.sub),
    "add to a group": lambda pool: pool.join_and_leave(),
    "ListUsersInGroup": lambda pool: pool.aws.list_users_in_group(**pool.pool, GroupName="readers", Limit=60),
    "GetUser": lambda pool: pool.aws.get_user(AccessToken=pool.token),
    "ListUsers, a page of 60": lambda pool: pool.aws.list_users(**pool.pool, Limit=60),
    "ListUsers, sub = ": lambda pool: pool.found(f'sub = "{pool.sub}"'),
    "ListUsers, username = ": lambda pool: pool.found('username = "probe"'),
    "ListUsers, email = ": lambda pool: pool.found('email = "probe@example.com"'),
}


def contender(pool, call):
    @contextmanager
    def opened():
        yield lambda: call(pool)

    return opened


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=20, help="rounds of every comparison")
    rounds = parser.parse_args().rounds
    with ExitStack() as opened:
        opened.enter_context(simulate())
        pools = {size: Directory(size) for size in SIZES}
        print(f"{'what':32}{'20,000 users':>14}{'100 users':>14}{'ratio':>10}{'goal':>8}")
        for label, call in ROWS.items():
            runs = timed({size: contender(pool, call) for size, pool in pools.items()}, rounds=rounds, calls=21)
            many, few = (runs[size] for size in SIZES)
            print(f"{label:32}{shown(many):>14}{shown(few):>14}{ratio(many, few):>10.2f}{GOAL:>8}", flush=True)


if __name__ == "__main__":
    main()
