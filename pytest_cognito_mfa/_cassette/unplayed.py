"""Report the recorded calls that a test did not make, each with the nearest call that it made.

Rule 1: the nearest is a call of the same operation that matched no recorded call; else one that a fault or a canned
        response answered.  Of several, it is the one with the fewest differences, and of these the latest.
Rule 2: differences are described as those of a miss are, so no secret is shown.
Rule 3: a recorded public document of a pool is not reported, because clients cache these for a long time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._cassette.misses import describe_differences, differing_members
from pytest_cognito_mfa.errors import CassetteError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_cognito_mfa._aws.diff import Difference
    from pytest_cognito_mfa._aws.exchange import Call, Exchange
    from pytest_cognito_mfa._cassette.interactions import Interaction
    from pytest_cognito_mfa._cassette.replay import Replay

MOST_REPORTED = 12
"""The most that are described; the others are only counted."""

ADVICE = """\
  make these calls; or record the cassette again with: pytest --cognito-record=rewrite
  or set `cognito_unplayed` to `warn` or `ignore` in pytest's ini file"""


def report(replay: Replay, journal: Sequence[Exchange], others: Sequence[str] = ()) -> tuple[str, ...]:
    """A few lines about each interaction that was not played, then what to do; `others` are lines for other hosts."""
    unplayed = replay.unplayed
    if not unplayed and not others:
        return ()
    texts = [*(_describe(each, replay, journal) for each in unplayed[:MOST_REPORTED]), *others][:MOST_REPORTED]
    more = len(unplayed) + len(others) - len(texts)
    return (*texts, f"  and {more} more\n{ADVICE}" if more else ADVICE)


def _describe(interaction: Interaction, replay: Replay, journal: Sequence[Exchange]) -> str:
    operation = interaction.operation
    first = f"{interaction.place}: interaction {interaction.number}, {operation}, was not played"
    try:
        return "\n".join((first, *_nearest(interaction, replay, journal)))
    except CassetteError as error:  # the interaction is read only now, and is broken
        return f"{first}\n  {error}"


def _nearest(interaction: Interaction, replay: Replay, journal: Sequence[Exchange]) -> list[str]:
    operation = interaction.operation
    missed = [call for call in replay.missed if call.operation == operation]
    made = [number for number, exchange in enumerate(journal) if exchange.operation == operation]
    elsewhere = [number for number in made if not journal[number].answered_by.startswith("cassette")]
    if missed:
        differing = min((_differences(interaction, call, replay) for call in reversed(missed)), key=len)
        first = f"  nearest: a call of {operation} that matched no recorded call; it differs in:"
        return [first, *describe_differences(operation, differing)]
    if elsewhere:
        number, differing = min(
            ((each, _differences(interaction, journal[each].call, replay)) for each in reversed(elsewhere)),
            key=lambda near: len(near[1]),
        )
        by = journal[number].answered_by
        first = f"  nearest: call {number + 1} of {len(journal)}, {operation}, answered by {by}"
        return [f"{first}; it differs in:" if differing else first, *describe_differences(operation, differing)]
    if made:
        times = "once" if len(made) == 1 else f"{len(made)} times"
        recorded = len(replay.cassette.positions[operation])
        return [f"  {operation} was called {times}, but is recorded {recorded} times"]
    called = dict.fromkeys((*(each.operation for each in journal), *(each.operation for each in replay.missed)))
    return [f"  {operation} was not called; the test called: {', '.join(filter(None, called)) or 'nothing'}"]


def _differences(interaction: Interaction, call: Call, replay: Replay) -> list[Difference]:
    return differing_members(interaction.call, call, replay.aliases)[1]
