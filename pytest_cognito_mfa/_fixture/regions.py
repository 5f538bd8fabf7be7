"""Calls to another region than that of the pools: as on AWS, the pools of this one are not there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pytest_cognito_mfa._aws.wire import region_of
from pytest_cognito_mfa._simulator.service import Service
from pytest_cognito_mfa._simulator.simulation import Simulation

if TYPE_CHECKING:
    from pytest_cognito_mfa._aws.exchange import Call, Reply
    from pytest_cognito_mfa._simulator.sources import Sources


class Regions:
    """A handler: gives a call to the simulation of its region; at first, no region but `region` has pools.

    A call to an endpoint of the user's names no region; `home` answers it.
    """

    def __init__(self, home: Simulation, region: str, sources: Sources, error_statuses: str) -> None:
        self._home = home
        self._region = region
        self._sources = sources
        self._error_statuses = error_statuses
        self._abroad: dict[str, Simulation] = {}

    def answer(self, call: Call) -> tuple[Reply, str]:
        __tracebackhide__ = True
        region = region_of(call.url)
        if region is None or region == self._region:
            return self._home.answer(call)
        if region not in self._abroad:
            self._abroad[region] = Simulation(Service(region, self._sources), self._error_statuses)
        reply, by = self._abroad[region].answer(call)
        why = f"the client's region is {region}, and the pools of this test are in {self._region}"
        return replace(reply, reason=why if reply.error else None), by
