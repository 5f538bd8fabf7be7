"""Compares the journal with the calls that a scenario expects, and reports each expectation that is not met.

Rule 1: every call in the journal counts that has the members of `with`, whatever its outcome; a retry is a call.
Rule 2: the report shows no secret; differences are described as the journal describes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.diff import covers
from pytest_cognito_mfa._middleware.nearest import differences, not_called
from pytest_cognito_mfa._scenario.expectations import count_in_words
from pytest_cognito_mfa._yaml.places import thawed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_cognito_mfa._aws.exchange import Exchange
    from pytest_cognito_mfa._scenario.expectations import ExpectationSpec


def unmet(expectations: Sequence[ExpectationSpec], journal: Sequence[Exchange]) -> tuple[str, ...]:
    """A few lines about each expectation that the calls of the journal do not meet."""
    return tuple(text for each in expectations if (text := _report(each, journal)) is not None)


def _report(expected: ExpectationSpec, journal: Sequence[Exchange]) -> str | None:
    wanted = thawed(expected.members)
    calls = [number for number, exchange in enumerate(journal) if exchange.operation in expected.operations]
    made = [number for number in calls if covers(journal[number].request, wanted)]
    if expected.is_met_by(len(made)):
        return None
    was = f"called {count_in_words(len(made))}" if made else "never called"
    first = f"{expected.place.file}:{expected.place.line}: {expected}; it was {was}"
    if not calls:
        return f"{first}\n{not_called(expected.on, journal)}"
    others = [number for number in calls if number not in made]
    # Where too many calls were made, or no other ones, the calls that counted are what helps.
    helpful = (
        _nearest(others, wanted, journal) if others and len(made) < (expected.times or 1) else _made(made, journal)
    )
    return "\n".join([first, *helpful])


def _made(made: Sequence[int], journal: Sequence[Exchange]) -> Iterator[str]:
    for number in made:
        yield f"  call {number + 1} of {len(journal)}, {journal[number].operation}, by {journal[number].answered_by}"


def _nearest(numbers: Sequence[int], wanted: Any, journal: Sequence[Exchange]) -> Iterator[str]:
    found = [(number, list(differences(wanted, journal[number]))) for number in numbers]
    number, reasons = min(reversed(found), key=lambda each: len(each[1]))
    yield f"  nearest: call {number + 1} of {len(journal)}, {journal[number].operation}:"
    yield from (f"    {reason}" for reason in reasons)
