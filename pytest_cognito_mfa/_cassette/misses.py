"""The text of a miss: what was asked, what was nearest, in which members they differ, and what to do."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.diff import compared, worded
from pytest_cognito_mfa._cassette.interactions import shown
from pytest_cognito_mfa._cassette.matching import compared_members, left_out, meaning, opened_at
from pytest_cognito_mfa._redaction.stand_ins import is_stand_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._aws.diff import Difference
    from pytest_cognito_mfa._aws.exchange import Call
    from pytest_cognito_mfa._cassette.aliases import Bindings
    from pytest_cognito_mfa._cassette.interactions import Cassette, Interaction

    Played = Mapping[int, int]

MOST_LINES = 12

RECORD = "with --cognito-record=new_episodes record"


def miss(cassette: Cassette, call: Call, number: int, played: Played, bindings: Bindings) -> str:
    """Say why there is no answer for `call`; `played` is position -> number of the call that got it."""
    recorded = cassette.interactions
    asked = meaning(call)
    known = asked._replace(opened=bindings.recorded(asked.opened))
    same = cassette.positions.get(call.operation, ())
    alike = [at for at in same if meaning(recorded[at].call) == known]
    left = " left" if alike else ""
    lines = [f"{shown(cassette.path)} has no answer{left} for {_named(call)} (call {number} of this test)."]
    if call.problem is not None:
        lines += [f"  {call.problem}, so nothing recorded can be compared with it", "  mend the call"]
    elif alike:
        lines += _used_up(cassette, alike, played)
    elif same:
        lines += _differing(recorded, same, call, played, bindings)
    else:
        lines += _never_recorded(recorded, call, played)
    return "\n".join(lines)


def differing_members(recorded: Call, asked: Call, bindings: Bindings) -> tuple[int, list[Difference]]:
    """How many members mean the same, and those that do not; a name that could stand for the recorded one does."""
    equal, differing = compared(
        compared_members(recorded.parameters), compared_members(bindings.translated(asked.parameters))
    )
    left = [each for each in differing if not _could_mean(each, asked, bindings)]
    # Each may fit alone and all of them not: then whatever differs is told.
    return equal + len(differing) - len(left), left or differing


def told(operation: str, difference: Difference) -> str:
    """Word a difference; of a name that is bound its sizes alone would explain nothing."""
    text = worded(operation, difference, "recorded", "asked")
    both = difference.is_here and difference.is_there
    is_name = both and is_stand_in(str(difference.here)) and opened_at(operation, difference.member, difference.here)
    return f"{text}; the recorded one is another in this test" if is_name else text


def _could_mean(difference: Difference, asked: Call, bindings: Bindings) -> bool:
    if not (difference.is_here and difference.is_there):
        return False
    value: Any = asked.parameters
    for part in difference.member:
        value = value[part]
    opened = opened_at(asked.operation, difference.member, value)
    return opened is not None and bindings.could_mean(opened, str(difference.here))


def _used_up(cassette: Cassette, alike: Sequence[int], played: Played) -> list[str]:
    times = "once" if len(alike) == 1 else f"{len(alike)} times"
    last = _told(cassette.interactions[alike[-1]], alike[-1], played)
    return [
        f"  nearest: {last}; it is this very call, recorded {times}",
        f"  make the call no more often than it was recorded, or {RECORD} it once more",
    ]


def _differing(
    recorded: Sequence[Interaction], same: Sequence[int], call: Call, played: Played, bindings: Bindings
) -> list[str]:
    def differences(at: int) -> tuple[int, list[Difference]]:
        return differing_members(recorded[at].call, call, bindings)

    def distance(at: int) -> tuple[int, int, bool]:
        equal, differing = differences(at)
        return -equal, len(differing), at in played

    nearest = min(same, key=distance)
    differing = differences(nearest)[1]
    lines = [f"    {told(call.operation, each)}" for each in differing[:MOST_LINES]]
    if len(differing) > MOST_LINES:
        lines.append(f"    and in {len(differing) - MOST_LINES} more")
    ignored = sorted({*left_out(recorded[nearest].call.parameters), *left_out(call.parameters)})
    return [
        f"  nearest: {_told(recorded[nearest], nearest, played)}; it differs in",
        *lines,
        *([f"  not compared, as new in every run: {', '.join(ignored)}"] if ignored else []),
        f"  play the calls in the recorded order with the recorded values, or {RECORD} this one",
    ]


def _never_recorded(recorded: Sequence[Interaction], call: Call, played: Played) -> list[str]:
    names = sorted({each.operation for each in recorded})
    name = difflib.get_close_matches(call.operation, names, n=1, cutoff=0.0)[0]
    at = min(
        (at for at, each in enumerate(recorded) if each.operation == name),
        key=lambda at: at in played,
    )
    return [
        f"  nearest: {_told(recorded[at], at, played)}; it is {_named_operation(name)}",
        f"  recorded there: {', '.join(_named_operation(each) for each in names)}",
        f"  leave the call out, or {RECORD} it",
    ]


def _told(interaction: Interaction, at: int, played: Played) -> str:
    standing = f"replayed already, as call {played[at]}" if at in played else "not yet replayed"
    return f"interaction {interaction.number} at {interaction.place}, {standing}"


def _named(call: Call) -> str:
    return _named_operation(call.operation)


def _named_operation(operation: str) -> str:
    return operation or "a request that names no operation"
