"""A body, value by value: what the model says of its place decides, then its name, then its looks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws import secrecy
from pytest_cognito_mfa._redaction.aws_words import vocabulary
from pytest_cognito_mfa._redaction.json_style import Document, Number

if TYPE_CHECKING:
    from pytest_cognito_mfa._redaction.protocol import Replacing

_FORM = re.compile(r"[\w.%+:-]+=[^&\s]*(?:&[\w.%+:-]+=[^&\s]*)*")


class Body:
    """How one body is walked; `shape` is the model's, or None where the model has nothing to say."""

    def __init__(self, redactor: Replacing, shape: Any, *, of_attributes: bool = False) -> None:
        self._redactor, self._shape, self._of_attributes = redactor, shape, of_attributes

    def redacted(self, body: bytes) -> bytes:
        try:
            text, codec = body.decode(), "utf-8"
        except UnicodeDecodeError:
            text, codec = body.decode("latin-1"), "latin-1"
        return self.text(text).encode(codec, "replace")

    def text(self, text: str) -> str:
        try:
            document = Document(text)
        except (ValueError, RecursionError):
            return self._redactor.text(text)
        return document.spelled(self.value(document.value))

    def value(self, value: Any) -> Any:
        return self._walked(self._shape, "", value, sensitive=False)

    def nested(self, text: str) -> str | None:
        """JSON inside a string; None where it is none."""
        try:
            document = Document(text)
        except (ValueError, RecursionError):
            return None
        return document.spelled(self.value(document.value))

    def _walked(self, shape: Any, name: str, value: Any, *, sensitive: bool) -> Any:
        sensitive = sensitive or (shape is not None and secrecy.is_sensitive(shape))
        if isinstance(value, dict):
            return self._mapping(shape, value, sensitive=sensitive)
        if isinstance(value, list):
            member = shape.member if shape is not None and shape.type_name == "list" else None
            return [self._walked(member, name, each, sensitive=sensitive) for each in value]
        if not isinstance(value, str) or isinstance(value, Number):
            return self._number(name, value, sensitive=sensitive)
        return self._string(shape, name, value, sensitive=sensitive)

    def _mapping(self, shape: Any, value: dict[str, Any], *, sensitive: bool) -> dict[str, Any]:
        kind = "" if shape is None else shape.type_name
        if kind == "map":
            secret = sensitive or shape.name in secrecy.MAPS_OF_SECRETS
            return {self._key(key): self._entry(key, each, secret=secret) for key, each in value.items()}
        if set(value) == {"Name", "Value"} and (shape is None or shape.name == secrecy.ATTRIBUTE_SHAPE):
            return self._pair(value)
        members = shape.members if kind == "structure" else {}
        return {
            self._key(key): self._pool(each)
            if key == "Id" and shape is not None and shape.name in secrecy.POOL_SHAPES
            else self._walked(members.get(key), key, each, sensitive=sensitive)
            for key, each in value.items()
        }

    def _pair(self, value: dict[str, Any]) -> dict[str, Any]:
        """An attribute, in whichever order."""
        name = str(value["Name"])
        return {
            each: self._key(name) if each == "Name" else self._attribute(name, given) for each, given in value.items()
        }

    def _key(self, key: str) -> str:
        return key if secrecy.normalized_name(key) in vocabulary() else self._redactor.text(key)

    def _entry(self, key: str, value: Any, *, secret: bool) -> Any:
        """An entry of a map: of parameters, answers, metadata."""
        if not isinstance(value, str) or isinstance(value, Number):
            return self._walked(None, key, value, sensitive=secret)
        if secrecy.is_kept_entry(key):
            return self._redactor.text(value)
        if key.startswith("userAttributes."):
            return self._attribute(key.partition(".")[2], value)
        kind = secrecy.kind_of(key)
        if kind is None and not secret:
            return self._redactor.unnamed(value)
        return self._redactor.secret(kind or f"value of {self._key(key)}", value)

    def _attribute(self, name: str, value: Any) -> Any:
        if secrecy.is_verified_flag(name) or not isinstance(value, str):
            return value
        return self._redactor.secret(secrecy.kind_of(name) or "attribute of a user", value)

    def _pool(self, value: Any) -> Any:
        return self._redactor.secret("user pool id", value) if isinstance(value, str) else value

    def _number(self, name: str, value: Any, *, sensitive: bool) -> Any:
        if not isinstance(value, Number) or secrecy.is_kept_entry(name):
            return value
        kind = secrecy.kind_of(name)
        if not (sensitive or kind) or not value.isdecimal():
            return value
        drawn = self._redactor.secret(kind or "number", str(value))
        return Number("1" + drawn[1:] if drawn.startswith("0") else drawn)

    def _string(self, shape: Any, name: str, value: str, *, sensitive: bool) -> str:
        if shape is not None and value in (getattr(shape, "enum", ()) or ()):
            return value
        if self._of_attributes:
            return self._loose(name, value)
        if name == secrecy.FILTER_MEMBER:
            return self._filter(value)
        kind = secrecy.kind_of(name)
        if kind or sensitive:
            return self._redactor.secret(kind or "value that AWS marks as sensitive", value)
        return self._redactor.text(value) if shape is not None else self._redactor.unnamed(value)

    def _filter(self, value: str) -> str:
        """What stands in its quotes; all of one that has none, as AWS would refuse it."""
        if '"' not in value:
            return self._redactor.secret("value of a filter", value)
        return secrecy.FILTER_VALUE.sub(
            lambda found: f'"{self._redactor.secret("value of a filter", found[1])}"', self._redactor.text(value)
        )

    def _loose(self, name: str, value: str) -> str:
        """JSON that stands for a secret: attributes of a user, an identity of his elsewhere, a passkey."""
        if name in secrecy.KEPT_CLAIMS or secrecy.is_verified_flag(name) or secrecy.is_kept_entry(name):
            return self._redactor.text(value)
        return self._redactor.secret(secrecy.kind_of(name) or "attribute of a user", value)
