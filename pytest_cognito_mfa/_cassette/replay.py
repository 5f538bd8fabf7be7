"""Answer calls from a cassette: each recorded answer once, in the recorded order, to a call of the same match_key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._cassette.aliases import Aliases
from pytest_cognito_mfa._cassette.matching import is_document, match_key
from pytest_cognito_mfa._cassette.misses import describe_miss
from pytest_cognito_mfa._cassette.paths import display_path
from pytest_cognito_mfa._cassette.queues import Queue
from pytest_cognito_mfa._cassette.rewriting import Answers
from pytest_cognito_mfa.errors import CassetteMiss

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_cognito_mfa._aws.exchange import Call, Reply
    from pytest_cognito_mfa._cassette.interactions import Cassette, Interaction
    from pytest_cognito_mfa._cassette.queues import Found


class Replay:
    """A cassette as a source of the pipeline; one test has one, and the pipeline's lock guards it.

    `now` tells the epoch second that tokens are issued at; None keeps them as they were recorded.
    """

    def __init__(self, cassette: Cassette, now: Callable[[], float] | None = None) -> None:
        self.cassette = cassette
        self.aliases = Aliases(cassette.names)
        self._answers = Answers(self.aliases, now)
        self.latest: Interaction | None = None
        """Whose answer was given last; None for keys of ours."""
        self._file = display_path(cassette.path)
        self._asked = 0
        self._queues: dict[str, Queue] = {}
        self._played: dict[int, int] = {}  # position in the cassette -> number of the call that got it
        self.missed: list[Call] = []

    def answer(self, call: Call) -> tuple[Reply, str]:
        """Give the first answer recorded for this call that was not played yet.

        A pool's documents never run out: their last recording is given again.  Raises
        `CassetteMiss` when nothing is left: a call is never answered with another's answer.
        """
        __tracebackhide__ = True
        self._asked += 1
        self.latest = None
        if (keys := self._answers.document(call)) is not None:
            return keys, f"cassette {self._file}, with keys of ours"
        queue, found = self._queue(call.operation), self._found(call)
        if found is None:
            self.missed.append(call)
            raise CassetteMiss(describe_miss(self.cassette, call, self._asked, self._played, self.aliases))
        queue.take(found)
        self._played[found.position] = self._asked
        interaction = self.cassette.interactions[found.position]
        self.latest = interaction
        return self._answers.given(interaction.call, interaction.reply), f"cassette {self._file}:{interaction.line}"

    def is_refused(self, call: Call) -> bool:
        """Whether the answer that this call would get is an error."""
        found = self._found(call)
        return found is not None and self.cassette.interactions[found.position].reply.error is not None

    @property
    def unplayed(self) -> tuple[Interaction, ...]:
        """What was recorded and never asked for; documents left out, as clients keep those for long."""
        return tuple(
            interaction
            for position, interaction in enumerate(self.cassette.interactions)
            if position not in self._played and not is_document(interaction.operation)
        )

    def _found(self, call: Call) -> Found | None:
        return self._queue(call.operation).found(match_key(call), again=is_document(call.operation))

    def _queue(self, operation: str) -> Queue:
        if operation not in self._queues:
            self._queues[operation] = Queue(self.cassette, operation, self.aliases)
        return self._queues[operation]
