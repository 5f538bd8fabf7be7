"""Calls to KMS that decrypt a code of Cognito's for a custom sender: they are answered, and beside moto too."""

from __future__ import annotations

import json
from typing import Any, Final

from pytest_cognito_mfa._aws.exchange import TARGET_HEADER, Reply
from pytest_cognito_mfa._simulator.crypto import sender_codes

_DECRYPT: Final = ("TrentService.Decrypt", b"TrentService.Decrypt")


def decrypted(request: Any) -> Reply | None:
    """KMS's answer to botocore's `request`; None for any other call, and for what others have encrypted."""
    if request.headers.get(TARGET_HEADER) not in _DECRYPT:
        return None
    answered = sender_codes.decrypt(json.loads(request.body))
    if answered is None:
        return None
    code, members = answered
    body = json.dumps(members if code is None else {"__type": code, **members}).encode()
    headers = (("Content-Type", "application/x-amz-json-1.1"), ("Content-Length", str(len(body))))
    return Reply(200 if code is None else 400, headers, body, code)
