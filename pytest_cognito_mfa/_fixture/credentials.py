"""AWS credentials and region for the length of a test: fakes in, the user's own back."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_FAKES = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "fake-for-pytest-cognito-mfa",
    "AWS_SESSION_TOKEN": "fake-for-pytest-cognito-mfa",
}
"""The key id is AWS's own example."""

_UNSET = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE")
"""A profile that the machine lacks would stop botocore before it looks at the fakes."""


@contextmanager
def fake_credentials(region: str) -> Iterator[None]:
    """Set the environment that botocore reads, and give boto3 a default session of its own.

    The default session keeps the credentials and region that it was made with, so neither
    the user's may come in nor the fakes stay behind.
    """
    wanted = {**_FAKES, "AWS_DEFAULT_REGION": region, "AWS_REGION": region}
    before = {name: os.environ.get(name) for name in (*wanted, *_UNSET)}
    boto3: Any = sys.modules.get("boto3")
    session = getattr(boto3, "DEFAULT_SESSION", None)
    try:
        os.environ.update(wanted)
        for name in _UNSET:
            os.environ.pop(name, None)
        if boto3 is not None:
            boto3.DEFAULT_SESSION = None
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        boto3 = sys.modules.get("boto3")
        if boto3 is not None:
            boto3.DEFAULT_SESSION = session
