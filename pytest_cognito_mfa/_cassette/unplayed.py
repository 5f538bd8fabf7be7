"""RecordingSummary calls that a test never made, and what came nearest to each; told at its end.

Rule 1: the nearest is a call of the same operation that found no answer; else one that somebody else answered (a fault,
        a canned answer); of several, the one with the fewest differences, the latest of equals.
Rule 2: differences are worded as those of a miss are, so no secret is shown.
Rule 3: a recording of documents (a pool's keys) is not missed: clients keep those for long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._cassette import misses
from pytest_cognito_mfa._cassette.misses import differing_members
from pytest_cognito_mfa.errors import CassetteError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_cognito_mfa._aws.diff import Difference
    from pytest_cognito_mfa._aws.exchange import Call, Exchange
    from pytest_cognito_mfa._cassette.interactions import Interaction
    from pytest_cognito_mfa._cassette.replay import Replay

MOST_REPORTED = 12
"""As many as a reader looks at; the others are counted."""

ADVICE = "  make these calls, or record the cassette anew with: pytest --cognito-record=rewrite"


def report(replay: Replay, journal: Sequence[Exchange]) -> tuple[str, ...]:
    """A few lines about each interaction that was not played."""
    left = replay.unplayed
    if not left:
        return ()
    texts = [_describe(each, replay, journal) for each in left[:MOST_REPORTED]]
    more = len(left) - len(texts)
    return (*texts, f"  and {more} more\n{ADVICE}" if more else ADVICE)


def _describe(interaction: Interaction, replay: Replay, journal: Sequence[Exchange]) -> str:
    operation = interaction.operation
    first = f"{interaction.place}: interaction {interaction.number}, {operation}, was not played"
    try:
        return "\n".join((first, *_nearest(interaction, replay, journal)))
    except CassetteError as error:  # it was not read before
        return f"{first}\n  {error}"


def _nearest(interaction: Interaction, replay: Replay, journal: Sequence[Exchange]) -> list[str]:
    operation = interaction.operation
    missed = [call for call in replay.missed if call.operation == operation]
    made = [number for number, exchange in enumerate(journal) if exchange.operation == operation]
    elsewhere = [number for number in made if not journal[number].answered_by.startswith("cassette")]
    if missed:
        differing = min((_differences(interaction, call, replay) for call in reversed(missed)), key=len)
        return [f"  nearest: a call of {operation} that found no answer; it differs in", *_lines(operation, differing)]
    if elsewhere:
        number, differing = min(
            ((each, _differences(interaction, journal[each].call, replay)) for each in reversed(elsewhere)),
            key=lambda near: len(near[1]),
        )
        by = journal[number].answered_by
        first = f"  nearest: call {number + 1} of {len(journal)}, {operation}, answered by {by}"
        return [f"{first}; it differs in" if differing else first, *_lines(operation, differing)]
    if made:
        times = "once" if len(made) == 1 else f"{len(made)} times"
        recorded = len(replay.cassette.positions[operation])
        return [f"  {operation} was called {times}, and is recorded {recorded} times"]
    called = dict.fromkeys((*(each.operation for each in journal), *(each.operation for each in replay.missed)))
    return [f"  {operation} was not called; called: {', '.join(filter(None, called)) or 'nothing at all'}"]


def _differences(interaction: Interaction, call: Call, replay: Replay) -> list[Difference]:
    return differing_members(interaction.call, call, replay.aliases)[1]


def _lines(operation: str, differing: Sequence[Difference]) -> list[str]:
    shown = [f"    {misses.describe_difference(operation, each)}" for each in differing[:MOST_REPORTED]]
    more = len(differing) - len(shown)
    return [*shown, f"    and in {more} more"] if more else shown
