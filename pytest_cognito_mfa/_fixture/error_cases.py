"""The errors that a call may bring, as cases: those that AWS documents for it, and those of any call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, get_args

from pytest_cognito_mfa._aws import documented_errors, operations
from pytest_cognito_mfa._aws.exchange import Lost
from pytest_cognito_mfa._fixture.arguments import texts_of
from pytest_cognito_mfa._scenario import fault_from
from pytest_cognito_mfa._scenario.faults.errors import FRAMEWORK_ERRORS, problem_with_error
from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    from pytest_cognito_mfa._scenario import FaultSpec, Place

LOST: Final[tuple[str, ...]] = get_args(Lost)
"""The ways in which a connection is lost."""


@dataclass(frozen=True, slots=True)
class ErrorCase:
    """Every call of `operation` meets one error; as a text it is the error's name."""

    operation: str
    error: str
    """AWS's code, or how the connection is lost."""
    place: Place
    """Of the marker."""

    def __str__(self) -> str:
        return self.error

    @property
    def fault(self) -> FaultSpec:
        """What brings it about; a test that never calls the operation has a fault that never fired."""
        kind = "drop" if self.error in LOST else "error"
        return fault_from(place=self.place, on=self.operation, **{kind: self.error})


def error_cases(
    operation: Any, *, place: Place, only: Any = None, exclude: Any = None, common: Any = False
) -> tuple[ErrorCase, ...]:
    """The cases of an operation: its documented errors by name, then with `common` those of any call.

    Raises `SettingError` for what AWS does not have, and when nothing is left.
    """
    if str(operation) not in operations():
        raise SettingError(unknown("operation", str(operation), operations()))
    if not isinstance(common, bool):
        raise SettingError(f"common is True or False, not {common!r}")
    documented = documented_errors(operation)
    errors = sorted(documented)
    if common:
        errors += [*sorted(FRAMEWORK_ERRORS - documented), *LOST]
    wanted = errors if only is None else _known("only", only, operation, errors)
    unwanted = () if exclude is None else _known("exclude", exclude, operation, errors)
    cases = tuple(ErrorCase(operation, error, place) for error in errors if error in wanted and error not in unwanted)
    if not cases:
        raise SettingError("exclude takes away every error, so nothing is left")
    return cases


def _known(argument: str, given: Any, operation: str, errors: list[str]) -> tuple[str, ...]:
    names = texts_of(given, argument)
    for name in names:
        if name not in errors:
            raise SettingError(f"{argument}: {_no_case(name, operation)}")
    return names


def _no_case(name: str, operation: str) -> str | None:
    if name in FRAMEWORK_ERRORS or name in LOST:
        return f"{name} may come of any call, and is not documented for {operation}; add common=True"
    return problem_with_error(name, operation, (operation,), besides=LOST)
