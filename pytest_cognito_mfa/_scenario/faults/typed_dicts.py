"""The keywords of a fault as types, so that editors complete `cognito.inject` and lists of `faults`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._aws.exchange import Lost
    from pytest_cognito_mfa._scenario.faults.values import Change, Garbled, LostReply

LatencyRange = TypedDict("LatencyRange", {"from": float, "to": float})
"""A latency between two numbers of seconds."""


class NormalLatency(TypedDict):
    """A normally distributed latency, never below 0."""

    mean: float
    sigma: float


class StepKeywords(TypedDict, total=False):
    """What happens to a call."""

    error: str
    message: str
    members: Mapping[str, Any]
    status: int
    drop: Lost
    lose_reply: LostReply
    garble: Garbled
    change: Change
    latency: float | LatencyRange | NormalLatency
    trickle: float
    times: int


class FaultKeywords(StepKeywords, total=False):
    """What happens to calls, and to which calls."""

    when: Mapping[str, Any]
    user: str
    client: str
    nth: int | Sequence[int]
    after: int
    after_call: str
    chance: float
    sequence: Sequence[StepKeywords | Literal["well"]]


class Fault(FaultKeywords):
    """A fault in a list, which also names its operation."""

    on: str
