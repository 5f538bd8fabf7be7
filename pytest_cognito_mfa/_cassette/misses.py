"""The text of a miss: what was asked, what was nearest, in which members they differ, and what to do."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from pytest_cognito_mfa._difference import compared, worded

from .recording import meaning, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._exchange import Call

    from .recording import Cassette, Interaction

    Played = Mapping[int, int]

MOST_LINES = 12


def miss(cassette: Cassette, call: Call, number: int, played: Played) -> str:
    """Say why there is no answer for `call`; `played` is position -> number of the call that got it."""
    recorded = cassette.interactions
    left = " left" if meaning(call) in cassette.positions else ""
    lines = [f"{shown(cassette.path)} has no answer{left} for {_named(call)} (call {number} of this test)."]
    same = [at for at, each in enumerate(recorded) if each.call.operation == call.operation]
    if call.problem is not None:
        lines += [f"  {call.problem}, so nothing recorded can be compared with it", "  mend the call"]
    elif left:
        lines += _used_up(cassette, call, played)
    elif same:
        lines += _differing(recorded, same, call, played)
    else:
        lines += _never_recorded(recorded, call, played)
    return "\n".join(lines)


def _used_up(cassette: Cassette, call: Call, played: Played) -> list[str]:
    positions = cassette.positions[meaning(call)]
    times = "once" if len(positions) == 1 else f"{len(positions)} times"
    last = _told(cassette.interactions[positions[-1]], positions[-1], played)
    return [
        f"  nearest: {last}; it is this very call, recorded {times}",
        "  re-record it, or make the call no more often than it was recorded",
    ]


def _differing(recorded: Sequence[Interaction], same: list[int], call: Call, played: Played) -> list[str]:
    def distance(at: int) -> tuple[int, int, bool]:
        equal, differing = compared(recorded[at].call.parameters, call.parameters)
        return -equal, len(differing), at in played

    nearest = min(same, key=distance)
    differing = compared(recorded[nearest].call.parameters, call.parameters)[1]
    lines = [f"    {worded(call.operation, each, 'recorded', 'asked')}" for each in differing[:MOST_LINES]]
    if len(differing) > MOST_LINES:
        lines.append(f"    and in {len(differing) - MOST_LINES} more")
    return [
        f"  nearest: {_told(recorded[nearest], nearest, played)}; it differs in",
        *lines,
        "  re-record it, or play the calls in the recorded order with the recorded values",
    ]


def _never_recorded(recorded: Sequence[Interaction], call: Call, played: Played) -> list[str]:
    names = sorted({each.call.operation for each in recorded})
    name = difflib.get_close_matches(call.operation, names, n=1, cutoff=0.0)[0]
    at = min(
        (at for at, each in enumerate(recorded) if each.call.operation == name),
        key=lambda at: at in played,
    )
    return [
        f"  nearest: {_told(recorded[at], at, played)}; it is {_named(recorded[at].call)}",
        f"  recorded there: {', '.join(_named_operation(each) for each in names)}",
        "  re-record it with this call, or leave the call out",
    ]


def _told(interaction: Interaction, at: int, played: Played) -> str:
    standing = f"replayed already, as call {played[at]}" if at in played else "not yet replayed"
    return f"interaction {interaction.number} at {interaction.place}, {standing}"


def _named(call: Call) -> str:
    return _named_operation(call.operation)


def _named_operation(operation: str) -> str:
    return operation or "a request that names no operation"
