"""Walks a request or a response and asks for each of its parts: headers, URL, body."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws import body_shape
from pytest_cognito_mfa._redaction.bodies import BodyRedactor
from pytest_cognito_mfa._redaction.headers import redact_headers
from pytest_cognito_mfa._redaction.protocol import is_word_of
from pytest_cognito_mfa._redaction.urls import redact_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_cognito_mfa._redaction.json_style import Number
    from pytest_cognito_mfa._redaction.protocol import Headers, Leak


class MessageRedactor(ABC):
    """What replaces secrets, or looks for them, in the parts of messages; subclasses say what becomes of each part."""

    replaced_kinds: list[str]
    """The kind of each secret that was found, in order; the caller empties it."""

    def request(
        self, operation: str, headers: Iterable[tuple[str, str]], body: bytes, *, url: str = ""
    ) -> tuple[Headers, bytes]:
        """Learn the secrets of a request; give it with placeholders and a correct Content-Length."""
        self.url(url)
        return self._message(operation, headers, body, of_answer=False)

    def response(
        self, operation: str, headers: Iterable[tuple[str, str]], body: bytes, *, url: str = ""
    ) -> tuple[Headers, bytes]:
        """The same for a response; its body is not compressed."""
        self.url(url)
        return self._message(operation, headers, body, of_answer=True)

    def url(self, url: str) -> str:
        """The URL that a request was sent to."""
        return redact_url(self, url)

    def place(self, name: str, value: str) -> str:
        """A value outside of bodies and headers, in a place of this name: a word of the protocol stays."""
        return value if is_word_of(name, value) else self.text(value)

    def body_text(self, operation: str, text: str, *, of_answer: bool) -> str:
        """A body that is text already."""
        return BodyRedactor(self, body_shape(operation, of_answer=of_answer)).redact_text(text)

    def value(self, operation: str, value: Any, *, of_answer: bool) -> Any:
        """A body that is JSON and was read already."""
        return BodyRedactor(self, body_shape(operation, of_answer=of_answer)).redact_value(value)

    @abstractmethod
    def text(self, text: str) -> str:
        """Replace known and apparent secrets in any text."""

    @abstractmethod
    def secret(self, kind: str, value: str, kept: frozenset[str] = frozenset()) -> str:
        """Give what replaces a value that is secret as a whole; in JSON, the values of the names in `kept` stay."""

    @abstractmethod
    def number(self, kind: str, value: Number) -> Number:
        """The same for a number in JSON."""

    @abstractmethod
    def unclassified(self, value: str) -> str:
        """Replace a value whose member name does not say whether it is secret."""

    @abstractmethod
    def without_words(self, run: str) -> str:
        """The run without the placeholders of names in it."""

    @abstractmethod
    def leaks(self, text: str) -> list[Leak]:
        """Every place where a learned secret is still in `text`."""

    def _message(
        self, operation: str, headers: Iterable[tuple[str, str]], body: bytes, *, of_answer: bool
    ) -> tuple[Headers, bytes]:
        shape = body_shape(operation, of_answer=of_answer)
        redacted = BodyRedactor(self, shape).redact(body)
        return redact_headers(self, headers, len(redacted)), redacted
