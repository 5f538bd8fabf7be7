"""Read a recorded response: decompressed body, correct Content-Length, AWS's error code."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from yaml.nodes import SequenceNode

from pytest_cognito_mfa._aws import wire
from pytest_cognito_mfa._aws.limits import loads
from pytest_cognito_mfa._yaml.lazy_nodes import present

if TYPE_CHECKING:
    from yaml.nodes import Node

    from pytest_cognito_mfa._aws.exchange import Reply
    from pytest_cognito_mfa._yaml.lazy_nodes import YamlText

Headers = tuple[tuple[str, str], ...]

LARGEST = 16 * 1024 * 1024
"""Bytes of a decompressed body; Cognito's longest responses have a few hundred kilobytes."""

_STATUSES = range(100, 600)
_ENCODED = ("gzip", "x-gzip", "deflate")
_GZIP = b"\x1f\x8b"
_EITHER = zlib.MAX_WBITS | 32  # zlib finds out whether it is gzip or deflate

# They describe how the body was sent. It is given decompressed and in one piece.
_TRANSFER_HEADERS = frozenset({"content-encoding", "transfer-encoding"})


def read_reply(file: YamlText, node: Node) -> Reply:
    """Read the `response` of an interaction.

    An empty body is valid, because operations without an output shape have one.  Every other body is a JSON object.
    """
    response = file.members(node, "a response")
    status = _status(file, node, response)
    recorded = read_headers(file, response.get("headers"), "a response's headers")
    body, at = _body(file, node, response)
    body = _decompressed(file, at, body, recorded)
    answer: Any = {}
    if body:
        try:
            answer = loads(body)
        except ValueError as error:
            why = error.msg if isinstance(error, json.JSONDecodeError) else "it cannot be decoded"
            raise file.mistake(at, f"the response's body is not JSON: {why}") from None
        if not isinstance(answer, dict):
            raise file.mistake(at, "the response's body is not a JSON object")
    return wire.reply_of(status, _headers_for_client(recorded, len(body)), body)


def read_headers(file: YamlText, node: Node | None, what: str) -> Headers:
    """Read headers in their order; vcrpy writes a list of values for each, other tools write one value."""
    node = present(node)
    if node is None:
        return ()
    found: list[tuple[str, str]] = []
    for name, value in file.members(node, what).items():
        values = file.items(value, what) if isinstance(value, SequenceNode) else [value]
        for each in values:
            content = file.content(each, f"the header {name}")
            text = content.decode("latin-1") if isinstance(content, bytes) else content
            found.append((name, text or ""))
    return tuple(found)


def _status(file: YamlText, node: Node, response: dict[str, Node]) -> int:
    status = present(response.get("status"))
    if status is None:
        raise file.mistake(node, "the response has no status")
    code = present(file.members(status, "a response's status").get("code"))
    if code is None:
        raise file.mistake(status, "the response's status has no code")
    written = file.content(code, "a status code")
    try:
        number = int(written or "")
    except ValueError:
        number = 0
    if number not in _STATUSES:
        raise file.mistake(code, "the response's status code is not a number from 100 to 599")
    return number


def _body(file: YamlText, node: Node, response: dict[str, Node]) -> tuple[bytes, Node]:
    """The recorded bytes, and their node for error messages."""
    body = present(response.get("body"))
    if body is None:
        return b"", node
    members = file.members(body, "a response's body")
    if "base64_string" in members:  # of vcrpy 1 and VCR for Ruby, for a body that is not text
        at = members["base64_string"]
        return file.decoded(at, "the response's body"), at
    if "string" not in members:
        raise file.mistake(body, "the response's body has no `string`")
    at = members["string"]
    content = file.content(at, "the response's body")
    return content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content or b"", at


def _decompressed(file: YamlText, at: Node, body: bytes, recorded: Headers) -> bytes:
    """Decompress a body; vcrpy may keep the Content-Encoding header of a body that it stored decompressed."""
    encoding = (_header(recorded, "Content-Encoding") or "").lower()
    if encoding not in _ENCODED and not body.startswith(_GZIP):
        return body
    decompressor = zlib.decompressobj(_EITHER)
    try:
        plain = decompressor.decompress(body, LARGEST)
    except zlib.error:
        return body
    if decompressor.unconsumed_tail:
        raise file.mistake(at, f"the response's body decompresses to more than {LARGEST} bytes")
    if not decompressor.eof:
        raise file.mistake(at, "the response's body is compressed, but not complete")
    return plain


def _headers_for_client(recorded: Headers, length: int) -> Headers:
    """The headers for the client: one correct Content-Length, and nothing about how the body was sent."""
    kept: list[tuple[str, str]] = []
    counted = False
    for name, value in recorded:
        folded = name.lower()
        if folded in _TRANSFER_HEADERS:
            continue
        if folded != "content-length":
            kept.append((name, value))
        elif not counted:
            counted = True
            kept.append((name, str(length)))
    if not counted:
        kept.append(("Content-Length", str(length)))
    return tuple(kept)


def _header(recorded: Headers, name: str) -> str | None:
    """The first header of that name, in any case."""
    return next((value for given, value in recorded if given.lower() == name.lower()), None)
