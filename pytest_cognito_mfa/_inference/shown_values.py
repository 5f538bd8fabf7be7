"""Which values of a difference a report shows: those that stay in a scrubbed cassette.

1. A value that the redactor would replace is not shown, on neither side: a secret, or what says who somebody is.
2. Types, forms and the names of members are shown; so is a placeholder instead of a name that is secret itself.
3. A value whose place in the answer is not known is not shown.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pytest_cognito_mfa._aws.diff import ABSENT, canonical_json
from pytest_cognito_mfa._aws.jwt import claims_of
from pytest_cognito_mfa._inference.response_diff import FORM, HIDDEN, ORDER, TYPE, close_json
from pytest_cognito_mfa._redaction.redactor import Redactor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_cognito_mfa._aws.diff import Difference
    from pytest_cognito_mfa._aws.exchange import Reply
    from pytest_cognito_mfa._aws.secrecy import Member
    from pytest_cognito_mfa._inference.exchanges import RecordedExchange

_NO_KEY: Final = bytes(32)
"""No placeholder is shown for a value, so nobody must be kept from computing one."""


def without_secrets(found: Sequence[Difference], recorded: RecordedExchange, reply: Reply) -> list[Difference]:
    """The differences between a recorded response and `reply`, without the values that nobody may see."""
    if not found:
        return []
    redactor = Redactor(_NO_KEY)
    redactor.request(recorded.operation, (), canonical_json(recorded.request).encode(), url=recorded.call.url)
    response = recorded.response
    answers = (response.headers, close_json(response.body or "").encode()), (reply.headers, reply.body)
    sides = [_Side.of(redactor, recorded.operation, *each) for each in answers]
    return [_shown(redactor, each, sides) for each in found]


class _Side(NamedTuple):
    """One answer as a tree, whole and redacted: ``body``, each ``header name`` and each token by its name."""

    whole: dict[str, Any]
    redacted: dict[str, Any]

    @classmethod
    def of(cls, redactor: Redactor, operation: str, headers: Sequence[tuple[str, str]], body: bytes) -> _Side:
        redacted_headers, redacted = redactor.response(operation, headers, body)
        return cls(_tree(headers, body), _tree(redacted_headers, redacted))

    def find(self, member: Member) -> tuple[Any, Any, Member] | None:
        """A value, the redacted value, and its path in the redacted answer; None if there is no such value."""
        whole, redacted, path = self.whole, self.redacted, []
        for part in member:
            known = _named(whole)
            if part not in known:
                return None
            name, redacted = list(_named(redacted).items())[list(known).index(part)]
            whole = known[part]
            path.append(name)
        return whole, redacted, tuple(path)


def _shown(redactor: Redactor, difference: Difference, sides: Sequence[_Side]) -> Difference:
    if difference.kind in (TYPE, FORM) or difference.member == ("status",):
        return difference
    values = [difference.left, difference.right]
    if difference.kind == ORDER:
        return difference if _is_public(redactor, values) else _hidden(difference)
    asked = [side for side, value in zip(sides, values, strict=True) if value is not ABSENT]
    found = [each for each in (side.find(difference.member) for side in asked) if each is not None]
    member = found[0][2] if found else difference.member
    is_known = len(found) == len(asked) and all(whole == redacted for whole, redacted, _ in found)
    is_shown = is_known and _is_public(redactor, [whole for whole, *_ in found])
    return replace(difference, member=member) if is_shown else _hidden(difference, member)


def _is_public(redactor: Redactor, values: Any) -> bool:
    text = canonical_json(values)
    return redactor.text(text) == text


def _hidden(difference: Difference, member: Member | None = None) -> Difference:
    left, right = (ABSENT if each is ABSENT else HIDDEN for each in (difference.left, difference.right))
    return replace(difference, member=member or difference.member, left=left, right=right)


def _tree(headers: Sequence[tuple[str, str]], body: bytes) -> dict[str, Any]:
    parsed = json.loads(body or b"{}")
    named = {f"header {name}": value for spelt, value in headers for name in (spelt, spelt.lower())}
    return {**dict(_tokens(parsed)), **named, "body": parsed}


def _tokens(value: Any) -> Iterator[tuple[str, str]]:
    for name, each in _named(value).items():
        if isinstance(each, str) and claims_of(each) is not None:
            yield str(name), each
        elif not isinstance(each, str):
            yield from _tokens(each)


def _named(value: Any) -> dict[Any, Any]:
    """What is in a value, by name or position; attributes by their names, and the claims of a token."""
    if isinstance(value, list):
        names = [each.get("Name") if isinstance(each, dict) else None for each in value]
        are_names = all(isinstance(name, str) for name in names)
        return dict(zip(names, value, strict=True)) if are_names else dict(enumerate(value))
    if isinstance(value, str):
        return claims_of(value) or {}
    return value if isinstance(value, dict) else {}
