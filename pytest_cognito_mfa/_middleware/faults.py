"""The fault plan: which calls fail, and how; the first handler of the chain.

Rule 1: the first matching fault wins; later faults neither see nor count the call.
Rule 2: `chance` and `latency` use the plan's own random numbers, so adding a fault does not change ids or codes.
Rule 3: where the service acts before the fault (a lost, garbled or late reply), the next handler answers first, once;
        then Cognito's clock moves on.
Rule 4: a message that cannot be delivered (CodeDeliveryFailureException) is lost after the service has acted: a user
        who signs up exists then (public code: SignUp again says that the user exists).
Rule 5: for `after_call`, a call counts as answered unless its connection was lost.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._aws.exchange import Dropped, Reply
from pytest_cognito_mfa._middleware.active_faults import ActiveFault, FaultIndex
from pytest_cognito_mfa._middleware.garbling import garbled
from pytest_cognito_mfa._yaml.places import thawed
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytest_cognito_mfa._aws.exchange import Call, Outcome, PassThrough
    from pytest_cognito_mfa._middleware.handler import Caller, Handler, SimulatorAccess
    from pytest_cognito_mfa._scenario.faults.values import Chance, Effect, FaultSpec

_NOT_DELIVERED: Final = "CodeDeliveryFailureException"


class FaultPlan:
    """A handler: makes calls fail."""

    def __init__(
        self,
        faults: Sequence[FaultSpec],
        next_handler: Handler,
        simulator: SimulatorAccess,
        *,
        chance: Callable[[], Chance],
        waits: bool = False,
    ) -> None:
        self._next = next_handler
        self._simulator = simulator
        self._start_chance = chance
        self._waits = waits
        self._all: list[ActiveFault] = []
        self._active: dict[str, FaultIndex] = {}
        self._calls = 0
        self._answered: set[str] = set()
        for fault in faults:
            self.add(fault)

    @functools.cached_property
    def _chance(self) -> Chance:
        """Created for the first fault that needs it, because seeding takes time."""
        return self._start_chance()

    @property
    def faults(self) -> Sequence[ActiveFault]:
        """Every fault that was ever added, with its counters."""
        return tuple(self._all)

    def add(self, fault: FaultSpec) -> ActiveFault:
        """Add a fault after the others; its counters begin at zero."""
        active = ActiveFault(fault, number=len(self._all), since=self._calls)
        self._all.append(active)
        for operation in fault.operations:
            self._active.setdefault(operation, FaultIndex()).add(active)
        return active

    def remove(self, active: ActiveFault) -> None:
        """End a fault, if it has not ended yet."""
        if active.until is None:
            active.until = self._calls
            self._deactivate(active)

    def answer(self, call: Call) -> tuple[Outcome | PassThrough, str]:
        __tracebackhide__ = True
        operation = call.operation
        index = self._active.get(operation)
        found = self._first_effect(index, call) if index else None
        answered = self._next.answer(call) if found is None else self._apply(*found, call)
        self._calls += 1
        if not isinstance(answered[0], Dropped):
            self._answered.add(operation)
        return answered

    def _first_effect(self, index: FaultIndex, call: Call) -> tuple[FaultSpec, Effect] | None:
        caller: Caller | None = None
        for active in index.candidates(call.parameters):
            fault = active.fault
            if fault.after_call is not None and fault.after_call not in self._answered:
                continue
            if not active.matches(call.parameters):
                continue
            if fault.user is not None or fault.client is not None:
                caller = caller or self._simulator.caller(call)
                if not _applies_to(fault, caller):
                    continue
            if fault.chance < 1 and self._chance.random() >= fault.chance:
                continue
            effect = active.count()
            if active.is_spent:
                self._deactivate(active)
            if effect is not None:
                return None if effect.is_well else (fault, effect)
        return None

    def _deactivate(self, active: ActiveFault) -> None:
        for operation in active.fault.operations:
            self._active[operation].remove(active)

    def _apply(self, fault: FaultSpec, effect: Effect, call: Call) -> tuple[Outcome, str]:
        __tracebackhide__ = True
        delay = 0.0 if effect.latency is None else effect.latency.drawn(self._chance)
        answered = self._outcome(fault, effect, call, delay)
        # The service answered this call before the delay, so only the next call sees the later time.
        if not self._waits and delay + effect.trickle:
            self._simulator.clock.advance(seconds=delay + effect.trickle)
        return answered

    def _outcome(self, fault: FaultSpec, effect: Effect, call: Call, delay: float) -> tuple[Outcome, str]:
        __tracebackhide__ = True
        by = f"fault {fault.place.file}:{fault.place.line}"
        if effect.error is not None:
            if effect.error == _NOT_DELIVERED:
                self._simulator.act_without_message(call)
            write = self._simulator.replies.error
            error = write(effect.error, effect.message, call, members=thawed(effect.members), status=effect.status)
            return self._delayed(error, delay, effect), by
        if effect.drop is not None:
            return Dropped(effect.drop, delay, self._waits), by
        if effect.change is not None:
            self._simulator.change(effect.change, call, fault.user)
        reply, answered_by = self._next.answer(call)
        if not isinstance(reply, Reply):
            raise SettingError(
                f"{by}: while recording, a fault cannot lose, garble or delay the real response; remove this fault, or "
                "run the test without --cognito-record"
            )
        if effect.lose_reply is not None:
            return Dropped(effect.lose_reply, delay, self._waits), by
        if effect.garble is not None:
            return self._delayed(garbled(reply, effect.garble, effect.status), delay, effect), by
        return self._delayed(reply, delay, effect), f"{answered_by}, after {by}"

    def _delayed(self, reply: Reply, delay: float, effect: Effect) -> Reply:
        if not delay and not effect.trickle:
            return reply
        return reply._replace(delay=delay, trickle=effect.trickle, waits=self._waits)


def _applies_to(fault: FaultSpec, caller: Caller) -> bool:
    user = fault.user is None or fault.user in caller.user
    return user and (fault.client is None or fault.client in caller.client)
