"""What stands behind a test: the simulator of a scenario, or that of the state which a cassette implies.

1. Without a cassette every call is simulated.
2. With one, each call gets its recorded answer, and nothing else; by mode ``hybrid`` what is not recorded is simulated.
3. Where a cassette and no scenario is named, the pools and users are those that the cassette implies.  They are made
   when they are first asked for, so a test that only replays does not wait for them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from . import _cassette
from ._simulation import Simulation
from ._stage import staged
from .errors import SettingError, unknown

if TYPE_CHECKING:
    from pathlib import Path

    from ._implied import Rehearsal
    from ._implied.hybrid import Hybrid
    from ._scenario import Scenario
    from ._service.service import Service
    from ._service.sources import Sources

HYBRID: Final = "hybrid"
MODES: Final = ("none", HYBRID)


class Behind:
    """The service of one test, and who answers its calls."""

    def __init__(
        self, staging: Scenario, sources: Sources, *, cassette: Path | None, mode: str, is_named: bool
    ) -> None:
        """`is_named` says whether the test named its scenario."""
        if mode not in MODES:
            raise SettingError(unknown("mode", mode, MODES))
        if mode == HYBRID and cassette is None:
            raise SettingError("mode 'hybrid' replays a cassette, and simulates the rest; name a cassette")
        self._staging, self._sources = staging, sources
        self._cassette = None if cassette is None else _cassette.load(cassette)
        self._is_named = is_named
        self.answers = self._answers(mode)

    @cached_property
    def service(self) -> Service:
        if self._cassette is not None and not self._is_named:
            return self._rehearsal.service
        return staged(self._staging, self._sources)

    @cached_property
    def simulation(self) -> Simulation:
        return Simulation(self.service, self._staging.error_statuses)

    @cached_property
    def _rehearsal(self) -> Rehearsal:
        from ._implied import Rehearsal, recorded_in, told_by  # noqa: PLC0415 - only for who asks

        assert self._cassette is not None  # noqa: S101 - asked by the others
        cast = told_by(list(recorded_in(self._cassette)))
        service = self.service if self._is_named else None
        return Rehearsal(cast, service=service, sources=self._sources, clock_follows=False)

    def _answers(self, mode: str) -> Simulation | _cassette.Replay | Hybrid:
        if self._cassette is None:
            return self.simulation
        replay = _cassette.Replay(self._cassette, self._sources.clock.timestamp)
        if mode != HYBRID:
            return replay
        from ._implied.hybrid import Hybrid  # noqa: PLC0415 - as above

        return Hybrid(replay, self._rehearsal, self.simulation)
