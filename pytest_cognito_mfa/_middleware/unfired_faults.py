"""Reports the faults that never fired, each with the call that came nearest; read from the journal when a test ends.

Rule 1: a fault with a `chance` below 1 is never reported: chance may never have chosen it.
Rule 2: the nearest call is the one that breaks the fewest of the fault's conditions; the latest of several.
Rule 3: the report shows no secret; differences are described as the journal describes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pytest_cognito_mfa._middleware.nearest import calls_made, differences, nearest_call

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_cognito_mfa._aws.exchange import Call, Exchange
    from pytest_cognito_mfa._middleware.active_faults import ActiveFault
    from pytest_cognito_mfa._middleware.handler import Caller


class Callers(Protocol):
    """Who makes the calls, and who is there."""

    def caller(self, call: Call) -> Caller: ...

    def why_unknown(self, name: str) -> str | None:
        """That no pool has a user of this name, and the nearest; None if one has."""


def unfired(faults: Sequence[ActiveFault], journal: Sequence[Exchange], callers: Callers) -> tuple[str, ...]:
    """A few lines about each fault that never fired."""
    return tuple(_report(each, journal, callers) for each in faults if not each.fired and each.fault.chance == 1)


def _report(active: ActiveFault, journal: Sequence[Exchange], callers: Callers) -> str:
    fault = active.fault
    first = f"{fault.place.file}:{fault.place.line}: this fault never fired: {fault}"
    reasons = [
        (number, list(_reasons(active, number, journal, callers)))
        for number, exchange in enumerate(journal)
        if exchange.operation in fault.operations
    ]
    lines = nearest_call(reasons, journal) if reasons else [f"  {fault.on} was not called; {calls_made(journal)}"]
    return "\n".join([first, *lines])


def _reasons(active: ActiveFault, number: int, journal: Sequence[Exchange], callers: Callers) -> Iterator[str]:
    """Each condition of the fault that a call breaks; if it breaks none, why the fault did not fire."""
    exchange = journal[number]
    broken = [
        *differences(active.wanted, exchange),
        *_other_callers(active, callers.caller(exchange.call), callers),
        *_too_early_or_late(active, number, journal),
    ]
    yield from broken or [_why_it_did_not_fire(active, exchange)]


def _why_it_did_not_fire(active: ActiveFault, exchange: Exchange) -> str:
    fault = active.fault
    if "fault " in exchange.answered_by:
        return f"another fault took this call: {exchange.answered_by}"
    matched = _counted(active.matched)
    if fault.nth:
        after = f" after the first {fault.after}" if fault.after else ""
        return f"nth: it fires for matching calls {', '.join(map(str, fault.nth))}{after}; the test made only {matched}"
    if active.matched <= fault.after:
        return f"after: it fires after {_counted(fault.after)}; the test made only {active.matched}"
    return f"sequence: it had only reached `well` steps after {matched}"


def _counted(calls: int) -> str:
    return "1 matching call" if calls == 1 else f"{calls} matching calls"


def _other_callers(active: ActiveFault, caller: Caller, callers: Callers) -> Iterator[str]:
    for what, wanted, names in (
        ("user", active.fault.user, caller.user),
        ("client", active.fault.client, caller.client),
    ):
        if wanted is not None and wanted not in names:
            found = f"but the call {'is of another' if names else 'names no'} {what}"
            unknown = callers.why_unknown(wanted) if what == "user" else None
            yield f"{what}: {wanted!r} wanted, {unknown or found}"


def _too_early_or_late(active: ActiveFault, number: int, journal: Sequence[Exchange]) -> Iterator[str]:
    awaited = active.fault.after_call
    if awaited is not None and not any(each.operation == awaited and each.was_answered for each in journal[:number]):
        yield f"after_call: no call of {awaited} had been answered before"
    if number < active.since:
        yield "the call was made before the fault was injected"
    if active.until is not None and number >= active.until:
        yield "the call was made after the fault was removed"
