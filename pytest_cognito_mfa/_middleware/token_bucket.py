"""A token bucket in whole millionths of a request, so that a frozen clock is exact to the microsecond."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

_REQUEST: Final = 1_000_000
"""A request in a second is one millionth of it in a microsecond."""


@dataclass(slots=True)
class Bucket:
    """A second's worth of requests at `rate` (one at least), filled evenly as the time passes."""

    rate: float
    _level: int = field(init=False)
    _at: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._level = self._full

    def holds_one(self, at: float) -> bool:
        """Whether there is a request left at that second; a clock that was set back fills nothing.

        A request that is due within a microsecond is due: seconds since the epoch, as floats, are no finer.
        """
        now = round(at * _REQUEST)
        self._level = min(self._full, self._level + round(max(0, now - self._at) * self.rate))
        self._at = now
        return self._level >= _REQUEST - self.rate

    def take_one(self) -> None:
        self._level -= _REQUEST

    @property
    def _full(self) -> int:
        return round(max(1, self.rate) * _REQUEST)
