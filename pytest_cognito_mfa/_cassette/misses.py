"""The text of a miss: what was asked, what was nearest, in which members they differ, and what to do."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.diff import ABSENT, compare, describe
from pytest_cognito_mfa._cassette.matching import compared_members, identifier_at, ignored_members, match_key
from pytest_cognito_mfa._cassette.paths import display_path
from pytest_cognito_mfa._redaction.keyed_placeholders import is_placeholder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._aws.diff import Difference
    from pytest_cognito_mfa._aws.exchange import Call
    from pytest_cognito_mfa._cassette.aliases import Aliases
    from pytest_cognito_mfa._cassette.interactions import Cassette, Interaction

    Played = Mapping[int, int]

MOST_LINES = 12

RECORD = "with --cognito-record=new_episodes record"


def describe_miss(cassette: Cassette, call: Call, number: int, played: Played, aliases: Aliases) -> str:
    """Say why there is no answer for `call`; `played` is position -> number of the call that got it."""
    recorded = cassette.interactions
    asked = match_key(call)
    known = asked._replace(identifiers=aliases.recorded(asked.identifiers))
    same = cassette.positions.get(call.operation, ())
    alike = [at for at in same if match_key(recorded[at].call) == known]
    left = " left" if alike else ""
    lines = [f"{display_path(cassette.path)} has no answer{left} for {_named(call)} (call {number} of this test)."]
    if call.problem is not None:
        lines += [f"  {call.problem}, so nothing recorded can be compared with it", "  mend the call"]
    elif alike:
        lines += _used_up(cassette, alike, played)
    elif same:
        lines += _differing(recorded, same, call, played, aliases)
    else:
        lines += _never_recorded(recorded, call, played)
    return "\n".join(lines)


def differing_members(recorded: Call, asked: Call, aliases: Aliases) -> tuple[int, list[Difference]]:
    """How many members mean the same, and those that do not; a name that could stand for the recorded one does."""
    equal, differing = compare(
        compared_members(recorded.parameters), compared_members(aliases.translated(asked.parameters))
    )
    left = [each for each in differing if not _could_mean(each, asked, aliases)]
    # Each may fit alone and all of them not: then whatever differs is told.
    return equal + len(differing) - len(left), left or differing


def describe_difference(operation: str, difference: Difference) -> str:
    """Word a difference; of a name that is bound its sizes alone would explain nothing."""
    text = describe(operation, difference, "recorded", "asked")
    both = ABSENT not in (difference.left, difference.right)
    is_name = (
        both and is_placeholder(str(difference.left)) and identifier_at(operation, difference.member, difference.left)
    )
    return f"{text}; the recorded one is another in this test" if is_name else text


def _could_mean(difference: Difference, asked: Call, aliases: Aliases) -> bool:
    if ABSENT in (difference.left, difference.right):
        return False
    value: Any = asked.parameters
    for part in difference.member:
        value = value[part]
    identifiers = identifier_at(asked.operation, difference.member, value)
    return identifiers is not None and aliases.could_mean(identifiers, str(difference.left))


def _used_up(cassette: Cassette, alike: Sequence[int], played: Played) -> list[str]:
    times = "once" if len(alike) == 1 else f"{len(alike)} times"
    last = _describe(cassette.interactions[alike[-1]], alike[-1], played)
    return [
        f"  nearest: {last}; it is this very call, recorded {times}",
        f"  make the call no more often than it was recorded, or {RECORD} it once more",
    ]


def _differing(
    recorded: Sequence[Interaction], same: Sequence[int], call: Call, played: Played, aliases: Aliases
) -> list[str]:
    def differences(at: int) -> tuple[int, list[Difference]]:
        return differing_members(recorded[at].call, call, aliases)

    def distance(at: int) -> tuple[int, int, bool]:
        equal, differing = differences(at)
        return -equal, len(differing), at in played

    nearest = min(same, key=distance)
    differing = differences(nearest)[1]
    lines = [f"    {describe_difference(call.operation, each)}" for each in differing[:MOST_LINES]]
    if len(differing) > MOST_LINES:
        lines.append(f"    and in {len(differing) - MOST_LINES} more")
    ignored = sorted({*ignored_members(recorded[nearest].call.parameters), *ignored_members(call.parameters)})
    return [
        f"  nearest: {_describe(recorded[nearest], nearest, played)}; it differs in",
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
        f"  nearest: {_describe(recorded[at], at, played)}; it is {_named_operation(name)}",
        f"  recorded there: {', '.join(_named_operation(each) for each in names)}",
        f"  leave the call out, or {RECORD} it",
    ]


def _describe(interaction: Interaction, at: int, played: Played) -> str:
    standing = f"replayed already, as call {played[at]}" if at in played else "not yet replayed"
    return f"interaction {interaction.number} at {interaction.place}, {standing}"


def _named(call: Call) -> str:
    return _named_operation(call.operation)


def _named_operation(operation: str) -> str:
    return operation or "a request that names no operation"
