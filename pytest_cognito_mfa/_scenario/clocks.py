"""Reads `clock`: the time of Cognito's clock when a test begins, with the keywords of `cognito.clock`."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._scenario.models import Entry, validate
from pytest_cognito_mfa._scenario.values import ClockSpec
from pytest_cognito_mfa._simulator.sources import LAST_YEAR, LATEST
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import MAPPING, TIME, describe, mistyped

if TYPE_CHECKING:
    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics

_MOST_YEARS: Final = 50
_MOST: Final = dt.timedelta(days=_MOST_YEARS * 365.25)
_SPAN: Final = "a mapping such as {days: 3, hours: 12}"


class ClockEntry(Entry):
    """The clock."""

    freeze: Any = None
    advance: Any = None


class SpanEntry(Entry):
    """A span of time, with the keywords of Python's `timedelta`."""

    weeks: float = 0.0
    days: float = 0.0
    hours: float = 0.0
    minutes: float = 0.0
    seconds: float = 0.0
    milliseconds: float = 0.0
    microseconds: float = 0.0


def read_clock(node: tree.Node, diagnostics: Diagnostics) -> ClockSpec:
    """The clock at `node`; do not use it if `diagnostics` has mistakes."""
    if not isinstance(node, tree.Mapping):
        diagnostics.add(node.place, mistyped("clock", MAPPING, node))
        return ClockSpec()
    validate(ClockEntry, node, "clock", diagnostics)
    freeze, advance = node.nodes.get("freeze"), node.nodes.get("advance")
    span = 0.0 if advance is None else _span(advance, diagnostics)
    at = None if freeze is None else _moment(freeze, diagnostics)
    if freeze is not None and at is not None and not (0 <= at <= LATEST and 0 <= at + span <= LATEST):
        diagnostics.add(freeze.place, f"the clock must be between the years 1970 and {LAST_YEAR}")
    return ClockSpec(at, span)


def _span(node: tree.Node, diagnostics: Diagnostics) -> float:
    if not isinstance(node, tree.Mapping):
        diagnostics.add(node.place, mistyped("advance", _SPAN, node))
        return 0.0
    entry = validate(SpanEntry, node, "advance", diagnostics)
    if entry is None:
        return 0.0
    with contextlib.suppress(OverflowError, ValueError):  # too much for a timedelta, or not a number
        span = dt.timedelta(**entry.model_dump())
        if abs(span) <= _MOST:
            return span.total_seconds()
    diagnostics.add(node.place, f"advance must be at most {_MOST_YEARS} years, forward or back; use freeze for more")
    return 0.0


def _moment(node: tree.Node, diagnostics: Diagnostics) -> float | None:
    """The second since the epoch of a time with a zone; a number is one already."""
    value = tree.scalar(node)
    if isinstance(value, str):
        with contextlib.suppress(ValueError):
            value = dt.datetime.fromisoformat(value.replace("Z", "+00:00"))  # Python 3.10 does not read the Z
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value if 0 <= value <= LATEST else -1.0  # a whole number may be too large for a float
    if not isinstance(value, dt.datetime):
        diagnostics.add(node.place, mistyped("freeze", TIME, node))
    elif value.tzinfo is None:
        problem = f"freeze needs a time zone, such as the Z in 2026-01-31T12:00:00Z, but this is {describe(node)}"
        diagnostics.add(node.place, problem)
    else:
        return value.timestamp()
    return None
