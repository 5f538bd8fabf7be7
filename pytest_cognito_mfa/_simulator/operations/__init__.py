"""The operations: handlers only, one module per family; importing this registers them all."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.operations import (
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
from pytest_cognito_mfa._simulator.operations import challenge_responses as answers

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
