"""Reads a file into plain values: one or more JSON documents, or one YAML document with CloudFormation's tags.

1. The values are mappings, lists, texts, numbers, booleans and null. Any tag but CloudFormation's is an error. Dates
   stay texts, and so do `on`, `off`, `yes` and `no`, as AWS reads them.
2. A document that is nested too deeply, or too large after expanding its aliases, is an error before it is built.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, Final

import yaml

from pytest_cognito_mfa._yaml import bounds
from pytest_cognito_mfa._yaml.regular_files import require
from pytest_cognito_mfa.errors import ImportingError

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES: Final = 32 * 1024 * 1024
MAX_DIGITS: Final = 100
"""The digits of a number: AWS has none of more than twenty, and Python refuses to read some thousands."""

_CORE: Final = "tag:yaml.org,2002:"
_SHORT: Final = frozenset(
    {"And", "Base64", "Cidr", "Equals", "FindInMap", "ForEach", "GetAZs", "GetAtt", "If", "ImportValue", "Join"}
    | {"Length", "Not", "Or", "Select", "Split", "Sub", "ToJsonString", "Transform"}
)
_INTEGER: Final = re.compile(r"[-+]?(0|[1-9][0-9]*)")  # 0123 is a text: an account number or a PIN
_FLOAT: Final = re.compile(r"[-+]?[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?")
_WORDS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})


def documents(path: Path) -> list[Any]:
    """The documents in a file. Raises ImportingError if there are none."""
    text = _text(path)
    if not text.strip():
        raise ImportingError(f"{path}: the file is empty")
    return _json(text, path) if text.lstrip()[0] in "{[" else [_yaml(text, path)]


def _text(path: Path) -> str:
    try:
        if require(path).st_size > MAX_BYTES:
            raise ImportingError(f"{path}: larger than {MAX_BYTES // 1024**2} MiB; keep only the Cognito resources")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportingError(f"{path}: not UTF-8: byte {error.start + 1} is {error.object[error.start]:#04x}") from None
    except OSError as error:
        raise ImportingError(f"{path}: cannot be read: {error.strerror}") from None


def _json(text: str, path: Path) -> list[Any]:
    """All documents of a text: one file may have the output of several `aws` commands."""
    decoder = json.JSONDecoder(parse_int=_integer, parse_float=_float, parse_constant=_not_a_number)
    found, at = [], 0
    try:
        while at < len(text.rstrip()):
            at += len(text[at:]) - len(text[at:].lstrip())
            document, at = decoder.raw_decode(text, at)
            found.append(document)
    except json.JSONDecodeError as error:
        if not found and _is_flow_yaml(text):
            return [_yaml(text, path)]
        raise ImportingError(f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise ImportingError(f"{path}: nested too deeply") from None
    except _BadNumberError as error:
        line = text.count("\n", 0, text.index(error.written)) + 1
        raise ImportingError(f"{path}:{line}: {error}") from None
    return found


class _BadNumberError(ValueError):
    """A number that no answer of AWS has."""

    def __init__(self, written: str) -> None:
        shown = written if len(written) <= MAX_DIGITS else f"a number of {len(written)} characters"
        super().__init__(f"{shown} is not a number of JSON that AWS would write")
        self.written = written


def _integer(written: str) -> int:
    if len(written) > MAX_DIGITS:
        raise _BadNumberError(written)
    return int(written)


def _float(written: str) -> float:
    if len(written) > MAX_DIGITS or math.isinf(number := float(written)):
        raise _BadNumberError(written)
    return number


def _not_a_number(written: str) -> Any:
    raise _BadNumberError(written)


def _is_flow_yaml(text: str) -> bool:
    """Whether a text that is not JSON is YAML, such as `{Resources: !Ref a}`."""
    try:
        return all(True for _ in yaml.parse(text, Loader=bounds.LOADER))
    except yaml.YAMLError:
        return False


def _yaml(text: str, path: Path) -> Any:
    try:
        root = bounds.compose(text)
        if root is not None:
            bounds.check_aliases(root)
    except bounds.TooComplex as error:
        raise ImportingError(f"{path}{_where(error)}: {error.problem}") from None
    except yaml.YAMLError as error:
        raise ImportingError(f"{path}{_where(error)}: neither JSON nor YAML: {_problem(error)}") from None
    return None if root is None else _Plain(path).value(root)


def _where(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f":{mark.line + 1}:{mark.column + 1}" if mark else ""


def _problem(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or getattr(error, "reason", "it cannot be parsed"))


class _Plain:
    """One conversion of composed nodes into plain values."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def value(self, node: yaml.Node) -> Any:
        name = node.tag.removeprefix("!")
        if node.tag.startswith(_CORE) and not node.tag.startswith(_CORE + "python"):
            return self._plain(node)
        if node.tag.startswith("!") and name in ("Ref", "Condition"):
            return {name: self._plain(node)}
        if node.tag.startswith("!") and name in _SHORT:
            return {f"Fn::{name}": self._plain(node)}
        return self._refuse(node, f"{node.tag.replace(_CORE, '!!')} is not a tag of CloudFormation")

    def _plain(self, node: Any) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child) for child in node.value]
        try:
            return node.value if node.style or node.tag == _CORE + "str" else _scalar(node.value)
        except _BadNumberError as error:
            return self._refuse(node, str(error))

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        members: dict[str, Any] = {}
        for key, child in node.value:
            if key.tag == _CORE + "merge":
                sources = self.value(child)
                for source in reversed(sources if isinstance(sources, list) else [sources]):
                    merged |= source if isinstance(source, dict) else {}
            elif isinstance(key, yaml.ScalarNode):
                members[key.value] = self.value(child)
            else:
                self._refuse(key, "a key must be text")
        return merged | members

    def _refuse(self, node: yaml.Node, text: str) -> Any:
        mark = node.start_mark
        raise ImportingError(f"{self._path}:{mark.line + 1}:{mark.column + 1}: {text}")


def _scalar(written: str) -> Any:
    """The value of a text without quotes."""
    if written in _NULLS:
        return None
    if written in _WORDS:
        return _WORDS[written]
    if _INTEGER.fullmatch(written):
        return _integer(written)
    return _float(written) if _FLOAT.fullmatch(written) else written
