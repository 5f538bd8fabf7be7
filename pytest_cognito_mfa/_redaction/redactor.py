"""Replace every secret in requests, responses and texts, and find those that are still there."""

from __future__ import annotations

import json
import re
import threading
from typing import TYPE_CHECKING, Final
from urllib.parse import quote_plus, unquote, unquote_plus

from pytest_cognito_mfa._aws import secrecy
from pytest_cognito_mfa._aws.exchange import JWKS
from pytest_cognito_mfa._redaction import patterns
from pytest_cognito_mfa._redaction.alphabets import is_opaque
from pytest_cognito_mfa._redaction.bodies import BodyRedactor
from pytest_cognito_mfa._redaction.encodings import DEEPEST, around, encoded_forms, layers
from pytest_cognito_mfa._redaction.final_scan import Remaining, remaining_secrets
from pytest_cognito_mfa._redaction.headers import redact_headers
from pytest_cognito_mfa._redaction.json_style import Number, is_json
from pytest_cognito_mfa._redaction.keyed_placeholders import (
    Placeholders,
    is_number_placeholder,
    is_password_placeholder,
    is_placeholder,
)
from pytest_cognito_mfa._redaction.known_secrets import KnownSecrets
from pytest_cognito_mfa._redaction.messages import MessageRedactor
from pytest_cognito_mfa._redaction.placeholder_forms import ARN, WORD, names_caller
from pytest_cognito_mfa._redaction.placeholder_spans import spans
from pytest_cognito_mfa._redaction.public_values import is_example
from pytest_cognito_mfa._redaction.real_values import short_values
from pytest_cognito_mfa._redaction.token_redactor import redact_token
from pytest_cognito_mfa._redaction.urls import redact_userinfo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_cognito_mfa._redaction.encodings import Layer
    from pytest_cognito_mfa._redaction.protocol import Headers, Leak

_POOL_IN_URL = re.compile(r"/(?P<pool>[\w-]+_[0-9a-zA-Z]+)/\.well-known/")
_WORD = re.compile(rf"(?<![0-9A-Za-z]){WORD}(?![0-9A-Za-z])")
_CALLER: Final = "caller in an ARN"  # a text gives this kind a whole ARN: to read that as a text again would not end
_LONGEST_PATH: Final = 4096
"""A longer one has a part for every few characters, and is no path of AWS's."""
_LONG: Final = 20
"""An opaque value of this length is neither a word nor one of AWS's names with a digit in it."""


class Redactor(MessageRedactor):
    """One per file or run; threads may share it.  Two redactors with the same key give the same placeholders.

    With `keep_placeholders`, values that look like placeholders or documented examples stay: the input may be redacted
    already, or made up.  In live traffic only the placeholders that this redactor drew stay.
    The values in `not_secret` stay in both.
    """

    def __init__(
        self, key: bytes, *, keep_placeholders: bool = False, not_secret: frozenset[str] = frozenset()
    ) -> None:
        self._placeholders = Placeholders(key)
        self._keep_placeholders = keep_placeholders
        self._not_secret = not_secret
        self._of_json: dict[str, str] = {}
        """JSON with placeholders -> the JSON that it replaces."""
        self._known = KnownSecrets(self._placeholders.drawn, self._placeholders.of)
        self._lock = threading.RLock()
        self.replaced_kinds = []

    def reserve(self, *bodies: bytes) -> None:
        """Draw no placeholder from now on that equals a short value in these bodies, which are not redacted yet."""
        with self._lock:
            for body in bodies:
                self._placeholders.real.update(short_values(body.decode(errors="replace")))

    def request(
        self, operation: str, headers: Iterable[tuple[str, str]], body: bytes, *, url: str = ""
    ) -> tuple[Headers, bytes]:
        """Learn the secrets of a request; give it with placeholders and a correct Content-Length."""
        with self._lock:
            return super().request(operation, headers, body, url=url)

    def response(
        self, operation: str, headers: Iterable[tuple[str, str]], body: bytes, *, url: str = ""
    ) -> tuple[Headers, bytes]:
        """The same for a response; its body is not compressed.

        The keys in a pool's jwks.json become our keys for the placeholder of the pool in `url`, the URL that was sent.
        """
        with self._lock:
            pool = _POOL_IN_URL.search(url)
            if operation == JWKS and pool is not None and b'"keys"' in body:
                keys = self._public_keys(self.secret("user pool id", pool["pool"]))
                return redact_headers(self, headers, len(keys)), keys
            return super().response(operation, headers, body, url=url)

    def text(self, text: str) -> str:
        """Replace known and apparent secrets in any text: a message, a header, a whole file."""
        with self._lock:
            return self._text(text, 0)

    def leaks(self, text: str) -> list[Leak]:
        """Every place where a learned secret is still in `text`, in any encoding and across folded lines of YAML."""
        with self._lock:
            return self._known.leaks(text)

    def remaining_secrets(self, cassette: str) -> list[Remaining]:
        """Every learned secret in the text of a cassette, but not in the places of the protocol."""
        with self._lock:
            return remaining_secrets(cassette, self._known)

    def secret(self, kind: str, value: str, kept: frozenset[str] = frozenset()) -> str:
        """Give the placeholder for a value that is secret as a whole, and remember the value; an ARN as in a text."""
        is_arn = kind not in ("password", _CALLER) and ARN.fullmatch(value) and value not in self._not_secret
        if is_arn and not names_caller(text := self._text(value, 0)):
            return text
        if self._is_kept(kind, value):
            return value
        if kind == "password":
            return self._learn(kind, value, self._placeholders.password(value))
        is_token = patterns.TOKEN.fullmatch(value)
        token = redact_token(value, self, keep_ours=self._keep_placeholders) if is_token else None
        if token is not None:
            return self._learn(kind, value, token)
        if value.lstrip()[:1] in ("{", "["):
            inside = BodyRedactor(self, None, kept=kept).redact_json(value)
            if inside is not None and self._may_stand_for(value, inside):
                return self._learn(kind, value, inside)
        return self._learn(kind, value, self._placeholders.of(value))

    def _may_stand_for(self, value: str, inside: str) -> bool:
        """Whether `inside`, which is JSON with placeholders, can replace `value`.

        It cannot if a known secret that contains quotes is still in it, or if it already replaces the same JSON with
        other escapes.
        """
        return not self._known.leaks(inside) and self._of_json.setdefault(inside, value) == value

    def number(self, kind: str, value: Number) -> Number:
        """The same for a number in JSON: its digits change."""
        if self._keep_placeholders and is_number_placeholder(value):
            return value
        sign = value[: value.startswith("-")]
        digits = value.removeprefix("-")
        return Number(sign + self._learn(kind, digits, self._placeholders.number(digits)))

    def unclassified(self, value: str) -> str:
        """Replace a value whose member name does not say whether it is secret: a long random one is."""
        rest = self.without_words(value)
        is_secret = is_opaque(rest) and len(rest) >= _LONG and any(map(str.isdigit, rest)) and not rest.isdecimal()
        if is_secret and not self._encodes_placeholder(value):
            return self.secret("opaque value", value)
        return self.text(value)

    def _encodes_placeholder(self, value: str) -> bool:
        whole = [layer.decoded for layer in layers(value) if layer.end - layer.start == len(value)]
        return any(self._is_kept("opaque value", each) or self._has_placeholder(each) for each in whole)

    def _is_kept(self, kind: str, value: str) -> bool:
        is_drawn = value in self._placeholders.drawn and value not in self._placeholders.real
        if is_drawn or value in self._not_secret:
            return True
        if not self._keep_placeholders:
            return False
        return (is_password_placeholder if kind == "password" else is_placeholder)(value) or is_example(kind, value)

    def _learn(self, kind: str, value: str, placeholder: str) -> str:
        if placeholder == value:
            return value
        self._placeholders.drawn.add(placeholder)
        self._known.learn(value, kind, placeholder)
        self.replaced_kinds.append(kind)
        return placeholder

    def _public_keys(self, pool: str) -> bytes:
        from pytest_cognito_mfa._simulator.crypto import signing  # noqa: PLC0415 - loads cryptography only for keys

        keys = signing.public_keys(pool)
        self._placeholders.drawn.update(key[name] for key in keys for name in ("kid", "n"))
        return json.dumps({"keys": keys}, separators=(",", ":")).encode()

    def _text(self, text: str, depth: int) -> str:
        """Tokens first, then the text between them: a token of ours would not verify if anything in it changed."""
        parts, at = [], 0
        for found in patterns.TOKEN.finditer(text):
            parts += [self._between_tokens(text[at : found.start()], depth), self.secret("token", found[0])]
            at = found.end()
        return "".join((*parts, self._between_tokens(text[at:], depth)))

    def _between_tokens(self, text: str, depth: int) -> str:
        text = self._replace_known(redact_userinfo(self, text) if "@" in text else text)
        text = patterns.FIELD.sub(self._form_field, text)
        text = patterns.MEMBER.sub(self._json_member, text)
        text = patterns.replace_matches(text, self._pattern_match)
        if depth == DEEPEST:
            return self._replace_opaque(text, [])
        text = self._replace_in_layers(text, depth)
        return self._replace_opaque(self._replace_cut_base64(text), layers(text))

    def _replace_known(self, text: str) -> str:
        text, kinds = self._known.replace(text)
        self.replaced_kinds += kinds
        return text

    def _replace_in_layers(self, text: str, depth: int) -> str:
        """Decode what is encoded, and encode it again if a secret was in it."""
        parts, at = [], 0
        for layer in sorted(layers(text), key=lambda layer: (layer.start, -layer.end)):
            if layer.start >= at:
                redacted = self._text(layer.decoded, depth + 1)
                if redacted != layer.decoded:
                    parts += [text[at : layer.start], layer.encode(redacted)]
                    at = layer.end
        return "".join((*parts, text[at:]))

    def _replace_cut_base64(self, text: str) -> str:
        """Replace base64 that holds a secret but cannot be decoded, because of the characters before it."""
        parts, at = [], 0
        for cut in self._known.find(text):
            if cut.cut and cut.start >= at:
                start, end = around(text, cut.start, cut.end)
                parts += [text[at:start], self.secret("opaque value", text[start:end])]
                at = end
        return "".join((*parts, text[at:]))

    def _replace_opaque(self, text: str, encoded: Iterable[Layer]) -> str:
        """Replace long random runs, except in a layer: that was decoded, and replaced if necessary."""
        found = [run for run in patterns.OPAQUE.finditer(text) if patterns.is_random(run[0])]
        runs = [run for run in found if not self._is_path(run[0]) and not self._is_of_words(run[0])]
        decoded = sorted((layer.start, layer.end) for layer in encoded) if runs else []
        parts, at, next_layer, end_of_layers = [], 0, 0, 0
        for run in runs:
            while next_layer < len(decoded) and decoded[next_layer][0] < run.end():
                end_of_layers = max(end_of_layers, decoded[next_layer][1])
                next_layer += 1
            if end_of_layers <= run.start():
                drawn = self.secret("opaque value", run[0].replace("\\/", "/"))
                parts += [text[at : run.start()], drawn.replace("/", "\\/") if "\\/" in run[0] else drawn]
                at = run.end()
        return "".join((*parts, text[at:]))

    def _is_path(self, run: str) -> bool:
        """Whether slashes separate a placeholder from words, such as a pool's id in its ARN."""
        if len(run) > _LONGEST_PATH:
            return False
        parts = run.replace("\\/", "/").split("/")
        rest = [part for part in parts if not self._is_kept("opaque value", part)]
        return len(rest) < len(parts) and not patterns.is_random("/".join(rest))

    def _is_of_words(self, run: str) -> bool:
        """Whether nothing in a run is random but the placeholders of words, as in the name of somebody's pool."""
        rest = self.without_words(run)
        return rest != run and not patterns.is_random(rest)

    def without_words(self, run: str) -> str:
        return _WORD.sub(lambda word: "" if self._is_kept("opaque value", word[0]) else word[0], run)

    def _pattern_match(self, kind: str, value: str) -> str:
        """The match of a pattern may begin one character early, with the letter of an escape."""
        return value if value[1:] in self._placeholders.drawn else self.secret(kind, value)

    def _form_field(self, found: re.Match[str]) -> str:
        """A value that no encoder wrote may have a plus sign of its own, and stand elsewhere with it."""
        value = unquote_plus(found["value"])
        drawn = self._named_value(found["name"], value, unquote(found["value"]))
        if drawn == value:
            return found[0]
        if "+" in found["value"] and found["value"] not in encoded_forms(value):
            self._named_value(found["name"], unquote(found["value"]))
        return f"{found['name']}={quote_plus(drawn)}"

    def _json_member(self, found: re.Match[str]) -> str:
        """A member in text that is not valid JSON: cut off, escaped, or printed by Python."""
        return patterns.replace_member(found, lambda value: self._named_value(found["name"], value))

    def _named_value(self, name: str, value: str, written: str = "") -> str:
        """Replace the value of a field or member; `written` is the same with its plus signs kept."""
        kind = secrecy.kind_of(name)
        is_punctuation = not any(map(str.isalnum, value))  # of JSON: its members are replaced one by one
        if kind is None or is_punctuation:
            return value
        if kind != "password" and ARN.fullmatch(value):  # the patterns replace its parts, where they are in the text
            return value
        if kind == "password":  # in this text it may be replaced already, as the name of a user
            value = self._placeholders.owner(value)
        if any(map(self._has_placeholder, {value, written})):
            # In other places only the secret part was replaced, so the whole value is not searched for.
            placeholder = (self._placeholders.password if kind == "password" else self._placeholders.of)(value)
            self._placeholders.drawn.add(placeholder)
            self.replaced_kinds.append(kind)
            return placeholder
        return self.secret(kind, value)

    def _has_placeholder(self, value: str) -> bool:
        """Whether a placeholder is one part of the value; the values in JSON are looked at one by one."""
        if is_json(value):
            return False
        parts = [value[start:end] for start, end in spans(value)]
        return value not in parts and any(self._is_kept("opaque value", part) for part in parts)
