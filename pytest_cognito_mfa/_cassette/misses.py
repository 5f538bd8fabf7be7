"""Describe a miss: the call, the nearest recorded call, the members that differ, and what to do."""

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

RECORD = "with: pytest --cognito-record=new_episodes"
REPEAT = "@pytest.mark.cognito(allow_playback_repeats=True)"


def describe_miss(cassette: Cassette, call: Call, number: int, played: Played, aliases: Aliases) -> str:
    """Say why no recorded response is given for `call`; `played` is position -> number of the call that got it."""
    recorded = cassette.interactions
    asked = match_key(call)
    known = asked._replace(identifiers=aliases.to_recorded(asked.identifiers))
    same_operation = cassette.positions.get(call.operation, ())
    same_call = [at for at in same_operation if match_key(recorded[at].call) == known]
    left = " left" if same_call else ""
    name = _name(call.operation)
    lines = [f"{display_path(cassette.path)} has no recorded response{left} for {name} (call {number} of this test)."]
    if call.problem is not None:
        lines += [f"  {call.problem}, so it cannot be compared with a recorded call", "  correct the request"]
    elif same_call:
        lines += _used_up(cassette, same_call, played)
    elif same_operation:
        lines += _differing(recorded, same_operation, call, played, aliases)
    else:
        lines += _never_recorded(recorded, call, played)
    return "\n".join(lines)


def differing_members(recorded: Call, asked: Call, aliases: Aliases) -> tuple[int, list[Difference]]:
    """The number of matching members, and the differences; an identifier that could match counts as equal."""
    equal, differing = compare(
        compared_members(recorded.parameters), compared_members(aliases.request_as_recorded(asked.parameters))
    )
    remaining = [each for each in differing if not _could_match(each, asked, aliases)]
    # Each identifier may match alone, but not all of them together: then all are reported.
    return equal + len(differing) - len(remaining), remaining or differing


def describe_differences(operation: str, differing: Sequence[Difference]) -> list[str]:
    """One indented line for each of the first differences, and the number of the others."""
    lines = [f"    {_describe_difference(operation, each)}" for each in differing[:MOST_LINES]]
    more = len(differing) - len(lines)
    return [*lines, f"    and {more} more"] if more else lines


def _describe_difference(operation: str, difference: Difference) -> str:
    """Describe a difference.  Secrets are shown by their length only, so two of one length need an explanation."""
    text = describe(operation, difference, "recorded", "sent")
    left, right = difference.left, difference.right
    is_identifier = ABSENT not in (left, right) and identifier_at(operation, difference.member, left) is not None
    if is_identifier and is_placeholder(str(left)):
        return f"{text}; in this test, the recorded placeholder stands for another value"
    return text


def _could_match(difference: Difference, asked: Call, aliases: Aliases) -> bool:
    if ABSENT in (difference.left, difference.right):
        return False
    value: Any = asked.parameters
    for part in difference.member:
        value = value[part]
    identifier = identifier_at(asked.operation, difference.member, value)
    return identifier is not None and aliases.could_match(identifier, str(difference.left))


def _used_up(cassette: Cassette, same_call: Sequence[int], played: Played) -> list[str]:
    times = "once" if len(same_call) == 1 else f"{len(same_call)} times"
    last = _describe_interaction(cassette.interactions[same_call[-1]], same_call[-1], played)
    return [
        f"  nearest: {last}; it is the same call, recorded {times}",
        f"  call it no more often than it was recorded, or record it once more {RECORD}",
        f"  or let recorded responses be given again: {REPEAT}",
    ]


def _differing(
    recorded: Sequence[Interaction], same_operation: Sequence[int], call: Call, played: Played, aliases: Aliases
) -> list[str]:
    def distance(at: int) -> tuple[int, int, bool]:
        equal, differing = differing_members(recorded[at].call, call, aliases)
        return -equal, len(differing), at in played

    nearest = min(same_operation, key=distance)
    differing = differing_members(recorded[nearest].call, call, aliases)[1]
    ignored = sorted(ignored_members(recorded[nearest].call.parameters) | ignored_members(call.parameters))
    return [
        f"  nearest: {_describe_interaction(recorded[nearest], nearest, played)}; it differs in:",
        *describe_differences(call.operation, differing),
        *([f"  ignored, because they change in every run: {', '.join(ignored)}"] if ignored else []),
        f"  make the recorded calls in their order and with their values, or record this call {RECORD}",
    ]


def _never_recorded(recorded: Sequence[Interaction], call: Call, played: Played) -> list[str]:
    names = sorted({each.operation for each in recorded})
    name = difflib.get_close_matches(call.operation, names, n=1, cutoff=0.0)[0]
    at = min((at for at, each in enumerate(recorded) if each.operation == name), key=lambda at: at in played)
    return [
        f"  nearest: {_describe_interaction(recorded[at], at, played)}; it is {_name(name)}",
        f"  recorded operations: {', '.join(map(_name, names))}",
        f"  do not make this call, or record it {RECORD}",
    ]


def _describe_interaction(interaction: Interaction, at: int, played: Played) -> str:
    state = f"already replayed as call {played[at]}" if at in played else "not yet replayed"
    return f"interaction {interaction.number} at {interaction.place}, {state}"


def _name(operation: str) -> str:
    return operation or "a request that names no operation"
