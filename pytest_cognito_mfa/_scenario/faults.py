"""The fault plan: which of the calls fail, and how; the first source of the pipeline.

Rule 1: the first live fault that matches a call fires; those behind it do not see that call.
Rule 2: a fault first lets `after` matching calls through, then fires at most `times` times.
Rule 3: `when` is a subset: mappings are compared member by member, all else by equality.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from pytest_cognito_mfa._difference import covers
from pytest_cognito_mfa._exchange import Dropped

from .values import thawed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytest_cognito_mfa._exchange import Call, Lost, Outcome, Reply

    from .values import FaultSpec


@dataclass
class _Armed:
    """A fault with its counts; the pipeline's lock makes each call's turn one step."""

    fault: FaultSpec
    wanted: Any
    passed: int = 0
    fired: int = 0

    def fires(self, call: Call) -> bool:
        spent = self.fault.times is not None and self.fired >= self.fault.times
        if spent or not covers(call.parameters, self.wanted):
            return False
        if self.passed < self.fault.after:
            self.passed += 1
            return False
        self.fired += 1
        return True


class FaultPlan:
    """Answers the calls that shall fail; `reply_with(code, message, call)` words AWS's errors."""

    def __init__(self, faults: Sequence[FaultSpec], *, reply_with: Callable[[str, str | None, Call], Reply]) -> None:
        self._reply_with = reply_with
        # By operation, so a call costs what its own faults cost.
        self._armed: dict[str, list[_Armed]] = {}
        for fault in faults:
            self.add(fault)

    def add(self, fault: FaultSpec) -> None:
        """Put a fault behind those that stand; its counts begin at zero."""
        self._armed.setdefault(fault.on, []).append(_Armed(fault, thawed(fault.when)))

    def remove(self, fault: FaultSpec) -> None:
        """Take out the very fault that was added last as this value; nothing if it is gone already."""
        armed = self._armed.get(fault.on, [])
        for index in reversed(range(len(armed))):
            if armed[index].fault is fault:
                del armed[index]
                return

    def answer(self, call: Call) -> tuple[Outcome, str] | None:
        for armed in self._armed.get(call.operation, ()):
            if armed.fires(call):
                fault = armed.fault
                return self._outcome(fault, call), f"fault {fault.place.file}:{fault.place.line}"
        return None

    def _outcome(self, fault: FaultSpec, call: Call) -> Outcome:
        if fault.error is not None:
            return self._reply_with(fault.error, fault.message, call)
        return Dropped(cast("Lost", fault.drop))  # one of error and drop is given, and checked
