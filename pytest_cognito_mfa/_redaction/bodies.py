"""Redact a body, value by value: by the member's shape in the model, by its name, or by what the value looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pytest_cognito_mfa._aws import secrecy
from pytest_cognito_mfa._redaction.json_style import Document, Number
from pytest_cognito_mfa._redaction.patterns import ANY_MEMBER, replace_member
from pytest_cognito_mfa._redaction.protocol import is_word_of
from pytest_cognito_mfa._redaction.public_values import aws_words, enum_values, member_names

if TYPE_CHECKING:
    import re

    from pytest_cognito_mfa._redaction.protocol import SecretReplacer

_NOTHING: Final[frozenset[str]] = frozenset()
_OF_ATTRIBUTE: Final = "Value"
"""AWS's name for the value of an attribute, which is secret."""


class _Place(NamedTuple):
    """Where a value is: its shape in the model, if it has one, and whether something around it is secret."""

    shape: Any = None
    secret: bool = False
    kept: frozenset[str] = _NOTHING
    """Names whose values are not secret although something around them is."""

    @property
    def type_name(self) -> str:
        return "" if self.shape is None else str(self.shape.type_name)

    def inside(self, shape: Any, name: str = "") -> _Place:
        """The place of a value of this shape; a document's member says whether it is secret, as a passkey is."""
        if self.secret and shape is None:
            return self._replace(shape=None)
        if shape is not None and getattr(shape, "is_document_type", False):
            kept = secrecy.kept_inside(name)
            return _Place(None, self.secret or bool(kept), kept)
        return _Place(shape, self.secret or (shape is not None and secrecy.is_sensitive(shape)), self.kept)


class BodyRedactor:
    """Walks one body; `shape` is the model's, or None if the model does not know the operation."""

    def __init__(self, replacer: SecretReplacer, shape: Any, *, kept: frozenset[str] | None = None) -> None:
        """With `kept`, the body is JSON inside a secret value: all of it is secret but the values of these names."""
        self._replacer = replacer
        self._top = _Place().inside(shape) if kept is None else _Place(secret=True, kept=kept)

    def redact(self, body: bytes) -> bytes:
        try:
            text, codec = body.decode(), "utf-8"
        except UnicodeDecodeError:
            text, codec = body.decode("latin-1"), "latin-1"
        return self.redact_text(text).encode(codec, "replace")

    def redact_text(self, text: str) -> str:
        redacted = self.redact_json(text)
        if redacted is not None:
            return redacted
        # Before `text`, so that a value is learned as it was sent, without placeholders in it.
        plain = text if self._top.shape is None else ANY_MEMBER.sub(self._unknown_member, text)
        plain = self._replacer.text(plain)
        return plain if plain == text else self.redact_json(plain) or plain  # JSON, if a wrong escape was replaced

    def _unknown_member(self, found: re.Match[str]) -> str:
        """A member of a body that is not JSON: a name that is not AWS's may be a name in ClientMetadata."""
        name = found["name"]
        is_known = secrecy.kind_of(name) is not None or secrecy.is_kept_entry(name) or name in member_names()
        if is_known and name != _OF_ATTRIBUTE:
            return found[0]
        return replace_member(found, lambda value: self._replacer.secret("value", value))

    def redact_json(self, text: str) -> str | None:
        """JSON in its own style; None if `text` is not JSON."""
        try:
            document = Document(text)
            return document.serialize(self.redact_value(document.value))
        except ValueError:
            return None

    def redact_value(self, value: Any) -> Any:
        return self._value(self._top, "", value)

    def _value(self, place: _Place, name: str, value: Any) -> Any:
        if isinstance(value, dict):
            return self._mapping(place, value)
        if isinstance(value, list):
            item = place.inside(place.shape.member if place.type_name == "list" else None)
            return [self._value(item, name, each) for each in value]
        if isinstance(value, Number):
            return self._number(place, name, value)
        return self._string(place, name, value) if isinstance(value, str) else value

    def _mapping(self, place: _Place, value: dict[str, Any]) -> dict[str, Any]:
        if place.type_name == "map":
            secret = place.secret or place.shape.name in secrecy.MAPS_OF_SECRETS
            inner = place._replace(secret=secret)
            return {self._key(key, secret=secret): self._entry(inner, key, each) for key, each in value.items()}
        is_attribute = place.shape.name == secrecy.ATTRIBUTE_SHAPE if place.shape is not None else not place.secret
        if set(value) == {"Name", "Value"} and is_attribute and type(value["Name"]) is str:
            return self._name_and_value(value)
        members = place.shape.members if place.type_name == "structure" else {}
        secret = place.secret and place.shape is None
        return {
            key if key in members else self._key(key, secret=secret): self._pool_id(each)
            if key == "Id" and place.shape is not None and place.shape.name in secrecy.POOL_SHAPES
            else self._value(place.inside(members.get(key), key), key, each)
            for key, each in value.items()
        }

    def _name_and_value(self, pair: dict[str, Any]) -> dict[str, Any]:
        """An attribute of a user; its two members may have either order."""
        name = pair["Name"]
        return {
            each: self._attribute(name, given) if each == "Value" else self._attribute_name(name)
            for each, given in pair.items()
        }

    def _attribute_name(self, name: str) -> str:
        return name if secrecy.CUSTOM_ATTRIBUTE.fullmatch(name) else self._key(name)

    def _key(self, key: str, *, secret: bool = False) -> str:
        """A name; inside a secret value, what is neither AWS's nor made of letters is secret too."""
        if secrecy.normalized_name(key) in aws_words() or key.casefold() in aws_words():
            return key
        if secret and not self._is_name(key.removeprefix("userAttributes.")):
            return self._replacer.secret("key", key)
        return self._replacer.text(key)

    def _is_name(self, key: str) -> bool:
        """Whether a key is made of letters, but for the placeholders of names in it."""
        rest = self._replacer.without_words(key)
        return secrecy.is_name(key if rest == key else f"a{rest}")

    def _entry(self, place: _Place, key: str, value: Any) -> Any:
        """An entry of a map, such as AuthParameters, ChallengeResponses or ClientMetadata."""
        if not isinstance(value, str) or isinstance(value, Number):
            return self._value(place.inside(None), key, value)
        if key.startswith("userAttributes."):
            return self._attribute(key.partition(".")[2], value)
        is_of_aws = place.secret and place.shape.name not in secrecy.MAPS_OF_THE_USERS
        if place.shape.name in secrecy.MAPS_OF_NAMES or (is_of_aws and secrecy.is_kept_entry(key)):
            return self._replacer.text(value)
        if is_of_aws and key in secrecy.CHOICES and value in enum_values():
            return value
        kind = secrecy.kind_of(key)
        if kind is None and not place.secret:
            return self._replacer.unclassified(value)
        kind = kind or f"value of {self._key(key, secret=True)}"
        return self._replacer.secret(kind, value, secrecy.kept_inside(key))

    def _attribute(self, name: str, value: Any) -> Any:
        if secrecy.is_verified_flag(name, value):
            return value
        if not isinstance(value, str):
            return self._value(_Place(secret=True), name, value)
        kind = secrecy.kind_of(name) or "attribute of a user"
        return self._replacer.secret(kind, value, secrecy.kept_inside(name))

    def _pool_id(self, value: Any) -> Any:
        return self._replacer.secret("user pool id", value) if isinstance(value, str) else value

    def _number(self, place: _Place, name: str, value: Number) -> Number:
        kind = secrecy.kind_of(name)
        is_kept = name in place.kept or (place.shape is not None and secrecy.is_kept_entry(name))
        if is_kept or not (place.secret or kind):
            return value
        return self._replacer.number(kind or "number", value)

    def _string(self, place: _Place, name: str, value: str) -> str:
        if value in (getattr(place.shape, "enum", ()) or ()) or (name == "__type" and is_word_of(name, value)):
            return value
        if name in place.kept or secrecy.is_verified_flag(name, value):
            return self._replacer.text(value)
        if name == secrecy.FILTER_MEMBER and place.shape is not None:
            return self._filter(value)
        kind = secrecy.kind_of(name)
        if place.shape is not None and secrecy.is_kept_entry(name):
            return self._replacer.text(value)
        if kind or place.secret:
            return self._replacer.secret(kind or "value inside of a secret", value, secrecy.kept_inside(name))
        return self._replacer.text(value) if place.shape is not None else self._replacer.unclassified(value)

    def _filter(self, value: str) -> str:
        """The quoted value is secret; if the quotes are not those that AWS asks for, the whole filter is."""
        if secrecy.FILTER.fullmatch(value) is None:
            return self._replacer.secret("value of a filter", value)
        return secrecy.FILTER_VALUE.sub(
            lambda found: f'"{self._replacer.secret("value of a filter", found[1])}"', self._replacer.text(value)
        )
