"""The operations: handlers only, one module per family; importing this registers them all."""

from __future__ import annotations

from . import (
    answers,
    attributes,
    authenticators,
    clients,
    devices,
    passwords,
    pools,
    preferences,
    risk,
    sign_in,
    sign_up,
    tokens,
    users,
)

__all__ = [
    "answers",
    "attributes",
    "authenticators",
    "clients",
    "devices",
    "passwords",
    "pools",
    "preferences",
    "risk",
    "sign_in",
    "sign_up",
    "tokens",
    "users",
]
