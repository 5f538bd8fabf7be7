"""A fault with its counters, and an index of the active faults of one operation.

Rule 1: `after` matching calls pass first, or only the `nth` matching calls count; then the effects follow one another,
        each for as many calls as its `times` say.
Rule 2: `when` is a subset: mappings are compared member by member, all else must be equal.
Rule 3: the index keeps a fault by one scalar member of its `when`, so that a hundred faults for other calls cost as
        much as one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.diff import contains
from pytest_cognito_mfa._yaml.places import thawed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._scenario.faults.values import Effect, FaultSpec

_Path = tuple[str, ...]
_SCALARS = (str, bool, int, float)
_NONE: Any = object()
_number = attrgetter("number")


@dataclass(eq=False, slots=True)
class ActiveFault:
    """A fault with its counters; the pipeline's lock guards them."""

    fault: FaultSpec
    number: int
    """Its position in the plan."""
    since: int = 0
    """How many calls had been answered when it was added."""
    until: int | None = None
    """How many had been answered when it was removed."""
    matched: int = 0
    """Matching calls so far."""
    step: int = 0
    step_calls: int = 0
    """How many calls the current step had."""
    fired: int = 0
    """How many calls it changed; a `well` step changes none."""
    wanted: Any = field(init=False)

    def __post_init__(self) -> None:
        self.wanted = thawed(self.fault.when)

    @property
    def is_spent(self) -> bool:
        """Whether it can no longer change any call."""
        fault = self.fault
        return self.step >= len(fault.effects) or bool(fault.nth and self.matched - fault.after >= max(fault.nth))

    def matches(self, parameters: Mapping[str, Any]) -> bool:
        return contains(parameters, self.wanted)

    def count(self) -> Effect | None:
        """Count a matching call, and give its effect; None if the fault lets the call pass."""
        fault = self.fault
        self.matched += 1
        if self.matched <= fault.after or (fault.nth and self.matched - fault.after not in fault.nth):
            return None
        effect = fault.effects[self.step]
        self.step_calls += 1
        if effect.times is not None and self.step_calls >= effect.times:
            self.step, self.step_calls = self.step + 1, 0
        self.fired += not effect.is_well
        return effect


class FaultIndex:
    """The active faults of one operation.  Its lists are replaced and never changed: a call may be iterating them."""

    def __init__(self) -> None:
        self._of_any_call: list[ActiveFault] = []
        self._by_member: dict[_Path, dict[Any, list[ActiveFault]]] = {}

    def add(self, active: ActiveFault) -> None:
        path, value = _scalar_in(active.wanted)
        if value is _NONE:
            self._of_any_call = [*self._of_any_call, active]
        else:
            by_value = self._by_member.setdefault(path, {})
            by_value[value] = [*by_value.get(value, ()), active]

    def remove(self, active: ActiveFault) -> None:
        """Remove a fault, if it is still there."""
        path, value = _scalar_in(active.wanted)
        if value is _NONE:
            self._of_any_call = [each for each in self._of_any_call if each is not active]
        else:
            by_value = self._by_member[path]
            by_value[value] = [each for each in by_value[value] if each is not active]

    def candidates(self, parameters: Mapping[str, Any]) -> Sequence[ActiveFault]:
        """The faults that may match such a request, in the order of the plan."""
        candidates = self._of_any_call
        for path, by_value in self._by_member.items():
            value = _value_at(path, parameters)
            if isinstance(value, _SCALARS) and (found := by_value.get(value)):
                candidates = candidates + found
        return candidates if candidates is self._of_any_call else sorted(candidates, key=_number)


def _scalar_in(wanted: Mapping[str, Any]) -> tuple[_Path, Any]:
    """The first scalar in a `when`, and the path to it; `_NONE` if there is no scalar."""
    for name, value in wanted.items():
        if isinstance(value, _SCALARS):
            return (name,), value
        if isinstance(value, dict):
            path, inner = _scalar_in(value)
            if inner is not _NONE:
                return (name, *path), inner
    return (), _NONE


def _value_at(path: _Path, parameters: Any) -> Any:
    for name in path:
        if not isinstance(parameters, dict) or name not in parameters:
            return None
        parameters = parameters[name]
    return parameters
