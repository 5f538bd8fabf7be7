"""The chain of handlers for every call: faults, quotas, canned answers, then simulator or cassette; and the journal.

The pipeline decides and never waits, so sync and async interceptors share every rule.  A call that is passed through
enters the journal when its response arrives.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pytest_cognito_mfa._aws.exchange import Call, Dropped, Exchange, Outcome, PassThrough
from pytest_cognito_mfa._aws.wire import reply_of
from pytest_cognito_mfa._interceptors._fork import free_in_children
from pytest_cognito_mfa._middleware.canned_answers import CannedAnswers
from pytest_cognito_mfa._middleware.faults import FaultPlan
from pytest_cognito_mfa._middleware.throttling import Throttle
from pytest_cognito_mfa._middleware.unanswered import noted
from pytest_cognito_mfa._simulator.lock import LOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pytest_cognito_mfa._aws.exchange import Lost, OnResponse
    from pytest_cognito_mfa._middleware.handler import Handler, SimulatorAccess
    from pytest_cognito_mfa._scenario.faults.values import Chance, FaultSpec
    from pytest_cognito_mfa._scenario.values import Scenario


def chain(
    scenario: Scenario,
    faults: Sequence[FaultSpec],
    *,
    last: Handler,
    simulator: SimulatorAccess,
    chance: Callable[[], Chance],
) -> tuple[FaultPlan, CannedAnswers]:
    """Put the faults, quotas and canned answers of a test in front of the `last` handler; the faults come first."""
    answers = CannedAnswers(scenario.answers, last, simulator)
    handler: Handler = answers
    if scenario.quotas is not None:
        handler = Throttle(scenario.quotas, handler, simulator)
    return FaultPlan(faults, handler, simulator, chance=chance, waits=scenario.waits), answers


free_in_children(LOCK)


class Pipeline:
    """Lets the chain answer one call at a time, and writes the journal."""

    def __init__(self, first: Handler, stopwatch: Callable[[], float], others: Handler | None = None) -> None:
        """`others` answers the calls that are for no user pool (`Call.part`)."""
        self._first, self._others = first, others or first
        self.journal: list[Exchange] = []
        self.stopwatch = stopwatch
        self.lock = LOCK
        self._allowing = 0

    @contextmanager
    def allow_unanswered(self) -> Iterator[None]:
        """Inside the block, a call that nobody can answer is not held against the test."""
        with self.lock:
            self._allowing += 1
        try:
            yield
        finally:
            with self.lock:
                self._allowing -= 1

    def decide(self, call: Call) -> Outcome | PassThrough:
        """Answer `call` and write it into the journal, or pass it through."""
        __tracebackhide__ = True
        with self.lock:
            start = self.stopwatch()
            try:
                outcome, by = (self._first if call.part is None else self._others).answer(call)
            except Exception as error:
                self.note(call, error, start)
                raise
            if isinstance(outcome, PassThrough):
                return PassThrough(_Journalled(self, call, by, start, outcome.on_response))
            self.journal.append(Exchange(call, outcome, by, self.stopwatch() - start))
            return outcome

    def note(self, call: Call, error: Exception, start: float) -> None:
        """Write a call that nobody could answer into the journal: the code under test may swallow the error."""
        unanswered = noted(error, is_allowed=self._allowing > 0)
        why = unanswered.text.partition("\n")[0].partition(". ")[0].rstrip(".:")
        self.journal.append(Exchange(call, unanswered, f"nobody: {why}", self.stopwatch() - start))


class _Journalled:
    """Writes the end of a call that was passed through into the journal, and reports it to the recorder."""

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

    def lost(self, how: Lost, error: Exception | None = None) -> None:
        with self._pipeline.lock:
            if error is None:
                self._append(Dropped(how))
            else:
                self._pipeline.note(self._call, error, self._start)
            self._on_response.lost(how)

    def _append(self, outcome: Outcome) -> None:
        duration = self._pipeline.stopwatch() - self._start
        self._pipeline.journal.append(Exchange(self._call, outcome, self._by, duration))
