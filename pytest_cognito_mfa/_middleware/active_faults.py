"""A fault with its counts, and the live ones of an operation, found by what a call has.

Rule 1: of the calls that match, a fault lets `after` through, or takes the `nth` alone; then its effects
        have their turns, each for as many calls as its `times` say.
Rule 2: `when` is a subset: mappings are compared member by member, all else by equality.
Rule 3: a fault with a `when` is asked only about calls that have one chosen member of it, so that a hundred
        faults for other calls cost as much as one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.diff import covers
from pytest_cognito_mfa._yaml.places import thawed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._scenario.faults.values import Effect, FaultSpec

_Path = tuple[str, ...]
_NONE: Any = object()
_place_in_plan = attrgetter("number")


@dataclass(eq=False, slots=True)
class Armed:
    """A fault with its counts; the pipeline's lock makes each call's turn one step."""

    fault: FaultSpec
    number: int
    """Its place in the plan."""
    since: int = 0
    """How many calls had been answered when it was added."""
    until: int | None = None
    """How many when it was removed."""
    seen: int = 0
    """Matching calls so far."""
    step: int = 0
    done: int = 0
    """How often the present step had its turn."""
    fired: int = 0
    """How often it had an effect; a step where all is well has none."""
    wanted: Any = field(init=False)

    def __post_init__(self) -> None:
        self.wanted = thawed(self.fault.when)

    @property
    def is_spent(self) -> bool:
        """No call can meet it any more."""
        fault = self.fault
        return self.step >= len(fault.effects) or bool(fault.nth and self.seen - fault.after >= max(fault.nth))

    def fits(self, parameters: Mapping[str, Any]) -> bool:
        return covers(parameters, self.wanted)

    def turn(self) -> Effect | None:
        """Count a matching call; the effect that it meets, or None when it is let through."""
        fault = self.fault
        self.seen += 1
        if self.seen <= fault.after or (fault.nth and self.seen - fault.after not in fault.nth):
            return None
        effect = fault.effects[self.step]
        self.done += 1
        if effect.times is not None and self.done >= effect.times:
            self.step, self.done = self.step + 1, 0
        self.fired += not effect.is_well
        return effect


class Live:
    """The live faults of one operation.  Its lists are replaced and never changed, for a call may be walking them."""

    def __init__(self) -> None:
        self._of_any: list[Armed] = []
        self._by_member: dict[_Path, dict[Any, list[Armed]]] = {}

    def add(self, armed: Armed) -> None:
        path, value = _told_by(armed.wanted)
        if value is _NONE:
            self._of_any = [*self._of_any, armed]
        else:
            found = self._by_member.setdefault(path, {})
            found[value] = [*found.get(value, ()), armed]

    def remove(self, armed: Armed) -> None:
        """End it; nothing if it has ended already."""
        path, value = _told_by(armed.wanted)
        if value is _NONE:
            self._of_any = [each for each in self._of_any if each is not armed]
        else:
            found = self._by_member[path]
            found[value] = [each for each in found[value] if each is not armed]

    def candidates(self, parameters: Mapping[str, Any]) -> Sequence[Armed]:
        """Those that may match such a call, in the plan's order."""
        candidates = self._of_any
        for path, found in self._by_member.items():
            value = _at(path, parameters)
            if isinstance(value, _SCALARS) and (those := found.get(value)):
                candidates = candidates + those
        return candidates if candidates is self._of_any else sorted(candidates, key=_place_in_plan)


_SCALARS = (str, bool, int, float)


def _told_by(wanted: Mapping[str, Any]) -> tuple[_Path, Any]:
    """The first member of a `when` that has a scalar for its value; none when there is no such."""
    for name, value in wanted.items():
        if isinstance(value, _SCALARS):
            return (name,), value
        if isinstance(value, dict):
            path, inner = _told_by(value)
            if inner is not _NONE:
                return (name, *path), inner
    return (), _NONE


def _at(path: _Path, parameters: Any) -> Any:
    for name in path:
        if not isinstance(parameters, dict) or name not in parameters:
            return None
        parameters = parameters[name]
    return parameters
