"""`simulate`: what the fixture gives, for code without pytest; the end of its block judges as a test's end does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa import _scenario
from pytest_cognito_mfa._fixture import Case
from pytest_cognito_mfa.cognito import DEFAULT_REGION, Cognito
from pytest_cognito_mfa.errors import UnfiredFault, UnmetExpectation, UnplayedInteraction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike
    from types import TracebackType

    from pytest_cognito_mfa._fixture import UserStanding
    from pytest_cognito_mfa._scenario import Fault


class Block(Cognito):
    """Without pytest, the end of the block is where faults and expectations are told of."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        if kind is not None:
            return
        told = {UnmetExpectation: self.unmet, UnfiredFault: self.unfired, UnplayedInteraction: self.unplayed}
        if missed := [kind for kind, texts in told.items() if texts]:
            raise missed[0]("\n".join(text for texts in told.values() for text in texts))


def simulate(
    scenario: str | PathLike[str] | None = None,
    *,
    cassette: str | PathLike[str] | None = None,
    mode: str = "none",
    passwords: Mapping[str, str] | None = None,
    times: str = "shift",
    region: str = DEFAULT_REGION,
    faults: Sequence[Fault] = (),
    standing: UserStanding | str | None = None,
) -> Cognito:
    """Give what the fixture gives to code without pytest: unittest, scripts, notebooks.

    A context manager; paths are relative to the working directory.  `faults` are in the words of a
    scenario, as the marker takes them: ``[{"on": "GetUser", "drop": "reset"}]``.  `standing`, one of
    `pytest_cognito_mfa.strategies` or its name, puts the user ``subject`` so into a pool before the
    others.  See `Cognito` for the rest.  A block that ends well raises `UnmetExpectation` if a call that
    the scenario expects was not made, or one was made that it forbids, `UnfiredFault` if one of its
    faults never fired, and `UnplayedInteraction` if the cassette holds a call that was not made.
    """
    given = _scenario.faults_from(faults, _scenario.Place.of_caller())
    return Block(
        scenario,
        cassette=cassette,
        mode=mode,
        passwords=passwords,
        times=times,
        region=region,
        faults=given,
        case=Case.of(standing),
    )
