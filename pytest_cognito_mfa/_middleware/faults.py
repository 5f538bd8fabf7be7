"""The fault plan: which of the calls fail, and how; it stands in front of whoever answers.

Rule 1: the first live fault that matches a call fires; those behind it do not see that call.
Rule 2: chance and latency are drawn from the plan's own stream, so a fault changes no id and no code.
Rule 3: where the service acts first (a lost or spoilt reply, a delay), it is asked, once; then the time passes.
Rule 4: a call that was lost on its way has not been answered, as far as `after_call` goes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from pytest_cognito_mfa._aws.exchange import Dropped, Reply
from pytest_cognito_mfa._aws.passthrough import PassThrough
from pytest_cognito_mfa._middleware.active_faults import Armed, Live
from pytest_cognito_mfa._middleware.garbling import spoilt
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._aws.exchange import Call, Outcome
    from pytest_cognito_mfa._aws.passthrough import Answering
    from pytest_cognito_mfa._scenario.faults.values import Chance, Change, Effect, FaultSpec


class Caller(NamedTuple):
    """Whose call it is: the names of its user and of its app client; empty where it tells of none."""

    user: frozenset[str]
    client: frozenset[str]


class Backstage(Protocol):
    """What a plan needs of the simulated service beside its answers."""

    def caller(self, call: Call) -> Caller: ...

    def change(self, what: Change, call: Call, user: str | None) -> None:
        """Let something happen to `user`, or to the call's own, behind the caller's back."""

    def refused(
        self, code: str, message: str | None, call: Call, *, members: Mapping[str, Any], status: int | None
    ) -> Reply:
        """The reply by which AWS says `code`."""

    def pass_time(self, seconds: float) -> None:
        """Let Cognito's clock move on by a delay that nobody waits for."""


class FaultPlan:
    """Answers the calls that shall fail, and lets `beyond` answer the others."""

    def __init__(
        self,
        faults: Sequence[FaultSpec],
        *,
        beyond: Answering,
        backstage: Backstage,
        chance: Chance,
        waits: bool = False,
    ) -> None:
        self._beyond = beyond
        self._backstage = backstage
        self._chance = chance
        self._waits = waits
        self._all: list[Armed] = []
        self._live: dict[str, Live] = {}
        self._calls = 0
        self._answered: set[str] = set()
        for fault in faults:
            self.add(fault)

    @property
    def armed(self) -> Sequence[Armed]:
        """Every fault that ever stood in the plan, with its counts."""
        return tuple(self._all)

    def add(self, fault: FaultSpec) -> Armed:
        """Put a fault behind those that stand; its counts begin at zero."""
        armed = Armed(fault, number=len(self._all), since=self._calls)
        self._all.append(armed)
        for operation in fault.operations:
            self._live.setdefault(operation, Live()).add(armed)
        return armed

    def remove(self, armed: Armed) -> None:
        """End a fault; nothing if it has ended already."""
        if armed.until is None:
            armed.until = self._calls
            self._retire(armed)

    def answer(self, call: Call) -> tuple[Outcome | PassThrough, str]:
        __tracebackhide__ = True
        live = self._live.get(call.operation)
        found = self._firing(live, call) if live else None
        answered: tuple[Outcome | PassThrough, str] = (
            self._beyond.answer(call) if found is None else self._afflicted(*found, call)
        )
        self._calls += 1
        if not isinstance(answered[0], Dropped):
            self._answered.add(call.operation)
        return answered

    def _firing(self, live: Live, call: Call) -> tuple[FaultSpec, Effect] | None:
        caller: Caller | None = None
        for armed in live.candidates(call.parameters):
            fault = armed.fault
            if fault.after_call is not None and fault.after_call not in self._answered:
                continue
            if not armed.fits(call.parameters):
                continue
            if fault.user is not None or fault.client is not None:
                caller = caller or self._backstage.caller(call)
                if not is_of(fault, caller):
                    continue
            if fault.chance < 1 and self._chance.random() >= fault.chance:
                continue
            effect = armed.turn()
            if armed.is_spent:
                self._retire(armed)
            if effect is not None:
                return None if effect.is_well else (fault, effect)
        return None

    def _retire(self, armed: Armed) -> None:
        for operation in armed.fault.operations:
            self._live[operation].remove(armed)

    def _afflicted(self, fault: FaultSpec, effect: Effect, call: Call) -> tuple[Outcome, str]:
        __tracebackhide__ = True
        delay = 0.0 if effect.latency is None else effect.latency.drawn(self._chance)
        answered = self._outcome(fault, effect, call, delay)
        # What arrives late was late: it is the next call that finds the clock moved on.
        if not self._waits and delay + effect.trickle:
            self._backstage.pass_time(delay + effect.trickle)
        return answered

    def _outcome(self, fault: FaultSpec, effect: Effect, call: Call, delay: float) -> tuple[Outcome, str]:
        __tracebackhide__ = True
        by = f"fault {fault.place.file}:{fault.place.line}"
        if effect.error is not None:
            more: dict[str, Any] = {"members": effect.members, "status": effect.status}
            return self._late(self._backstage.refused(effect.error, effect.message, call, **more), delay, effect), by
        if effect.drop is not None:
            return Dropped(effect.drop, delay, self._waits), by
        if effect.change is not None:
            self._backstage.change(effect.change, call, fault.user)
        reply, beyond = self._beyond.answer(call)
        if isinstance(reply, PassThrough):
            raise SettingError(f"{by}: what really comes cannot be lost, spoilt or delayed while it is recorded")
        if effect.lose_reply is not None:
            return Dropped(effect.lose_reply, delay, self._waits), by
        if effect.garble is not None:
            return self._late(spoilt(reply, effect.garble, effect.status), delay, effect), by
        return self._late(reply, delay, effect), f"{beyond}, after {by}"

    def _late(self, reply: Reply, delay: float, effect: Effect) -> Reply:
        if not delay and not effect.trickle:
            return reply
        return replace(reply, delay=delay, trickle=effect.trickle, waits=self._waits)


def is_of(fault: FaultSpec, caller: Caller) -> bool:
    user = fault.user is None or fault.user in caller.user
    return user and (fault.client is None or fault.client in caller.client)
