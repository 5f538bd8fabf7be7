"""How a fault garbles a reply: empties it, cuts it off, replaces it by a page of HTML, or sends wrong headers."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_cognito_mfa._aws.exchange import Reply
    from pytest_cognito_mfa._scenario.faults.values import Garbled

PAGE = b"<html><head><title>503 Service Temporarily Unavailable</title></head><body>upstream</body></html>\n"
"""What a proxy or load balancer sends instead of the service's reply."""


def garbled(reply: Reply, how: Garbled, status: int | None = None) -> Reply:
    """The reply as it arrives; with its own status unless `status` is given."""
    changed = _GARBLE[how](reply)
    return changed if status is None else changed._replace(status=status)


def _empty(reply: Reply) -> Reply:
    return _with_body(reply, b"")


def _truncated(reply: Reply) -> Reply:
    return _with_body(reply, reply.body[: max(len(reply.body) // 2, 1)])


def _html(reply: Reply) -> Reply:
    return _with_header(_with_body(reply, PAGE), "Content-Type", "text/html")


def _wrong_content_type(reply: Reply) -> Reply:
    return _with_header(reply, "Content-Type", "text/plain")


def _wrong_crc(reply: Reply) -> Reply:
    return _with_header(reply, "x-amz-crc32", str(zlib.crc32(reply.body) ^ 1))


_GARBLE: dict[Garbled, Callable[[Reply], Reply]] = {
    "empty": _empty,
    "truncated": _truncated,
    "html": _html,
    "wrong_content_type": _wrong_content_type,
    "wrong_crc": _wrong_crc,
}


def _with_body(reply: Reply, body: bytes) -> Reply:
    return _with_header(reply, "Content-Length", str(len(body)))._replace(body=body)


def _with_header(reply: Reply, name: str, value: str) -> Reply:
    """Change the header where it is, or add it at the end."""
    others = [(each, value if each.lower() == name.lower() else given) for each, given in reply.headers]
    if name.lower() not in {each.lower() for each, _ in others}:
        others.append((name, value))
    return reply._replace(headers=tuple(others))
