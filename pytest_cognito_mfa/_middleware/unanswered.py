"""Reports the calls that nobody could answer, each with the line that made it; read from the journal when a test ends.

Rule 1: a call inside ``with cognito.allow_not_simulated():`` is never reported.
Rule 2: an error that the test function itself caught, as with `pytest.raises`, is not reported: the test knows of it.
Rule 3: equal reports are given once: a client retries, and an app asks again.
Rule 4: the text of another package's error is not shown, because it may hold a secret.
"""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_cognito_mfa._aws.exchange import Unanswered
from pytest_cognito_mfa.errors import CognitoMfaError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import CodeType, FrameType

    from pytest_cognito_mfa._aws.exchange import Exchange

_PACKAGE = Path(__file__).parents[1]
_NOT_THEIRS = ("site-packages", "dist-packages")


def unanswered(journal: Sequence[Exchange], test: CodeType | None) -> tuple[str, ...]:
    """A few lines about each call that nobody could answer; `test` is the code of the test function."""
    found = ((each, each.outcome) for each in journal)
    return tuple(
        dict.fromkeys(
            _report(exchange, outcome)
            for exchange, outcome in found
            if isinstance(outcome, Unanswered) and not outcome.is_allowed and not _is_caught_in(test, outcome.raised)
        )
    )


def _is_caught_in(code: CodeType | None, error: Exception) -> bool:
    """Whether the function with this code caught the error: a traceback begins with the frame that caught it."""
    trace = error.__traceback__
    return trace is not None and trace.tb_frame.f_code is code


def _report(exchange: Exchange, outcome: Unanswered) -> str:
    where = f"{outcome.line}: " if outcome.line else ""
    first = f"{where}nobody could answer {exchange.operation or 'this call'}; this error was caught:"
    return "\n".join([first, *(f"  {line}" for line in f"{outcome.error}: {outcome.text}".splitlines())])


def noted(error: Exception, *, is_allowed: bool) -> Unanswered:
    """The outcome of a call for which `error` was raised."""
    text = str(error) if isinstance(error, CognitoMfaError) else "raised while the call was answered"
    return Unanswered(type(error).__name__, text, line_of_the_user(), is_allowed, error)


def line_of_the_user() -> str | None:
    """The nearest line that made the call and is neither installed nor Python's own."""
    return next(
        (f"{each.f_code.co_filename}:{each.f_lineno}" for each in _frames() if is_of_the_user(each.f_code.co_filename)),
        None,
    )


def _frames() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe()  # noqa: SLF001 - there is no public way
    while frame is not None:
        yield frame
        frame = frame.f_back


def is_of_the_user(file: str | Path) -> bool:
    """Whether a file of code is neither installed nor Python's own."""
    path = Path(file)
    installed = {_PACKAGE, Path(sysconfig.get_path("stdlib"))} & {*path.parents}
    return path.is_absolute() and not installed and not any(part in _NOT_THEIRS for part in path.parts)
