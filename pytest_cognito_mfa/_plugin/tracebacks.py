"""Tracebacks of failures: they end in the user's own code, and the frames of libraries show no values.

1. Frames of this package and of botocore are left out, unless pytest runs with ``--full-trace``; those of an error that
   led to another one too.
2. A bug of this package is shown whole.
3. The frames of a library that made a call hold its body, with passwords and metadata.  So arguments and local
   variables are shown of the user's own frames only, with ``--showlocals`` and ``--full-trace`` too.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._plugin import settings
from pytest_cognito_mfa.errors import CognitoMfaError, SimulatorError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    import pytest

_OURS: Final = __name__.partition(".")[0]
_LIBRARIES: Final = frozenset({_OURS, "aiobotocore", "boto3", "botocore"})
_FOR_TESTS: Final = f"{_OURS}._fixture."
"""The modules that raise Python's own errors for the person who writes the test."""


def failures_of_cognito(item: pytest.Item, call: pytest.CallInfo[None]) -> list[pytest.ExceptionInfo[BaseException]]:
    """The failures of a test that may be of a call to Cognito."""
    # unittest's tests catch their own failures; pytest keeps these in the item until now.
    found = list(filter(None, [call.excinfo, *(getattr(item, "_excinfo", None) or ())]))
    if settings.uses_cognito(item) or f"{_OURS}._simulate" in sys.modules:
        return found
    return [each for each in found if any(isinstance(error, CognitoMfaError) for error in _chain(each.value))]


def hide_frames(excinfo: pytest.ExceptionInfo[BaseException]) -> None:
    """Take frames out of a failure before pytest makes its report."""
    for error in _chain(excinfo.value):
        if not _is_a_bug(error):
            _unlink(error.__traceback__)
    kept = {id(trace) for trace in _frames(excinfo.value.__traceback__)}
    excinfo.traceback = excinfo.traceback.filter(lambda entry: id(entry._rawentry) in kept)  # noqa: SLF001 - there is no public way


def hide_values(report: pytest.TestReport) -> None:
    """Take arguments and local variables of libraries out of a report."""
    from pytest_cognito_mfa._middleware import is_of_the_user  # noqa: PLC0415 - loaded with the fixture

    for trace, *_ in getattr(report.longrepr, "chain", ()):
        for entry in trace.reprentries:
            place = getattr(entry, "reprfileloc", None)
            if place is not None and not is_of_the_user(Path.cwd() / place.path):
                entry.reprfuncargs = entry.reprlocals = None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and those that led to it, as a traceback shows them."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _frames(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _is_a_bug(error: BaseException) -> bool:
    """Whether this package failed: with an error that it does not raise for a test or for a client."""
    if isinstance(error, SimulatorError):
        return True
    modules = [_module(trace) for trace in _frames(error.__traceback__)]
    is_pythons = type(error).__module__ == "builtins" and not isinstance(error, OSError)
    return (
        is_pythons and bool(modules) and modules[-1].startswith(f"{_OURS}.") and not modules[-1].startswith(_FOR_TESTS)
    )


def _unlink(trace: TracebackType | None) -> None:
    """Unlink frames, because pytest walks over them again when it removes its own."""
    for shown in _frames(trace):
        following: Any = shown.tb_next
        while following is not None and _module(following).partition(".")[0] in _LIBRARIES:
            following = following.tb_next
        shown.tb_next = following


def _module(trace: TracebackType) -> str:
    return str(trace.tb_frame.f_globals.get("__name__"))
