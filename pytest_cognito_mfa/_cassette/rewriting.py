"""A recorded answer as this test gets it: its tokens of now, its names the test's own.

Rule 1: a token is issued when it is given: `iat` is now, `exp` as much later as it was, `auth_time` as much earlier;
        a sign-in that was refreshed keeps the `auth_time` that its first token got.  `nbf` goes with them.
Rule 2: it is signed with our key for its pool, and the pool's jwks.json has these keys.
Rule 3: a request that has such a token still finds its recorded call.
Rule 4: what stands in for a name that the test has used is that name, in claims too.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws import wire as _exchange
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


class Answers:
    """What one test was given so far; `now` tells the epoch second, or is None where times are kept as recorded."""

    def __init__(self, aliases: Aliases, now: Callable[[], float] | None) -> None:
        self._aliases = aliases
        self._now = now
        self._auth_times: dict[int, int] = {}
        self._pools: set[str] = set()

    def given(self, call: Call, reply: Reply) -> Reply:
        """The `reply` recorded for `call`, in the test's words and time."""
        if not reply.body or reply.error is not None:
            return reply
        document = Document(reply.body.decode("utf-8", "surrogatepass"))
        self._aliases.challenged(call.parameters, document.value)
        value = self._told(document.value)
        if value == document.value:
            return reply
        body = document.serialize(value).encode("utf-8", "surrogatepass")
        headers = tuple((name, _length(name, body, said)) for name, said in reply.headers if name != "x-amz-crc32")
        return replace(reply, body=body, headers=headers)

    def document(self, call: Call) -> Reply | None:
        """A pool's keys, where they are ours: those of every pool whose tokens were given."""
        pool = call.parameters.get("UserPoolId")
        if call.operation != JWKS or self._now is None or pool not in self._pools:
            return None
        body = json.dumps({"keys": signing.public_keys(pool)}, separators=(",", ":")).encode()
        return _exchange.document(body, at=self._now())

    def _told(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._told(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self._told(each) for each in value]
        if type(value) is not str:  # a number is spelled as it was
            return value
        told = self._token(value) if self._now is not None and _TOKEN.fullmatch(value) else None
        if told is None:
            told = self._aliases.text_for_test(value)
        self._aliases.issued(told, value)
        return told

    def _token(self, token: str) -> str | None:
        """The token as it is issued now; None for what only looks like one of Cognito's."""
        assert self._now is not None  # noqa: S101  # asked by the only caller
        header, claims = map(read_segment, token.split(".")[:2])
        if header is None or claims is None or "token_use" not in claims.value:
            return None
        moved = self._aliases.claims_for_test(self._moved(claims.value, int(self._now())))
        pool = pool_of(moved)
        if pool is None:
            return None
        use = str(moved["token_use"])
        self._pools.add(pool)
        kid = {"kid": signing.key_id(pool, use), "alg": "RS256"}
        return signing.compact(
            header.serialize({**header.value, **kid}).encode(),
            claims.serialize(moved).encode("utf-8", "surrogatepass"),
            use,
        )

    def _moved(self, claims: dict[str, Any], now: int) -> dict[str, Any]:
        names: tuple[str, ...] = (*_SHIFTED, "auth_time")
        times = {name: int(claims[name]) for name in names if str(claims.get(name, "")).isdecimal()}
        if "iat" not in times:
            return claims
        by = now - times["iat"]
        moved: dict[str, int] = {name: times[name] + by for name in _SHIFTED if name in times}
        if "auth_time" in times:
            moved["auth_time"] = self._auth_times.setdefault(times["auth_time"], times["auth_time"] + by)
        return {**claims, **moved}


def _length(name: str, body: bytes, said: str) -> str:
    return str(len(body)) if name.lower() == "content-length" else said
