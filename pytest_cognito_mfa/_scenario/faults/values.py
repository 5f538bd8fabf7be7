"""A fault as frozen values: which calls it is for, and what happens to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._aws.exchange import Lost
    from pytest_cognito_mfa._yaml.places import Place

Garbled = Literal["empty", "truncated", "html", "wrong_content_type", "wrong_crc"]
LostReply = Literal["read_timeout", "reset"]
Change = Literal[
    "user_disabled", "user_deleted", "password_reset", "tokens_revoked", "codes_expired", "sessions_expired"
]


class Chance(Protocol):
    """Random numbers, such as Python's `Random`."""

    def random(self) -> float: ...

    def uniform(self, a: float, b: float, /) -> float: ...

    def gauss(self, mu: float, sigma: float, /) -> float: ...


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds until a reply: from `low` to `high`, or normally distributed about `mean`."""

    low: float = 0.0
    high: float = 0.0
    mean: float | None = None
    sigma: float = 0.0

    def drawn(self, chance: Chance) -> float:
        if self.mean is not None:
            return max(0.0, chance.gauss(self.mean, self.sigma))
        return self.low if self.low == self.high else chance.uniform(self.low, self.high)

    def __str__(self) -> str:
        if self.mean is not None:
            return f"about {self.mean:g}"
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens to a call: at most one of `error`, `drop`, `lose_reply`, `garble` and `change`.

    Without any of them the service answers, `latency` seconds later.
    """

    error: str | None = None
    message: str | None = None
    members: Mapping[str, Any] = field(default_factory=dict, repr=False)
    status: int | None = None
    drop: Lost | None = None
    lose_reply: LostReply | None = None
    garble: Garbled | None = None
    change: Change | None = None
    latency: Latency | None = None
    trickle: float = 0.0
    times: int | None = None
    """How many calls get it; None for all from then on."""

    @property
    def is_well(self) -> bool:
        """Whether the call is simply answered (the word `well`)."""
        kinds = (self.error, self.drop, self.lose_reply, self.garble, self.change, self.latency)
        return not any(kinds) and not self.trickle

    def __str__(self) -> str:
        """As in a scenario: ``error: ForbiddenException``."""
        for name in ("error", "drop", "lose_reply", "garble", "change"):
            if value := getattr(self, name):
                return f"{name}: {value}"
        if self.latency is not None:
            return f"latency: {self.latency}"
        return f"trickle: {self.trickle:g}" if self.trickle else "well"


@dataclass(frozen=True, slots=True)
class FaultSpec:
    """Which calls a fault is for, and what happens to one after the other (`effects`)."""

    on: str
    """An operation, or a glob."""
    operations: frozenset[str] = field(repr=False)
    """Those that `on` matches and that can return its errors."""
    effects: tuple[Effect, ...]
    place: Place
    when: Mapping[str, Any] = field(default_factory=dict, repr=False)  # members of a request may be secret
    user: str | None = None
    client: str | None = None
    nth: tuple[int, ...] = ()
    """Only these of the matching calls, counted from 1; empty for all."""
    after: int = 0
    after_call: str | None = None
    chance: float = 1.0

    def __str__(self) -> str:
        """Such as ``error: ForbiddenException on GetUser``."""
        steps = ", ".join(map(str, self.effects))
        return f"{steps} on {self.on}"
