"""Which members of two calls must be equal for a recorded call to match: all but those that change in every run.

Rule 1: the members in `IGNORED_MEMBERS` are ignored at every level of a request.
Rule 2: an identifier names a user, a client, a session, a token and so on.  It matches by what it names, not by its
        text; see `aliases`.  Identifiers are the members that `secrecy` lists or botocore's model marks as sensitive,
        and every other value for which a placeholder is recorded, such as the account id inside an ARN.
Rule 3: the answer to a password challenge may come with the session or without it, because Cognito also finds the
        attempt by its secret block.  So the session is ignored there.
Rule 4: every other value must equal the recorded one.  The order of members does not matter; the order of a list does.
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
    "PASSWORD_CLAIM_SECRET_BLOCK": "belongs to the exchange of SRP_A",
    "PASSWORD_CLAIM_SIGNATURE": "a proof over random numbers and the time",
    "TIMESTAMP": "the time of the proof",
    "SECRET_HASH": "computed from the client's secret",
    "SecretHash": "computed from the client's secret",
    "SOFTWARE_TOKEN_MFA_CODE": "a code that depends on the time",
    "SMS_MFA_CODE": "a code that was sent",
    "SMS_OTP_CODE": "a code that was sent",
    "EMAIL_OTP_CODE": "a code that was sent",
    "UserCode": "a code that depends on the time",
    "ConfirmationCode": "a code that was sent",
    "Code": "a code that was sent",
    "DeviceSecretVerifierConfig": "drawn at random by the device",
    "Credential": "a passkey, made anew by the authenticator",
    "CREDENTIAL": "signed by a passkey, with random numbers",
    "UserContextData": "describes the machine",
    "ContextData": "describes the machine",
    "AnalyticsMetadata": "describes the installation of the app",
}
"""Members that differ from run to run although the code under test is the same, and why."""

PROOF_CHALLENGES: Final = ("PASSWORD_VERIFIER", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER")
"""Challenges that some clients, such as pycognito, answer without the session."""

_IDENTIFIER_MAPS: Final = frozenset({"ClientMetadata"})
"""Maps in which every entry has a placeholder."""

_IDENTIFIER: Final = "\0"
"""Takes the place of each identifier in `MatchKey.literal`."""


class Identifier(NamedTuple):
    """A value that names something; `kind` is its member's name, the same for ``Username`` and ``USERNAME``."""

    kind: str
    value: str


class MatchKey(NamedTuple):
    """What two matching calls have in common: equal literal parts, and identifiers that name the same things."""

    operation: str
    literal: str
    """The members that must be equal, as canonical JSON."""
    identifiers: tuple[Identifier, ...]
    """In the order in which `literal` leaves them out."""


def match_key(call: Call) -> MatchKey:
    """The key of a call; it does not depend on the URL, the headers, or the order of members."""
    if call.problem is not None:  # the body was not parsed; every recorded body was
        return MatchKey(call.operation, call.problem, ())
    identifiers: list[Identifier] = []
    literal = _literal(call.operation, call.parameters, (), identifiers)
    return MatchKey(call.operation, canonical_json(literal), tuple(identifiers))


def ignored_members(value: Any) -> set[str]:
    """The names of all members of a request that are not compared."""
    if isinstance(value, list):
        return set().union(*map(ignored_members, value))
    if not isinstance(value, dict):
        return set()
    ignored = {name for name in value if _is_ignored(name, value)}
    return ignored.union(*(ignored_members(each) for name, each in value.items() if name not in ignored))


def compared_members(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The request without its ignored members."""
    return {
        name: compared_members(value) if isinstance(value, dict) else value
        for name, value in parameters.items()
        if not _is_ignored(name, parameters)
    }


def identifier_at(operation: str, member: Sequence[str | int], value: Any) -> Identifier | None:
    """The value of one member of a request, if it is an identifier."""
    path = tuple("" if isinstance(part, int) else part for part in member)
    return _identifier(path, value) if isinstance(value, str) and _is_identifier(operation, path) else None


def is_document(operation: str) -> bool:
    """Whether this fetches one of a pool's two public documents, which clients may fetch any number of times."""
    return operation in (JWKS, OPENID)


def _literal(operation: str, value: Any, path: tuple[str, ...], identifiers: list[Identifier]) -> Any:
    """The value without identifiers, which are appended to the list; an item of a list is an empty name in `path`."""
    if isinstance(value, dict):
        return {
            name: _literal(operation, value[name], (*path, name), identifiers)
            for name in sorted(value)
            if not _is_ignored(name, value)
        }
    if isinstance(value, list):
        return [_literal(operation, each, (*path, ""), identifiers) for each in value]
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if is_number and _is_identifier(operation, path):
        identifiers.append(_identifier(path, canonical_json(value)))
        return _IDENTIFIER
    if not isinstance(value, str):
        return value
    if _is_identifier(operation, path):
        identifiers.append(_identifier(path, value))
        return _IDENTIFIER
    literal, inside = _identifiers_inside(value, is_filter=_last_name(path) == secrecy.FILTER_MEMBER)
    identifiers.extend(inside)
    return literal


def _identifier(path: Sequence[str], value: str) -> Identifier:
    return Identifier(_last_name(path).replace("_", "").lower(), value)


def _last_name(path: Sequence[str]) -> str:
    return next((name for name in reversed(path) if name), "")


@functools.lru_cache(maxsize=4096)
def _is_identifier(operation: str, path: tuple[str, ...]) -> bool:
    if secrecy.is_known_secret(operation, [name or 0 for name in path]):
        return True
    return any(name in _IDENTIFIER_MAPS or secrecy.kind_of(name) for name in path)


@functools.lru_cache(maxsize=4096)
def _identifiers_inside(text: str, *, is_filter: bool) -> tuple[str, tuple[Identifier, ...]]:
    """A text without the values for which placeholders are recorded, and these values."""
    identifiers: list[Identifier] = []

    def take(kind: str, value: str) -> str:
        identifiers.append(Identifier(kind, value))
        return _IDENTIFIER

    if is_filter:
        text = secrecy.FILTER_VALUE.sub(lambda found: f'"{take("value", found[1])}"', text)
    return patterns.replace_matches(text, take), tuple(identifiers)


def _is_ignored(name: str, members: Mapping[str, Any]) -> bool:
    return name in IGNORED_MEMBERS or (name == "Session" and members.get("ChallengeName") in PROOF_CHALLENGES)
