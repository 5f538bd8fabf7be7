"""The upload of a file for importing users: which request it is, and S3's own answers to it."""

from __future__ import annotations

import re
from email.utils import formatdate
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import UPLOAD
from pytest_cognito_mfa._aws.exchange import Call, Reply
from pytest_cognito_mfa._aws.hosts import host_of

if TYPE_CHECKING:
    from collections.abc import Mapping

ENCRYPTION: Final = "x-amz-server-side-encryption"
"""The header that the pre-signed URL is signed with, besides the host."""

PLACEHOLDER: Final = "https://aws-cognito-idp-user-import-iad.s3.us-east-1.amazonaws.com/"
"""How a pre-signed URL in a recording begins."""

_HOST = re.compile(r"aws-cognito-idp-user-import-[a-z0-9-]+\.s3\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?")


def read(method: str, host: str, url: str, headers: Mapping[str, str], body: Any) -> Call | None:
    """Turn a request to Cognito's bucket into a Call; None for all others.  A file that is not UTF-8 is left out."""
    if not _HOST.fullmatch(host):
        return None
    sent: dict[str, Any] = {"PreSignedUrl": url, "Method": method.upper(), "Encryption": headers.get(ENCRYPTION, "")}
    try:
        sent["CSV"] = body if isinstance(body, str) else bytes(body or b"").decode()
    except UnicodeDecodeError:
        sent["CSV"] = None
    return Call(UPLOAD, sent, url.partition("?")[0], part="upload")


def is_signed_url(url: str) -> bool:
    """Whether a URL is one that a file of users is put to."""
    return _HOST.fullmatch(host_of(url)) is not None


def stored(request_id: str, at: float) -> Reply:
    """The reply to a file that was stored."""
    encrypted = ((ENCRYPTION, "aws:kms"), ("ETag", f'"{request_id.replace("-", "")}"'))
    return Reply(200, _headers(request_id, at, 0) + encrypted, b"")


def refusal(code: str, message: str, request_id: str, at: float, *, because: str) -> Reply:
    """S3's refusal, in its words; `because` is for reports."""
    inside = f"<Code>{code}</Code><Message>{message}</Message><RequestId>{request_id}</RequestId>"
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inside}</Error>'.encode()
    kind = (("Content-Type", "application/xml"),)
    return Reply(403, _headers(request_id, at, len(body)) + kind, body, code, reason=because)


def _headers(request_id: str, at: float, length: int) -> tuple[tuple[str, str], ...]:
    dated = (("x-amz-request-id", request_id), ("Date", formatdate(at, usegmt=True)))
    return (*dated, ("Server", "AmazonS3"), ("Content-Length", str(length)))
