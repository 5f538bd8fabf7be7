"""Load a cassette in vcrpy's format; a file that is not valid gives one error with file, line and column."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from yaml.nodes import MappingNode, ScalarNode

from pytest_cognito_mfa._aws import wire
from pytest_cognito_mfa._cassette.interactions import Cassette, Interaction
from pytest_cognito_mfa._cassette.paths import display_path, missing_file
from pytest_cognito_mfa._cassette.replies import read_headers, read_reply
from pytest_cognito_mfa._cassette.sections import Section, find_sections
from pytest_cognito_mfa._yaml import lazy_nodes as nodes
from pytest_cognito_mfa._yaml import regular_files
from pytest_cognito_mfa._yaml.file_kinds import cassette_members, refuse_other_kinds
from pytest_cognito_mfa._yaml.lazy_nodes import YamlText, present
from pytest_cognito_mfa.errors import CassetteError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from yaml.nodes import Node

    from pytest_cognito_mfa._aws.exchange import Call
    from pytest_cognito_mfa._cassette.interactions import CallAndReply

VERSION = "1"
"""The only version of vcrpy's format since vcrpy 1.0."""


def load(path: Path) -> Cassette:
    """Load a cassette, from memory if the file did not change since.

    Raises `CassetteError` if the file does not exist, cannot be read, is not a cassette in vcrpy's format, or has no
    interaction with Cognito.
    """
    try:
        stats = regular_files.require(path)
    except (FileNotFoundError, NotADirectoryError):
        raise missing_file(path) from None
    except OSError as error:
        raise CassetteError(f"{display_path(path)}: cannot be read: {error.strerror}") from None
    if stats.st_size > regular_files.LARGEST:
        raise _too_large(path)
    return _load(path.absolute(), stats.st_mtime_ns, stats.st_size)


@lru_cache(maxsize=64)
def _load(path: Path, _changed: int, _size: int) -> Cassette:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CassetteError(f"{display_path(path)}: cannot be read: {error.strerror}") from None
    return parse(path, content)


def parse(path: Path, content: bytes) -> Cassette:
    """The cassette of this content; errors name `path`.  Raises `CassetteError` as `load` does."""
    if len(content) > regular_files.LARGEST:
        raise _too_large(path)
    refuse_other_kinds(display_path(path), content)
    file = _File(display_path(path), content)
    interactions: list[Interaction] = []
    others: list[int] = []
    for number, line, operation in file.operations():
        if operation is None:
            others.append(line)
        else:
            interactions.append(Interaction(path, line, number, operation, file.call_and_reply))
    if not interactions:
        raise file.empty(len(others))
    return Cassette(path, tuple(interactions), tuple(others), file.recorded, content)


def _too_large(path: Path) -> CassetteError:
    return CassetteError(f"{display_path(path)}:1:1: the file is larger than {regular_files.LARGEST >> 20} MB")


class _File:
    """The interactions of one file, each parsed when it is needed."""

    def __init__(self, name: str, content: bytes) -> None:
        self._name, self._content = name, content
        self._whole = YamlText(name, content)
        self._whole.text  # noqa: B018 - raises if it is not UTF-8
        self._nodes: list[Node] | None = None
        self._split = find_sections(content)
        frame = self._whole if self._split is None else YamlText(name, self._split.frame)
        self._root, listed = _frame(frame)
        self.recorded = _recorded(frame, self._root)
        if self._split is None:
            self._nodes = _items(self._whole, listed)

    def operations(self) -> Iterator[tuple[int, int, str | None]]:
        """Number, line and operation of each interaction; the operation is None for another service."""
        for number, section in enumerate(self._sections(), start=1):
            # The last interaction is parsed at once: if the file is incomplete, the end is missing.
            if section.operation is None or number == self._count:
                yield number, section.line, self._operation(number)
            else:
                yield number, section.line, section.operation

    def call_and_reply(self, number: int) -> CallAndReply:
        """Read the call and the response of an interaction with Cognito."""
        file, node = self._interaction(number)
        request, response = _request_and_response(file, node)
        call = _call(file, request)
        named = None if self._split is None else self._split.items[number - 1].operation
        if call is None or named not in (None, call.operation):
            raise file.mistake(
                request, f"a line reads like an X-Amz-Target of {named}, but is not that of this request"
            )
        return call, read_reply(file, response)

    def empty(self, others: int) -> CassetteError:
        problem = f"all {others} are with other services" if others else "it has none at all"
        return self._whole.mistake(self._root, f"the file has no interaction with Cognito: {problem}")

    @property
    def _count(self) -> int:
        return len(self._sections())

    def _sections(self) -> Sequence[Section]:
        if self._split is not None:
            return self._split.items
        return [Section(0, 0, self._whole.line(node), None) for node in self._nodes or ()]

    def _operation(self, number: int) -> str | None:
        file, node = self._interaction(number)
        request, response = _request_and_response(file, node)
        call = _call(file, request)
        if call is None:
            return None
        read_reply(file, response)
        return call.operation

    def _interaction(self, number: int) -> tuple[YamlText, Node]:
        """The node, and its text: its own section, or the whole file if the section alone cannot be parsed."""
        if self._split is not None and self._nodes is None:
            section = self._split.items[number - 1]
            file = YamlText(self._name, memoryview(self._content)[section.start : section.end], section.line)
            try:
                return file, _items(file, file.root())[0]
            except CassetteError:
                if len(self._content) > nodes.LARGEST_AT_ONCE:
                    raise
            self._nodes = _items(self._whole, _frame(self._whole)[1])
            if len(self._nodes) != self._count:
                raise self._whole.mistake(self._nodes[0], "the interactions do not start in the same column")
        assert self._nodes is not None  # noqa: S101  # a file that was not split was parsed as a whole
        return self._whole, self._nodes[number - 1]


def _frame(file: YamlText) -> tuple[Node, Node | None]:
    """The root of a cassette, and the value of its `interactions`."""
    root, members = cassette_members(file)
    version = members.get("version")
    if version is not None and file.content(version, "the version") != VERSION:
        raise file.mistake(version, f"only version {VERSION} of vcrpy's format can be read")
    return root, present(members["interactions"])


def _recorded(file: YamlText, root: Node) -> str | None:
    """When it was recorded, as `provenance` says; None if that is not a text."""
    provenance = file.members(root, "a cassette").get("provenance")
    when = file.members(provenance, "provenance").get("recorded") if isinstance(provenance, MappingNode) else None
    return str(when.value) if isinstance(when, ScalarNode) else None


def _items(file: YamlText, listed: Node | None) -> list[Node]:
    return [] if listed is None else file.items(listed, "`interactions`")


def _request_and_response(file: YamlText, node: Node) -> tuple[Node, Node]:
    members = file.members(node, "an interaction")
    for part in ("request", "response"):
        if present(members.get(part)) is None:
            raise file.mistake(node, f"the interaction has no {part}")
    return members["request"], members["response"]


def _call(file: YamlText, node: Node) -> Call | None:
    """Read the recorded call; None for another service, of which nothing else is read."""
    request = file.members(node, "a request")
    method, uri = _text(file, node, request, "method"), _text(file, node, request, "uri")
    headers: dict[str, str] = {}
    for name, value in read_headers(file, request.get("headers"), "a request's headers"):
        headers.setdefault(name, value)
    try:
        urlsplit(uri)
    except ValueError as error:
        raise file.mistake(request["uri"], f"the request's uri cannot be read: {error}") from None
    call = wire.read(method, uri, headers, None)
    body = present(request.get("body"))
    if call is None or body is None:
        return call
    call = wire.read(method, uri, headers, file.content(body, "the request's body"))
    if call is not None and call.problem is not None:
        raise file.mistake(body, f"in the request, {call.problem}")
    return call


def _text(file: YamlText, node: Node, request: dict[str, Node], name: str) -> str:
    if present(request.get(name)) is None:
        raise file.mistake(node, f"the request has no {name}")
    return str(file.content(request[name], f"the request's {name}"))
