"""Answer calls from a cassette: each recorded response once, in the recorded order, to a call that matches.

Rule 1: the first unplayed interaction that matches is taken; an exact match comes before one that needs new aliases.
Rule 2: no more of the cassette is read than is necessary to find it.  So a call in the recorded order costs the same in
        a long cassette as in a short one.
Rule 3: a pool's public documents never run out: the last recorded one is given again.  With `allow_repeats`, no other
        response runs out either.
Rule 4: a recording has no uploads of files, so one to a recorded URL succeeds.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from pytest_cognito_mfa._aws import s3
from pytest_cognito_mfa._aws.constants import UPLOAD
from pytest_cognito_mfa._cassette.aliases import Aliases
from pytest_cognito_mfa._cassette.matching import Identifier, MatchKey, is_document, match_key
from pytest_cognito_mfa._cassette.misses import describe_miss
from pytest_cognito_mfa._cassette.paths import display_path
from pytest_cognito_mfa._cassette.rewriting import ResponseRewriter
from pytest_cognito_mfa._cassette.structural_matching import counterparts, holds_placeholders
from pytest_cognito_mfa.errors import CassetteMiss

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_cognito_mfa._aws.exchange import Call, Reply
    from pytest_cognito_mfa._cassette.interactions import Cassette, Interaction


class Replay:
    """A cassette as the handler of one test's calls; the pipeline's lock guards it.

    `now` gives the epoch second at which tokens are issued; None keeps their recorded times.
    """

    def __init__(
        self, cassette: Cassette, now: Callable[[], float] | None = None, *, allow_repeats: bool = False
    ) -> None:
        self.cassette = cassette
        self._allow_repeats = allow_repeats
        self.aliases = Aliases(cassette.contains)
        self.latest: Interaction | None = None
        """The interaction that answered the last call; None if our own public keys did."""
        self.missed: list[Call] = []
        self._rewriter, self._now = ResponseRewriter(self.aliases, now), now
        self._file = display_path(cassette.path)
        self._calls = 0
        self._queues: dict[str, _Queue] = {}
        self._played: dict[int, int] = {}  # position in the cassette -> number of the call that it answered

    def answer(self, call: Call) -> tuple[Reply, str]:
        """Give the recorded response; raises `CassetteMiss` if no unplayed interaction matches."""
        __tracebackhide__ = True
        self._calls += 1
        self.latest = None
        if call.operation == UPLOAD and call.url.startswith(s3.PLACEHOLDER):
            return s3.stored("0" * 16, self._now() if self._now else 0.0), f"cassette {self._file}"
        if (keys := self._rewriter.public_keys(call)) is not None:
            return keys, f"cassette {self._file}, with keys of ours"
        queue, match = self._queue(call.operation), self._match(call)
        if match is None:
            self.missed.append(call)
            raise CassetteMiss(describe_miss(self.cassette, call, self._calls, self._played, self.aliases))
        queue.take(match)
        self._played[match.position] = self._calls
        interaction = self.cassette.interactions[match.position]
        self.latest = interaction
        return self._rewriter.rewrite(interaction.call, interaction.reply), f"cassette {self._file}:{interaction.line}"

    def is_refused(self, call: Call) -> bool:
        """Whether the recorded response to this call is an error."""
        match = self._match(call)
        return match is not None and self.cassette.interactions[match.position].reply.error is not None

    @property
    def unplayed(self) -> tuple[Interaction, ...]:
        """The recorded calls that the test did not make, without public documents: clients cache those."""
        return tuple(
            interaction
            for position, interaction in enumerate(self.cassette.interactions)
            if position not in self._played and not is_document(interaction.operation)
        )

    def _match(self, call: Call) -> _Match | None:
        again = self._allow_repeats or is_document(call.operation)
        return self._queue(call.operation).find(call, again=again)

    def _queue(self, operation: str) -> _Queue:
        if operation not in self._queues:
            self._queues[operation] = _Queue(self.cassette, operation, self.aliases)
        return self._queues[operation]


class _Match(NamedTuple):
    """The interaction that answers a call, its key, and the aliases that are added when it is taken."""

    position: int
    recorded: MatchKey
    new_aliases: dict[Identifier, str]


class _Queue:
    """The unplayed interactions of one operation, in the recorded order; those that were read are indexed by key."""

    def __init__(self, cassette: Cassette, operation: str, aliases: Aliases) -> None:
        self._cassette = cassette
        self._aliases = aliases
        self._unread = iter(cassette.positions.get(operation, ()))
        self._read: dict[str, dict[int, MatchKey]] = {}
        """Literal part of the key -> position -> key."""
        self._templates: dict[int, MatchKey] = {}
        """Position -> key of those in whose texts placeholders are parts."""
        self._taken_templates: dict[int, MatchKey] = {}
        self._exact: dict[MatchKey, dict[int, None]] = {}
        self._taken: dict[str, dict[int, MatchKey]] = {}
        """As `_read`, but those that were taken, in the order of their first use."""

    def find(self, call: Call, *, again: bool = False) -> _Match | None:
        """The interaction that answers `call`, not taken yet; with `again`, the last one may be taken again."""
        asked = match_key(call)
        known = asked._replace(identifiers=self._aliases.to_recorded(asked.identifiers))
        if exact := self._exact.get(known):
            return _Match(next(iter(exact)), known, {})
        taken = self._taken.get(asked.literal, {}) | self._taken_templates if again else {}
        for position, recorded in chain(self._candidates(asked.literal), reversed(list(taken.items()))):
            new = {} if recorded == known else self._new_aliases(call, asked, position, recorded)
            if new is not None:
                return _Match(position, recorded, new)
        return None

    def _new_aliases(
        self, call: Call, asked: MatchKey, position: int, recorded: MatchKey
    ) -> dict[Identifier, str] | None:
        if position not in self._templates and position not in self._taken_templates:
            return self._aliases.match(asked.identifiers, recorded.identifiers)
        other = self._cassette.interactions[position].call
        parts = counterparts(call, other, self._aliases.values) if call.problem is None else None
        return None if parts is None else self._aliases.match_parts(parts)

    def take(self, match: _Match) -> None:
        self._aliases.add(match.new_aliases)
        self._taken.setdefault(match.recorded.literal, {})[match.position] = match.recorded
        self._exact[match.recorded].pop(match.position, None)
        self._read[match.recorded.literal].pop(match.position, None)
        if match.position in self._templates:
            self._taken_templates[match.position] = self._templates.pop(match.position)

    def _candidates(self, literal: str) -> Iterator[tuple[int, MatchKey]]:
        yield from sorted((self._read.get(literal, {}) | self._templates).items())
        for position in self._unread:
            recorded = match_key(self._cassette.interactions[position].call)
            self._read.setdefault(recorded.literal, {})[position] = recorded
            self._exact.setdefault(recorded, {})[position] = None
            if holds_placeholders(recorded):
                self._templates[position] = recorded
            if recorded.literal == literal or position in self._templates:
                yield position, recorded
