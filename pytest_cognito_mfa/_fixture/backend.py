"""What answers a test's calls: the simulator, a cassette, or both.

1. Without a cassette, the simulator answers every call.
2. With a cassette, each call gets its recorded answer.  The modes of vcrpy record; the mode ``hybrid`` simulates the
   calls that are not recorded.
3. With a cassette and without a scenario, pools and users are those that the recording implies.
4. Pools and users are created at first use, as of the start of the test, so a test without a call does not wait for
   them.  Those of a scenario that the test named are created at once, because AWS may refuse them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pytest_cognito_mfa._aws.exchange import Dropped
from pytest_cognito_mfa._aws.hosts import hosted_region_of, region_of
from pytest_cognito_mfa._cassette.modes import HYBRID, is_recording
from pytest_cognito_mfa._cassette.player import Player
from pytest_cognito_mfa._scenario.provisioning import create_service
from pytest_cognito_mfa._simulator.lock import LOCK
from pytest_cognito_mfa._simulator.service import Service
from pytest_cognito_mfa._simulator.simulation import Simulation
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_cognito_mfa._aws.exchange import Call, Outcome
    from pytest_cognito_mfa._cassette.modes import ReplayOptions
    from pytest_cognito_mfa._fixture import Case
    from pytest_cognito_mfa._inference import ShadowRun
    from pytest_cognito_mfa._scenario import Scenario
    from pytest_cognito_mfa._simulator.sources import Sources


class Backend:
    """The simulated service of one test, and the last handler of its calls."""

    def __init__(
        self,
        scenario: Scenario,
        sources: Sources,
        *,
        cassette: Path | None,
        options: ReplayOptions,
        is_named: bool,
        case: Case,
        is_regional: bool,
        report: Callable[[str, str], None],
    ) -> None:
        """`is_named`: the test named a scenario, so this is not the default one.

        `report` gets what has no effect (`_simulator/triggers/invoke.py`).

        `is_regional`: someone named the region, so clients of others do not find its pools.
        """
        if cassette is None and options.mode != "none":
            raise SettingError(f"mode={options.mode!r} needs a cassette; add cassette='...yaml'")
        self._scenario = case.add_pool(scenario, is_simulated=cassette is None)
        self._sources, self._case, self.clock = sources, case, sources.clock
        self._cassette, self._is_regional, self._report = cassette, is_regional, report
        is_recorded = cassette is not None and is_recording(cassette, options.mode)
        self._is_implied = cassette is not None and not is_named and not is_recorded
        self.has_pools = is_named or not is_recorded
        """While recording, the pools are those of the real service, not of the simulator."""
        self._start = sources.clock.timestamp()
        self._own_domains: set[str] = set()
        self.player = self._open_cassette(options)
        if is_named and cassette is None:
            self.simulation  # noqa: B018 - its pools are created now

    @cached_property
    def answer(self) -> Callable[[Call], tuple[Outcome, str]]:
        """Answer a call with the simulator."""
        return self._simulator.answer

    @cached_property
    def _simulator(self) -> Simulation | Regions:
        return (
            Regions(self.service, self.simulation, self._scenario.error_statuses)
            if self._is_regional
            else self.simulation
        )

    @cached_property
    def service(self) -> Service:
        with LOCK:
            if (created := vars(self).get("service")) is not None:
                return created  # type: ignore[no-any-return]  # another thread was faster
            service = self._create_service()
            self._own_domains |= service.own_domains
            service.own_domains = self._own_domains
            vars(self)["service"] = service
            return service

    def _create_service(self) -> Service:
        if not self.has_pools:
            raise SettingError(
                "while recording, pools, clients and users are those of the real service; read their ids from your own "
                "settings, for example from an environment variable"
            )
        if self._is_implied:
            return self._shadow_run.service
        with self._sources.as_of(self._start):
            service = create_service(self._scenario, self._sources)
            self._case.add_device(service)
        service.report = self._report
        return service

    @property
    def is_simulated(self) -> bool:
        """Whether the simulator answers every call, and no cassette does."""
        return self._cassette is None

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of the pools, or the region while no pool has been created."""
        return tuple(self.service.pools) if self.is_created else (self._scenario.region,)

    @property
    def is_created(self) -> bool:
        """Whether the pools were created."""
        return "service" in vars(self)

    @property
    def answered_domains(self) -> set[str] | None:
        """The custom domains that the simulator answers, now and later; None if it answers no domain."""
        return self._own_domains if self.player.replay is None and self.player.recorder is None else None

    @cached_property
    def simulation(self) -> Simulation:
        return Simulation(self.service, self._scenario.error_statuses)

    @cached_property
    def replies(self) -> Simulation:
        """Writes AWS's errors and canned answers, which need no pool."""
        if self.has_pools and not self._is_implied:
            return self.simulation
        return Simulation(Service(self._scenario.region, self._sources), self._scenario.error_statuses)

    @cached_property
    def _shadow_run(self) -> ShadowRun:
        from pytest_cognito_mfa._cassette.loading import load  # noqa: PLC0415 - only with a cassette
        from pytest_cognito_mfa._inference import ShadowRun, exchanges_in, observe  # noqa: PLC0415 - the same

        assert self._cassette is not None  # noqa: S101 - every caller has one
        identities = observe(list(exchanges_in(load(self._cassette))))
        service = None if self._is_implied else self.service
        return ShadowRun(identities, service=service, sources=self._sources, clock_follows=False)

    def _open_cassette(self, options: ReplayOptions) -> Player:
        if self._cassette is None:
            return Player(self)
        from pytest_cognito_mfa._cassette.cassette_player import open_cassette  # noqa: PLC0415 - only with a cassette

        if options.mode != HYBRID:
            return open_cassette(self._cassette, options, self._sources, self._pool_id)
        from pytest_cognito_mfa._inference.hybrid import Hybrid  # noqa: PLC0415 - the same

        player = open_cassette(self._cassette, options, self._sources, self._pool_id)
        assert player.replay is not None  # noqa: S101 - nothing is recorded
        return Player(Hybrid(player.replay, self._shadow_run, self.simulation), others=player.others)

    def _pool_id(self) -> str:
        return next(iter(self.service.pools), "")


class Regions:
    """A handler: gives a call to the simulation of its region; at first, only the region of `at_home` has pools.

    A call to an endpoint of the user's names no region; `home` answers it.
    """

    def __init__(self, at_home: Service, home: Simulation, error_statuses: str) -> None:
        self._at_home = at_home
        self._home = home
        self._error_statuses = error_statuses
        self._abroad: dict[str, Simulation] = {}

    def answer(self, call: Call) -> tuple[Outcome, str]:
        __tracebackhide__ = True
        region = region_of(call.url) or (hosted_region_of(call.url) if call.part else None)
        if region is None or region == self._at_home.region:
            return self._home.answer(call)
        if region not in self._abroad:
            service = Service(region, self._at_home.sources)
            service.report, service.triggers = self._at_home.report, self._at_home.triggers
            self._abroad[region] = Simulation(service, self._error_statuses)
        reply, by = self._abroad[region].answer(call)
        if isinstance(reply, Dropped):
            return reply, by
        why = f"the client's region is {region}, and the pools of this test are in {self._at_home.region}"
        return reply._replace(reason=why if reply.error else None), by
