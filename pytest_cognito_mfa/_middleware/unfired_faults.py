"""Faults that never fired, and what came nearest: found at a test's end, from its journal.

Rule 1: one whose `chance` is below 1 may have had no luck, and is never told of.
Rule 2: the nearest call is the one that most of the fault's conditions let pass; of equals, the latest.
Rule 3: what kept a call from it is worded as the journal's differences are, so no secret is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pytest_cognito_mfa._middleware.nearest import differences, not_called

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pytest_cognito_mfa._aws.exchange import Call, Exchange
    from pytest_cognito_mfa._middleware.active_faults import Armed
    from pytest_cognito_mfa._middleware.faults import Caller


class _Near(NamedTuple):
    """A call of an operation that the fault is for, and what kept it from firing."""

    number: int
    operation: str
    reasons: list[str]


def unfired(armed: Sequence[Armed], journal: Sequence[Exchange], caller: Callable[[Call], Caller]) -> tuple[str, ...]:
    """A few lines about each fault that never fired; `caller` says whose a call was."""
    return tuple(_told(each, journal, caller) for each in armed if not each.fired and each.fault.chance == 1)


def _told(armed: Armed, journal: Sequence[Exchange], caller: Callable[[Call], Caller]) -> str:
    fault = armed.fault
    first = f"{fault.place.file}:{fault.place.line}: this fault never fired: {fault}"
    calls = [
        _Near(number, exchange.operation, list(_reasons(armed, number, journal, caller)))
        for number, exchange in enumerate(journal)
        if exchange.operation in fault.operations
    ]
    if not calls:
        return f"{first}\n{not_called(fault.on, journal)}"
    nearest = min(reversed(calls), key=lambda call: len(call.reasons))
    lines = [first, f"  nearest: call {nearest.number + 1} of {len(journal)}, {nearest.operation}:"]
    return "\n".join([*lines, *(f"    {reason}" for reason in nearest.reasons)])


def _reasons(armed: Armed, number: int, journal: Sequence[Exchange], caller: Callable[[Call], Caller]) -> Iterator[str]:
    """Each condition of the fault that the call does not fulfil; its turn, when it fulfils all the others."""
    fault, exchange = armed.fault, journal[number]
    found = False
    for reason in (
        *differences(armed.wanted, exchange),
        *_others(armed, caller(exchange.call)),
        *_too_early_or_late(armed, number, journal),
    ):
        found = True
        yield reason
    if found:
        return
    if "fault " in exchange.answered_by:
        yield f"an earlier one was met: {exchange.answered_by}"
    elif fault.nth:
        yield f"nth: {', '.join(map(str, fault.nth))} wanted, {max(armed.seen - fault.after, 0)} matching calls made"
    elif armed.seen <= fault.after:
        yield f"after: {fault.after} let through, {armed.seen} matching calls made"
    else:
        yield f"sequence: all was well for {armed.seen - fault.after} matching calls, and no more were made"


def _others(armed: Armed, caller: Caller) -> Iterator[str]:
    for what, wanted, has in (
        ("user", armed.fault.user, caller.user),
        ("client", armed.fault.client, caller.client),
    ):
        if wanted is not None and wanted not in has:
            yield f"{what}: {wanted!r} wanted, {'another' if has else 'none'} called"


def _too_early_or_late(armed: Armed, number: int, journal: Sequence[Exchange]) -> Iterator[str]:
    awaited = armed.fault.after_call
    if awaited is not None and not any(each.operation == awaited and each.was_answered for each in journal[:number]):
        yield f"after_call: {awaited} had not been answered yet"
    if number < armed.since:
        yield "it came before the fault was injected"
    if armed.until is not None and number >= armed.until:
        yield "it came after the fault was removed"
