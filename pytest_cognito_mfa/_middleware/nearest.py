"""How the nearest call differs from the wanted one, for reports about faults and expectations; shows no secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.diff import SUBSET, describe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pytest_cognito_mfa._aws.exchange import Exchange


def calls_made(journal: Sequence[Exchange]) -> str:
    """Report which operations were called."""
    called = ", ".join(dict.fromkeys(exchange.operation for exchange in journal))
    return f"calls made: {called}" if called else "the test made no calls"


def nearest_call(reasons: Iterable[tuple[int, list[str]]], journal: Sequence[Exchange]) -> list[str]:
    """Describe the call with the fewest differences; of several, the latest.

    `reasons` holds the position of each call in the journal, and how that call differs.
    """
    number, differing = min(reversed(list(reasons)), key=lambda each: len(each[1]))
    first = f"  nearest: call {number + 1} of {len(journal)}, {journal[number].operation}:"
    return [first, *(f"    {reason}" for reason in differing)]


def differences(wanted: Mapping[str, Any], exchange: Exchange) -> Iterator[str]:
    """Each wanted member that the request does not have, or has with another value."""
    for each in SUBSET.differences(wanted, exchange.request):
        yield describe(exchange.operation, each, "wanted", "sent")
