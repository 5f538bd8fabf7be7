"""What botocore's model says of one operation, compiled at its first call: how it is read, written and signed."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pytest_cognito_mfa._aws.model import is_signed, operations
from pytest_cognito_mfa._aws.serialization import writer_of
from pytest_cognito_mfa._aws.validation import check_of

if TYPE_CHECKING:
    from pytest_cognito_mfa._aws.serialization import Writer
    from pytest_cognito_mfa._aws.validation import Check


@dataclass(frozen=True, slots=True)
class Contract:
    """The rules of one operation."""

    check: Check
    """Reads and checks a request (`validation.py`)."""
    write: Writer
    """Writes an answer (`serialization.py`)."""
    is_signed: bool


@functools.lru_cache(maxsize=256)
def contract_of(operation: str) -> Contract | None:
    """The contract of an operation; None if the installed botocore does not know it."""
    if operation not in operations():
        return None
    return Contract(check_of(operation), writer_of(operation), is_signed(operation))
