"""Write a cassette as YAML, after a check that the existing file can be written again without loss.

1. The format is vcrpy's.  Each interaction begins with its operation; `provenance` says when and where it was recorded.
2. A JSON body of a call to Cognito becomes an indented block: only its white space changes.
3. An existing file is read completely before something is recorded into it, also what a replay never reads.
   Duplicate keys, tags beyond plain YAML, and aliases that expand without end are errors.  Everything else is kept.
4. A lock on the folder: processes that record into the same file at the same time do not lose each other's calls.
"""

from __future__ import annotations

import importlib
import json
import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import yaml

from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.paths import display_path
from pytest_cognito_mfa._yaml.bounds import LOADER, children_of
from pytest_cognito_mfa._yaml.lazy_nodes import YamlText
from pytest_cognito_mfa.errors import CassetteError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from yaml.nodes import Node

Document = dict[str, Any]

_TAG: Final = "tag:yaml.org,2002:"
_PLAIN_TAGS: Final = frozenset(
    _TAG + name for name in ("binary", "bool", "float", "int", "map", "null", "seq", "str", "timestamp")
)
# Each repetition of a group costs Python's engine 150 bytes: so one takes many characters.
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},:]|[^\s\[\]{},:"]+')
_UNPRINTABLE = re.compile("[^\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]")
"""Characters that libyaml cannot write into a block; JSON can escape them, those above U+FFFF as two escapes."""


def require_rewritable(path: Path) -> None:
    """Raise `CassetteError`, with file and line, if `path` cannot be written again without loss."""
    for interaction in load(path).interactions:
        interaction.check()
    file = YamlText(display_path(path), path.read_bytes())
    root = file.root()
    assert root is not None  # noqa: S101  # it was loaded
    file.check_aliases(root)
    for node in _all_nodes(root):
        tag = node.tag.replace(_TAG, "!!")
        if node.tag not in _PLAIN_TAGS:
            raise file.mistake(node, f"nothing can be recorded into this file: remove the tag {tag}")
        if isinstance(node, yaml.MappingNode):
            file.members(node, "a mapping")
        elif isinstance(node, yaml.ScalarNode):
            _check_value(file, node, tag)


def read(path: Path) -> Document:
    """Read a cassette as it is, to write it again."""
    try:
        document = yaml.load(path.read_bytes(), Loader=LOADER)  # noqa: S506 - a safe loader, bounded
    except yaml.YAMLError as error:
        raise CassetteError(f"{display_path(path)}: nothing can be recorded into this file: {error}") from None
    return {**document, "interactions": document["interactions"] or []}


def to_yaml(document: Document) -> str:
    """The text of a cassette."""
    interactions = [_with_blocks(each) if "operation" in each else each for each in document["interactions"]]
    return yaml.dump(
        {**document, "interactions": interactions}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**6
    )


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from recording into `folder`, if the operating system has such a lock."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        fcntl = importlib.import_module("fcntl")
    except ImportError:  # Windows
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        os.fsync(handle)  # the new name too
    finally:
        os.close(handle)


def indent_json(text: str) -> str:
    """JSON with one line for each member; any other text as it is."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text
    lines, depth, last = [""], 0, ""
    for part in _TOKEN.findall(text):
        opens, closes = part in ("[", "{"), part in ("]", "}")
        depth -= closes
        is_empty = last in ("[", "{") and closes
        if not is_empty and (last in ("[", "{", ",") or closes):
            lines.append("  " * depth)
        lines[-1] += ": " if part == ":" else part
        depth += opens
        last = part
    return _UNPRINTABLE.sub(_escape, "\n".join(lines))


def _escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


class _Block(str):
    """A text that is written as a literal block."""

    __slots__ = ()


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # either is a class
    def ignore_aliases(self, _: object) -> bool:
        return True


_Dumper.add_representer(
    _Block, lambda dumper, block: dumper.represent_scalar("tag:yaml.org,2002:str", str(block), style="|")
)


def _with_blocks(interaction: Document) -> Document:
    """The interaction with its bodies as blocks, and a correct Content-Length."""
    request, response = interaction["request"], interaction["response"]
    body = response.get("body")
    written = {**interaction, "request": {**request, "body": _block(request.get("body"))}}
    if isinstance(body, dict) and "string" in body:
        string = _block(body["string"])
        headers = response.get("headers")
        if isinstance(string, _Block) and isinstance(headers, dict):
            headers = {
                name: [str(len(string.encode()))] if name.lower() == "content-length" else value
                for name, value in headers.items()
            }
        written["response"] = {**response, "headers": headers, "body": {**body, "string": string}}
    return written


def _block(body: Any) -> Any:
    if not isinstance(body, str):
        return body
    text = indent_json(body)
    return _Block(text) if "\n" in text else text


def _check_value(file: YamlText, node: yaml.ScalarNode, tag: str) -> None:
    """YAML takes a value such as 2024-13-45 for a date, but cannot read it as one."""
    try:
        yaml.constructor.SafeConstructor().construct_document(node)
    except (ValueError, yaml.YAMLError):
        problem = f"nothing can be recorded into this file: this is not a valid {tag}; put it in quotes"
        raise file.mistake(node, problem) from None


def _all_nodes(root: Node) -> Iterator[Node]:
    """Each node once, in the order of the file, even if aliases repeat it."""
    left, seen = [root], {id(root)}
    while left:
        node = left.pop()
        yield node
        for each in reversed(children_of(node)):
            if id(each) not in seen:
                seen.add(id(each))
                left.append(each)
