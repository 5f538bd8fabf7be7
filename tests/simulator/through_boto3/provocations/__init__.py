"""The calls that cause each refusal: one module per family of refusals.

TABLE holds the provocations by the refusal's name, FILLED the values in words that have a gap, and
NEWER the marks of those that the lowest botocore cannot send.
"""

from importlib import import_module

from pytest_cognito_mfa._simulator.rejections import FAMILIES

_MODULES = [import_module(f"{__name__}.{family}") for family in FAMILIES]

TABLE = {name: provoke for module in _MODULES for name, provoke in module.TABLE.items()}
FILLED = {name: values for module in _MODULES for name, values in getattr(module, "FILLED", {}).items()}
NEWER = {name: mark for module in _MODULES for name, mark in getattr(module, "NEWER", {}).items()}
