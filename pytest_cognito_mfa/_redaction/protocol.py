"""What recording asks of whoever redacts: real traffic goes in, and nothing secret comes out.

    redactor = Redactor(redaction_key())
    headers, body = redactor.request("InitiateAuth", headers, body)
    headers, body = redactor.response("InitiateAuth", 200, headers, body)
    url = redactor.text(url)

A secret may turn up before the place that shows what it is (a user's name in an error, say, before the call
that names the user): so once more over the whole file, at its end, `text`; then `leaks`, and write only if it is empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

Headers = tuple[tuple[str, str], ...]


class Leak(NamedTuple):
    """A secret that is still there: what it is and where, never its value."""

    kind: str
    """Such as ``e-mail address`` or ``Session``."""
    line: int
    """Of the text, counted from 1."""
    column: int
    encoding: str
    """``plain``, ``JSON``, ``URL-encoded``, ``base64``, ..."""

    def __str__(self) -> str:
        how = "" if self.encoding == "plain" else f", {self.encoding}"
        return f"{self.line}:{self.column}: {self.kind}{how}"


class Redacting(Protocol):
    """`Redactor`, as recording sees it; methods may be called from any thread."""

    def request(
        self, operation: str, headers: Iterable[tuple[str, str]], body: bytes, *, url: str = ""
    ) -> tuple[Headers, bytes]:
        """Learn what is secret in a request; give it with stand-ins and a Content-Length that fits."""

    def response(
        self, operation: str, status: int, headers: Iterable[tuple[str, str]], body: bytes, *, url: str = ""
    ) -> tuple[Headers, bytes]:
        """The same of its response, whose body is plain (no gzip).  `url` is the request's, as it was sent:
        jwks.json becomes our keys for the stand-in pool of that url.
        """

    def text(self, text: str) -> str:
        """Any text (a URL, a message, a whole file) with stand-ins for what is known, or looks, secret."""

    def leaks(self, text: str) -> list[Leak]:
        """Every place where something that went in still stands, in any encoding."""


class Replacing(Protocol):
    """`Redactor`, as bodies and headers see it: they find the values, and it chooses what replaces each."""

    def secret(self, kind: str, value: str) -> str:
        """Give what replaces a value that is secret as a whole, and know that value from now on."""

    def text(self, text: str) -> str:
        """Replace every secret inside a text."""

    def unnamed(self, value: str) -> str:
        """Replace a value whose member name does not say whether it is secret."""
