"""What of a recorded request or answer has the types of AWS's model: a recording may hold anything.

The rest is left out, as if it had not been recorded: null, a value of another type, a text that cannot be written, a
number that is larger than any of AWS's, a member of another operation.  Inside a member, those that the model does not
know stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.limits import require_writable
from pytest_cognito_mfa._aws.model import body_shape
from pytest_cognito_mfa._aws.serialization import NEWER_MEMBERS
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

_LARGEST: Final = 2**63
_NUMBERS: Final = frozenset({"integer", "long", "float", "double", "timestamp"})
_TIMES: Final = frozenset({"exp", "iat", "auth_time"})
_TEXTS: Final = frozenset(
    {
        *("sub", "username", "cognito:username", "client_id", "aud", "token_use", "iss", "scope", "origin_jti"),
        *("event_id", "jti", "device_key"),
    }
)


def fitting_request(operation: str, members: Mapping[str, Any]) -> Mapping[str, Any]:
    """The members of a request that AWS would read."""
    return _of_operation(operation, members, of_answer=False)


def fitting_answer(operation: str, members: Mapping[str, Any]) -> Mapping[str, Any]:
    """The members of an answer that AWS could have sent."""
    return _of_operation(operation, members, of_answer=True)


def fitting_claims(claims: Mapping[str, Any]) -> Mapping[str, Any]:
    """The claims whose type is that of Cognito's tokens."""
    return {name: value for name, value in claims.items() if _is_claim(name, value)}


def _of_operation(operation: str, members: Mapping[str, Any], *, of_answer: bool) -> Mapping[str, Any]:
    shape = body_shape(operation, of_answer=of_answer)
    if shape is None:
        return members
    known = {*shape.members, *(name for name in NEWER_MEMBERS if _is_text_or_texts(members.get(name)))}
    return _members(shape, {name: value for name, value in members.items() if name in known})


def _members(shape: Any, value: Mapping[str, Any]) -> dict[str, Any]:
    known = shape.members
    return {name: _inside(known.get(name), each) for name, each in value.items() if _fits(known.get(name), each)}


def _inside(shape: Any, value: Any) -> Any:
    """A value that fits its shape, without what does not fit inside it."""
    kind = "" if shape is None else shape.type_name
    if kind == "structure" and not shape.is_document_type:
        return _members(shape, value)
    if kind == "map":
        return {name: _inside(shape.value, each) for name, each in value.items() if _fits(shape.value, each)}
    return [_inside(shape.member, each) for each in value if _fits(shape.member, each)] if kind == "list" else value


def _fits(shape: Any, value: Any) -> bool:
    if shape is None or value is None or (shape.type_name == "structure" and shape.is_document_type):
        return value is not None
    if shape.type_name == "structure":
        required = {name: shape.members[name] for name in shape.required_members}
        return isinstance(value, dict) and all(_fits(each, value.get(name, ...)) for name, each in required.items())
    if shape.type_name == "map":
        return isinstance(value, dict)
    if shape.type_name == "list":
        return isinstance(value, list)
    if shape.type_name == "boolean":
        return isinstance(value, bool)
    return _is_number(value) if shape.type_name in _NUMBERS else _is_text(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and abs(value) < _LARGEST


def _is_text(value: Any) -> bool:
    try:
        require_writable(value)
    except (SettingError, AttributeError):
        return False
    return True


def _is_text_or_texts(value: Any) -> bool:
    """What a newer member is, which the model of an older botocore does not have."""
    return _is_text(value) or (isinstance(value, list) and all(map(_is_text, value)))


def _is_claim(name: str, value: Any) -> bool:
    if name in _TIMES:
        return _is_number(value)
    return _is_text(value) if name in _TEXTS or isinstance(value, str) else True
