"""The functions that are plugged in, and the call that runs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator.triggers.table import configured

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._aws.exchange import Invocation
    from pytest_cognito_mfa._simulator.outbox import Message
    from pytest_cognito_mfa._simulator.state import Pool, User
    from pytest_cognito_mfa._simulator.triggers.functions import Function

    Customize = Callable[[Any, Pool, User, Message], Message]


@dataclass(frozen=True, slots=True, eq=False)
class Plugged:
    """A function that is plugged in: by the name of a trigger, or by the ARN that a LambdaConfig names."""

    name: str
    function: Function
    version: str | None = None
    """The version of the events of PreTokenGeneration; None for that of the pool's LambdaConfig."""
    pool: Pool | None = None
    """None for every pool."""
    timeout: float | None = None
    """The seconds after which Lambda ends the function, if it is not to run for as long as Cognito waits."""


class Triggers:
    """The functions of one service, and the call that runs them."""

    customized: Customize
    """Gives a message as CustomMessage changes it, for a service, a pool and a user; `messages.py` sets it."""

    def __init__(self) -> None:
        self._plugged: tuple[Plugged, ...] = ()
        self.operation = ""
        self.request: Mapping[str, Any] = {}
        self.invocations: list[Invocation] = []
        """Those of the current call."""

    def add(self, plugged: Plugged) -> Plugged:
        """Plug in a function; of several for one trigger, the latest runs."""
        self._plugged = (*self._plugged, plugged)
        return plugged

    def remove(self, plugged: Plugged) -> None:
        """Remove this one; nothing happens if it was removed before."""
        self._plugged = tuple(each for each in self._plugged if each is not plugged)

    def find(self, name: str, arn: str | None, pool: Pool) -> Plugged | None:
        """The function for a trigger of `pool`."""
        fitting = (each for each in reversed(self._plugged) if each.name in (name, arn) and each.pool in (None, pool))
        return next(fitting, None)

    def has(self, name: str, pool: Pool) -> bool:
        """Whether there is a function for a trigger of `pool`."""
        return self.find(name, configured(pool.settings["LambdaConfig"], name)[0], pool) is not None

    def may_run(self, pool: Pool) -> bool:
        """Whether any trigger may run in `pool`, or is missing."""
        return bool(self._plugged or pool.settings["LambdaConfig"])
