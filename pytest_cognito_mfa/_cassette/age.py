"""How old a cassette is, and whether that is too old.

Rule 1: it is as old as its `provenance` says that it was last recorded; without one, as the Date of its last answer.
Rule 2: one that tells neither counts as too old, for nobody can say that it is not.
Rule 3: age is by the machine's own clock, whatever a scenario says of Cognito's.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.paths import display_path
from pytest_cognito_mfa._simulator.sources import Clock

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_cognito_mfa._cassette.interactions import Cassette


def expired(path: Path, oldest: timedelta) -> str | None:
    """Say how old a cassette is that is older than `oldest`."""
    when = _recorded(load(path))
    limit = f"it may be {_days(oldest)} old at most"
    if when is None:
        return f"{display_path(path)}: nothing in it says when it was recorded, and {limit}"
    age = Clock().now - when
    return f"{display_path(path)}: recorded on {when:%Y-%m-%d}, {_days(age)} ago, and {limit}" if age > oldest else None


def _recorded(cassette: Cassette) -> datetime | None:
    if cassette.recorded is not None and (when := _iso(cassette.recorded)):
        return when
    headers = cassette.interactions[-1].reply.headers
    return next((_http(value) for name, value in headers if name.lower() == "date"), None)


def _iso(text: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))  # Python 3.10 takes no Z
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=timezone.utc)


def _http(text: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=timezone.utc)


def _days(span: timedelta) -> str:
    if span < timedelta(days=1):
        return f"{span.total_seconds() / 3600:.0f} hours"
    return "1 day" if span.days == 1 else f"{span.days} days"
