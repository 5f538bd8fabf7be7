"""One case of a test: a standing, an error, both, or neither."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pytest_cognito_mfa._fixture import standing_pool
from pytest_cognito_mfa._fixture.standings import UserStanding, named
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from pytest_cognito_mfa._fixture.error_cases import ErrorCase
    from pytest_cognito_mfa._scenario import FaultSpec, Scenario
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, User


@dataclass(frozen=True, slots=True)
class Case:
    """The standing and the error that a test runs with; `str` gives the id of the test."""

    standing: UserStanding | None = None
    failing: ErrorCase | None = None

    @classmethod
    def of(cls, standing: UserStanding | str | None) -> Case:
        """The case of a standing, given as such or by its name."""
        return cls(named(standing) if isinstance(standing, str) else standing)

    def __str__(self) -> str:
        return "-".join(str(part) for part in (self.standing, self.failing) if part is not None)

    @property
    def faults(self) -> tuple[FaultSpec, ...]:
        return () if self.failing is None else (self.failing.fault,)

    @property
    def error(self) -> str:
        if self.failing is None:
            raise SettingError(
                "cognito.error: this test has no error case; add @pytest.mark.cognito_errors('SetUserMFAPreference')"
            )
        return self.failing.error

    @property
    def subject(self) -> str:
        """The username of the user who has the standing."""
        if self.standing is None:
            ways = "add @pytest.mark.cognito_standings, or use simulate(standing='...')"
            raise SettingError(f"cognito.next_challenge: this test has no standing; {ways}")
        return standing_pool.SUBJECT

    def add_pool(self, scenario: Scenario, *, is_simulated: bool) -> Scenario:
        """The scenario with the pool of the standing before the others."""
        if self.standing is None:
            return scenario
        if not is_simulated:
            raise SettingError("a standing has no effect on a cassette's answers; remove the cassette or the standing")
        return replace(scenario, pools=(standing_pool.pool_of(self.standing, scenario.region), *scenario.pools))

    def add_device(self, service: Service) -> None:
        """Give the user the trusted device of the standing, which no scenario can describe."""
        if self.standing is not None and self.standing.trusted_device:
            standing_pool.give_device(service)

    def first_challenge(self, client: Client, user: User) -> str:
        return standing_pool.first_challenge(client, user)

    def next_challenge(self, client: Client, user: User) -> str | None:
        return standing_pool.next_challenge(client, user)
