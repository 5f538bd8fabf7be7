"""Walks a cassette of vcrpy, pytest-recording or cassetter, scalar by scalar, and notes what must change."""

from __future__ import annotations

import base64
import gzip
import re
import zlib
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import yaml

from pytest_cognito_mfa._aws.exchange import JWKS
from pytest_cognito_mfa._aws.wire import read
from pytest_cognito_mfa._redaction.json_style import Number
from pytest_cognito_mfa._redaction.protocol import Lines
from pytest_cognito_mfa._yaml.lazy_nodes import BINARY, YamlText, present
from pytest_cognito_mfa._yaml.rewrite import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yaml.nodes import Node

    from pytest_cognito_mfa._redaction.messages import MessageRedactor
    from pytest_cognito_mfa._yaml.rewrite import ScalarPositions, TextChange

_TEXT = "tag:yaml.org,2002:str"
_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
_SURROGATES = "surrogatepass"
"""Keeps unpaired surrogates, which JSON allows."""
_GZIP = b"\x1f\x8b"
_LARGEST_BODY = 16 * 1024 * 1024
"""Bytes of a decompressed body."""
_HEX = re.compile(r"(?:\s*[0-9a-fA-F]{2})*\s*")
_IN_YAML: Final = "value in a body"
"""The kind of each secret in a body that is written as YAML: it is redacted as a whole."""
_LARGE = 1_000_000
"""Characters of a scalar in whose text no lines are looked for."""
_FORMAT_KEYS: Final = frozenset(
    re.findall(
        r"[\w-]+",
        "version interactions provenance recorded region endpoint python botocore pytest-cognito-mfa operation request "
        "response method uri url headers status code message body string base64_string encoding content type",
    )
)
"""Keys of the format, at any depth outside of bodies and headers."""


class Finding(NamedTuple):
    """A secret in a file: its line and its kind."""

    line: int
    kind: str


class _Exchange(NamedTuple):
    """What the redactor must know of an interaction to redact one of its bodies."""

    operation: str
    url: str
    of_answer: bool = False


class Scrubber:
    """Walks the nodes of one file and notes what must change; the redactor says what each scalar becomes."""

    def __init__(self, file: YamlText, positions: ScalarPositions, redactor: MessageRedactor) -> None:
        self._file, self._positions, self._redactor = file, positions, redactor
        self._lines = Lines(positions.text)
        self._lengths: dict[str, str] = {}
        self.changes: set[TextChange] = set()
        self.values: dict[int, int] = {}
        """By the id of a scalar's node, the digest of its new value."""
        self.findings: set[Finding] = set()

    def file(self, root: Node) -> None:
        self._keys(root)
        for name, node in self._file.members(root, "a cassette").items():
            if name == "interactions":
                for each in self._file.items(node, "`interactions`") if present(node) else ():
                    self._interaction(each)
            else:
                self._any_node(node, name)

    def comments(self, root: Node) -> None:
        for comment in self._positions.comments(root):
            redacted = self._redactor.text(comment.text)
            kinds, self._redactor.replaced_kinds = self._redactor.replaced_kinds, []
            if redacted != comment.text:
                self.changes.add(comment._replace(text=redacted))
                self.findings |= {Finding(self._lines.of(comment.start)[0], kind) for kind in kinds}

    def _interaction(self, node: Node) -> None:
        members = self._file.members(node, "an interaction")
        self._keys(node)
        request = members.get("request")
        parts = self._file.members(request, "a request") if isinstance(request, yaml.MappingNode) else {}
        url = _plain(parts.get("uri") or parts.get("url"))
        headers = {name: _plain(value) for name, value in _headers(parts.get("headers"))}
        call = read(_plain(parts.get("method")), url, headers, None)
        exchange = _Exchange("" if call is None else call.operation, url)
        for name, each in members.items():
            if name in ("request", "response") and isinstance(each, yaml.MappingNode):
                self._message(each, exchange._replace(of_answer=name == "response"))
            else:
                self._any_node(each, name)

    def _message(self, node: Node, exchange: _Exchange) -> None:
        members = self._file.members(node, "a message")
        self._keys(node)
        self._lengths = {}
        if "body" in members:
            self._body(members.pop("body"), exchange)
        for name, value in _headers(members.pop("headers", None)):
            self._scalar(value, lambda text, name=name: self._header(name, text))  # type: ignore[misc]  # the default keeps the name of this turn
        for name, each in members.items():
            if name in ("uri", "url"):
                self._scalar(each, self._redactor.url)
            else:
                self._any_node(each, name)

    def _header(self, name: str, value: str) -> str:
        if name.lower() == "content-length":
            return self._lengths.get(value, value)
        return self._redactor.request("", [(name, value)], b"")[0][0][1]

    def _body(self, node: Node, exchange: _Exchange) -> None:
        """A body is text, or a mapping with vcrpy's `string` or cassetter's `content`, which may be YAML."""
        if not isinstance(node, yaml.MappingNode):
            if node.tag == BINARY:
                self._scalar(node, lambda text: self._content(text.encode("latin-1"), exchange, node).decode("latin-1"))
            else:
                self._scalar(node, lambda text: self._text_body(text, exchange))
            return
        members = self._file.members(node, "a body")
        self._keys(node)
        is_hex = _plain(members.get("type")) == "binary"
        for name, each in members.items():
            if name == "content" and is_hex and isinstance(each, yaml.ScalarNode):
                self._hex_body(each, exchange)
            elif name == "content" and not isinstance(each, yaml.ScalarNode):
                value = self._redactor.value(exchange.operation, self._value_of(each), of_answer=exchange.of_answer)
                self._replace_scalars(each, value)
            elif name == "base64_string":
                self._base64_body(each, exchange)
            elif name in ("string", "content"):
                self._body(each, exchange)
            else:
                self._any_node(each, name)

    def _text_body(self, text: str, exchange: _Exchange) -> str:
        """Without bytes in between: each copy of a large body costs memory."""
        if exchange.operation == JWKS:
            body = self._redactor.response(JWKS, (), text.encode(errors=_SURROGATES), url=exchange.url)[1]
            redacted = body.decode(errors=_SURROGATES)
        else:
            self._redactor.url(exchange.url)
            redacted = self._redactor.body_text(exchange.operation, text, of_answer=exchange.of_answer)
        if redacted != text:
            self._lengths = {str(_bytes(text)): str(_bytes(redacted))}
        return redacted

    def _hex_body(self, node: yaml.ScalarNode, exchange: _Exchange) -> None:
        if _HEX.fullmatch(node.value) is None:
            raise self._file.mistake(node, "the body's content is not hexadecimal")
        self._scalar(node, lambda text: self._content(bytes.fromhex(text), exchange, node).hex())

    def _base64_body(self, node: Node, exchange: _Exchange) -> None:
        content = self._file.decoded(node, "the body")
        self._scalar(node, lambda text: _base64(self._content(content, exchange, node), text))

    def _content(self, content: bytes, exchange: _Exchange, node: Node) -> bytes:
        is_compressed = content.startswith(_GZIP)
        plain = _decompressed(content) if is_compressed else content
        if plain is None:
            raise self._file.mistake(node, f"the body decompresses to more than {_LARGEST_BODY >> 20} MB")
        if exchange.of_answer:
            body = self._redactor.response(exchange.operation, (), plain, url=exchange.url)[1]
        else:
            body = self._redactor.request(exchange.operation, (), plain, url=exchange.url)[1]
        if body == plain:
            return content
        written = gzip.compress(body, mtime=0) if is_compressed else body
        self._lengths = {str(len(content)): str(len(written)), str(len(plain)): str(len(body))}
        return written

    def _replace_scalars(self, node: Node, redacted: Any) -> None:
        """Write each scalar of the redacted body in the place of the old one."""
        if isinstance(node, yaml.MappingNode):
            for (key, value), (name, each) in zip(node.value, redacted.items(), strict=True):
                self._replace_scalars(key, name)
                self._replace_scalars(value, each)
        elif isinstance(node, yaml.SequenceNode):
            for value, each in zip(node.value, redacted, strict=True):
                self._replace_scalars(value, each)
        elif isinstance(redacted, str):
            self._redactor.replaced_kinds = [_IN_YAML] if redacted != node.value else []
            self._scalar(node, lambda _: redacted)

    def _value_of(self, node: Node) -> Any:
        """The JSON value of a body that is written as YAML; numbers as the file has them."""
        if isinstance(node, yaml.MappingNode):
            return {name: self._value_of(value) for name, value in self._file.members(node, "a body").items()}
        if isinstance(node, yaml.SequenceNode):
            return [self._value_of(each) for each in node.value]
        return Number(node.value) if node.tag in _NUMBERS else node.value if node.tag == _TEXT else None

    def _keys(self, node: Node) -> None:
        """The keys of a mapping, but for the names of the format."""
        for key, _ in node.value:
            if _plain(key) not in _FORMAT_KEYS:
                self._any_node(key)

    def _any_node(self, node: Node, name: str = "") -> None:
        """A node in a place of this name."""
        if isinstance(node, yaml.MappingNode):
            self._keys(node)
            for key, value in node.value:
                self._any_node(value, _plain(key))
        elif isinstance(node, yaml.SequenceNode):
            for each in node.value:
                self._any_node(each, name)
        else:
            self._scalar(node, lambda text: self._redactor.place(name, text))

    def _scalar(self, node: Node, redact: Callable[[str], str]) -> None:
        if not isinstance(node, yaml.ScalarNode):
            self._any_node(node)
            return
        if node.tag == BINARY:
            inside = self._file.decoded(node, "a binary value")
            redacted = redact(inside.decode("latin-1")).encode("latin-1", "replace")
            value = node.value if redacted == inside else _base64(redacted, node.value)
        else:
            value = redact(node.value)
        kinds, self._redactor.replaced_kinds = self._redactor.replaced_kinds, []
        if value != node.value:
            self.changes.add(self._positions.change(node, value))
            self.values[id(node)] = digest(node, value)
            self._report(node, set(kinds))

    def _report(self, node: yaml.ScalarNode, kinds: set[str]) -> None:
        """Report the line of each secret; inside an encoding, or in a very large scalar, the line where it starts."""
        start, end = self._positions.of(node)
        line, found = node.start_mark.line, set()
        if end - start <= _LARGE and self._positions.text.find("\n", start, end) >= 0:
            leaks = self._redactor.leaks(self._positions.text[start:end])
            found = {Finding(line + leak.line, leak.kind) for leak in leaks}
        seen = {finding.kind for finding in found}
        self.findings |= found | {Finding(line + 1, kind) for kind in kinds - seen}


def _headers(node: Node | None) -> Iterator[tuple[str, Node]]:
    """Name and value of each header, from a mapping (of values or of lists) or from a list of pairs.

    Anything else gets an empty name, so that it is scrubbed too.
    """
    entries: Any = node.value if isinstance(node, yaml.CollectionNode) else (node,) if node is not None else ()
    for entry in entries:
        pair = entry.value if isinstance(entry, yaml.SequenceNode) else entry
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:  # noqa: PLR2004 - a pair
            yield "", entry
            continue
        name, value = pair
        for each in value.value if isinstance(value, yaml.SequenceNode) else (value,):
            yield _plain(name), each


def _plain(node: Node | None) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _bytes(text: str) -> int:
    """The length of a text as a body."""
    return len(text) if text.isascii() else len(text.encode(errors=_SURROGATES))


def _base64(content: bytes, original: str) -> str:
    encoded = base64.encodebytes(content).decode()
    return encoded.rstrip("\n") if "\n" in original.strip() else encoded.replace("\n", "")


def _decompressed(content: bytes) -> bytes | None:
    """Decompress gzip, or give what cannot be decompressed as it is; None if it is too large."""
    decompressor = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = decompressor.decompress(content, _LARGEST_BODY)
    except zlib.error:
        return content
    return None if decompressor.unconsumed_tail else plain
