"""Calls to other services of AWS that are signed with the fake credentials of a test, so AWS would refuse them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pytest_cognito_mfa._aws.constants import FAKE_TOKEN
from pytest_cognito_mfa._aws.exchange import Call
from pytest_cognito_mfa._aws.hosts import host_of, is_aws

if TYPE_CHECKING:
    from types import FrameType

_TOKEN = "X-Amz-Security-Token"  # noqa: S105 - the name of a header
_FAKES = (FAKE_TOKEN, FAKE_TOKEN.encode())


def read_faked(request: Any) -> Call | None:
    """Read a request that botocore signed with the fakes and sends to AWS; None for any other."""
    if request.headers.get(_TOKEN) not in _FAKES:
        return None
    host = host_of(request.url)
    if not is_aws(host):
        return None
    parts = urlsplit(request.url)
    operation = _operation(sys._getframe(1)) or f"{request.method} {parts.path}"  # noqa: SLF001 - the public way is slower
    return Call(operation, {}, f"{parts.scheme}://{host}{parts.path}", signed=True, part="aws")


def _operation(frame: FrameType | None) -> str:
    """The service and the operation: botocore's endpoint knows them, but does not write them into the request."""
    while frame is not None:
        if (model := frame.f_locals.get("operation_model")) is not None:
            return f"{model.service_model.service_name}:{model.name}"
        frame = frame.f_back
    return ""
