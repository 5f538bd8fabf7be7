"""Traffic in, traffic without secrets out: request, response, any text, and the search for what was left."""

from __future__ import annotations

import json
import re
import threading
from typing import TYPE_CHECKING, Final
from urllib.parse import quote_plus, unquote_plus

from pytest_cognito_mfa._aws import body_shape, secrecy
from pytest_cognito_mfa._aws.exchange import JWKS
from pytest_cognito_mfa._redaction import patterns as looks
from pytest_cognito_mfa._redaction import tokens
from pytest_cognito_mfa._redaction.alphabets import is_opaque
from pytest_cognito_mfa._redaction.aws_words import enum_values
from pytest_cognito_mfa._redaction.bodies import Body
from pytest_cognito_mfa._redaction.encodings import DEEPEST, around, layers
from pytest_cognito_mfa._redaction.examples import is_example
from pytest_cognito_mfa._redaction.headers import redacted as redacted_headers
from pytest_cognito_mfa._redaction.keyed_placeholders import Placeholders, is_password_placeholder, is_placeholder
from pytest_cognito_mfa._redaction.known_secrets import Known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_cognito_mfa._redaction.encodings import Layer
    from pytest_cognito_mfa._redaction.protocol import Headers, Leak

_POOL_OF_URL = re.compile(r"/(?P<pool>[\w-]+_[0-9a-zA-Z]+)/\.well-known/")
_LONG: Final = 20
"""Of what says nothing: no word of a language, no name of AWS's with a digit in it is as long."""


class Redactor:
    """One per file or run; threads may share it.  Its stand-ins are the same in every other with the same key.

    `again` says that it may have been redacted already, or made up: then what has the form of a stand-in stays, and
    what calls itself an example.  Of live traffic nothing is spared but the stand-ins that this redactor drew.
    """

    def __init__(self, key: bytes, *, again: bool = False) -> None:
        self._stand_ins = Placeholders(key)
        self._again = again
        self._known = Known()
        self._lock = threading.RLock()
        self.met: list[str] = []
        """The kinds of everything that was replaced, in order; whoever looks, and does not clean, empties it."""

    def request(
        self, operation: str, headers: Iterable[tuple[str, str]], body: bytes, *, url: str = ""
    ) -> tuple[Headers, bytes]:
        """Learn what is secret in a request; give it with stand-ins and a Content-Length that fits."""
        with self._lock:
            self.text(url)
            return self._message(operation, headers, body, of_answer=False)

    def response(
        self,
        operation: str,
        status: int,  # noqa: ARG002 - an error's body is told by its members
        headers: Iterable[tuple[str, str]],
        body: bytes,
        *,
        url: str = "",
    ) -> tuple[Headers, bytes]:
        """The same of its response.  The pool's keys become ours, for the stand-in of the pool in `url`."""
        with self._lock:
            pool = _POOL_OF_URL.search(url)
            if operation == JWKS and pool is not None and b'"keys"' in body:
                return self._fitted(headers, self._keys(self.secret("user pool id", pool["pool"])))
            return self._message(operation, headers, body, of_answer=True)

    def text(self, text: str) -> str:
        """Any text (a URL, a message, a whole file) with stand-ins for what is known, or looks, secret."""
        with self._lock:
            return self._text(text, 0)

    def leaks(self, text: str) -> list[Leak]:
        """Every place where something that went in still stands, in any encoding; of a file, folded lines too."""
        with self._lock:
            return self._known.leaks(text)

    def secret(self, kind: str, value: str) -> str:
        """What stands in for a value that is secret as a whole; it is known from now on."""
        if self._is_spared(kind, value):
            return value
        if kind == "password":
            return self._learned(kind, value, self._stand_ins.password(value))
        if value in enum_values():
            return value
        is_token = looks.TOKEN.fullmatch(value)
        token = tokens.rewritten(value, self.secret, self.text, again=self._again) if is_token else None
        if token is not None:
            return self._learned(kind, value, token)
        if value[:1] in ("{", "["):
            body = Body(self, None, of_attributes=True)
            inside = body.nested(value)
            if inside is not None:
                return self._learned(kind, value, inside)
        return self._learned(kind, value, self._stand_ins.of(value))

    def unnamed(self, value: str) -> str:
        """A value whose place says nothing of it: a long run of letters and digits is secret as a whole."""
        is_secret = is_opaque(value) and len(value) >= _LONG and any(map(str.isdigit, value)) and not value.isdecimal()
        return self.secret("opaque value", value) if is_secret else self.text(value)

    def _is_spared(self, kind: str, value: str) -> bool:
        if value in self._stand_ins.made:
            return True
        if not self._again:
            return False
        return (is_password_placeholder if kind == "password" else is_placeholder)(value) or is_example(kind, value)

    def _learned(self, kind: str, value: str, stand_in: str) -> str:
        if stand_in == value:
            return value
        self._stand_ins.made.add(stand_in)
        self._known.learn(value, kind, stand_in)
        self.met.append(kind)
        return stand_in

    def _message(
        self, operation: str, headers: Iterable[tuple[str, str]], body: bytes, *, of_answer: bool
    ) -> tuple[Headers, bytes]:
        shape = body_shape(operation, of_answer=of_answer)
        return self._fitted(headers, Body(self, shape).redacted(body))

    def _fitted(self, headers: Iterable[tuple[str, str]], body: bytes) -> tuple[Headers, bytes]:
        return redacted_headers(self, headers, len(body)), body

    def _keys(self, pool: str) -> bytes:
        from pytest_cognito_mfa._simulator.crypto import signing  # noqa: PLC0415 - cryptography loads where a key was met

        keys = signing.public_keys(pool)
        self._stand_ins.made.update(key[name] for key in keys for name in ("kid", "n"))
        return json.dumps({"keys": keys}, separators=(",", ":")).encode()

    def _text(self, text: str, deep: int) -> str:
        """Tokens, and what stands between them: one of ours would not verify if anything in it were touched."""
        parts, at = [], 0
        for found in looks.TOKEN.finditer(text):
            parts += [self._between(text[at : found.start()], deep), self.secret("token", found[0])]
            at = found.end()
        return "".join((*parts, self._between(text[at:], deep)))

    def _between(self, text: str, deep: int) -> str:
        text = self._known_replaced(text)
        text = looks.FIELD.sub(self._field, text)
        text = looks.MEMBER.sub(self._member, text)
        text = looks.replaced(text, self._looking)
        if deep == DEEPEST:
            return self._opaque_replaced(text, [])
        text = self._inside_layers(text, deep)
        return self._opaque_replaced(self._cuts_replaced(text), layers(text))

    def _known_replaced(self, text: str) -> str:
        if not len(self._known):
            return text
        self.met += [found.secret.kind for found in self._known.find(text)]
        return self._known.replaced(text)

    def _inside_layers(self, text: str, deep: int) -> str:
        """Look into what is encoded, and encode it again where something was found."""
        parts, at = [], 0
        for layer in sorted(layers(text), key=lambda layer: (layer.start, -layer.end)):
            if layer.start >= at:
                inside = self._text(layer.inside, deep + 1)
                if inside != layer.inside:
                    parts += [text[at : layer.start], layer.spelled(inside)]
                    at = layer.end
        return "".join((*parts, text[at:]))

    def _cuts_replaced(self, text: str) -> str:
        """What of base64 has a secret in it and could not be read, because of what stands before it."""
        parts, at = [], 0
        for cut in self._known.find(text) if len(self._known) else ():
            if cut.cut and cut.start >= at:
                start, end = around(text, cut.start, cut.end)
                parts += [text[at:start], self.secret("opaque value", text[start:end])]
                at = end
        return "".join((*parts, text[at:]))

    def _opaque_replaced(self, text: str, encoded: Iterable[Layer]) -> str:
        """Long runs that say nothing; what an encoding covers was read, and replaced where it had to be."""
        runs = [run for run in looks.OPAQUE.finditer(text) if looks.is_drawn(run[0]) and not self._is_a_path(run[0])]
        read = [(layer.start, layer.end) for layer in encoded] if runs else []
        parts, at = [], 0
        for run in runs:
            if not any(start < run.end() and run.start() < end for start, end in read):
                drawn = self.secret("opaque value", run[0].replace("\\/", "/"))
                parts += [text[at : run.start()], drawn.replace("/", "\\/") if "\\/" in run[0] else drawn]
                at = run.end()
        return "".join((*parts, text[at:]))

    def _is_a_path(self, run: str) -> bool:
        """Whether a stand-in stands between slashes, as a pool's id in its ARN, and the rest of the run is words."""
        parts = run.replace("\\/", "/").split("/")
        rest = [part for part in parts if not self._is_spared("opaque value", part)]
        return len(rest) < len(parts) and not looks.is_drawn("/".join(rest))

    def _looking(self, kind: str, value: str) -> str:
        """What looks secret; the letter of an escape before an address is taken for its first one."""
        return value if value[1:] in self._stand_ins.made else self.secret(kind, value)

    def _field(self, found: re.Match[str]) -> str:
        value = unquote_plus(found["value"])
        drawn = self._named(found["name"], value)
        return found[0] if drawn == value else f"{found['name']}={quote_plus(drawn)}"

    def _member(self, found: re.Match[str]) -> str:
        """One of JSON that cannot be read as JSON: cut off, escaped, or printed by Python."""
        value = found["value"]
        plain = value.replace("\\/", "/")
        drawn = self._named(found["name"], plain)
        return found["before"] + (value if drawn == plain else drawn)

    def _named(self, name: str, value: str) -> str:
        kind = secrecy.kind_of(name)
        is_punctuation = not any(map(str.isalnum, value))  # JSON's own; what follows it is read for itself
        return value if kind is None or is_punctuation else self.secret(kind, value)
