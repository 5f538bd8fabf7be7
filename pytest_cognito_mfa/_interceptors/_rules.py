"""What a block does with the calls that it does not answer: refuse them, or let them go out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pytest_cognito_mfa._aws.hosts import region_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from pytest_cognito_mfa._aws.exchange import Call


class Rules(NamedTuple):
    """What a block does with calls that it does not answer."""

    records: bool = False
    """Calls may pass through, so they are signed with the user's own credentials."""
    domains: Collection[str] = ()
    """The custom domains of the pools."""
    simulates_domains: bool = False
    """The simulator answers calls to the domains of pools."""
    passes_other_aws: bool = False
    """Calls to identity pools and to other services of AWS go out."""
    guards: bool = False
    """AWS's user pools get no calls, unless a mock of the user's answers them; all other calls go out."""

    def refuses(self, call: Call) -> bool:
        if self.guards:
            return call.part is None and region_of(call.url) is not None
        return not self.records and (call.part in ("domain", "upload") or not self.passes_other_aws)
