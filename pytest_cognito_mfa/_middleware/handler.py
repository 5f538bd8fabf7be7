"""The protocols of the chain that answers a call: a handler answers it, or asks the next handler."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._aws.exchange import Call, Outcome, PassThrough
    from pytest_cognito_mfa._scenario.faults.values import Change
    from pytest_cognito_mfa._simulator.simulation import Simulation
    from pytest_cognito_mfa._simulator.sources import Clock


class Handler(Protocol):
    """The simulator, a cassette or a recorder; or a fault plan, a throttle or canned answers in front of them."""

    def answer(self, call: Call) -> tuple[Outcome | PassThrough, str]:
        """The outcome of a call, and who answered it (see `Exchange.answered_by`)."""


class Caller(NamedTuple):
    """Every name of the user and of the app client that make a call; empty where the call does not say."""

    user: frozenset[str]
    client: frozenset[str]


class SimulatorAccess(Protocol):
    """What faults, quotas and canned answers need of the simulator, besides its answers."""

    @property
    def clock(self) -> Clock:
        """Cognito's clock."""

    @property
    def replies(self) -> Simulation:
        """Writes AWS's errors and canned answers as replies."""

    def caller(self, call: Call) -> Caller: ...

    def subject(self, call: Call) -> str | None:
        """The sub of the user whom a call is about; None if there is no such user."""

    def tokens(self, call: Call, user: str) -> Mapping[str, Any]:
        """An AuthenticationResult of `user`, through the app client of the call; raises SettingError for no user."""

    def act_without_message(self, call: Call) -> None:
        """Let the simulator act on a call, and lose the messages that it sends."""

    def change(self, what: Change, call: Call, user: str | None) -> None:
        """Let `what` happen to `user`, or else to the user of the call (`user_changes.py`)."""
