"""Registers the operations of the table of resources, and has those of them that the table cannot say."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.registry import HANDLERS
from pytest_cognito_mfa._simulator.resources.engine import handler
from pytest_cognito_mfa._simulator.resources.table import TABLE

HANDLERS.update({name: handler(row, name) for row in TABLE for name in row.operations.split()})
