"""A scenario as frozen values: pools, clients, users and risks.

All tests that name a scenario share it, so its values are read-only at every level; `thawed` makes a copy that may
be changed.  No repr shows a secret.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._aws.constants import Network, RiskLevel
    from pytest_cognito_mfa._scenario.answers import AnswerSpec
    from pytest_cognito_mfa._scenario.expectations import ExpectationSpec
    from pytest_cognito_mfa._scenario.faults.values import FaultSpec
    from pytest_cognito_mfa._scenario.quotas import QuotasSpec
    from pytest_cognito_mfa._yaml.places import Place
    from pytest_cognito_mfa.errors import Mistake


@dataclass(frozen=True, slots=True)
class ClientSpec:
    """An app client; `settings` has all other members, by AWS's names."""

    id: str | None
    name: str
    secret: str | None = field(repr=False)
    settings: Mapping[str, Any]
    place: Place


@dataclass(frozen=True, slots=True)
class UserSpec:
    """A user; `settings` has what else AWS prints of a user, by AWS's names."""

    username: str
    password: str | None = field(repr=False)
    """None for one that is generated, empty for a user who has none."""
    status: str
    enabled: bool
    attributes: Mapping[str, str]
    factors: tuple[str, ...]
    preferred: str | None
    secret_code: str | None = field(repr=False)
    place: Place
    settings: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    groups: tuple[str, ...] = ()
    passkeys: tuple[str, ...] = ()
    """The names of passkeys whose ids are made."""
    claims: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), repr=False)


@dataclass(frozen=True, slots=True)
class ResourceSpec:
    """A group or another resource of a pool: its list in the scenario, its name, and its members by AWS's names."""

    key: str
    name: str
    members: Mapping[str, Any] = field(repr=False)
    place: Place


@dataclass(frozen=True, slots=True)
class TriggerSpec:
    """A function of a pool, by the name of a trigger or by an ARN: `function` is written ``module:function``."""

    name: str
    function: str
    place: Place


@dataclass(frozen=True, slots=True)
class PoolSpec:
    """A user pool; `settings` has all other members as they were written, by AWS's names."""

    id: str | None
    name: str
    settings: Mapping[str, Any]
    clients: tuple[ClientSpec, ...]
    users: tuple[UserSpec, ...]
    place: Place
    resources: tuple[ResourceSpec, ...] = ()
    triggers: tuple[TriggerSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class RiskSpec:
    """The risk of attempts from `source`, or from anywhere if it is None."""

    level: RiskLevel
    source: Network | None


@dataclass(frozen=True, slots=True)
class ClockSpec:
    """Cognito's clock when a test begins."""

    freeze: float | None = None
    """The second since the epoch at which it is frozen; None if it runs."""
    advance: float = 0.0
    """Seconds by which it is ahead; below zero it is behind."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """All that one scenario file says; `path` is None for the default scenario."""

    path: str | None
    region: str
    """That of its pools: the file names it, or else the test does."""
    pools: tuple[PoolSpec, ...]
    faults: tuple[FaultSpec, ...]
    compromised: tuple[str, ...] = field(default=(), repr=False)
    """The passwords that threat protection finds compromised."""
    risks: tuple[RiskSpec, ...] = ()
    """The last one that matches an address wins."""
    error_statuses: str = "wire"
    """The HTTP statuses of errors: ``wire`` as the service sends them, ``documented`` as AWS's OpenAPI page says."""
    seed: int | str | None = None
    """Fixes ids, codes, secrets and tokens; if it is None, they differ in each run."""
    clock: ClockSpec | None = None
    waits: bool = False
    """Whether a latency takes real time."""
    quotas: QuotasSpec | None = None
    answers: tuple[AnswerSpec, ...] = ()
    expectations: tuple[ExpectationSpec, ...] = ()
    names_region: bool = False
    """Whether the file names the region."""
    warnings: tuple[Mistake, ...] = ()
    """What may be meant, and is probably not."""

    def with_more(self, answers: Sequence[AnswerSpec], expectations: Sequence[ExpectationSpec]) -> Scenario:
        """Add the answers and expectations of one test; its answers come first."""
        if not answers and not expectations:
            return self
        return replace(self, answers=(*answers, *self.answers), expectations=(*expectations, *self.expectations))
