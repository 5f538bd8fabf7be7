"""The calls that get the answer of each row of the reference's table of errors: one module per family.

TABLE holds the provocations by the row's key (see `rows`): one, or several that must all be
answered alike.  LISTED holds the reason of each row that we answer otherwise.
"""

from importlib import import_module

_FAMILIES = ("by_token", "challenges", "framework", "pools", "preference", "refresh", "sign_in", "users")
_MODULES = [import_module(f"{__name__}.{family}") for family in _FAMILIES]

TABLE = {key: provoke for module in _MODULES for key, provoke in module.TABLE.items()}
LISTED = {key: reason for module in _MODULES for key, reason in getattr(module, "LISTED", {}).items()}
