"""The one path of a call: faults, then a cassette or the simulator, then the journal.

The pipeline decides and never waits, so sync and async doors share every rule.  A call that goes out to be
recorded comes into the journal when its reply does.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol

from pytest_cognito_mfa._aws.exchange import Call, Dropped, Exchange, Outcome
from pytest_cognito_mfa._aws.passthrough import PassThrough
from pytest_cognito_mfa._aws.wire import reply_of
from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pytest_cognito_mfa._aws.exchange import Lost
    from pytest_cognito_mfa._aws.passthrough import OnResponse


class Source(Protocol):
    """Something that may answer a call: a fault plan, a cassette, the simulator."""

    def answer(self, call: Call) -> tuple[Outcome | PassThrough, str] | None:
        """The outcome and who gave it (for `Exchange.answered_by`), or None: ask the next."""


class Pipeline:
    """Ask each source in turn; the first that answers has answered."""

    def __init__(self, sources: Sequence[Source], stopwatch: Callable[[], float]) -> None:
        self.sources = tuple(sources)
        self.journal: list[Exchange] = []
        self.stopwatch = stopwatch
        # Threads of one test share its pools; a rule must see one state from start to end.
        self.lock = threading.RLock()

    def decide(self, call: Call) -> Outcome | PassThrough:
        """Answer `call` and note it, or let it go out to be recorded; any other call that nobody answers is an
        error of ours, never a request.
        """
        __tracebackhide__ = True
        with self.lock:
            start = self.stopwatch()
            for source in self.sources:
                answered = source.answer(call)
                if answered is not None:
                    outcome, by = answered
                    if isinstance(outcome, PassThrough):
                        return PassThrough(_Journalled(self, call, by, start, outcome.on_response))
                    self.journal.append(Exchange(call, outcome, by, self.stopwatch() - start))
                    return outcome
        raise NotSimulated(f"nothing here answers {call!r}, sent to {call.url}")


class _Journalled:
    """Notes in the journal how a call ended that went out, and tells who let it."""

    def __init__(self, pipeline: Pipeline, call: Call, by: str, start: float, on_response: OnResponse) -> None:
        self._pipeline = pipeline
        self._call = call
        self._by = by
        self._start = start
        self._on_response = on_response

    def __call__(self, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        reply = reply_of(status, headers, body)
        with self._pipeline.lock:
            self._append(reply)
            self._on_response(reply.status, reply.headers, reply.body)

    def lost(self, how: Lost) -> None:
        with self._pipeline.lock:
            self._append(Dropped(how))
            self._on_response.lost(how)

    def _append(self, outcome: Outcome) -> None:
        duration = self._pipeline.stopwatch() - self._start
        self._pipeline.journal.append(Exchange(self._call, outcome, self._by, duration))
