"""Gives canned answers instead of the simulator's or the cassette's.

Rule 1: the first answer wins whose operation and `when` match the call, and whose `times` are not used up.  Those of
        `cognito.answer` come before those of the marker, and those before the scenario's.
Rule 2: AWS's framework refuses a malformed request before any canned answer is given; such a call uses up none.
Rule 3: the next handler answers all other calls; a canned answer never changes a pool, also where it has tokens.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.diff import contains
from pytest_cognito_mfa._yaml.places import thawed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_cognito_mfa._aws.exchange import Call, Outcome, PassThrough, Reply
    from pytest_cognito_mfa._middleware.handler import Handler, SimulatorAccess
    from pytest_cognito_mfa._scenario.answers import AnswerSpec


@dataclass(slots=True, eq=False)
class ActiveAnswer:
    """An answer, and how often it may still be given; None for always."""

    answer: AnswerSpec
    wanted: Any
    times: int | None


class CannedAnswers:
    """A handler: gives canned answers."""

    def __init__(self, answers: Sequence[AnswerSpec], next_handler: Handler, simulator: SimulatorAccess) -> None:
        self._next = next_handler
        self._simulator = simulator
        self._given = [_active(each) for each in answers]
        self._added: list[ActiveAnswer] = []
        self._by_operation: dict[str, list[ActiveAnswer]] = {}
        if self._given:
            self._sort()

    def add(self, answer: AnswerSpec) -> ActiveAnswer:
        """Add an answer after those that were added before, and before those of the scenario."""
        active = _active(answer)
        self._added.append(active)
        self._sort()
        return active

    def remove(self, active: ActiveAnswer) -> None:
        """End an answer that was added, if it has not ended yet."""
        self._added = [each for each in self._added if each is not active]
        self._sort()

    def _sort(self) -> None:
        """Sort the answers by operation, anew: a call may be iterating the lists of before."""
        by_operation = defaultdict[str, list[ActiveAnswer]](list)
        for each in (*self._added, *self._given):
            by_operation[each.answer.on].append(each)
        self._by_operation = dict(by_operation)

    def answer(self, call: Call) -> tuple[Outcome | PassThrough, str]:
        __tracebackhide__ = True
        for remaining in self._by_operation.get(call.operation, ()):
            if remaining.times != 0 and contains(call.parameters, remaining.wanted):
                return self._give(remaining, call)
        return self._next.answer(call)

    def _give(self, remaining: ActiveAnswer, call: Call) -> tuple[Reply, str]:
        __tracebackhide__ = True
        tokens_of = partial(self._simulator.tokens, call)
        reply = self._simulator.replies.canned(lambda call: remaining.answer.body_for(call, tokens_of), call)
        if reply.error is not None:
            return reply, "simulator"
        if remaining.times is not None:
            remaining.times -= 1
        return reply, f"answer {remaining.answer.place.file}:{remaining.answer.place.line}"


def _active(answer: AnswerSpec) -> ActiveAnswer:
    return ActiveAnswer(answer, thawed(answer.when), answer.times)
