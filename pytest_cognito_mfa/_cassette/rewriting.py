"""Rewrite a recorded response for the test: tokens are issued now, and placeholders become the test's values.

Rule 1: a token is issued when it is given.  `iat` is now; `exp`, `nbf` and `auth_time` are shifted with it.  After a
        refresh, `auth_time` stays that of the first token.
Rule 2: our key for its pool signs the token, and the pool's jwks.json contains this key.
Rule 3: a later request with such a token still matches its recorded call.
Rule 4: a placeholder that has an alias becomes the test's value, also in claims.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws import wire
from pytest_cognito_mfa._aws.exchange import JWKS
from pytest_cognito_mfa._aws.jwt import pool_of
from pytest_cognito_mfa._redaction.json_style import Document
from pytest_cognito_mfa._redaction.token_redactor import read_segment
from pytest_cognito_mfa._simulator.crypto import signing

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_cognito_mfa._aws.exchange import Call, Reply
    from pytest_cognito_mfa._cassette.aliases import Aliases

_TOKEN: Final = re.compile(r"eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+")
_SHIFTED: Final = ("iat", "exp", "nbf")


class ResponseRewriter:
    """Rewrites the responses of one test; `now` gives the epoch second, or is None to keep the recorded times."""

    def __init__(self, aliases: Aliases, now: Callable[[], float] | None) -> None:
        self._aliases = aliases
        self._now = now
        self._auth_times: dict[int, int] = {}
        self._pools: set[str] = set()

    def rewrite(self, call: Call, reply: Reply) -> Reply:
        """The response that was recorded for `call`, with the test's values and times."""
        if not reply.body:
            return reply
        document = Document(reply.body.decode("utf-8-sig", "surrogatepass"))
        self._aliases.learn_user_names(call.parameters, document.value)
        value = self._rewrite_value(document.value)
        if value == document.value:
            return reply
        body = document.serialize(value).encode("utf-8", "surrogatepass")
        return with_body(reply, body)

    def public_keys(self, call: Call) -> Reply | None:
        """The jwks.json with our keys, if `call` asks for that of a pool whose tokens we signed."""
        pool = call.parameters.get("UserPoolId")
        if call.operation != JWKS or self._now is None or pool not in self._pools:
            return None
        body = json.dumps({"keys": signing.public_keys(pool)}, separators=(",", ":")).encode()
        return wire.document(body, at=self._now())

    def _rewrite_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            names = self._aliases.values
            return {names.get(name, name): self._rewrite_value(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self._rewrite_value(each) for each in value]
        if type(value) is not str:  # a `Number` stays as it is written
            return value
        text = self._issue_again(value, self._now()) if self._now is not None and _TOKEN.fullmatch(value) else None
        if text is None:
            text = self._aliases.text_for_test(value)
        self._aliases.remember_response_text(text, value)
        return text

    def _issue_again(self, token: str, now: float) -> str | None:
        """The token as if it were issued now; None if it is not one of Cognito's."""
        header, claims = map(read_segment, token.split(".")[:2])
        if header is None or claims is None or "token_use" not in claims.value:
            return None
        new_claims = self._aliases.claims_for_test(self._shift_times(claims.value, int(now)))
        pool = pool_of(new_claims)
        if pool is None:
            return None
        use = str(new_claims["token_use"])
        self._pools.add(pool)
        return signing.compact(
            header.serialize({**header.value, "kid": signing.key_id(pool, use), "alg": "RS256"}).encode(),
            claims.serialize(new_claims).encode("utf-8", "surrogatepass"),
            use,
        )

    def _shift_times(self, claims: dict[str, Any], now: int) -> dict[str, Any]:
        names: tuple[str, ...] = (*_SHIFTED, "auth_time")
        times = {name: int(claims[name]) for name in names if str(claims.get(name, "")).isdecimal()}
        if "iat" not in times:
            return claims
        by = now - times["iat"]
        shifted: dict[str, int] = {name: times[name] + by for name in _SHIFTED if name in times}
        if "auth_time" in times:
            shifted["auth_time"] = self._auth_times.setdefault(times["auth_time"], times["auth_time"] + by)
        return {**claims, **shifted}


def with_body(reply: Reply, body: bytes) -> Reply:
    """The reply with another body, a correct Content-Length, and no checksum of the old body."""
    headers = tuple(
        (name, str(len(body)) if name.lower() == "content-length" else value)
        for name, value in reply.headers
        if name != "x-amz-crc32"
    )
    return reply._replace(body=body, headers=headers)
