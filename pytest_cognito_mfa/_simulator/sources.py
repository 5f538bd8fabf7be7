"""The only source of time, chance, ids, codes and secrets: real, or fixed by a seed.

No other module asks the system for any of them, so one seed and one frozen clock give the same ids, codes and tokens in
every run.
"""

from __future__ import annotations

import base64
import os
import random
import string
import time
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final, TypedDict

from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Unpack


class Span(TypedDict, total=False):
    """A length of time, as `datetime.timedelta` takes it."""

    weeks: float
    days: float
    hours: float
    minutes: float
    seconds: float
    milliseconds: float
    microseconds: float


LAST_YEAR: Final = 9000
"""Tokens expire later than they are issued, and Python's last year is 9999."""
LATEST: Final = datetime(LAST_YEAR, 1, 1, tzinfo=timezone.utc).timestamp()

stopwatch = time.perf_counter
"""Seconds for measuring how long something took; never part of an answer."""


def system_time() -> float:
    """The time of the process, in seconds since the epoch."""
    return time.time()


class Clock:
    """Cognito's own time: the system's time plus what the test has added, or a frozen time.

    It calls ``time.time()`` every time, so time-machine and freezegun move it too.  `advance` and `freeze` move only
    Cognito's time: code under test that reads the system's clock does not see it.
    """

    def __init__(self) -> None:
        self._offset = 0.0
        self._frozen: float | None = None

    def timestamp(self) -> float:
        """Now, in seconds since the epoch."""
        now = (time.time() if self._frozen is None else self._frozen) + self._offset
        if not 0 <= now <= LATEST:
            require_year("the time of the system, which time-machine or freezegun may have moved", now)
        return now

    @property
    def now(self) -> datetime:
        """Now, as an aware datetime in UTC."""
        return datetime.fromtimestamp(self.timestamp(), timezone.utc)

    @property
    def ahead(self) -> float:
        """Seconds by which Cognito's time is ahead of the system's; negative if it is behind."""
        return self.timestamp() - time.time()

    def advance(self, **span: Unpack[Span]) -> datetime:
        """Move forward by `span`, named as in `datetime.timedelta`: ``advance(minutes=4)``."""
        seconds = seconds_of(span)
        require_year("cognito.clock.advance", self.timestamp() + seconds)
        self._offset += seconds
        return self.now

    def freeze(self, at: datetime | float | None = None) -> datetime:
        """Stop the clock at `at` (an aware datetime or epoch seconds; now when left out).

        `advance` still moves a frozen clock.
        """
        frozen = self.timestamp() if at is None else epoch_of(at, "freeze")
        require_year("cognito.clock.freeze", frozen)
        self._frozen, self._offset = frozen, 0.0
        return self.now

    def __repr__(self) -> str:
        return f"<Clock {self.now:%Y-%m-%d %H:%M:%S} UTC{'' if self._frozen is None else ', frozen'}>"


def seconds_of(span: Span) -> float:
    """The seconds of a span; SettingError for a name that no span has, and for what is no number of them."""
    for name in span.keys() - Span.__annotations__.keys():
        raise SettingError(unknown("unit of time", name, Span.__annotations__))
    try:
        return timedelta(**span).total_seconds()
    except OverflowError:
        raise SettingError("cognito.clock: this span is too long; a date is before the year 9000") from None
    except (TypeError, ValueError) as error:
        raise SettingError(f"cognito.clock: {error}; write numbers, such as advance(minutes=4)") from None


def epoch_of(at: datetime | float | str, what: str) -> float:
    """Seconds since the epoch; SettingError, which names the function `what`, for a time without a zone."""
    if isinstance(at, str) or (isinstance(at, datetime) and at.tzinfo is None):
        raise SettingError(f"{what}() needs an aware datetime, such as datetime(2030, 1, 1, tzinfo=timezone.utc)")
    try:
        return at.timestamp() if isinstance(at, datetime) else float(at)
    except (TypeError, ValueError, OverflowError) as error:
        raise SettingError(f"{what}(): {error}; write an aware datetime, or epoch seconds") from None


def require_year(who: str, seconds: float) -> None:
    """Raise SettingError for a moment at which Cognito's clock cannot be."""
    if not 0 <= seconds <= LATEST:
        raise SettingError(f"{who}: Cognito's clock must be between the years 1970 and {LAST_YEAR}")


_ALNUM = string.ascii_lowercase + string.digits
_MIXED = string.ascii_letters + string.digits
_VARIANT = dict(zip(string.hexdigits, "89ab" * 4, strict=False))
"""The first digit of a UUID's fourth group, version 4 and variant 10 (RFC 9562), by a random digit."""
_BASE32 = (string.ascii_uppercase + "234567").encode() * 8
"""A letter of base32 for each byte."""


class Sources:
    """One clock and one stream of random numbers; `seed` fixes the stream."""

    def __init__(self, seed: int | str | None = None, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self._seed = int.from_bytes(os.urandom(32), "big") if seed is None else seed
        self._random = random.Random(self._seed)  # noqa: S311 - it protects nothing; a seed must repeat it
        self.bytes = self._random.randbytes
        """`bytes(count)`: that many random bytes of the stream."""

    def chance(self, purpose: str) -> random.Random:
        """A separate stream for `purpose`; drawing from it does not change the other seeded values."""
        return random.Random(f"{self._seed} {purpose}")  # noqa: S311 - the same

    @contextmanager
    def as_of(self, at: float) -> Iterator[None]:
        """Inside the block it is `at`, in epoch seconds: for what is created late and was there before."""
        clock, self.clock = self.clock, Clock()
        self.clock.freeze(at)
        try:
            yield
        finally:
            self.clock = clock

    def uuid(self) -> str:
        """A random UUID, as request ids, event ids and token ids are."""
        digits = self.bytes(16).hex()
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{_VARIANT[digits[16]]}{digits[17:20]}-{digits[20:]}"

    def sub(self) -> str:
        """A user's `sub`: a UUID whose third group starts with 70, as live pools give since 2023."""
        digits = self.bytes(15).hex()
        return f"{digits[:8]}-{digits[8:12]}-70{digits[12:14]}-{digits[14:18]}-{digits[18:30]}"

    def code(self, digits: int = 6) -> str:
        """A numeric code, as messages carry it."""
        return f"{self._random.randrange(10**digits):0{digits}}"

    def opaque(self, characters: int) -> str:
        """Random URL-safe characters without padding, for sessions and refresh tokens."""
        return base64.urlsafe_b64encode(self.bytes(characters)).decode()[:characters]

    def session(self) -> str:
        """A session string: 880 characters that start ``AYABe``, as recorded."""
        return "AYABe" + self.opaque(875)

    def totp_secret(self) -> str:
        """A TOTP secret: 256 bits in base32, 52 characters."""
        random = self.bytes(52)
        return random[:51].translate(_BASE32).decode() + "AQ"[random[51] & 1]  # the last one has a single bit

    def pool_id(self, region: str) -> str:
        return f"{region}_{''.join(self._random.choices(_MIXED, k=9))}"

    def client_id(self) -> str:
        return "".join(self._random.choices(_ALNUM, k=26))

    def client_secret(self) -> str:
        """52 characters, as live clients have (radkawar/stackd, by the lengths of two answers)."""
        return "".join(self._random.choices(_ALNUM, k=52))

    def import_job_id(self) -> str:
        return "import-" + "".join(self._random.choices(_MIXED, k=10))

    def password(self, length: int) -> str:
        """A temporary password with every kind of character, of `length` (16 at least)."""
        return "Aa1!" + "".join(self._random.choices(_MIXED, k=max(length, 16) - 4))

    def exponent(self) -> int:
        """A secret exponent for SRP: 128 bits, because nobody attacks it and half the bits take half the time."""
        return int.from_bytes(self.bytes(16), "big") | 1


def unguessable(count: int) -> bytes:
    """Random bytes that no seed fixes, for a key that must stay secret."""
    return os.urandom(count)
