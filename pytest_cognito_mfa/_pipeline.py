"""The one path of a call: faults, then a cassette or the simulator, then the journal.

The pipeline decides and never waits, so sync and async doors share every rule.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol

from ._exchange import Call, Exchange, Outcome
from .errors import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Source(Protocol):
    """Something that may answer a call: a fault plan, a cassette, the simulator."""

    def answer(self, call: Call) -> tuple[Outcome, str] | None:
        """The outcome and who gave it (for `Exchange.answered_by`), or None: ask the next."""


class Pipeline:
    """Ask each source in turn; the first that answers has answered."""

    def __init__(self, sources: Sequence[Source], stopwatch: Callable[[], float]) -> None:
        self.sources = tuple(sources)
        self.journal: list[Exchange] = []
        self._stopwatch = stopwatch
        # Threads of one test share its pools; a rule must see one state from start to end.
        self.lock = threading.RLock()

    def decide(self, call: Call) -> Outcome:
        """Answer `call` and note it; an unanswered call is an error of ours, never a request."""
        __tracebackhide__ = True
        with self.lock:
            start = self._stopwatch()
            for source in self.sources:
                answered = source.answer(call)
                if answered is not None:
                    outcome, by = answered
                    self.journal.append(Exchange(call, outcome, by, self._stopwatch() - start))
                    return outcome
        raise NotSimulated(f"nothing here answers {call!r}, sent to {call.url}")
