"""Which errors a fault may have: those that AWS documents for the operation, and those of all operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._aws import documented_errors, endpoints, service_model
from pytest_cognito_mfa.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

FRAMEWORK_ERRORS: Final = frozenset(
    {
        "AccessDeniedException",
        "ExpiredTokenException",
        "ForbiddenException",
        "InternalErrorException",
        "InternalFailure",
        "InvalidSignatureException",
        "LimitExceededException",
        "MissingAuthenticationTokenException",
        "OptInRequired",
        "RequestExpired",
        "SerializationException",
        "ServiceUnavailableException",
        "ThrottlingException",
        "TooManyRequestsException",
        "UnknownOperationException",
        "UnrecognizedClientException",
    }
)
"""Errors of all operations, documented or not; an endpoint of a pool's domain has none of them."""


def operations_with_error(code: str, named: Iterable[str]) -> frozenset[str]:
    """The operations among `named` that can return the error `code`."""
    of_any = code in FRAMEWORK_ERRORS
    return frozenset(
        each for each in named if code in documented_errors(each) or (of_any and each not in endpoints.OPERATIONS)
    )


def problem_with_error(code: str, on: str, named: Iterable[str], besides: Iterable[str] = ()) -> str | None:
    """The mistake, if no operation that `on` matches can return the error `code`; None if one can.

    `besides` are other words that the user may have meant.
    """
    named = tuple(named)
    documented = frozenset().union(*map(documented_errors, named))
    declared = {shape.name for shape in service_model().error_shapes}
    if operations_with_error(code, named) or (code in FRAMEWORK_ERRORS and not named):
        return None
    if code not in declared:
        return unknown("error", code, documented | FRAMEWORK_ERRORS | set(besides))
    if not documented:
        return None  # the operation is unknown, which is a mistake of its own
    return f"AWS does not document {code} for {on}; it documents: {', '.join(sorted(documented))}"
