"""`cognito.trigger`: a Lambda handler that runs as a trigger of the pools."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from pytest_cognito_mfa._fixture.handles import Handle
from pytest_cognito_mfa._simulator.triggers.functions import check_function, check_name
from pytest_cognito_mfa._simulator.triggers.plugged import Plugged
from pytest_cognito_mfa._simulator.triggers.table import VERSIONS
from pytest_cognito_mfa.errors import SettingError, shown, unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.triggers.plugged import Triggers

    Kept = TypeVar("Kept", bound=Handle)


LONGEST_LIMIT: Final = 900
"""The seconds that Lambda lets a function run at most."""


class PluggedIn(Handle):
    """A trigger's function; as a context manager it ends with its block."""

    def __init__(self, triggers: Triggers, plugged: Plugged) -> None:
        super().__init__(partial(triggers.remove, plugged))
        self._name = plugged.name

    def __repr__(self) -> str:
        return f"<PluggedIn {self._name}>"


class PluggedTriggers:
    """The part of `Cognito` that plugs in triggers."""

    if TYPE_CHECKING:

        @property
        def _service(self) -> Service: ...

        def _kept(self, handle: Kept) -> Kept: ...

    def trigger(
        self,
        name: str,
        function: Callable[[Any, Any], Any],
        *,
        version: Literal["V1_0", "V2_0", "V3_0"] | None = None,
        timeout: float | None = None,
    ) -> PluggedIn:
        """Run `function` as a Lambda trigger from here on, or only inside a ``with`` block.

        `function` is a handler as it is deployed to Lambda: it gets the event and the context, and returns the event;
        it may be async. `name` is that of a trigger, such as ``PreTokenGeneration``, for all pools; or the ARN that
        the LambdaConfig of a pool names. Of several for one trigger, the latest runs. `version` is that of the
        events of PreTokenGeneration; without it, that of the pool's LambdaConfig counts, or V1_0. `timeout` is the time
        limit of the function in Lambda, in seconds of Cognito's clock; without it, only Cognito's 5 seconds count.
        Raises `SettingError`.
        """
        if version not in (None, *VERSIONS):
            raise SettingError(unknown("version", version, VERSIONS))
        if timeout is not None and not (isinstance(timeout, (int, float)) and 0 < timeout <= LONGEST_LIMIT):
            limits = f"more than 0 and at most {LONGEST_LIMIT} seconds"
            raise SettingError(f"timeout must be {limits}, not {shown(timeout)}")
        if problem := check_name(name) or check_function(function, f"the function of {name}"):
            raise SettingError(problem)
        triggers = self._service.triggers
        return self._kept(PluggedIn(triggers, triggers.add(Plugged(name, function, version, timeout=timeout))))
