"""A recording played by the simulator, exchange by exchange, in the state that it implies.

1. Before each call there is what it needs and no earlier one brought: the tokens, sessions, codes and devices of
   before the recording; see `before`.
2. A call is sent as it was recorded, but for what only the other service could take: a proof, a hash of a client's
   secret, an app's code.  Where the recorded one was right, it is the right one for the simulator, else a wrong one.
3. After each call what it made goes by its recorded name: tokens, sessions, ids, secrets; see `after`.
4. The clock stands at the recorded moment, where that is known.
"""

from __future__ import annotations

from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from pytest_cognito_mfa._inference.aliasing import adopted
from pytest_cognito_mfa._inference.initial_state import scenario_of
from pytest_cognito_mfa._inference.preconditions import Stage
from pytest_cognito_mfa._inference.temporary_state import as_required
from pytest_cognito_mfa._scenario.staging import staged
from pytest_cognito_mfa._simulator.simulation import Simulation
from pytest_cognito_mfa._simulator.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_cognito_mfa._aws.exchange import Reply
    from pytest_cognito_mfa._inference.exchanges import Recorded
    from pytest_cognito_mfa._inference.identities import Cast
    from pytest_cognito_mfa._simulator.service import Service


class Rehearsal:
    """The simulator in a recording's place; `clock_follows` lets its clock stand where the recorded one stood."""

    def __init__(
        self,
        cast: Cast,
        *,
        service: Service | None = None,
        sources: Sources | None = None,
        clock_follows: bool = True,
    ) -> None:
        """`service` is one in another state than the implied; `sources` are those of the test."""
        self.service = service or staged(scenario_of(cast), sources or Sources("recorded"))
        self.simulation = Simulation(self.service)
        self._clock_follows = clock_follows
        self._stage = Stage(self.service, cast)
        self._stage.bring_devices()

    def follow(self, told: Recorded, *, original: Recorded | None = None, word: Callable[[str], str] = str) -> Reply:
        """The simulator's answer; `told` is what a test was told where `original` was recorded, in the test's `word`s.

        Raises `NotSimulated`, and then nothing has changed.
        """
        if self._clock_follows:
            self._set_clock(told.date)
        people = self._stage.people(told, original or told, word)
        with as_required(self.service, told, *people):
            call = self._stage.call_for(told, *people)
            reply, _ = self.simulation.answer(call)
        names = adopted(self.service, told, reply)
        body = reply.body
        for ours, theirs in names.items():
            body = body.replace(ours.encode(), theirs.encode())
        return replace(reply, body=body)

    def _set_clock(self, date: str | None) -> None:
        if not date:
            return
        try:
            moment = parsedate_to_datetime(date)
        except ValueError:
            return
        self.service.sources.clock.freeze(moment.timestamp())
