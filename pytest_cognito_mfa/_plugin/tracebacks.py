"""The frames of a failure: a mistake in a test is shown without the frames of this package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pytest_cognito_mfa.errors import CognitoMfaError, SimulatorError

if TYPE_CHECKING:
    from types import TracebackType

    import pytest

_PACKAGE = Path(__file__).parents[1]


def end_in_the_test(excinfo: pytest.ExceptionInfo[BaseException]) -> None:
    """End the traceback of a mistake in a test at the test's own line.

    The frames are unlinked, because pytest walks over them again when it removes its own.
    """
    if not isinstance(excinfo.value, CognitoMfaError) or isinstance(excinfo.value, SimulatorError):
        return
    shown: TracebackType | None = excinfo.tb
    while shown is not None:
        following = shown.tb_next
        while following is not None and _PACKAGE in Path(following.tb_frame.f_code.co_filename).parents:
            following = following.tb_next
        shown.tb_next = following
        shown = following
