"""The recorded calls of one operation, in their order, and which of them a call takes.

Rule 1: the first that was not played and means the same; one that is known to comes before one that might.
Rule 2: no more of the cassette is read than is needed to find it, so a call that comes in the recorded order costs
        the same in a long cassette as in a short one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pytest_cognito_mfa._cassette.matching import Identifier, MatchKey, match_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._cassette.aliases import Aliases
    from pytest_cognito_mfa._cassette.interactions import Cassette


class Found(NamedTuple):
    """The interaction that answers a call, what it means, and who is bound when it is taken."""

    position: int
    recorded: MatchKey
    new: dict[Identifier, str]


class Queue:
    """The interactions of one operation that were not played yet; those that were read are found by their match_key."""

    def __init__(self, cassette: Cassette, operation: str, aliases: Aliases) -> None:
        self._cassette = cassette
        self._aliases = aliases
        self._unread = iter(cassette.positions.get(operation, ()))
        self._read: dict[str, dict[int, MatchKey]] = {}
        """By what is plain of them: position -> match_key, in the recorded order."""
        self._exact: dict[MatchKey, dict[int, None]] = {}
        self._last: dict[MatchKey, Found] = {}

    def found(self, asked: MatchKey, *, again: bool = False) -> Found | None:
        """What answers `asked`, not taken yet; with `again` the last such is found for ever."""
        known = asked._replace(identifiers=self._aliases.recorded(asked.identifiers))
        if exact := self._exact.get(known):
            return Found(next(iter(exact)), known, {})
        for position, recorded in self._candidates(asked.plain):
            new = {} if recorded == known else self._aliases.fit(asked.identifiers, recorded.identifiers)
            if new is not None:
                return Found(position, recorded, new)
        return self._last.get(known) if again else None

    def take(self, found: Found) -> None:
        self._aliases.bind(found.new)
        self._last[found.recorded] = found
        self._exact[found.recorded].pop(found.position, None)
        self._read[found.recorded.plain].pop(found.position, None)

    def _candidates(self, plain: str) -> Iterator[tuple[int, MatchKey]]:
        yield from list(self._read.get(plain, {}).items())
        for position in self._unread:
            recorded = match_key(self._cassette.interactions[position].call)
            self._read.setdefault(recorded.plain, {})[position] = recorded
            self._exact.setdefault(recorded, {})[position] = None
            if recorded.plain == plain:
                yield position, recorded
