"""Answer calls from a cassette: each recorded answer once, in the recorded order, to the call it was recorded for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa.errors import CassetteMiss

from .misses import miss
from .recording import is_document, meaning, shown

if TYPE_CHECKING:
    from pytest_cognito_mfa._exchange import Call, Reply

    from .recording import Cassette, Interaction, Meaning


class Replay:
    """A cassette as a source of the pipeline; one test has one, and the pipeline's lock guards it."""

    def __init__(self, cassette: Cassette) -> None:
        self.cassette = cassette
        self._file = shown(cassette.path)
        self._asked = 0
        self._given: dict[Meaning, int] = {}
        self._played: dict[int, int] = {}  # position in the cassette -> number of the call that got it

    def answer(self, call: Call) -> tuple[Reply, str]:
        """Give the first answer recorded for this call that was not played yet.

        A pool's documents never run out: their last recording is given again.  Raises
        `CassetteMiss` when nothing is left: a call is never answered with another's answer.
        """
        __tracebackhide__ = True
        self._asked += 1
        key = meaning(call)
        positions = self.cassette.positions.get(key, ())
        given = self._given.get(key, 0)
        if positions and given == len(positions) and is_document(call.operation):
            given -= 1
        if given == len(positions):
            raise CassetteMiss(miss(self.cassette, call, self._asked, self._played))
        self._given[key] = given + 1
        position = positions[given]
        self._played[position] = self._asked
        interaction = self.cassette.interactions[position]
        return interaction.reply, f"cassette {self._file}:{interaction.line}"

    @property
    def unplayed(self) -> tuple[Interaction, ...]:
        """What was recorded and never asked for; documents left out, as clients keep those for long."""
        return tuple(
            interaction
            for position, interaction in enumerate(self.cassette.interactions)
            if position not in self._played and not is_document(interaction.call.operation)
        )
