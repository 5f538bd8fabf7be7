"""`simulate`: what the fixture gives, for code without pytest; the end of its block is like the end of a test."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa import _scenario
from pytest_cognito_mfa._aws.constants import DEFAULT_REGION
from pytest_cognito_mfa._fixture import Case
from pytest_cognito_mfa._fixture.findings import ALLOW
from pytest_cognito_mfa.cognito import Cognito
from pytest_cognito_mfa.errors import (
    NoEffectWarning,
    UnansweredCall,
    UnfiredFault,
    UnmetExpectation,
    UnplayedInteraction,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike
    from types import TracebackType

    from pytest_cognito_mfa._fixture import UserStanding
    from pytest_cognito_mfa._scenario import Answer, Expectation, Fault


class Block(Cognito):
    """A `Cognito` whose block reports, when it ends, what did not happen and what nobody answered."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        self._test = sys._getframe(1).f_code  # noqa: SLF001 - there is no public way
        if kind is not None:
            return
        checks: dict[type[Exception], tuple[str, ...]] = {
            UnansweredCall: self.unanswered and (*self.unanswered, ALLOW),
            UnmetExpectation: self.unmet,
            UnfiredFault: self.unfired,
            UnplayedInteraction: self.unplayed,
            NoEffectWarning: self.without_effect if self._no_effects.choice == "fail" else (),
        }
        if missed := [kind for kind, texts in checks.items() if texts]:
            raise missed[0]("\n".join(text for texts in checks.values() for text in texts))


def simulate(
    scenario: str | PathLike[str] | Mapping[str, Any] | None = None,
    *,
    cassette: str | PathLike[str] | None = None,
    mode: str = "none",
    passwords: Mapping[str, str] | None = None,
    times: str = "shift",
    allow_playback_repeats: bool = False,
    region: str | None = None,
    faults: Sequence[Fault] = (),
    answers: Sequence[Answer] = (),
    expect: Sequence[Expectation] = (),
    standing: UserStanding | str | None = None,
    other_aws: str = "fail",
    no_effect: str = "warn",
) -> Cognito:
    """Give what the `cognito` fixture gives, without pytest: for unittest, scripts and notebooks.

    It is a context manager. Paths are relative to the working directory; a scenario may also be a mapping with the
    keys of a file. `faults`, `answers` and `expect` are those of
    a scenario, as the marker takes them: ``[{"on": "GetUser", "drop": "reset"}]``. `standing` is one of
    `pytest_cognito_mfa.strategies`, or its id: the first pool then has the user ``subject`` in that standing. The other
    arguments are those of `Cognito`. When the block ends well, it raises `UnansweredCall` if nobody could answer a
    call, `UnmetExpectation` if an expected call was not made or a forbidden one was, `UnfiredFault` if a fault never
    fired, `UnplayedInteraction` if a recorded call was not made, and with `no_effect` ``fail`` `NoEffectWarning`.
    """
    place = _scenario.Place.of_caller()
    given: Any = scenario
    if isinstance(scenario, Mapping):
        given = _scenario.scenario_from(scenario, place, region=region or DEFAULT_REGION)
    return Block(
        given,
        cassette=cassette,
        mode=mode,
        passwords=passwords,
        times=times,
        allow_playback_repeats=allow_playback_repeats,
        region=region,
        faults=() if faults == () else _scenario.faults_from(faults, place),
        answers=() if answers == () else _scenario.answers_from(answers, place),
        expect=() if expect == () else _scenario.expectations_from(expect, place),
        case=Case.of(standing),
        other_aws=other_aws,
        no_effect=no_effect,
    )
