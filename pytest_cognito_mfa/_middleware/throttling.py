"""Which calls are refused because there were too many in a second, as AWS's request rate quotas have it.

1. An operation counts towards one category of AWS's, whose rate all pools share; operations of which the guide names no
   category are not limited. (documented: developer guide, "Quotas in Amazon Cognito")
2. A rate is a second's worth of calls, one at least, that fills evenly as Cognito's clock moves on. (inferred: AWS
   publishes the rates, and not how they are measured)
3. Answers to challenges have a rate of their own, three times that of UserAuthentication; those beyond it count towards
   UserAuthentication. Answers to NEW_PASSWORD_REQUIRED count towards UserAccountRecovery. (documented: the same)
4. An operation of UserPoolResourceRead, UserPoolResourceUpdate, UserPoolClientRead or UserPoolClientUpdate is called
   for a single pool at most 5 times a second. (documented: the same)
5. With AWS's own quotas a user is read at most 10 times a second, and written as often. A read is a call that counts
   towards UserAuthentication, UserRead or UserResourceRead, a write one that counts towards UserAccountRecovery,
   UserUpdate or UserResourceUpdate. (documented: the same, with examples only; the rest by their categories)
6. A call that is refused counts towards no quota; one that the service refuses for another reason does. (inferred)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from pytest_cognito_mfa._middleware.token_bucket import Bucket
from pytest_cognito_mfa._scenario.quota_categories import CATEGORIES, CATEGORY_OF

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from pytest_cognito_mfa._aws.exchange import Call, Reply
    from pytest_cognito_mfa._aws.passthrough import Answering, PassThrough
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


class Backstage(Protocol):
    """What throttling needs of the simulated service."""

    @property
    def now(self) -> float:
        """The second on Cognito's clock."""

    def subject(self, call: Call) -> str | None:
        """The sub of the user whom a call is about."""

    def refused(
        self, code: str, message: str | None, call: Call, *, members: Mapping[str, Any], status: int | None
    ) -> Reply:
        """The reply by which AWS says `code`."""


class Throttle:
    """Refuses the calls that are too many, and lets `beyond` answer the others."""

    def __init__(self, quotas: QuotasSpec, *, beyond: Answering, backstage: Backstage) -> None:
        self._quotas = quotas
        self._beyond = beyond
        self._backstage = backstage
        self._buckets: dict[Hashable, Bucket] = {}

    def answer(self, call: Call) -> tuple[Reply | PassThrough, str]:
        __tracebackhide__ = True
        category = _category(call)
        if category is not None:
            exceeded = self._exceeded(call, category)
            if exceeded is not None:
                place = self._quotas.places.get(category, self._quotas.place)
                refused = self._backstage.refused(CODE, None, call, members={}, status=None)
                return refused, f"quota {place.file}:{place.line}, {exceeded}"
        return self._beyond.answer(call)

    def _exceeded(self, call: Call, category: str) -> str | None:
        """The quota for which the call is one too many; without one it counts towards them all."""
        now, taken = self._backstage.now, []
        for name, choices in self._quotas_of(call, category):
            bucket = next((bucket for bucket in choices if bucket.holds_one(now)), None)
            if bucket is None:
                return name
            taken.append(bucket)
        for bucket in taken:
            bucket.take_one()
        return None

    def _quotas_of(self, call: Call, category: str) -> Iterator[tuple[str, tuple[Bucket, ...]]]:
        """Each quota that a call counts towards, with its buckets: a later one is for when the first is empty."""
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
        if self._quotas.per_user and access and (subject := self._backstage.subject(call)):
            yield f"{access} of one user", (self._bucket((access, subject), _RATE_PER_USER),)

    def _bucket(self, key: Hashable, rate: float) -> Bucket:
        if key not in self._buckets:
            self._buckets[key] = Bucket(rate)
        return self._buckets[key]


def _category(call: Call) -> str | None:
    if call.operation in _ANSWERS and call.parameters.get("ChallengeName") == _RECOVERING:
        return "UserAccountRecovery"
    return CATEGORY_OF.get(call.operation)
