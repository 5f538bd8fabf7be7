"""The handler of a test's calls, and what a cassette adds to it.

Rule 1: unplayed interactions are reported only after a strict replay.
Rule 2: a test without a cassette imports nothing of what reads, matches, redacts and writes cassettes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_cognito_mfa._aws.exchange import Exchange
    from pytest_cognito_mfa._cassette.other_hosts import OtherHosts
    from pytest_cognito_mfa._cassette.recorder import Recorder
    from pytest_cognito_mfa._cassette.replay import Replay
    from pytest_cognito_mfa._middleware.handler import Handler


@dataclass(frozen=True)
class Player:
    """The handler of a test's calls: it has a `replay` if nothing is recorded, and a `recorder` if something is."""

    source: Handler
    replay: Replay | None = None
    recorder: Recorder | None = None
    others: OtherHosts | None = None
    """What plays the requests to other hosts, if the cassette holds any and nothing is recorded."""

    def unplayed(self, journal: Sequence[Exchange]) -> tuple[str, ...]:
        """A few lines about each recorded call that the test did not make."""
        if self.replay is None:
            return ()
        from pytest_cognito_mfa._cassette import unplayed  # noqa: PLC0415 - loaded with the cassette

        return unplayed.report(self.replay, journal, () if self.others is None else self.others.unplayed)
