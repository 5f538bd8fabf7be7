"""The examples in the package's docstrings are right."""

import doctest
import importlib
import pkgutil

from one_test import for_each

import pytest_cognito_mfa

NAMES = [module.name for module in pkgutil.walk_packages(pytest_cognito_mfa.__path__, "pytest_cognito_mfa.")]


@for_each("name", NAMES)
def test_the_examples_of_the_docstrings_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
