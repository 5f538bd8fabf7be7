"""Our own exceptions and warnings, each with its docstring, and the errors that any call may get."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest_cognito_mfa
from generator.markdown import code, codes, docstring, prose, table
from pytest_cognito_mfa import errors
from pytest_cognito_mfa._fixture.error_cases import LOST
from pytest_cognito_mfa._plugin import fixtures
from pytest_cognito_mfa._scenario.faults.errors import FRAMEWORK_ERRORS

if TYPE_CHECKING:
    from types import ModuleType


def exceptions() -> str:
    """Every exception of ours with what it is a kind of."""
    rows = [
        (code(each.__name__), code(each.__bases__[0].__name__), _text(each))
        for each in _classes(errors, Exception)
        if each.__name__ in pytest_cognito_mfa.__all__
    ]
    return table(("exception", "is a", "when it is raised"), rows)


def warnings() -> str:
    found = [*_classes(fixtures, Warning), *_classes(errors, Warning)]
    return table(("warning", "when it is given"), ((code(each.__name__), _text(each)) for each in found))


def _classes(module: ModuleType, base: type) -> list[type]:
    return [
        each
        for each in vars(module).values()
        if inspect.isclass(each) and issubclass(each, base) and each.__module__ == module.__name__
    ]


def _text(each: type) -> str:
    return docstring(prose(inspect.getdoc(each) or ""))


def common_errors() -> str:
    return table(
        ("what", "names"),
        [("errors that any call may get", codes(sorted(FRAMEWORK_ERRORS))), ("lost connections", codes(LOST))],
    )


PARTS = {"exceptions": exceptions, "warnings": warnings, "common-errors": common_errors}
