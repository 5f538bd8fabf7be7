"""What a scenario says, as frozen values: pools, clients, users and risks.

A loaded scenario is shared by every test that names it, so these values are frozen
all the way down; `thawed` makes a copy that may be changed.  No repr holds a secret.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._aws.constants import Network, RiskLevel
    from pytest_cognito_mfa._scenario.answers import AnswerSpec
    from pytest_cognito_mfa._scenario.expectations import ExpectationSpec
    from pytest_cognito_mfa._scenario.faults import FaultSpec
    from pytest_cognito_mfa._scenario.quotas import QuotasSpec
    from pytest_cognito_mfa._yaml.places import Place


@dataclass(frozen=True, slots=True)
class ClientSpec:
    """An app client; `settings` holds every other member, by AWS's name."""

    id: str | None
    name: str
    secret: str | None = field(repr=False)
    settings: Mapping[str, Any]
    place: Place


@dataclass(frozen=True, slots=True)
class UserSpec:
    """A user in one state; `settings` holds what else AWS prints of a user, by AWS's name."""

    username: str
    password: str | None = field(repr=False)
    status: str
    enabled: bool
    attributes: Mapping[str, str]
    factors: tuple[str, ...]
    preferred: str | None
    secret_code: str | None = field(repr=False)
    place: Place
    settings: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class PoolSpec:
    """A user pool; `settings` holds every other member, by AWS's name, as it was given."""

    id: str | None
    name: str
    settings: Mapping[str, Any]
    clients: tuple[ClientSpec, ...]
    users: tuple[UserSpec, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class RiskSpec:
    """How risky attempts from `source` are, or from anywhere when it is None."""

    level: RiskLevel
    source: Network | None


@dataclass(frozen=True, slots=True)
class ClockSpec:
    """Where Cognito's clock stands when the test begins."""

    freeze: float | None = None
    """The epoch second at which it stands still; None for a clock that runs."""
    advance: float = 0.0
    """Seconds by which it is moved, backward when below zero."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything that one scenario file says; `path` is None for the one that ships."""

    path: str | None
    region: str
    pools: tuple[PoolSpec, ...]
    faults: tuple[FaultSpec, ...]
    risks: tuple[RiskSpec, ...] = ()
    """The later wins where several fit an address."""
    error_statuses: str = "wire"
    """Whose statuses errors have: the ``wire``'s, or those ``documented`` by the published OpenAPI page."""
    seed: int | str | None = None
    """What ids, codes, secrets and tokens follow from; None for others in each run."""
    clock: ClockSpec | None = None
    waits: bool = False
    """Whether a latency costs real time."""
    quotas: QuotasSpec | None = None
    answers: tuple[AnswerSpec, ...] = ()
    expectations: tuple[ExpectationSpec, ...] = ()
