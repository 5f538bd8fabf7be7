"""Refuses calls above AWS's request rate quotas; what `quotas` in a scenario does.

1. Each operation counts towards one category, and all pools share the category's rate. Operations for which the guide
   names no category are not limited. (documented: developer guide, "Quotas in Amazon Cognito")
2. You may send one second's worth of calls at once, at least one call; it refills as Cognito's clock advances.
   (inferred: AWS publishes the rates, but not how it measures them)
3. Answers to challenges have a rate of their own, three times the rate of UserAuthentication; above it they count
   towards UserAuthentication. Answers to NEW_PASSWORD_REQUIRED count towards UserAccountRecovery. (documented: the
   same)
4. An operation of UserPoolResourceRead, UserPoolResourceUpdate, UserPoolClientRead or UserPoolClientUpdate may be
   called at most 5 times a second for one pool. (documented: the same)
5. With `quotas: aws`, one user may be read at most 10 times a second, and written as often. Reads are calls that count
   towards UserAuthentication, UserRead or UserResourceRead; writes are calls that count towards UserAccountRecovery,
   UserUpdate or UserResourceUpdate. (documented: the same, with examples only; the rest by their categories)
6. A call that is refused for its rate counts towards no quota; a call that the service refuses for another reason does.
   (inferred)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._scenario.quotas import CATEGORIES, CATEGORY_OF

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from pytest_cognito_mfa._aws.exchange import Call, Outcome, PassThrough
    from pytest_cognito_mfa._middleware.handler import Handler, SimulatorAccess
    from pytest_cognito_mfa._scenario.quotas import QuotasSpec

CODE: Final = "TooManyRequestsException"
AUTHENTICATION: Final = "UserAuthentication"
_ANSWERS: Final = frozenset({"RespondToAuthChallenge", "AdminRespondToAuthChallenge"})
_RECOVERING: Final = "NEW_PASSWORD_REQUIRED"
_ANSWERS_PER_SIGN_IN: Final = 3
_RATE_PER_POOL: Final = 5
_RATE_PER_USER: Final = 10
_READS: Final = frozenset({AUTHENTICATION, "UserRead", "UserResourceRead"})
_WRITES: Final = frozenset({"UserAccountRecovery", "UserUpdate", "UserResourceUpdate"})
_REQUEST: Final = 1_000_000
"""One request per second is one millionth of a request per microsecond."""


class Throttle:
    """A handler: refuses calls above the quotas."""

    def __init__(self, quotas: QuotasSpec, next_handler: Handler, simulator: SimulatorAccess) -> None:
        self._quotas = quotas
        self._next = next_handler
        self._simulator = simulator
        self._buckets: dict[Hashable, TokenBucket] = {}

    def answer(self, call: Call) -> tuple[Outcome | PassThrough, str]:
        __tracebackhide__ = True
        category = _category(call)
        if category is not None:
            exceeded = self._exceeded(call, category)
            if exceeded is not None:
                place = self._quotas.places.get(category, self._quotas.place)
                return self._simulator.replies.error(CODE, None, call), f"quota {place.file}:{place.line}, {exceeded}"
        return self._next.answer(call)

    def _exceeded(self, call: Call, category: str) -> str | None:
        """The quota that is used up; if there is none, the call counts towards all its quotas."""
        now, taken = self._simulator.clock.timestamp(), []
        for name, choices in self._quotas_of(call, category):
            bucket = next((bucket for bucket in choices if bucket.holds_one(now)), None)
            if bucket is None:
                return name
            taken.append(bucket)
        for bucket in taken:
            bucket.take_one()
        return None

    def _quotas_of(self, call: Call, category: str) -> Iterator[tuple[str, tuple[TokenBucket, ...]]]:
        """Each quota that a call counts towards, with its buckets; the second is used when the first is empty."""
        rate = self._quotas.rates.get(category)
        if rate is not None:
            of_category = self._bucket(category, rate)
            if call.operation in _ANSWERS and category == AUTHENTICATION:
                answers = self._bucket((category, "answers"), rate * _ANSWERS_PER_SIGN_IN)
                yield category, (answers, of_category)
            else:
                yield category, (of_category,)
            pool = call.parameters.get("UserPoolId")
            if CATEGORIES[category].per_pool and isinstance(pool, str):
                yield f"{call.operation} of one pool", (self._bucket((call.operation, pool), _RATE_PER_POOL),)
        access = "reads" if category in _READS else "writes" if category in _WRITES else None
        if self._quotas.per_user and access and (subject := self._simulator.subject(call)):
            yield f"{access} of one user", (self._bucket((access, subject), _RATE_PER_USER),)

    def _bucket(self, key: Hashable, rate: float) -> TokenBucket:
        if key not in self._buckets:
            self._buckets[key] = TokenBucket(rate)
        return self._buckets[key]


@dataclass(slots=True)
class TokenBucket:
    """One second's worth of requests at `rate` (at least one), refilled evenly as time passes.

    It counts whole millionths of a request, so that a frozen clock is exact to the microsecond.
    """

    rate: float
    _level: int = field(init=False)
    _at: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._level = self._full

    def holds_one(self, at: float) -> bool:
        """Whether a request is left at the second `at`; a clock that was set back refills nothing.

        A request that is due within a microsecond counts as due: seconds since the epoch, as floats, are no finer.
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


def _category(call: Call) -> str | None:
    if call.operation in _ANSWERS and call.parameters.get("ChallengeName") == _RECOVERING:
        return "UserAccountRecovery"
    return CATEGORY_OF.get(call.operation)
