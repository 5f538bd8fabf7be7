"""The examples in the package's docstrings are right, and every name that a user sees has a docstring."""

import ast
import doctest
import importlib
import inspect
import itertools
import pkgutil

from one_test import for_each

import pytest_cognito_mfa
from pytest_cognito_mfa import cognito
from pytest_cognito_mfa._aws.exchange import Call, Dropped, Exchange, Reply, Unanswered
from pytest_cognito_mfa._cassette.recorder import RecordingSummary
from pytest_cognito_mfa._fixture import ErrorCase, UserStanding
from pytest_cognito_mfa._fixture.clock import Clock, Travel
from pytest_cognito_mfa._fixture.journal import Journal
from pytest_cognito_mfa._fixture.outbox import Outbox
from pytest_cognito_mfa._fixture.views import DeviceView
from pytest_cognito_mfa._simulator.outbox import Message

NAMES = [module.name for module in pkgutil.walk_packages(pytest_cognito_mfa.__path__, "pytest_cognito_mfa.")]
PUBLIC = ["pytest_cognito_mfa", *(name for name in NAMES if "._" not in name)]
REACHED = (
    *(Call, Clock, DeviceView, Dropped, ErrorCase, Exchange, Journal, Message, Outbox, RecordingSummary, Reply),
    *(Travel, Unanswered, UserStanding),
)
"""What the attributes of `Cognito` and the functions give."""


@for_each("name", NAMES)
def test_the_examples_of_the_docstrings_hold(name):
    module = importlib.import_module(name)

    # doctest reads the source of every function, which takes seconds for all modules.
    assert ">>>" not in inspect.getsource(module) or doctest.testmod(module).failed == 0


def is_ours(thing):
    return str(getattr(thing, "__module__", "")).startswith("pytest_cognito_mfa")


def exported():
    """Every function and class of the public modules by its dotted name."""
    for name in PUBLIC:
        module = importlib.import_module(name)
        for each in getattr(module, "__all__", vars(module)):
            thing = getattr(module, each)
            if not each.startswith("_") and is_ours(thing) and (inspect.isclass(thing) or inspect.isroutine(thing)):
                yield f"{name}.{each}", thing


def documented_fields(kind):
    """The names in the source of a class that a string follows."""
    body = ast.parse(inspect.getsource(kind)).body[0].body
    return {
        field.target.id
        for field, below in itertools.pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(getattr(getattr(below, "value", None), "value", None), str)
    }


def undocumented(kind):
    """The public attributes of a class without a docstring, but for those that it has from Python."""
    for owner in filter(is_ours, kind.__mro__):
        fields = documented_fields(owner)
        for name, value in {**getattr(owner, "__annotations__", {}), **vars(owner)}.items():
            is_code = isinstance(value, property) or inspect.isroutine(value) or hasattr(value, "func")
            has_text = name in fields or (is_code and inspect.getdoc(getattr(owner, name)))
            if not (has_text or name.startswith("_")):
                yield name


def test_every_name_that_a_user_sees_has_a_docstring():
    things = dict(exported()) | {kind.__name__: kind for kind in REACHED}
    missing = [name for name, thing in things.items() if not inspect.getdoc(thing)]
    for name, thing in things.items():
        if inspect.isclass(thing):
            missing += [f"{name}.{each}" for each in undocumented(thing)]

    assert cognito.Cognito in things.values()
    assert "\n".join(missing) == ""
