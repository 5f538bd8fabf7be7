"""What makes two calls the same: operation and members, but not what is new in every run.

Rule 1: what `NEW_EVERY_TIME` names is left out, wherever it stands in a request.
Rule 2: what names somebody or something (a user, a client, a session, a token) is open: it is compared by whom or what
        it stands for, not by its letters; see `bindings`.  Such are the members that botocore's model marks sensitive,
        those of `NAMES`, and all else that a stand-in is recorded for: by the name of its place, or by its looks
        (the account of an ARN in a longer text).
Rule 3: a client proves a password with the session of the challenge or without it (Cognito finds the attempt by the
        secret block too), so there the session is left out.
Rule 4: all else is plain, and must be the recorded value; mappings have no order, lists have one.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pytest_cognito_mfa._aws import secrecy
from pytest_cognito_mfa._aws.diff import spelled
from pytest_cognito_mfa._aws.exchange import JWKS, OPENID
from pytest_cognito_mfa._aws.secrecy import is_known_secret
from pytest_cognito_mfa._redaction import patterns as looks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._aws.exchange import Call

NEW_EVERY_TIME: Final[Mapping[str, str]] = {
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

NAMES: Final = frozenset({"UserPoolId", "ClientId", "Username", "USERNAME", "DeviceKey", "DEVICE_KEY", "Session"})
"""Members that name somebody or something, whatever the model marks."""

TYPED_IN: Final = frozenset({"password", "newpassword", "previouspassword", "proposedpassword", "temporarypassword"})
"""Kinds that identify nobody: two users may have one password at recording and two at replay."""

BY_PROOF: Final = frozenset({"PASSWORD_VERIFIER", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"})
"""Challenges whose answers some clients give without the session, such as pycognito."""

_MAPS: Final = frozenset({"ClientMetadata"})
"""Maps each of whose entries has a stand-in."""

_OPEN: Final = "\0"


class Opened(NamedTuple):
    """An open value; `kind` is its member's name, alike for ``Username`` and ``USERNAME``."""

    kind: str
    value: str


class Meaning(NamedTuple):
    """An operation, its plain members in one spelling, and its open values in that spelling's order."""

    operation: str
    plain: str
    opened: tuple[Opened, ...]


def meaning(call: Call) -> Meaning:
    """Give what makes two calls the same: never the URL, the headers, or the order of JSON's keys."""
    if call.problem is not None:  # nothing was parsed, and the recorded calls all were
        return Meaning(call.operation, call.problem, ())
    opened: list[Opened] = []
    plain = _plain(call.operation, call.parameters, (), opened)
    return Meaning(call.operation, spelled(plain), tuple(opened))


def left_out(parameters: Mapping[str, Any]) -> tuple[str, ...]:
    """The members of a request that are not compared, as they stand in it."""
    found: list[str] = []
    _collect(parameters, found)
    return tuple(found)


def compared_members(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The request without what is new every time."""
    return {
        name: compared_members(value) if isinstance(value, dict) else value
        for name, value in parameters.items()
        if not _is_left_out(name, parameters)
    }


def is_document(operation: str) -> bool:
    """Whether this is one of a pool's two documents, which clients fetch as often as they please."""
    return operation in (JWKS, OPENID)


def _plain(operation: str, value: Any, member: tuple[str, ...], opened: list[Opened]) -> Any:
    if isinstance(value, dict):
        return {
            name: _plain(operation, value[name], (*member, name), opened)
            for name in sorted(value)
            if not _is_left_out(name, value)
        }
    if isinstance(value, list):
        return [_plain(operation, each, (*member, ""), opened) for each in value]
    if not isinstance(value, str):
        return value
    if _is_open(operation, member):
        opened.append(_opened(member, value))
        return _OPEN
    name = next((part for part in reversed(member) if part), "")
    plain, inside = _looked_at(value, is_filter=name == secrecy.FILTER_MEMBER)
    opened.extend(inside)
    return plain


def opened_at(operation: str, member: Sequence[str | int], value: Any) -> Opened | None:
    """The value of one member of a request, where it is open."""
    named = tuple("" if isinstance(part, int) else part for part in member)
    return _opened(named, value) if isinstance(value, str) and _is_open(operation, named) else None


def _opened(member: Sequence[str], value: str) -> Opened:
    name = next(part for part in reversed(member) if part)
    return Opened(name.replace("_", "").lower(), value)


@functools.lru_cache(maxsize=4096)
def _is_open(operation: str, member: tuple[str, ...]) -> bool:
    """`member` names an item of a list by an empty text."""
    if is_known_secret(operation, [name or 0 for name in member]):
        return True
    return any(name in NAMES or name in _MAPS or (name and secrecy.kind_of(name)) for name in member)


@functools.lru_cache(maxsize=4096)
def _looked_at(text: str, *, is_filter: bool) -> tuple[str, tuple[Opened, ...]]:
    """A plain text without what has a stand-in inside it, and that."""
    opened: list[Opened] = []

    def taken(kind: str, value: str) -> str:
        opened.append(Opened(kind, value))
        return _OPEN

    if is_filter:
        text = secrecy.FILTER_VALUE.sub(lambda found: f'"{taken("value", found[1])}"', text)
    return looks.replaced(text, taken), tuple(opened)


def _is_left_out(name: str, around: Mapping[str, Any]) -> bool:
    return name in NEW_EVERY_TIME or (name == "Session" and around.get("ChallengeName") in BY_PROOF)


def _collect(value: Any, found: list[str]) -> None:
    if isinstance(value, dict):
        for name, each in value.items():
            if _is_left_out(name, value):
                found.append(name)
            else:
                _collect(each, found)
    elif isinstance(value, list):
        for each in value:
            _collect(each, found)
