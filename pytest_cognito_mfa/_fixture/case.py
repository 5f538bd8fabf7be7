"""One case of a test: a standing, an error, both, or, for any other test, neither."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pytest_cognito_mfa._fixture import standing_pool as subject
from pytest_cognito_mfa._fixture.standings import UserStanding, named
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from pytest_cognito_mfa._fixture.error_cases import ErrorCase
    from pytest_cognito_mfa._scenario import FaultSpec, Scenario
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, User


@dataclass(frozen=True, slots=True)
class Case:
    """What a test is run with; as a text it is the test's id."""

    standing: UserStanding | None = None
    failing: ErrorCase | None = None

    @classmethod
    def of(cls, standing: UserStanding | str | None) -> Case:
        """A case of a standing or of its name."""
        return cls(named(standing) if isinstance(standing, str) else standing)

    def __str__(self) -> str:
        return "-".join(str(part) for part in (self.standing, self.failing) if part is not None)

    @property
    def faults(self) -> tuple[FaultSpec, ...]:
        return () if self.failing is None else (self.failing.fault,)

    @property
    def error(self) -> str:
        if self.failing is None:
            raise SettingError("cognito.error is for tests with @pytest.mark.cognito_errors('SomeOperation')")
        return self.failing.error

    @property
    def subject(self) -> str:
        """The name of the user at hand."""
        if self.standing is None:
            where = "tests with @pytest.mark.cognito_standings, and for simulate(standing=...)"
            raise SettingError(f"cognito.next_challenge is for {where}")
        return subject.SUBJECT

    def staging(self, scenario: Scenario, *, is_simulated: bool) -> Scenario:
        """The scenario with the subject's pool as its first."""
        if self.standing is None:
            return scenario
        if not is_simulated:
            raise SettingError("a standing is simulated; with a cassette its recorded answers are given, whoever asks")
        return replace(scenario, pools=(subject.pool_of(self.standing, scenario.region), *scenario.pools))

    def furnish(self, service: Service) -> None:
        """Add to the staged service what no scenario can say."""
        if self.standing is not None and self.standing.trusted_device:
            subject.give_device(service)

    def next_challenge(self, client: Client, user: User) -> str | None:
        return subject.next_challenge(client, user)
