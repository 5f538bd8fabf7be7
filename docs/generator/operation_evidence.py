"""How sure each operation is: its answer by what was published, its refusals by the code that raises them."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import yaml

import pytest_cognito_mfa
from generator.markdown import code, prose, table
from pytest_cognito_mfa._aws import operations as known
from pytest_cognito_mfa._simulator import (
    operations,  # noqa: F401 - importing it registers the handlers
    rejections,
    state,
)
from pytest_cognito_mfa._simulator.paging import Page, Pages
from pytest_cognito_mfa._simulator.registry import HANDLERS
from pytest_cognito_mfa._simulator.rejections.refusal import Evidence, Refusal
from pytest_cognito_mfa._simulator.resources import engine
from pytest_cognito_mfa._simulator.service import Service
from pytest_cognito_mfa._simulator.sessions import Sessions
from pytest_cognito_mfa._simulator.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_cognito_mfa._simulator.resources.row import Resource

SEEN = Path(__file__).parent / "answers_seen.yaml"
SIMULATOR = Path(pytest_cognito_mfa.__file__).parent / "_simulator"
MODEL = ("documented", "the model in botocore, which names the members; no answer was published")
REFUSALS = vars(rejections)
HOLDERS = {
    "service": Service,
    "pool": state.Pool,
    "client": state.Client,
    "user": state.User,
    "tokens": Tokens,
    "sessions": Sessions,
    "pages": Pages,
    "begun": Page,
    "page": Page,
}
"""By the name of a variable or an attribute, the class that it has in the simulator."""


def operation_evidence() -> str:
    """A row for each operation of AWS's model."""
    lines = []
    for name in sorted(known()):
        evidence, source = _seen().get(name, MODEL)
        found = Counter(refusal.evidence for refusal in refusals_of(name))
        counts = ", ".join(f"{found[kind]} {kind}" for kind in get_args(Evidence) if found[kind])
        lines.append((code(name), evidence, prose(source), counts or "only those of all operations"))
    return table(("operation", "its answer", "by whom", "its own refusals"), lines)


@functools.cache
def _seen() -> dict[str, tuple[str, str]]:
    """By operation, the evidence of its answer and the source; the first that names it counts."""
    found: dict[str, tuple[str, str]] = {}
    for entry in yaml.safe_load(SEEN.read_text("utf-8")):
        for name in entry["operations"].split():
            found.setdefault(name, (entry["evidence"], entry["source"]))
    return found


def refusals_of(operation: str) -> set[Refusal]:
    """Every refusal that the handler, or what it calls in the simulator, can raise."""
    handler: Any = HANDLERS[operation]
    if not isinstance(handler, functools.partial):
        return _raised(_key(handler), set())
    row: Resource = handler.args[0]
    named = [getattr(row, name) for name in ("missing", "taken", "too_many", "out_of_turn")]
    fits = {"Create": (1, 2), "Add": (1, 2), "Initiate": (1, 2)}
    first = next((verb for verb in fits if operation.startswith(verb)), None)
    own = {named[place] for place in fits[first]} if first else {row.missing_at.get(operation, row.missing)}
    own |= {row.out_of_turn} if operation in row.moves else set()
    own |= _raised(_key(engine.records), set())
    own |= _raised(_key(engine.page), set()) if operation.startswith("List") else set()
    steps = [row.prepare if first or operation.startswith(("Update", "Set")) else None]
    steps += [row.deleting if operation.startswith("Delete") else None, row.moving if operation in row.moves else None]
    return own.union(*(_raised(_key(each), set()) for each in steps if each is not None))


def _key(function: Callable[..., Any]) -> tuple[str, str]:
    return function.__module__, function.__qualname__


@functools.cache
def _functions() -> dict[tuple[str, str], ast.AST]:
    """Every function and method of the simulator by module and qualified name."""
    found: dict[tuple[str, str], ast.AST] = {}
    for path in SIMULATOR.rglob("*.py"):
        module = ".".join(("pytest_cognito_mfa", "_simulator", *path.relative_to(SIMULATOR).with_suffix("").parts))
        for node in ast.parse(path.read_text("utf-8")).body:
            inside = node.body if isinstance(node, ast.ClassDef) else [node]
            prefix = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
            found |= {(module, prefix + each.name): each for each in inside if isinstance(each, ast.FunctionDef)}
    return found


def _raised(key: tuple[str, str], seen: set[tuple[str, str]]) -> set[Refusal]:
    """The refusals that a function names, and those of the functions that it calls."""
    if key in seen or key not in _functions():
        return set()
    seen.add(key)
    named = {node.attr for node in ast.walk(_functions()[key]) if isinstance(node, ast.Attribute)}
    found = {refusal for name in named if isinstance(refusal := REFUSALS.get(name), Refusal)}
    return found.union(*(_raised(each, seen) for each in _called(key)))


def _called(key: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """The functions that one function names: its own module's, those of modules, and methods of `HOLDERS`."""
    module, own = vars(importlib.import_module(key[0])), key[1].partition(".")[0]
    for node in ast.walk(_functions()[key]):
        target: Any = None
        if isinstance(node, ast.Name):
            target = module.get(node.id)
        elif isinstance(node, ast.Attribute):
            name = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            holder = module.get(own) if name == "self" else HOLDERS.get(name.lstrip("_"), module.get(name))
            target = getattr(holder, node.attr, None) if inspect.ismodule(holder) or inspect.isclass(holder) else None
        if inspect.isfunction(target):
            yield _key(target)


PARTS = {"operation-evidence": operation_evidence}
