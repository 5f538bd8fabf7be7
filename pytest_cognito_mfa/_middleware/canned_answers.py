"""Gives the canned answers of a scenario instead of the simulator's or the cassette's.

Rule 1: the first answer wins whose operation and `when` match the call, and whose `times` are not used up.
Rule 2: AWS's framework refuses a malformed request before any canned answer is given; such a call uses up none.
Rule 3: the next handler answers all other calls; a canned answer never changes a pool.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.diff import contains
from pytest_cognito_mfa._yaml.places import thawed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_cognito_mfa._aws.exchange import Call, Outcome, PassThrough, Reply
    from pytest_cognito_mfa._middleware.handler import Handler, SimulatorAccess
    from pytest_cognito_mfa._scenario.answers import AnswerSpec


@dataclass(slots=True)
class _Remaining:
    """An answer, and how often it may still be given; None for always."""

    answer: AnswerSpec
    wanted: Any
    times: int | None


class CannedAnswers:
    """A handler: gives canned answers."""

    def __init__(self, answers: Sequence[AnswerSpec], next_handler: Handler, simulator: SimulatorAccess) -> None:
        self._next = next_handler
        self._simulator = simulator
        self._remaining: dict[str, list[_Remaining]] = {}
        for each in answers:
            self._remaining.setdefault(each.on, []).append(_Remaining(each, thawed(each.when), each.times))

    def answer(self, call: Call) -> tuple[Outcome | PassThrough, str]:
        __tracebackhide__ = True
        for remaining in self._remaining.get(call.operation, ()):
            if remaining.times != 0 and contains(call.parameters, remaining.wanted):
                return self._give(remaining, call)
        return self._next.answer(call)

    def _give(self, remaining: _Remaining, call: Call) -> tuple[Reply, str]:
        __tracebackhide__ = True
        reply = self._simulator.replies.canned(remaining.answer.body, call)
        if reply.error is not None:
            return reply, "simulator"
        if remaining.times is not None:
            remaining.times -= 1
        return reply, f"answer {remaining.answer.place.file}:{remaining.answer.place.line}"
