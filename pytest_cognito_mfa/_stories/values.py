"""What a story says, as frozen values: its steps, what each wants, and where each stands.

Texts in them may still hold references such as ``${totp:grace}``; `names` fills them in as a step is played.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._scenario import FaultSpec, Place, RiskSpec, Scenario


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a step wants of what comes: members by name, and where each was written."""

    members: Mapping[str, Any] = field(default_factory=dict)
    """None stands for a member that must not be there."""
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Capture:
    """A name for a value of an answer, for the steps that follow."""

    name: str
    path: tuple[str | int, ...]
    place: Place

    @property
    def written(self) -> str:
        """``Users[0].Username``"""
        return "".join(f"[{name}]" if isinstance(name, int) else f".{name}" for name in self.path)[1:]


@dataclass(frozen=True, slots=True)
class ErrorWanted:
    """The error that a call must come back with; any message will do when it is None."""

    code: str
    message: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `client` is the app client that its references mean."""

    place: Place
    client: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStep(Step):
    """A call through a client of botocore's."""

    operation: str
    parameters: Mapping[str, Any]
    signed: bool
    error: ErrorWanted | None
    challenge: str | None
    """``none`` for an answer without one."""
    answer: Wanted
    captures: tuple[Capture, ...]
    at: Mapping[str, Place]
    """Where each key stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInStep(Step):
    """The tokens of a user, every challenge answered, as `cognito.sign_in` gives them."""

    user: str
    captures: tuple[Capture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceStep(Step):
    """Cognito's clock moves on."""

    span: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeStep(Step):
    """Cognito's clock stands still; now, when `at` is None."""

    at: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectStep(Step):
    """Calls meet a fault from here on."""

    fault: FaultSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskStep(Step):
    """Sign-ins are of a risk from here on."""

    risks: tuple[RiskSpec, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageStep(Step):
    """The newest message to a user must be so."""

    user: str
    wanted: Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class UserStep(Step):
    """A user must stand so."""

    user: str
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Story:
    """A file of steps, with the scenario that they are played in."""

    scenario: Scenario
    name: str | None
    marks: tuple[tuple[str, Place], ...]
    steps: tuple[Step, ...]
