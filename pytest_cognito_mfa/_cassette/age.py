"""How old a cassette is, and whether it is too old.

Rule 1: its date is that of its `provenance`, or else that of the Date header of its last response.
Rule 2: a cassette without any date counts as too old.
Rule 3: the age is measured by the machine's clock, not by Cognito's clock in the scenario.
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
    """Say how old a cassette is if it is older than `oldest`; None if it is not."""
    when = _recorded_at(load(path))
    limit = f"the limit is {_days(oldest)}"
    if when is None:
        return f"{display_path(path)}: nothing in the file says when it was recorded, and {limit}"
    age = Clock().now - when
    return f"{display_path(path)}: recorded on {when:%Y-%m-%d}, {_days(age)} ago; {limit}" if age > oldest else None


def _recorded_at(cassette: Cassette) -> datetime | None:
    if cassette.recorded is not None and (when := _from_iso(cassette.recorded)):
        return when
    headers = cassette.interactions[-1].reply.headers
    return next((_from_http(value) for name, value in headers if name.lower() == "date"), None)


def _from_iso(text: str) -> datetime | None:
    try:
        return _with_zone(datetime.fromisoformat(text.strip().replace("Z", "+00:00")))  # Python 3.10 refuses Z
    except ValueError:
        return None


def _from_http(text: str) -> datetime | None:
    try:
        return _with_zone(parsedate_to_datetime(text))
    except (TypeError, ValueError):
        return None


def _with_zone(when: datetime) -> datetime:
    return when if when.tzinfo else when.replace(tzinfo=timezone.utc)


def _days(span: timedelta) -> str:
    if span < timedelta(days=1):
        return f"{span.total_seconds() / 3600:.0f} hours"
    return "1 day" if span.days == 1 else f"{span.days} days"
