"""What stands behind a test: the simulator of a scenario, or that of the state which a cassette implies.

1. Without a cassette every call is simulated.
2. With one, each call gets its recorded answer, and nothing else; by a mode of vcrpy's it is recorded, and by mode
   ``hybrid`` what is not recorded is simulated.
3. Where a cassette and no scenario is named, the pools and users are those that the cassette implies.  They are made
   when they are first asked for, so a test that only replays does not wait for them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pytest_cognito_mfa._cassette.cassette_player import Player, open_cassette
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.modes import HYBRID, is_recording
from pytest_cognito_mfa._scenario.staging import create_service
from pytest_cognito_mfa._simulator.service import Service
from pytest_cognito_mfa._simulator.simulation import Simulation
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_cognito_mfa._cassette.modes import ReplayOptions
    from pytest_cognito_mfa._fixture import Case
    from pytest_cognito_mfa._inference import ShadowRun
    from pytest_cognito_mfa._scenario import Scenario
    from pytest_cognito_mfa._simulator.sources import Sources


class Behind:
    """The service of one test, and who answers its calls."""

    def __init__(
        self,
        staging: Scenario,
        sources: Sources,
        *,
        cassette: Path | None,
        options: ReplayOptions,
        is_named: bool,
        case: Case,
    ) -> None:
        """`is_named` says whether the test named its scenario."""
        if cassette is None and options.mode != "none":
            raise SettingError(f"mode {options.mode!r} is about a cassette; name one")
        self._staging = case.staging(staging, is_simulated=cassette is None)
        self._sources, self._case, self.clock = sources, case, sources.clock
        self._cassette = cassette
        is_recorded = cassette is not None and is_recording(cassette, options.mode)
        self._is_implied = cassette is not None and not is_named and not is_recorded
        self.has_pools = is_named or not is_recorded
        """While a cassette is recorded they are the real service's, and none of ours."""
        self.player = self._open_cassette(options)

    @cached_property
    def service(self) -> Service:
        if not self.has_pools:
            raise SettingError(
                "while a cassette is recorded, pools, clients and users are those of the real service; take their ids "
                "from settings of your own, such as an environment variable"
            )
        if self._is_implied:
            return self._shadow_run.service
        service = create_service(self._staging, self._sources)
        self._case.furnish(service)
        return service

    @property
    def names(self) -> tuple[str, ...]:
        """Of the pools, as far as they are known yet; else of the region."""
        return tuple(self.service.pools) if "service" in vars(self) else (self._staging.region,)

    @cached_property
    def simulation(self) -> Simulation:
        return Simulation(self.service, self._staging.error_statuses)

    @cached_property
    def refusals(self) -> Simulation:
        """Who words errors and canned answers, for which no pool is needed."""
        if self.has_pools and not self._is_implied:
            return self.simulation
        return Simulation(Service(self._staging.region, self._sources), self._staging.error_statuses)

    @cached_property
    def _shadow_run(self) -> ShadowRun:
        from pytest_cognito_mfa._inference import ShadowRun, exchanges_in, observe  # noqa: PLC0415 - only for who asks

        assert self._cassette is not None  # noqa: S101 - asked by the others
        identities = observe(list(exchanges_in(load(self._cassette))))
        service = None if self._is_implied else self.service
        return ShadowRun(identities, service=service, sources=self._sources, clock_follows=False)

    def _open_cassette(self, options: ReplayOptions) -> Player:
        if self._cassette is None:
            return Player(self.simulation)
        if options.mode != HYBRID:
            return open_cassette(self._cassette, options, self._sources, self._pool_id)
        from pytest_cognito_mfa._inference.hybrid import Hybrid  # noqa: PLC0415 - as above

        replay = open_cassette(self._cassette, options, self._sources, self._pool_id).replay
        assert replay is not None  # noqa: S101 - nothing is recorded
        return Player(Hybrid(replay, self._shadow_run, self.simulation))

    def _pool_id(self) -> str:
        return next(iter(self.service.pools), "")
