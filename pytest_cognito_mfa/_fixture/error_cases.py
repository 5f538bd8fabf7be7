"""The errors that a call may raise, as cases: those that AWS documents for it, and those of every call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, get_args

from pytest_cognito_mfa import _scenario
from pytest_cognito_mfa._aws import documented_errors, operations
from pytest_cognito_mfa._aws.exchange import Lost
from pytest_cognito_mfa._fixture.standings import texts_of
from pytest_cognito_mfa._scenario.faults.errors import FRAMEWORK_ERRORS, problem_with_error
from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    from pytest_cognito_mfa._scenario import FaultSpec, Place

LOST: Final[tuple[str, ...]] = get_args(Lost)
"""The words for how a connection is lost."""


@dataclass(frozen=True, slots=True)
class ErrorCase:
    """Every call of `operation` fails with one error; `str` gives the error."""

    operation: str
    """The operation whose calls fail."""
    error: str
    """AWS's code, or how the connection is lost."""
    place: Place
    """Where the marker is."""

    def __str__(self) -> str:
        return self.error

    @property
    def fault(self) -> FaultSpec:
        """The fault that causes the error.  If the test never calls the operation, this fault never fires."""
        kind = "drop" if self.error in LOST else "error"
        return _scenario.fault_from(place=self.place, on=self.operation, **{kind: self.error})


def error_cases(
    operation: Any, *, place: Place, only: Any = None, exclude: Any = None, common: Any = False
) -> tuple[ErrorCase, ...]:
    """The cases of an operation: its documented errors by name; with `common` then those of every call.

    Raises `SettingError` for a name that AWS does not have, and if no case is left.
    """
    if str(operation) not in operations():
        raise SettingError(unknown("operation", str(operation), operations()))
    if not isinstance(common, bool):
        raise SettingError(f"common must be True or False, not {common!r}")
    documented = documented_errors(operation)
    errors = sorted(documented)
    if common:
        errors += [*sorted(FRAMEWORK_ERRORS - documented), *LOST]
    wanted = errors if only is None else _known("only", only, operation, errors)
    unwanted = () if exclude is None else _known("exclude", exclude, operation, errors)
    cases = tuple(ErrorCase(operation, error, place) for error in errors if error in wanted and error not in unwanted)
    if not cases:
        raise SettingError("exclude removes every error, so no case is left")
    return cases


def _known(argument: str, given: Any, operation: str, errors: list[str]) -> tuple[str, ...]:
    names = texts_of(given, argument)
    for name in names:
        if name not in errors:
            raise SettingError(f"{argument}: {_problem(name, operation)}")
    return names


def _problem(name: str, operation: str) -> str | None:
    if name in FRAMEWORK_ERRORS or name in LOST:
        return f"{name} is an error of every call, not one documented for {operation}; add common=True"
    return problem_with_error(name, operation, (operation,), besides=LOST)
