"""A story as frozen values: its steps, what each expects, and the places in the file.

Texts may have references such as ``${totp:grace}``; `references` replaces them while the story runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._scenario import FaultSpec, Place, RiskSpec, Scenario


@dataclass(frozen=True, slots=True)
class Expected:
    """The members that a step expects, and their places in the file."""

    members: Mapping[str, Any] = field(default_factory=dict)
    """None for a member that must be absent."""
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Capture:
    """A name for a value in an answer, for later steps."""

    name: str
    path: tuple[str | int, ...]
    place: Place

    @property
    def written(self) -> str:
        """``Users[0].Username``"""
        return "".join(f"[{name}]" if isinstance(name, int) else f".{name}" for name in self.path)[1:]


@dataclass(frozen=True, slots=True)
class ExpectedError:
    """The error that a call must return; None for any message."""

    code: str
    message: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Step:
    """One step; its references mean the app client `client`."""

    place: Place
    client: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStep(Step):
    """Calls an operation through botocore."""

    operation: str
    parameters: Mapping[str, Any]
    signed: bool
    error: ExpectedError | None
    challenge: str | None
    """``none`` for an answer without a challenge."""
    answer: Expected
    captures: tuple[Capture, ...]
    places: Mapping[str, Place]
    """The place of each key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInStep(Step):
    """Signs a user in like `cognito.sign_in`, which answers every challenge."""

    user: str
    captures: tuple[Capture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceStep(Step):
    """Moves Cognito's clock forward."""

    span: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeStep(Step):
    """Stops Cognito's clock, at the current time if `at` is None."""

    at: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectStep(Step):
    """Adds a fault for the calls after it."""

    fault: FaultSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskStep(Step):
    """Sets the risk of the sign-ins after it."""

    risks: tuple[RiskSpec, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageStep(Step):
    """Checks the newest message to a user."""

    user: str
    expected: Expected


@dataclass(frozen=True, slots=True, kw_only=True)
class UserStep(Step):
    """Checks the state of a user."""

    user: str
    expected: Expected


@dataclass(frozen=True, slots=True)
class Story:
    """The content of a story file: the scenario and the steps."""

    scenario: Scenario
    name: str | None
    marks: tuple[tuple[str, Place], ...]
    steps: tuple[Step, ...]
