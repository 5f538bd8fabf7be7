"""The rooms of the package in the order of imports, each with what its first docstring line says it owns."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

from generator.markdown import code, docstring, prose, table

LAYOUT = Path(__file__).parents[2] / "tests" / "project" / "test_layout.py"


def rooms() -> str:
    return table(("room", "what it owns"), ((code(name), _owned(name)) for name in _order()))


def _order() -> list[str]:
    """ROOMS of the test that keeps the directions."""
    for node in ast.parse(LAYOUT.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "ROOMS":
            return [each.value for each in ast.walk(node.value) if isinstance(each, ast.Constant)]
    raise LookupError(LAYOUT)


def _owned(name: str) -> str:
    text = importlib.import_module(f"pytest_cognito_mfa.{name}").__doc__ or ""
    return docstring(prose(text.partition("\n\n")[0]))


PARTS = {"rooms": rooms}
