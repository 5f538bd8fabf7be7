"""Matching for cassettes that vcrpy plays: Cognito's calls by their meaning, other requests as the team configured it.

Rule 1: two calls match as in our own cassettes (`matching`, `aliases`), whatever else the cassette matches on.
Rule 2: vcrpy asks for a request several times before it plays an answer.  So the aliases of a match count from the next
        other request on.
Rule 3: for requests to other hosts, a placeholder in a recorded URL or body stands for any value, also inside a word.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote

from pytest_cognito_mfa._aws import wire
from pytest_cognito_mfa._cassette.aliases import Aliases
from pytest_cognito_mfa._cassette.interactions import contains_text
from pytest_cognito_mfa._cassette.matching import MatchKey, match_key
from pytest_cognito_mfa._cassette.misses import describe_differences, differing_members
from pytest_cognito_mfa._cassette.structural_matching import counterparts, groups_in, holds_placeholders
from pytest_cognito_mfa._redaction.keyed_placeholders import is_password_placeholder, is_placeholder

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_cognito_mfa._aws.exchange import Call
    from pytest_cognito_mfa._cassette.matching import Identifier

NAME: Final = "cognito"
_READ: Final = "_pytest_cognito_mfa_read"
"""The attribute of a request of vcrpy's with the call that it is."""
_PIECES: Final = "_pytest_cognito_mfa_pieces"
"""The same with its URL and its body in pieces."""
_SEPARATORS: Final = re.compile(r"""[/?&=;,:\s"'{}\[\]<>]+""")


class _Read(NamedTuple):
    call: Call
    key: MatchKey


class CognitoMatcher:
    """The matcher of one open cassette: it says why two calls of Cognito's do not match."""

    __name__ = NAME

    def __init__(self) -> None:
        self._text = b""
        self._aliases = Aliases(lambda value: contains_text(self._text, value))
        self._latest: tuple[MatchKey, dict[Identifier, str]] | None = None

    def loaded(self, text: str) -> None:
        """Remember the text of a file that the cassette loads."""
        self._text += text.encode()

    def __call__(self, asked: Any, recorded: Any) -> bool:
        ours, theirs = read(asked), read(recorded)
        if ours is None or theirs is None:
            return ours is theirs
        if ours.call.operation != theirs.call.operation:
            return False
        if self._latest is not None and self._latest[0] != ours.key:
            self._aliases.add(self._latest[1])
        known = ours.key._replace(identifiers=self._aliases.to_recorded(ours.key.identifiers))
        new: dict[Identifier, str] | None = {}
        if known != theirs.key:
            new = self._new_aliases(ours, theirs)
        if new is None:
            differing = differing_members(theirs.call, ours.call, self._aliases)[1]
            raise AssertionError("\n".join(describe_differences(ours.call.operation, differing)))
        self._latest = ours.key, new
        return True

    def _new_aliases(self, ours: _Read, theirs: _Read) -> dict[Identifier, str] | None:
        if holds_placeholders(theirs.key) and ours.call.problem is None:
            parts = counterparts(ours.call, theirs.call, self._aliases.values)
            return None if parts is None else self._aliases.match_parts(parts)
        if ours.key.literal != theirs.key.literal:
            return None
        return self._aliases.match(ours.key.identifiers, theirs.key.identifiers)


def operation(asked: Any, recorded: Any) -> bool:
    """A matcher of its own, so that vcrpy shows the recorded calls of the same operation as the closest."""
    ours, theirs = read(asked), read(recorded)
    if ours is not None and theirs is not None and ours.call.operation != theirs.call.operation:
        raise AssertionError(f"the call is {ours.call.operation}, recorded is {theirs.call.operation}")
    return True


def for_other_hosts(matcher: Callable[[Any, Any], bool | None]) -> Callable[[Any, Any], bool | None]:
    """A matcher of vcrpy that is not asked about calls to Cognito, and that accepts placeholders in what is recorded.

    It has a name of its own: for one named `body`, vcrpy prints the body of a request that it cannot play.
    """

    def match(asked: Any, recorded: Any) -> bool | None:
        if read(asked) is not None or read(recorded) is not None:
            return True
        with suppress(AssertionError):
            if matcher(asked, recorded) is not False:
                return True
        return matcher(_as_recorded(asked, recorded), recorded)

    match.__name__ = f"{matcher.__name__} of other hosts"
    return match


def read(request: Any) -> _Read | None:
    """The call that a request of vcrpy's is; None if it is not Cognito's."""
    if not hasattr(request, _READ):
        call = wire.read(request.method, request.uri, request.headers, plain_body(request.body))
        setattr(request, _READ, None if call is None else _Read(call, match_key(call)))
    found: _Read | None = getattr(request, _READ)
    return found


def plain_body(body: Any) -> Any:
    """A body as text or bytes; vcrpy also has files and iterators."""
    if hasattr(body, "read"):
        return body.read()
    return body if body is None or isinstance(body, (str, bytes)) else b"".join(body)


def _as_recorded(asked: Any, recorded: Any) -> Any:
    """The request, with the recorded URL and body where only placeholders differ."""
    ours, theirs = _pieces(asked), _pieces(recorded)
    uri = recorded.uri if _is_same(ours[0], theirs[0]) else asked.uri
    body = plain_body((recorded if _is_same(ours[1], theirs[1]) else asked).body)
    return type(asked)(asked.method, uri, body, asked.headers)


def _pieces(request: Any) -> tuple[list[str], list[str]]:
    """The URL and the body of a request of vcrpy's, cut at what separates values."""
    if not hasattr(request, _PIECES):
        body = plain_body(request.body) or b""
        text = body if isinstance(body, str) else body.decode("latin-1")
        setattr(request, _PIECES, (_SEPARATORS.split(unquote(request.uri)), _SEPARATORS.split(text)))
    found: tuple[list[str], list[str]] = getattr(request, _PIECES)
    return found


def _is_same(asked: list[str], recorded: list[str]) -> bool:
    return len(asked) == len(recorded) and all(
        ours == theirs
        or is_placeholder(theirs)
        or is_password_placeholder(theirs)
        or groups_in(theirs, ours, {}) is not None
        for ours, theirs in zip(asked, recorded, strict=True)
    )
