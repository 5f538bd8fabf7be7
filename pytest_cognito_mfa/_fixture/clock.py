"""`cognito.clock`: Cognito's clock as a test has it; `travel` moves the time of the process too.

1. It uses time-machine if that is installed, else freezegun.
2. Where the test travels already, by either library, that travel is shifted; so a time that stands goes on to stand.
3. A travel ends with its ``with`` block, or with the test; then both times are what they would be without it.
"""

from __future__ import annotations

import importlib
import sys
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa import _scenario
from pytest_cognito_mfa._fixture.handles import Handle
from pytest_cognito_mfa._simulator import sources
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Unpack


class Clock(sources.Clock):
    """Cognito's own time: the system's time plus what the test has added, or a frozen time.

    It calls ``time.time()`` every time, so time-machine and freezegun move it too.  `advance` and `freeze` move only
    Cognito's time: code under test that reads the system's clock does not see it.  `travel` moves both.
    """

    def __init__(self) -> None:
        super().__init__()
        self._travels: dict[Travel, Callable[[], None]] = {}

    def travel(self, to: datetime | float | None = None, **span: Unpack[sources.Span]) -> Travel:
        """Move Cognito's time and the process's by `span`, or to an aware datetime or epoch seconds.

        ``travel(hours=2)`` lasts until the test ends, or for a ``with`` block. It needs time-machine or freezegun.
        """
        if (to is None) is not bool(span):
            raise SettingError("travel() needs a span or a time: travel(hours=2), or travel(to=datetime(...))")
        frozen, offset = self._frozen, self._offset
        distance = sources.seconds_of(span) if to is None else sources.epoch_of(to, "travel") - sources.system_time()
        sources.require_year("cognito.clock.travel", sources.system_time() + distance)
        end = _shift_process(distance)
        if to is not None:
            self._frozen, self._offset = None if frozen is None else sources.system_time(), 0.0
        elif frozen is not None:
            self._offset += distance

        def back() -> None:
            end()
            self._frozen, self._offset = frozen, offset

        travel = Travel(self._travels)
        self._travels[travel] = back
        return travel

    def end_travels(self) -> None:
        """Go back to the time before the first travel, as the end of a test does."""
        if self._travels:
            next(iter(self._travels)).remove()


class Travel(Handle):
    """A travel in time; as a context manager it ends with its block."""

    def __init__(self, travels: dict[Travel, Callable[[], None]]) -> None:
        super().__init__(self.remove)
        self._travels = travels

    def remove(self) -> None:
        """End it now, and those that began after it. A second call does nothing."""
        while self in self._travels:
            _, back = self._travels.popitem()
            back()

    def __repr__(self) -> str:
        return f"<Travel {'under way' if self in self._travels else 'ended'}>"


def _shift_process(seconds: float) -> Callable[[], None]:
    """Move the time of the process; returns what moves it back."""
    if (factory := _last("freezegun.api", "freeze_factories")) is not None:
        # Its own `tick` forgets how long a clock that goes on has gone.
        factory.move_to(factory() + timedelta(seconds=seconds))
        return lambda: factory.move_to(factory() - timedelta(seconds=seconds))
    if (traveller := _last("time_machine", "traveller_stack", "coordinates_stack")) is not None:
        traveller.shift(seconds)
        return lambda: traveller.shift(-seconds)
    moment = sources.system_time() + seconds
    if (time_machine := _installed("time_machine")) is not None:
        travel = time_machine.travel(moment)
    elif (freezegun := _installed("freezegun")) is not None:
        _scenario.before_freezing()
        travel = freezegun.freeze_time(datetime.fromtimestamp(moment, timezone.utc), tick=True)
    else:
        raise SettingError(
            "clock.travel() moves the time of the process too, and needs time-machine or freezegun; neither is "
            "installed: pip install time-machine. clock.advance() moves Cognito's time alone"
        )
    travel.start()
    end: Callable[[], None] = travel.stop
    return end


def _last(module: str, *stacks: str) -> Any:
    """The innermost travel of a library, by the names that its versions have for all of them."""
    found = (getattr(sys.modules.get(module), name, None) for name in stacks)
    return next((stack[-1] for stack in found if stack), None)


def _installed(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
