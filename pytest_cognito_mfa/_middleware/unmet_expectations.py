"""Reports the expectations of a scenario that the calls of a test did not meet; read from the journal when it ends.

Rule 1: every call counts that has the members of `with`, whatever its outcome; a retry is a call.
Rule 2: the report shows no secret; differences are described as the journal describes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._aws.diff import contains
from pytest_cognito_mfa._middleware.nearest import calls_made, differences, nearest_call
from pytest_cognito_mfa._yaml.places import thawed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_cognito_mfa._aws.exchange import Exchange
    from pytest_cognito_mfa._scenario.expectations import ExpectationSpec


def unmet(expectations: Sequence[ExpectationSpec], journal: Sequence[Exchange]) -> tuple[str, ...]:
    """A few lines about each expectation that the calls of the journal do not meet."""
    return tuple(text for each in expectations if (text := _report(each, journal)) is not None)


def _report(expected: ExpectationSpec, journal: Sequence[Exchange]) -> str | None:
    from pytest_cognito_mfa._scenario.expectations import count_in_words  # noqa: PLC0415 - loaded with the expectation

    wanted = thawed(expected.members)
    calls = [number for number, exchange in enumerate(journal) if exchange.operation in expected.operations]
    matching = [number for number in calls if contains(journal[number].request, wanted)]
    if expected.is_met_by(len(matching)):
        return None
    was = f"called {count_in_words(len(matching))}" if matching else "never called"
    first = f"{expected.place.file}:{expected.place.line}: {expected}; it was {was}"
    others = [number for number in calls if number not in matching]
    if not calls:
        lines = [f"  {calls_made(journal)}"]
    elif others and len(matching) < (expected.times or 1):
        lines = nearest_call(((each, list(differences(wanted, journal[each]))) for each in others), journal)
    else:
        lines = [
            f"  call {each + 1} of {len(journal)}, {journal[each].operation}, answered by {journal[each].answered_by}"
            for each in matching
        ]
    return "\n".join([first, *lines])
