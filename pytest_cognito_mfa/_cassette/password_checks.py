"""Passwords checked at replay, where the test says what they are: a wrong one is refused as AWS would.

A cassette holds no password, and none can be checked against it.  With ``passwords={"grace": "..."}`` the challenge of
an SRP sign-in is made anew of that password, and the client's proof is held against it; a password that is sent is
compared.  Another user than those named is answered as recorded.

Rule 1: a wrong password is refused, and the recorded answer stays for the next try.
Rule 2: where the recorded answer is a refusal itself, that is given.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws import wire as _exchange
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.crypto import srp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._aws.exchange import Call, Reply
    from pytest_cognito_mfa._cassette.replay import Replay
    from pytest_cognito_mfa._simulator.sources import Sources

_BEGIN: Final = frozenset({"InitiateAuth", "AdminInitiateAuth"})
_GO_ON: Final = frozenset({"RespondToAuthChallenge", "AdminRespondToAuthChallenge"})


class PasswordChecks:
    """A replay whose passwords are checked; `pool_id` tells the pool's id, which goes into a proof."""

    def __init__(
        self, replay: Replay, passwords: Mapping[str, str], sources: Sources, pool_id: Callable[[], str]
    ) -> None:
        self._replay = replay
        self._passwords = passwords
        self._sources = sources
        self._pool_id = pool_id
        self._begun: dict[str, srp.Proof] = {}

    def answer(self, call: Call) -> tuple[Reply, str]:
        __tracebackhide__ = True
        if self._is_wrong(call) and not self._replay.is_refused(call):
            return self._refused(call), "cassette, password checked"
        reply, by = self._replay.answer(call)
        return self._challenged(call, reply), by

    def _is_wrong(self, call: Call) -> bool:
        if call.operation in _BEGIN:
            given = _members(call, "AuthParameters")
            known = self._passwords.get(str(given.get("USERNAME")))
            return known is not None and given.get("PASSWORD", known) != known
        answers = _members(call, "ChallengeResponses") if call.operation in _GO_ON else {}
        block = str(answers.get("PASSWORD_CLAIM_SECRET_BLOCK"))
        proof = self._begun.get(block)
        if proof is None:
            return False
        claim = (str(answers.get(name)) for name in ("PASSWORD_CLAIM_SIGNATURE", "TIMESTAMP"))
        signature, stamp = claim
        return not proof.accepts(signature, block, stamp)

    def _challenged(self, call: Call, reply: Reply) -> Reply:
        """The challenge with the service's half of an exchange about the known password."""
        given = _members(call, "AuthParameters") if call.operation in _BEGIN else {}
        password = self._passwords.get(str(given.get("USERNAME")))
        public = srp.client_public(str(given.get("SRP_A")))
        if password is None or public is None or reply.error is not None:
            return reply
        answer = json.loads(reply.body)
        asked = answer.get("ChallengeParameters", {})
        block = _block(asked.get("SECRET_BLOCK", ""))
        if block is None or not {"SALT", "SRP_B", "USER_ID_FOR_SRP"} <= asked.keys():
            return reply
        names = (self._pool_id().rpartition("_")[2], asked["USER_ID_FOR_SRP"])
        verifier = srp.Verifier.of(*names, password, int.from_bytes(self._sources.bytes(16), "big"))
        proof = srp.Proof(*names, block, verifier, public, self._sources.exponent())
        self._begun[asked["SECRET_BLOCK"]] = proof
        asked |= {"SALT": f"{verifier.salt:x}", "SRP_B": f"{proof.server_public:x}"}
        body = json.dumps(answer, separators=(",", ":"), ensure_ascii=False).encode()
        headers = tuple(
            (name, str(len(body)) if name.lower() == "content-length" else said) for name, said in reply.headers
        )
        return replace(reply, body=body, headers=headers)

    def _refused(self, call: Call) -> Reply:
        refusal = rejections.WRONG_PASSWORD()
        return _exchange.reply(
            _exchange.error_body(refusal.code, refusal.message),
            request_id=self._sources.uuid(),
            at=self._sources.clock.timestamp(),
            status=refusal.status,
            error=(refusal.code, refusal.message),
            origin=call.origin,
        )


def _members(call: Call, name: str) -> Mapping[str, Any]:
    found = call.parameters.get(name)
    return found if isinstance(found, dict) else {}


def _block(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
