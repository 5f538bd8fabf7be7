"""Interactions -> the text of a cassette, and that text -> a file, whole or not at all.

1. The format is vcrpy's; each interaction begins with its operation, and `provenance` says when and from where.
2. A body of JSON is indented, in a block of its own: every token of it is as it came, only the space between is ours.
3. A file is written beside itself and then put in place at once; what stood there stays whole until then.
4. What others recorded into the same file meanwhile is kept.
"""

from __future__ import annotations

import importlib
import json
import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import yaml

from pytest_cognito_mfa._cassette.paths import display_path
from pytest_cognito_mfa._yaml.bounds import LOADER
from pytest_cognito_mfa.errors import CassetteError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Document = dict[str, Any]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')
_UNPRINTABLE = re.compile("[^\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]")
"""What libyaml puts into no block as it is; in JSON it may stand as an escape, beyond U+FFFF as two."""


def to_yaml(document: Document) -> str:
    """Write a cassette."""
    interactions = [_readable(each) for each in document["interactions"]]
    written = {**document, "interactions": interactions}
    return yaml.dump(written, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**6)


def read(path: Path) -> Document:
    """Read a cassette as it is, to be written again."""
    try:
        document = yaml.load(path.read_bytes(), Loader=LOADER)  # noqa: S506 - a safe loader, bounded
    except yaml.YAMLError as error:
        raise CassetteError(
            f"{display_path(path)}: cannot be recorded into, as it cannot be written again: {error}"
        ) from None
    return {**document, "interactions": document["interactions"] or []}


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from writing into `folder`, where the system has such a lock."""
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
    """Give a JSON text with a line for each member; what is no JSON is given as it is."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text
    lines, depth, last = [""], 0, ""
    for part in _TOKEN.findall(text):
        opens, closes = part in ("[", "{"), part in ("]", "}")
        depth -= closes
        if last in ("[", "{") and closes:
            pass  # nothing stands between
        elif last in ("[", "{", ",") or closes:
            lines.append("  " * depth)
        lines[-1] += ": " if part == ":" else part
        depth += opens
        last = part
    return _UNPRINTABLE.sub(_escaped, "\n".join(lines))


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))


class _Block(str):
    """A text to be written as it reads."""

    __slots__ = ()


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # either is a class
    def ignore_aliases(self, _: object) -> bool:
        return True


_Dumper.add_representer(
    _Block, lambda dumper, block: dumper.represent_scalar("tag:yaml.org,2002:str", str(block), style="|")
)


def _readable(interaction: Document) -> Document:
    """The same interaction with its bodies in blocks, and a Content-Length that fits."""
    request, response = interaction["request"], interaction["response"]
    body = response.get("body")
    written = {**interaction, "request": {**request, "body": _body(request.get("body"))}}
    if isinstance(body, dict) and "string" in body:
        string = _body(body["string"])
        headers = response.get("headers")
        if isinstance(string, _Block) and isinstance(headers, dict):
            headers = {
                name: [str(len(string.encode()))] if name.lower() == "content-length" else value
                for name, value in headers.items()
            }
        written["response"] = {**response, "headers": headers, "body": {**body, "string": string}}
    return written


def _body(body: Any) -> Any:
    if not isinstance(body, str):
        return body
    text = indent_json(body)
    return _Block(text) if "\n" in text else text
