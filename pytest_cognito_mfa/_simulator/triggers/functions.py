"""The functions that are plugged in as Lambda triggers: which may be, and how a text names one."""

from __future__ import annotations

import importlib
import inspect
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._simulator.triggers.table import BY_NAME
from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    Function = Callable[[Any, Any], Any]

FORM: Final = "module:function, such as app.triggers:lambda_handler"


def check_name(name: str) -> str | None:
    """What is wrong with the name of a trigger; an ARN is one that a LambdaConfig may have."""
    is_known = isinstance(name, str) and (name in BY_NAME or name.startswith("arn:"))
    return None if is_known else unknown("trigger", name, BY_NAME)


def check_function(function: object, what: str) -> str | None:
    """What is wrong with a handler; None if Lambda could call it."""
    if not callable(function):
        return f"{what} is no function, but of type {type(function).__name__}; Lambda calls it with (event, context)"
    try:
        inspect.signature(function).bind(None, None)
    except TypeError:
        return f"{what} takes {inspect.signature(function)}; Lambda calls it with (event, context)"
    except ValueError:
        return None  # written in C, without a signature
    return None


def named(text: str) -> Function:
    """The function that `module:function` names; raises `SettingError` with what is wrong."""
    module, _, name = text.partition(":")
    try:
        found: Any = importlib.import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
    except AttributeError:
        public = [each for each in vars(importlib.import_module(module)) if not each.startswith("_")]
        raise SettingError(f"cannot import {text}: {unknown(f'name in {module}', name, public)}") from None
    except Exception as error:
        raise SettingError(f"cannot import {text}: {type(error).__name__}: {error}") from error
    if problem := check_function(found, text):
        raise SettingError(problem)
    function: Function = found
    return function
