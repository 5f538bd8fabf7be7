"""Every public name with its signature and its docstring, as the package has them."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import textwrap
from typing import TYPE_CHECKING, Any

from generator.markdown import code, docstring

if TYPE_CHECKING:
    from collections.abc import Iterator


def api(dotted: str, *members: str) -> str:
    """A function or class by its dotted name, with its public members, or those named."""
    module, _, name = dotted.rpartition(".")
    thing = getattr(importlib.import_module(f"pytest_cognito_mfa.{module}" if module else "pytest_cognito_mfa"), name)
    parts = [f"### {code(name)}", f"{code(name + _signature(thing))}", _text(thing)]
    if inspect.isclass(thing):
        parts += [_member(thing, each) for each in members or _public(thing)]
    return "\n\n".join(filter(None, parts))


def _public(thing: type) -> Iterator[str]:
    """Its own members, in the order of the source."""
    fields = [each.name for each in dataclasses.fields(thing)] if dataclasses.is_dataclass(thing) else []
    own = [name for kind in reversed(thing.__mro__[:-1]) for name in vars(kind) if not name.startswith("_")]
    return (name for name in dict.fromkeys([*fields, *own]) if name not in dir(tuple))


def _member(owner: type, name: str) -> str:
    thing = inspect.getattr_static(owner, name, None)
    signature = name + (_signature(thing) if inspect.isfunction(thing) else "")
    text = _text(thing) if isinstance(thing, property) or inspect.isfunction(thing) else _of_field(owner, name)
    return f"- {code(signature)}{': ' if text else ''}{_indented(text)}"


def _of_field(owner: type, name: str) -> str:
    """The string below a field in the source."""
    import ast

    body = ast.parse(textwrap.dedent(inspect.getsource(owner))).body[0]
    assert isinstance(body, ast.ClassDef)  # noqa: S101 - for the type checker
    for field, below in zip(body.body, body.body[1:], strict=False):
        is_it = isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and field.target.id == name
        if is_it and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            return docstring(inspect.cleandoc(str(below.value.value)))
    return ""


def _signature(thing: Any) -> str:
    signature = inspect.signature(thing)
    kept = [
        each.replace(annotation=inspect.Parameter.empty)
        for each in signature.parameters.values()
        if each.name != "self"
    ]
    return str(signature.replace(parameters=kept, return_annotation=inspect.Signature.empty))


def _text(thing: Any) -> str:
    return docstring(inspect.getdoc(thing) or "")


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ").replace("\n  \n", "\n\n")


PARTS = {"api": api}
