"""Messages about wrong types: what was expected, and what was given; they never show a secret."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pytest_cognito_mfa._yaml import tree

TEXT: Final = "a text"
NUMBER: Final = "a whole number"
ANY_NUMBER: Final = "a number"
BOOLEAN: Final = "true or false"
LIST: Final = "a list"
MAPPING: Final = "a mapping"
JSON: Final = "a JSON value"
TIME: Final = "a time, such as 2026-01-31T12:00:00Z"

_LONGEST: Final = 60


def mistyped(name: str, expected: str, node: tree.Node, *, secret: bool = False) -> str:
    """Report a value of the wrong type, and whether quotes would help.

    >>> from pytest_cognito_mfa._yaml.places import Place
    >>> mistyped("phone_number", TEXT, tree.Scalar(Place("f", 1, 1), 12065550101, "+12065550101"))
    'phone_number must be a text, not the number +12065550101; put it in quotes'
    """
    if isinstance(node, tree.Scalar) and node.value is None:
        return f"{name} has no value"
    return f"{name} must be {expected}, not {describe(node, secret=secret)}{_hint(expected, node)}"


def describe(node: tree.Node, *, secret: bool = False) -> str:
    """The kind of a value, and the value itself unless it is secret."""
    if isinstance(node, tree.Mapping):
        return MAPPING
    if isinstance(node, tree.Sequence):
        return LIST
    if isinstance(node.value, bool):
        return BOOLEAN if secret else _boolean(node)
    kind = _kind(node)
    return f"a {kind}" if secret else f"the {kind} {_shown(node)}"


def with_article(kind: str) -> str:
    """A noun with its article."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def quoted(text: str) -> str:
    """A text in quotes, cut off when it is long."""
    return repr(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")


def _kind(node: tree.Scalar) -> str:
    if isinstance(node.value, str):
        return "text"
    if isinstance(node.value, (int, float)):
        return "number"
    return "date" if isinstance(node.value, dt.date) else type(node.value).__name__


def _boolean(node: tree.Scalar) -> str:
    word = str(node.value).lower()
    return word if node.written.lower() == word else f"{node.written}, which YAML reads as {word}"


def _shown(node: tree.Scalar) -> str:
    return quoted(node.value) if isinstance(node.value, str) else node.written


def _hint(expected: str, node: tree.Node) -> str:
    if not isinstance(node, tree.Scalar):
        return ""
    if expected in (TEXT, JSON) and isinstance(node.value, (bool, int, float, dt.date)):
        return "; put it in quotes"
    if expected == NUMBER and isinstance(node.value, str) and node.value.isdigit():
        return "; leave out the quotes"
    if expected == BOOLEAN and node.value in ("true", "false"):
        return "; leave out the quotes"
    return ""
