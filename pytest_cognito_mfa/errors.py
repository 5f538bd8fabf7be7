"""The errors that pytest-cognito-mfa raises for the person who writes the test.

The tree::

    CognitoMfaError
    |-- ScenarioError         a scenario file has mistakes; each has file, line and column
    |-- CassetteError         a cassette cannot be read, or is not a cassette
    |   `-- CassetteMiss      no recorded answer is left for a call
    |-- ImportingError        an input cannot become a scenario, or the scenario cannot be written
    |-- LateCall              a thread called Cognito after its test had ended
    |-- MissingFixture        a test called Cognito without the fixture, and `cognito_guard` is on
    |-- NotSimulated          the simulator does not support an operation or an option
    |-- UnansweredCall        nobody could answer a call, and the error was swallowed
    |-- UnfiredFault          a fault never fired
    |-- UnmetExpectation      an expected call was not made, or a forbidden one was
    |-- UnplayedInteraction   a recorded call was not made
    |-- SettingError          a marker, an option or an argument is wrong
    `-- SimulatorError        a bug in this package: its answer does not fit AWS's model

Two warnings are here, because not only the plugin gives them: ScenarioWarning and NoEffectWarning.

Errors that AWS sends are not here: the code under test gets them from its own library, as in production.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class CognitoMfaError(Exception):
    """The base of all errors of pytest-cognito-mfa; they are for the person who writes the test."""


class CassetteError(CognitoMfaError):
    """A cassette cannot be read, or is not in the format of vcrpy."""


class CassetteMiss(CassetteError):  # noqa: N818 - it is a miss
    """Your code made a call for which the cassette has no answer, or none left."""


class LateCall(CognitoMfaError):  # noqa: N818 - says what it is
    """A thread called Cognito after the test that started it had ended. The call was not sent."""


class MissingFixture(CognitoMfaError):  # noqa: N818 - says what it is
    """A test called Cognito without the fixture, and the ini file says ``cognito_guard = on``."""


class NotSimulated(CognitoMfaError):  # noqa: N818 - says what it is
    """The simulator does not have this operation or option. AWS may have it."""


class ImportingError(CognitoMfaError):
    """The input cannot become a scenario, or the scenario cannot be written."""


class SettingError(CognitoMfaError):
    """A marker, an option, an ini setting or an argument of the plugin has a value that cannot be used."""


class UnansweredCall(CognitoMfaError):  # noqa: N818 - says what it is
    """Nobody could answer a call, and the code under test swallowed the error that said so."""


class UnfiredFault(CognitoMfaError):  # noqa: N818 - says what it is
    """A fault never fired, because no call matched it."""


class UnmetExpectation(CognitoMfaError):  # noqa: N818 - says what it is
    """A call that the scenario expects was not made, or a call that it forbids was made."""


class UnplayedInteraction(CognitoMfaError):  # noqa: N818 - says what it is
    """A recorded call was not made."""


class SimulatorError(CognitoMfaError):
    """The simulator made an answer that AWS's model does not allow: a mistake in this package. Please report it."""


class ScenarioWarning(UserWarning):
    """A scenario says what AWS may hold and what a test seldom means, such as a factor that the pool does not offer."""


class NoEffectWarning(UserWarning):
    """A trigger or a setting of a pool had no effect, and on AWS it has one; ini setting ``cognito_no_effect``."""


class Mistake(NamedTuple):
    """One mistake in a file; `line` and `column` count from 1, as in editors."""

    file: str
    """The path of the file."""
    line: int
    """The line, from 1."""
    column: int
    """The column, from 1."""
    text: str
    """What is wrong, and what to do."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.text}"


class ScenarioError(CognitoMfaError):
    """A scenario file is wrong; `mistakes` has every mistake, in the order of the file."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = tuple(mistakes)


MOST_NAMES = 12
"""A message lists at most this many names."""

_MEANT = {"op": "on", "operation": "on", "sms": "SMS_MFA", "totp": "SOFTWARE_TOKEN_MFA"}
"""Words that people write for others which look different."""

FEWEST_LETTERS = 3
"""With fewer letters, nearly every name would match."""


def unknown(kind: str, given: object, known: Iterable[str]) -> str:
    """The message that `given` is not a known `kind`, with a suggestion.

    >>> unknown("operation", "InitateAuth", ["InitiateAuth", "GetUser"])
    "unknown operation 'InitateAuth'; did you mean 'InitiateAuth'?"
    >>> unknown("pool member", "MfaConfig", ["LambdaConfig", "MfaConfiguration"])
    "unknown pool member 'MfaConfig'; did you mean 'MfaConfiguration'?"
    >>> unknown("error", "Throttled", ["InternalErrorException", "ThrottlingException"])
    "unknown error 'Throttled'; did you mean 'ThrottlingException'?"
    >>> unknown("challenge", "SMS", ["SMS_MFA", "SMS_OTP"])
    "unknown challenge 'SMS'; did you mean 'SMS_MFA'?"
    >>> unknown("client", "mobile", ["public", "secret"])
    "unknown client 'mobile'; there are: public, secret"
    """
    import difflib  # noqa: PLC0415 - this module loads with every pytest start, and seldom needs it

    names, said = sorted(known), shown(given)
    wanted = given.casefold() if isinstance(given, str) else said
    if (meant := _MEANT.get(wanted)) in names:
        return f"unknown {kind} {said}; did you mean {meant!r}?"
    # People often leave out an error's ending.  A name that begins with what was given is the best suggestion.
    folded = {name.casefold().removesuffix("exception"): name for name in reversed(names)}
    folded |= {name.casefold(): name for name in reversed(names)}
    longer = [fold for fold in folded if len(wanted) >= FEWEST_LETTERS and fold.startswith(wanted)]
    near = sorted(longer, key=len)[:1] or difflib.get_close_matches(wanted, folded, n=1)
    if near:
        return f"unknown {kind} {said}; did you mean {folded[near[0]]!r}?"
    if names and len(names) <= MOST_NAMES:
        return f"unknown {kind} {said}; there are: {', '.join(names)}"
    return f"unknown {kind} {said}"


_LONGEST_SHOWN = 200


def shown(value: object) -> str:
    """The value as Python writes it, for a message: never long, also where Python has no text for it.

    >>> shown("jane"), shown("9" * 5000) == "'" + "9" * 199 + "...", shown(10**5000)
    ("'jane'", True, 'an int that is too large to be shown')
    """
    try:
        text = repr(value)
    except ValueError:  # a number of thousands of digits
        return f"an {type(value).__name__} that is too large to be shown"
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
