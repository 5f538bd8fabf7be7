"""Redact a body, value by value: by the member's shape in the model, by its name, or by what the value looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws import secrecy
from pytest_cognito_mfa._redaction.json_style import Document, Number
from pytest_cognito_mfa._redaction.public_values import aws_words

if TYPE_CHECKING:
    from pytest_cognito_mfa._redaction.protocol import SecretReplacer


class BodyRedactor:
    """Walks one body; `shape` is the model's, or None if the model does not know the operation."""

    def __init__(self, replacer: SecretReplacer, shape: Any, *, of_attributes: bool = False) -> None:
        """With `of_attributes`, the body is JSON inside a secret value, such as the attributes of a user."""
        self._replacer, self._shape, self._of_attributes = replacer, shape, of_attributes

    def redact(self, body: bytes) -> bytes:
        try:
            text, codec = body.decode(), "utf-8"
        except UnicodeDecodeError:
            text, codec = body.decode("latin-1"), "latin-1"
        redacted = self.redact_json(text)
        return (self._replacer.text(text) if redacted is None else redacted).encode(codec, "replace")

    def redact_json(self, text: str) -> str | None:
        """JSON in its own style; None if `text` is not JSON."""
        try:
            document = Document(text)
        except ValueError:
            return None
        return document.serialize(self.redact_value(document.value))

    def redact_value(self, value: Any) -> Any:
        return self._value(self._shape, "", value, sensitive=False)

    def _value(self, shape: Any, name: str, value: Any, *, sensitive: bool) -> Any:
        sensitive = sensitive or (shape is not None and secrecy.is_sensitive(shape))
        if isinstance(value, dict):
            return self._mapping(shape, value, sensitive=sensitive)
        if isinstance(value, list):
            member = shape.member if shape is not None and shape.type_name == "list" else None
            return [self._value(member, name, each, sensitive=sensitive) for each in value]
        if not isinstance(value, str) or isinstance(value, Number):
            return self._number(name, value, sensitive=sensitive)
        return self._string(shape, name, value, sensitive=sensitive)

    def _mapping(self, shape: Any, value: dict[str, Any], *, sensitive: bool) -> dict[str, Any]:
        kind = "" if shape is None else shape.type_name
        if kind == "map":
            secret = sensitive or shape.name in secrecy.MAPS_OF_SECRETS
            return {self._key(key): self._entry(key, each, secret=secret) for key, each in value.items()}
        if set(value) == {"Name", "Value"} and (shape is None or shape.name == secrecy.ATTRIBUTE_SHAPE):
            return self._name_and_value(value)
        members = shape.members if kind == "structure" else {}
        return {
            self._key(key): self._pool_id(each)
            if key == "Id" and shape is not None and shape.name in secrecy.POOL_SHAPES
            else self._value(members.get(key), key, each, sensitive=sensitive)
            for key, each in value.items()
        }

    def _name_and_value(self, pair: dict[str, Any]) -> dict[str, Any]:
        """An attribute of a user; its two members may have either order."""
        name = str(pair["Name"])
        return {
            each: self._key(name) if each == "Name" else self._attribute(name, given) for each, given in pair.items()
        }

    def _key(self, key: str) -> str:
        return key if secrecy.normalized_name(key) in aws_words() else self._replacer.text(key)

    def _entry(self, key: str, value: Any, *, secret: bool) -> Any:
        """An entry of a map, such as AuthParameters, ChallengeResponses or ClientMetadata."""
        if not isinstance(value, str) or isinstance(value, Number):
            return self._value(None, key, value, sensitive=secret)
        if secrecy.is_kept_entry(key):
            return self._replacer.text(value)
        if key.startswith("userAttributes."):
            return self._attribute(key.partition(".")[2], value)
        kind = secrecy.kind_of(key)
        if kind is None and not secret:
            return self._replacer.unclassified(value)
        return self._replacer.secret(kind or f"value of {self._key(key)}", value)

    def _attribute(self, name: str, value: Any) -> Any:
        if secrecy.is_verified_flag(name) or not isinstance(value, str):
            return value
        return self._replacer.secret(secrecy.kind_of(name) or "attribute of a user", value)

    def _pool_id(self, value: Any) -> Any:
        return self._replacer.secret("user pool id", value) if isinstance(value, str) else value

    def _number(self, name: str, value: Any, *, sensitive: bool) -> Any:
        if not isinstance(value, Number) or secrecy.is_kept_entry(name):
            return value
        kind = secrecy.kind_of(name)
        if not (sensitive or kind) or not value.isdecimal():
            return value
        return value.redacted(self._replacer.secret(kind or "number", str(value)))

    def _string(self, shape: Any, name: str, value: str, *, sensitive: bool) -> str:
        if shape is not None and value in (getattr(shape, "enum", ()) or ()):
            return value
        if self._of_attributes:
            return self._member_of_attribute(name, value)
        if name == secrecy.FILTER_MEMBER:
            return self._filter(value)
        kind = secrecy.kind_of(name)
        if kind or sensitive:
            return self._replacer.secret(kind or "value that AWS marks as sensitive", value)
        return self._replacer.text(value) if shape is not None else self._replacer.unclassified(value)

    def _filter(self, value: str) -> str:
        """The quoted value is secret; without quotes, which AWS refuses, the whole filter."""
        if '"' not in value:
            return self._replacer.secret("value of a filter", value)
        return secrecy.FILTER_VALUE.sub(
            lambda found: f'"{self._replacer.secret("value of a filter", found[1])}"', self._replacer.text(value)
        )

    def _member_of_attribute(self, name: str, value: str) -> str:
        """A member of JSON that is secret as a whole: attributes, an identity at another provider, a passkey."""
        if name in secrecy.KEPT_CLAIMS or secrecy.is_verified_flag(name) or secrecy.is_kept_entry(name):
            return self._replacer.text(value)
        return self._replacer.secret(secrecy.kind_of(name) or "attribute of a user", value)
