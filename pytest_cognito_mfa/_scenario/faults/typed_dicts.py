"""The words of a fault as types: what an editor offers at `cognito.inject`, and in a list of `faults`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._aws.exchange import Lost
    from pytest_cognito_mfa._scenario.faults.values import Change, Garbled

LatencyRange = TypedDict("LatencyRange", {"from": float, "to": float})
"""A latency anywhere from one to the other."""


class NormalLatency(TypedDict):
    """A latency that is normally distributed, and never below none."""

    mean: float
    sigma: float


class StepKeywords(TypedDict, total=False):
    """What becomes of a call."""

    error: str
    message: str
    members: Mapping[str, Any]
    status: int
    drop: Lost
    lose_reply: Literal["read_timeout", "reset"]
    garble: Garbled
    change: Change
    latency: float | LatencyRange | NormalLatency
    trickle: float
    times: int


class FaultKeywords(StepKeywords, total=False):
    """The same, and which calls it is for."""

    when: Mapping[str, Any]
    user: str
    client: str
    nth: int | Sequence[int]
    after: int
    after_call: str
    chance: float
    sequence: Sequence[StepKeywords | Literal["well"]]


class Fault(FaultKeywords):
    """One of a list of faults, which names its operation too."""

    on: str
