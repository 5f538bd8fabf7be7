"""The wire form of a pool's domain: what a request to it asks, and its replies as JSON, redirects and pages.

1. The parameters of a request are those of its query and of its form (developer guide, token endpoint).
2. What Authorization says comes before them: Basic gives ``client_id`` and ``client_secret``, Bearer ``access_token``.
"""

from __future__ import annotations

import base64
import html
import json
import string
from email.utils import formatdate
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, quote

from pytest_cognito_mfa._aws.exchange import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = "application/json;charset=UTF-8"


def parameters(query: str, headers: Mapping[str, str], body: Any) -> dict[str, str]:
    """What a request asks: `headers` are its Authorization and Content-Type, `body` is bytes, text or None."""
    given = dict(parse_qsl(query, keep_blank_values=True))
    if body and headers.get("content-type", "").partition(";")[0].strip().lower() == _FORM:
        text = body if isinstance(body, str) else bytes(body).decode("utf-8", "replace")
        given |= parse_qsl(text, keep_blank_values=True)
    scheme, _, credentials = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        given["client_id"], given["client_secret"] = _decoded(credentials)
    elif scheme.lower() == "bearer":
        given["access_token"] = credentials.strip()
    return given


def _decoded(credentials: str) -> tuple[str, str]:
    """The name and the password of Basic; empty where they cannot be read."""
    try:
        name, _, password = base64.b64decode(credentials.strip(), validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return name, password


def json_reply(
    members: Mapping[str, Any] | None, *, at: float, status: int = 200, error: str | None = None, challenge: str = ""
) -> Reply:
    """JSON, or an empty body for None; `challenge` is the value of WWW-Authenticate."""
    body = b"" if members is None else json.dumps(members, separators=(",", ":"), ensure_ascii=False).encode()
    one_line = " ".join(challenge.split()).encode("latin-1", "replace").decode("latin-1")
    more = (("WWW-Authenticate", one_line),) if challenge else ()
    return _reply(body, _JSON, at=at, status=status, error=error, more=more)


def redirect(location: str, *, at: float, error: str | None = None) -> Reply:
    in_ascii = quote(location, safe=string.punctuation)
    return _reply(b"", "", at=at, status=302, error=error, more=(("Location", in_ascii),))


def page(words: str, *, at: float, status: int, error: str | None = None) -> Reply:
    """A page with these words; all else of AWS's pages is left out."""
    body = f"<!DOCTYPE html><html><body><p>{html.escape(words, quote=False)}</p></body></html>".encode()
    return _reply(body, "text/html;charset=UTF-8", at=at, status=status, error=error)


def _reply(
    body: bytes, content_type: str, *, at: float, status: int, error: str | None, more: tuple[tuple[str, str], ...] = ()
) -> Reply:
    headers = (
        ("Date", formatdate(int(at), usegmt=True)),
        ("Content-Type", content_type),
        ("Content-Length", str(len(body))),
        ("Connection", "keep-alive"),
        *more,
    )
    return Reply(status, tuple((name, value) for name, value in headers if value), body, error)
