"""Which members of a request may not be shown, and what is said of them instead.

1. What botocore's model marks sensitive, and everything inside it.
2. What is a secret by its name, whatever the model says: SECRET_BLOCK, SRP_A, ...
3. Text in a member that sounds like a secret, or that the model does not know:
   a misspelt `accesToken` holds the token all the same.
"""

from __future__ import annotations

import re
from typing import Any

from pytest_cognito_mfa._aws_model import operations, service_model

from .recording import is_document

Member = tuple["str | int", ...]
"""The way to a value from the top of a request: names, and places in lists."""

_SECRET = re.compile(r"SECRET_BLOCK|SECRET_HASH|SRP_.*|PASSWORD.*|.*TOKEN.*|Session")
_SUSPECT = re.compile("token|password|secret|session|srp|code|key", re.IGNORECASE)


def is_secret(operation: str, member: Member, value: Any) -> bool:
    """Whether the value of `member` in a request of `operation` must be kept to itself."""
    names = [name for name in member if isinstance(name, str)]
    if any(_SECRET.fullmatch(name) for name in names):
        return True
    if is_document(operation):
        return False
    known, sensitive = _in_model(operation, member)
    if sensitive:
        return True
    if value is None or isinstance(value, bool):
        return False
    if not known:
        return True
    return isinstance(value, str) and any(_SUSPECT.search(name) for name in names)


def described(value: Any) -> str:
    """Say of a value its type and size, which give nothing of it away."""
    if isinstance(value, str):
        return f"a text of {_counted(len(value), 'character')}"
    if isinstance(value, list):
        return f"a list of {_counted(len(value), 'item')}"
    if isinstance(value, dict):
        return f"an object of {_counted(len(value), 'member')}"
    if value is None:
        return "null"
    return "a boolean" if isinstance(value, bool) else "a number"


def _in_model(operation: str, member: Member) -> tuple[bool, bool]:
    """Whether the model knows `member`, and whether it marks it or something around it sensitive."""
    if operation not in operations():
        return False, False
    shape = service_model().operation_model(operation).input_shape
    for name in member:
        shape = _inside(shape, name)
        if shape is None:
            return False, False
        if shape.metadata.get("sensitive"):
            return True, True
    return True, False


def _inside(shape: Any, name: str | int) -> Any:
    """Find the shape of a member, an item or a map's value; None where the model has no such thing."""
    if isinstance(name, int):
        return shape.member if shape.type_name == "list" else None
    if shape.type_name == "map":
        return shape.value
    return shape.members.get(name) if shape.type_name == "structure" else None


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
