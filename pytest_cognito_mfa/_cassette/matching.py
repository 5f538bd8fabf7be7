"""Which members of two calls must be equal for a recorded call to match: all but those that change in every run.

Rule 1: the members in `IGNORED_MEMBERS` are ignored at every level of a request.
Rule 2: an identifier names a user, a client, a session, a token and so on.  It matches by what it names, not by its
        text; see `aliases`.  Identifiers are the members that botocore's model marks as sensitive, those in
        `IDENTIFIER_MEMBERS`, and every other value for which a placeholder is recorded, such as the account number
        inside an ARN.
Rule 3: the answer to a password challenge may come with the session or without it, because Cognito also finds the
        attempt by its secret block.  So the session is ignored there.
Rule 4: every other value must equal the recorded one.  The order of members does not matter, that of a list does.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pytest_cognito_mfa._aws import secrecy
from pytest_cognito_mfa._aws.diff import canonical_json
from pytest_cognito_mfa._aws.exchange import JWKS, OPENID
from pytest_cognito_mfa._redaction import patterns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._aws.exchange import Call

IGNORED_MEMBERS: Final[Mapping[str, str]] = {
    "SRP_A": "drawn at random by the client",
    "PASSWORD_CLAIM_SECRET_BLOCK": "goes with the exchange of SRP_A",
    "PASSWORD_CLAIM_SIGNATURE": "a proof over random numbers and the time",
    "TIMESTAMP": "the time of the proof",
    "SECRET_HASH": "made of the client's secret",
    "SecretHash": "made of the client's secret",
    "SOFTWARE_TOKEN_MFA_CODE": "a code of the moment",
    "SMS_MFA_CODE": "a code that was sent",
    "SMS_OTP_CODE": "a code that was sent",
    "EMAIL_OTP_CODE": "a code that was sent",
    "UserCode": "a code of the moment",
    "ConfirmationCode": "a code that was sent",
    "Code": "a code that was sent",
    "DeviceSecretVerifierConfig": "drawn at random by the device",
    "UserContextData": "tells of the machine",
    "ContextData": "tells of the machine",
    "AnalyticsMetadata": "tells of the app's installation",
}
"""Members that differ from run to run though the code under test is the same, and why."""

IDENTIFIER_MEMBERS: Final = frozenset(
    {"UserPoolId", "ClientId", "Username", "USERNAME", "DeviceKey", "DEVICE_KEY", "Session"}
)
"""Members that name somebody or something, whatever the model marks."""

PASSWORD_MEMBERS: Final = frozenset(
    {"password", "newpassword", "previouspassword", "proposedpassword", "temporarypassword"}
)
"""Kinds that identify nobody: two users may have one password at recording and two at replay."""

PROOF_CHALLENGES: Final = frozenset({"PASSWORD_VERIFIER", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"})
"""Challenges whose answers some clients give without the session, such as pycognito."""

_IDENTIFIER_MAPS: Final = frozenset({"ClientMetadata"})
"""Maps each of whose entries has a stand-in."""

_BLANK: Final = "\0"


class Identifier(NamedTuple):
    """An open value; `kind` is its member's name, alike for ``Username`` and ``USERNAME``."""

    kind: str
    value: str


class MatchKey(NamedTuple):
    """An operation, its plain members in one spelling, and its open values in that spelling's order."""

    operation: str
    plain: str
    identifiers: tuple[Identifier, ...]


def match_key(call: Call) -> MatchKey:
    """Give what makes two calls the same: never the URL, the headers, or the order of JSON's keys."""
    if call.problem is not None:  # nothing was parsed, and the recorded calls all were
        return MatchKey(call.operation, call.problem, ())
    identifiers: list[Identifier] = []
    plain = _plain(call.operation, call.parameters, (), identifiers)
    return MatchKey(call.operation, canonical_json(plain), tuple(identifiers))


def ignored_members(parameters: Mapping[str, Any]) -> tuple[str, ...]:
    """The members of a request that are not compared, as they stand in it."""
    found: list[str] = []
    _collect(parameters, found)
    return tuple(found)


def compared_members(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The request without what is new every time."""
    return {
        name: compared_members(value) if isinstance(value, dict) else value
        for name, value in parameters.items()
        if not _is_ignored(name, parameters)
    }


def is_document(operation: str) -> bool:
    """Whether this is one of a pool's two documents, which clients fetch as often as they please."""
    return operation in (JWKS, OPENID)


def _plain(operation: str, value: Any, member: tuple[str, ...], identifiers: list[Identifier]) -> Any:
    if isinstance(value, dict):
        return {
            name: _plain(operation, value[name], (*member, name), identifiers)
            for name in sorted(value)
            if not _is_ignored(name, value)
        }
    if isinstance(value, list):
        return [_plain(operation, each, (*member, ""), identifiers) for each in value]
    if not isinstance(value, str):
        return value
    if _is_identifier(operation, member):
        identifiers.append(_identifier(member, value))
        return _BLANK
    name = next((part for part in reversed(member) if part), "")
    plain, inside = _without_patterns(value, is_filter=name == secrecy.FILTER_MEMBER)
    identifiers.extend(inside)
    return plain


def identifier_at(operation: str, member: Sequence[str | int], value: Any) -> Identifier | None:
    """The value of one member of a request, where it is open."""
    named = tuple("" if isinstance(part, int) else part for part in member)
    return _identifier(named, value) if isinstance(value, str) and _is_identifier(operation, named) else None


def _identifier(member: Sequence[str], value: str) -> Identifier:
    name = next(part for part in reversed(member) if part)
    return Identifier(name.replace("_", "").lower(), value)


@functools.lru_cache(maxsize=4096)
def _is_identifier(operation: str, member: tuple[str, ...]) -> bool:
    """`member` names an item of a list by an empty text."""
    if secrecy.is_known_secret(operation, [name or 0 for name in member]):
        return True
    return any(
        name in IDENTIFIER_MEMBERS or name in _IDENTIFIER_MAPS or (name and secrecy.kind_of(name)) for name in member
    )


@functools.lru_cache(maxsize=4096)
def _without_patterns(text: str, *, is_filter: bool) -> tuple[str, tuple[Identifier, ...]]:
    """A plain text without what has a stand-in inside it, and that."""
    identifiers: list[Identifier] = []

    def taken(kind: str, value: str) -> str:
        identifiers.append(Identifier(kind, value))
        return _BLANK

    if is_filter:
        text = secrecy.FILTER_VALUE.sub(lambda found: f'"{taken("value", found[1])}"', text)
    return patterns.replace_matches(text, taken), tuple(identifiers)


def _is_ignored(name: str, around: Mapping[str, Any]) -> bool:
    return name in IGNORED_MEMBERS or (name == "Session" and around.get("ChallengeName") in PROOF_CHALLENGES)


def _collect(value: Any, found: list[str]) -> None:
    if isinstance(value, dict):
        for name, each in value.items():
            if _is_ignored(name, value):
                found.append(name)
            else:
                _collect(each, found)
    elif isinstance(value, list):
        for each in value:
            _collect(each, found)
