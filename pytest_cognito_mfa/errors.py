"""What we say to the person writing the test; never what AWS would say.

The tree::

    CognitoMfaError
    |-- ScenarioError         a scenario file is wrong: every mistake with its place
    |-- CassetteError         a cassette cannot be read, or is not one
    |   `-- CassetteMiss      a call has no recorded answer left
    |-- ImportingError        something cannot be imported, or the scenario not written
    |-- NotSimulated          an operation or option that the simulator does not have
    |-- UnfiredFault          a fault that no call has met
    |-- UnmetExpectation      a call that a scenario expects was not made, or one that it forbids was
    |-- UnplayedInteraction   a call that a cassette holds was not made
    |-- SettingError          a marker, option or argument of ours is wrong
    `-- SimulatorError        our own mistake: an answer that AWS's model does not allow

An error that AWS would send is not here: it reaches the code under test as that
code's own library raises it.
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


class NotSimulated(CognitoMfaError):  # noqa: N818 - says what it is
    """The simulator does not have this operation or option. AWS may have it."""


class ImportingError(CognitoMfaError):
    """What was given cannot be made into a scenario, or the scenario cannot be written."""


class SettingError(CognitoMfaError):
    """A marker, an option, an ini setting or an argument of the plugin has a value that cannot be used."""


class UnfiredFault(CognitoMfaError):  # noqa: N818 - says what it is
    """A fault never fired, because no call matched it."""


class UnmetExpectation(CognitoMfaError):  # noqa: N818 - says what it is
    """A call that the scenario expects was not made, or a call that it forbids was made."""


class UnplayedInteraction(CognitoMfaError):  # noqa: N818 - says what it is
    """A recorded call was not made."""


class SimulatorError(CognitoMfaError):
    """The simulator made an answer that AWS's model does not allow: a mistake in this package. Please report it."""


class Mistake(NamedTuple):
    """One thing wrong in a file: `line` and `column` count from 1, as editors do."""

    file: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.text}"


class ScenarioError(CognitoMfaError):
    """A scenario file is wrong; `mistakes` has every mistake, in the order of the file."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = tuple(mistakes)


MOST_NAMES = 12
"""As many names as a reader takes in at a glance."""

FEWEST_LETTERS = 3
"""With fewer, nearly every name would seem to go on from what was given."""


def unknown(kind: str, given: str, known: Iterable[str]) -> str:
    """Say that `given` is not a known `kind`, and what was probably meant.

    >>> unknown("operation", "InitateAuth", ["InitiateAuth", "GetUser"])
    "unknown operation 'InitateAuth'; did you mean 'InitiateAuth'?"
    >>> unknown("pool member", "MfaConfig", ["LambdaConfig", "MfaConfiguration"])
    "unknown pool member 'MfaConfig'; did you mean 'MfaConfiguration'?"
    >>> unknown("error", "Throttled", ["InternalErrorException", "ThrottlingException"])
    "unknown error 'Throttled'; did you mean 'ThrottlingException'?"
    >>> unknown("client", "mobile", ["public", "secret"])
    "unknown client 'mobile'; there are: public, secret"
    """
    import difflib  # noqa: PLC0415 - this module loads with every pytest start, and seldom has this to say

    names, wanted = sorted(known), given.casefold()
    # An error is as often remembered without its ending; a name that only goes on is nearer than any other.
    folded = {name.casefold().removesuffix("exception"): name for name in reversed(names)}
    folded |= {name.casefold(): name for name in reversed(names)}
    longer = [fold for fold in folded if len(wanted) >= FEWEST_LETTERS and fold.startswith(wanted)]
    near = sorted(longer, key=len)[:1] or difflib.get_close_matches(wanted, folded, n=1)
    if near:
        return f"unknown {kind} {given!r}; did you mean {folded[near[0]]!r}?"
    if names and len(names) <= MOST_NAMES:
        return f"unknown {kind} {given!r}; there are: {', '.join(names)}"
    return f"unknown {kind} {given!r}"
