"""A file of vcrpy's -> a Cassette, or one clear error with file, line and column."""

from __future__ import annotations

import stat
from functools import lru_cache
from typing import TYPE_CHECKING

from yaml.nodes import MappingNode

from pytest_cognito_mfa import _exchange
from pytest_cognito_mfa.errors import CassetteError, unknown

from .nodes import YamlText, kind, present
from .recording import Cassette, Interaction, shown
from .replies import headers_of, reply_of

if TYPE_CHECKING:
    from pathlib import Path

    from yaml.nodes import Node

    from pytest_cognito_mfa._exchange import Call

VERSION = "1"
"""The only version of vcrpy's format since vcrpy 1.0."""

SUFFIXES = (".yaml", ".yml", ".json")


def load(path: Path) -> Cassette:
    """Read a cassette; one that did not change since is not read again.

    Raises `CassetteError` when the file is not there, cannot be read, is not a cassette
    in vcrpy's format, or holds nothing of Cognito's.
    """
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise _missing(path) from None
    except (OSError, ValueError) as error:
        raise CassetteError(f"{shown(path)}: cannot be read: {error}") from None
    if stat.S_ISDIR(found.st_mode):
        raise CassetteError(f"{shown(path)}: a cassette is a file, but this is a folder")
    if not stat.S_ISREG(found.st_mode):
        raise CassetteError(f"{shown(path)}: a cassette is a file, but this is a device, a pipe or a socket")
    return _load(path.absolute(), found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=64)
def _load(path: Path, _changed: int, _size: int) -> Cassette:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CassetteError(f"{shown(path)}: cannot be read: {error.strerror}") from None
    file = YamlText(shown(path), content)
    root = present(file.root())
    if root is None:
        raise CassetteError(f"{file.name}: not a vcrpy cassette: the file is empty")
    interactions: list[Interaction] = []
    others: list[int] = []
    for number, node in enumerate(_interactions(file, root), start=1):
        line = node.start_mark.line + 1
        request, response = _halves(file, node)
        call = _call(file, request)
        if call is None:
            others.append(line)
        else:
            interactions.append(Interaction(path, line, number, call, reply_of(file, response)))
    if not interactions:
        raise file.mistake(root, f"no interaction with Cognito: {_tally(len(others))}")
    return Cassette(path, tuple(interactions), tuple(others))


def _interactions(file: YamlText, root: Node) -> list[Node]:
    if not isinstance(root, MappingNode):
        raise file.mistake(root, f"not a vcrpy cassette: it must be a mapping, but this is {kind(root)}")
    members = file.members(root, "a cassette")
    version = members.get("version")
    if version is not None and file.content(version, "the version") != VERSION:
        raise file.mistake(version, f"only version {VERSION} of vcrpy's format is read")
    if "interactions" not in members:
        raise file.mistake(root, "not a vcrpy cassette: it has no `interactions`")
    listed = present(members["interactions"])
    return [] if listed is None else file.items(listed, "`interactions`")


def _halves(file: YamlText, node: Node) -> tuple[Node, Node]:
    members = file.members(node, "an interaction")
    for half in ("request", "response"):
        if present(members.get(half)) is None:
            raise file.mistake(node, f"the interaction has no {half}")
    return members["request"], members["response"]


def _call(file: YamlText, node: Node) -> Call | None:
    """Read the recorded call; None when it is another service's, of which nothing more is read."""
    request = file.members(node, "a request")
    method, uri = _line(file, node, request, "method"), _line(file, node, request, "uri")
    headers: dict[str, str] = {}
    for name, value in headers_of(file, request.get("headers"), "a request's headers"):
        headers.setdefault(name, value)
    try:
        call = _exchange.read(method, uri, headers, None)
    except ValueError as error:
        raise file.mistake(request["uri"], f"the request's uri cannot be read: {error}") from None
    body = present(request.get("body"))
    if call is None or body is None:
        return call
    call = _exchange.read(method, uri, headers, file.content(body, "the request's body"))
    if call is not None and call.problem is not None:
        raise file.mistake(body, f"in the request, {call.problem}")
    return call


def _line(file: YamlText, node: Node, request: dict[str, Node], name: str) -> str:
    if present(request.get(name)) is None:
        raise file.mistake(node, f"the request has no {name}")
    return str(file.content(request[name], f"the request's {name}"))


def _missing(path: Path) -> CassetteError:
    """Say where the file was looked for, and what it was probably called."""
    folder = path.absolute().parent
    if not folder.is_dir():
        return CassetteError(f"{shown(path)}: no such file: there is no folder {folder}")
    names = [each.name for each in folder.iterdir() if each.suffix in SUFFIXES]
    guess = unknown("cassette", path.name, names)
    return CassetteError(f"{shown(path)}: no such file: {guess} (looked in {folder})")


def _tally(others: int) -> str:
    return f"all {others} are with other services" if others else "there is none at all"
