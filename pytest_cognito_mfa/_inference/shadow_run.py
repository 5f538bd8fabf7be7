"""Runs the calls of a recording against the simulator, one by one, in the state that the recording implies.

1. Before each call `preconditions` creates what it needs and no earlier call created: tokens, sessions, codes, devices.
2. A call is sent as recorded, but with proofs, hashes and codes that are right for the simulator if the recorded ones
   were right for the recorded service; see `fresh_proofs`.
3. After each call the simulator knows what it created by the recorded names; see `aliasing`.
4. The clock has the recorded time, if that is known.
"""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from pytest_cognito_mfa._inference.aliasing import apply_aliases
from pytest_cognito_mfa._inference.fresh_passkeys import adopt_challenge, with_recorded_credential
from pytest_cognito_mfa._inference.initial_state import initial_scenario
from pytest_cognito_mfa._inference.preconditions import Preconditions
from pytest_cognito_mfa._inference.temporary_state import temporary_state
from pytest_cognito_mfa._scenario.provisioning import create_service
from pytest_cognito_mfa._simulator.simulation import Simulation
from pytest_cognito_mfa._simulator.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_cognito_mfa._aws.exchange import Reply
    from pytest_cognito_mfa._inference.exchanges import RecordedExchange
    from pytest_cognito_mfa._inference.identities import Identities
    from pytest_cognito_mfa._simulator.service import Service


class ShadowRun:
    """The simulator in the place of a recorded service; with `clock_follows` its clock has the recorded times."""

    def __init__(
        self,
        identities: Identities,
        *,
        service: Service | None = None,
        sources: Sources | None = None,
        clock_follows: bool = True,
    ) -> None:
        """`service` is used in place of one in the inferred state; `sources` are those of the test."""
        self.service = service or create_service(initial_scenario(identities), sources or Sources("recorded"))
        self.simulation = Simulation(self.service)
        self._clock_follows = clock_follows
        self._preconditions = Preconditions(self.service, identities)
        self._preconditions.create_devices()

    def answer(
        self,
        exchange: RecordedExchange,
        *,
        original: RecordedExchange | None = None,
        rename: Callable[[str], str] = str,
    ) -> Reply:
        """The simulator's answer to a recorded exchange.

        On replay `exchange` is what the test sent and received, `original` the recording of it, and `rename` turns
        recorded names into the test's.  Raises `NotSimulated`; then nothing has changed.
        """
        if self._clock_follows:
            self._set_clock(exchange.date)
        exchange = with_recorded_credential(exchange, original or exchange)
        participants = self._preconditions.participants(exchange, original or exchange, rename)
        with temporary_state(self.service, exchange, *participants):
            call = self._preconditions.call_for(exchange, *participants)
            reply = self.simulation.reply(call)
        names = apply_aliases(self.service, exchange, reply)
        adopt_challenge(self.service, exchange, participants[2])
        body = reply.body
        for simulated, recorded in names.items():
            body = body.replace(simulated.encode(), recorded.encode())
        return reply._replace(body=body)

    def _set_clock(self, date: str | None) -> None:
        if not date:
            return
        try:
            moment = parsedate_to_datetime(date)
        except ValueError:
            return
        self.service.sources.clock.freeze(moment.timestamp())
