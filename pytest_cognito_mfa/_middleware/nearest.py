"""How a call that was made differs from one that was wanted, in words that show no secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.diff import compared, covers, worded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pytest_cognito_mfa._aws.exchange import Exchange


def not_called(on: str, journal: Sequence[Exchange]) -> str:
    """Say that no call was one of `on`, and what was called."""
    called = ", ".join(dict.fromkeys(exchange.operation for exchange in journal)) or "nothing at all"
    return f"  {on} was not called; called: {called}"


def differences(wanted: Mapping[str, Any], exchange: Exchange) -> Iterator[str]:
    """Each wanted member that the call lacks, or has otherwise."""
    if covers(exchange.request, wanted):
        return
    differing = compared(wanted, exchange.request)[1]
    # Of a list that goes on longer nothing is missing; then everything that differs is told.
    for each in [each for each in differing if each.is_here] or differing:
        yield worded(exchange.operation, each, "wanted", "called")
