"""Pages of a list: their tokens, which are opaque, belong to one request, and are valid for an hour.

A token keeps the position of the last entry of its page, so entries may come and go between two pages.  AWS says that
it "expires after one hour" and is for a request "with the same parameters" (developer guide, 2023; botocore); the size
of a page may change (our choice).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from pytest_cognito_mfa._simulator import rejections

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from pytest_cognito_mfa._simulator.sources import Sources

LARGEST_PAGE = 60
"""The entries of a page whose size the request leaves open: as many as most lists allow (botocore QueryLimitType)."""

_LIFE = 3600
_LENGTH = 731
"""Characters after the first five: 736 in all, as ListGroups gave with Limit 1 (radkawar/stackd, live answers)."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Place:
    of: Hashable
    position: Any
    expires: float


class Pages:
    """The tokens that one service has given."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._given: dict[str, _Place] = {}

    def begin(self, of: Hashable, token: str | None, refusal: rejections.Refusal | None = None) -> Page:
        """The page that `token` stands for, the first without one; AWS's refusal if it is not a token of that request.

        `of` is what makes the request: the operation, and the members that all its pages must have in common.
        """
        if token is None:
            return Page(self, of)
        place = self._given.get(token)
        if place is None or place.of != of or self._sources.clock.timestamp() >= place.expires:
            raise (refusal or rejections.BAD_PAGE)(because=self._why_bad(place, of))
        return Page(self, of, place.position)

    def _why_bad(self, place: _Place | None, of: Hashable) -> str:
        if place is None:
            return "this test did not give that token"
        return "that token is older than an hour" if place.of == of else "that token is for another request"

    def token(self, of: Hashable, position: Any) -> str:
        token = f"AAQA-{self._sources.opaque(_LENGTH)}"
        self._given[token] = _Place(of, position, self._sources.clock.timestamp() + _LIFE)
        return token

    def add_alias(self, name: str, token: str) -> None:
        """Make `name` another name of `token`, because a recording uses that name."""
        self._given[name] = self._given[token]


@dataclass(frozen=True, slots=True)
class Page:
    """One page, which begins after a position."""

    pages: Pages
    of: Hashable
    after: Any = None
    """The position of the last entry of the page before; None for the first page."""

    def cut(self, entries: Iterable[T], size: int, position: Callable[[T], Any]) -> tuple[list[T], str | None]:
        """Of `entries`, sorted by their position, at most `size`; and the token of the next page if there are more."""
        rest = [each for each in entries if self.after is None or position(each) > self.after]
        return self.first(sorted(rest, key=position), size, position)

    def first(self, rest: Iterable[T], size: int, position: Callable[[T], Any]) -> tuple[list[T], str | None]:
        """The same for entries that begin after the page before and are sorted already; no more are looked at."""
        found = list(islice(rest, size + 1))
        if len(found) <= size:
            return found, None
        return found[:size], self.pages.token(self.of, position(found[size - 1]))
