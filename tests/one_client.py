"""One boto3 client for all tests that are not about clients: making one takes as long as ten calls."""

import functools

import boto3
from botocore.config import Config


@functools.cache
def client(**config):
    """A client that does not try again, with these members of its Config."""
    keys = {"aws_access_key_id": "fake", "aws_secret_access_key": "fake"}
    once = Config(retries={"total_max_attempts": 1}, **config)
    return boto3.Session().client("cognito-idp", region_name="us-east-1", config=once, **keys)
