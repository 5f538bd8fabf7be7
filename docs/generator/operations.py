"""The simulated operations, by family; each module of operations is one family."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from generator.markdown import code, codes, table
from pytest_cognito_mfa._aws.exchange import JWKS, OPENID, UPLOAD
from pytest_cognito_mfa._simulator import operations as package
from pytest_cognito_mfa._simulator.registry import HANDLERS
from pytest_cognito_mfa._simulator.resources.table import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILIES = {
    "preferences": "MFA preference",
    "authenticators": "Authenticator apps",
    "passkeys": "Passkeys",
    "sign_in": "Sign-in",
    "challenge_responses": "Answers to challenges",
    "tokens": "Tokens",
    "user_sessions": "Sessions of users",
    "machine_tokens": "Tokens for machines",
    "devices": "Devices",
    "sign_up": "Sign-up",
    "users": "Users",
    "user_lists": "Lists of users",
    "passwords": "Passwords",
    "attributes": "Attributes",
    "risk": "Adaptive authentication",
    "auth_events": "History of users",
    "pools": "User pools",
    "clients": "App clients",
    "groups": "Members of groups",
    "federation": "Links to identity providers",
    "tags": "Tags",
    "resources": "Other operations of resources",
    "limits": "Limits of an account",
}
"""The title of each module of operations, in the order of the page."""


def operations() -> str:
    """Every operation, by the module that has its handler, or by its row of the table of resources."""
    rows = [(title, codes(_of(name))) for name, title in FAMILIES.items() if any(_of(name))]
    rows += [(row.title, codes(row.operations.split())) for row in TABLE]
    rows += [("A pool's public documents", codes([JWKS, OPENID])), ("The file of an import job", code(UPLOAD))]
    return table(("what they are about", "operations"), rows)


def _of(module: str) -> Iterator[str]:
    name = importlib.import_module(f"{package.__name__}.{module}").__name__
    return (operation for operation, handler in HANDLERS.items() if getattr(handler, "__module__", "") == name)


PARTS = {"operations": operations}
