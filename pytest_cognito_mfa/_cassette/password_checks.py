"""Check passwords during a replay, if the test gives them: a wrong password is refused as AWS refuses it.

A cassette holds no passwords, so it cannot check one.  With ``passwords={"grace": "..."}``, the challenge of an SRP
sign-in is computed again from this password, and the client's proof is checked against it.  A password that is sent
itself is compared.  For all other users, the recorded response is given.

Rule 1: a wrong password does not use up the recorded response.
Rule 2: if the recorded response is an error, it is given without a check.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws import wire
from pytest_cognito_mfa._cassette.rewriting import with_body
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.crypto import srp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._aws.exchange import Call, Reply
    from pytest_cognito_mfa._cassette.replay import Replay
    from pytest_cognito_mfa._simulator.sources import Sources

_SIGN_IN: Final = frozenset({"InitiateAuth", "AdminInitiateAuth"})
_ANSWER_CHALLENGE: Final = frozenset({"RespondToAuthChallenge", "AdminRespondToAuthChallenge"})


class PasswordChecks:
    """A replay with password checks; `pool_id` gives the pool id that a proof contains."""

    def __init__(
        self, replay: Replay, passwords: Mapping[str, str], sources: Sources, pool_id: Callable[[], str]
    ) -> None:
        self._replay = replay
        self._passwords = passwords
        self._sources = sources
        self._pool_id = pool_id
        self._proofs: dict[str, srp.Proof] = {}
        """Secret block of a challenge -> the proof that is expected for it."""

    def answer(self, call: Call) -> tuple[Reply, str]:
        __tracebackhide__ = True
        if self._is_wrong(call) and not self._replay.is_refused(call):
            return self._refusal(call), "cassette, password checked"
        reply, by = self._replay.answer(call)
        return self._with_challenge(call, reply), by

    def _is_wrong(self, call: Call) -> bool:
        if call.operation in _SIGN_IN:
            given = _members(call, "AuthParameters")
            known = self._passwords.get(str(given.get("USERNAME")))
            return known is not None and given.get("PASSWORD", known) != known
        answers = _members(call, "ChallengeResponses") if call.operation in _ANSWER_CHALLENGE else {}
        block = str(answers.get("PASSWORD_CLAIM_SECRET_BLOCK"))
        proof = self._proofs.get(block)
        if proof is None:
            return False
        signature, stamp = (str(answers.get(name)) for name in ("PASSWORD_CLAIM_SIGNATURE", "TIMESTAMP"))
        return not proof.accepts(signature, block, stamp)

    def _with_challenge(self, call: Call, reply: Reply) -> Reply:
        """The recorded challenge with SRP values for the known password."""
        given = _members(call, "AuthParameters") if call.operation in _SIGN_IN else {}
        password = self._passwords.get(str(given.get("USERNAME")))
        public = srp.client_public(str(given.get("SRP_A")))
        if password is None or public is None or reply.error is not None:
            return reply
        answer = json.loads(reply.body)
        challenge = answer.get("ChallengeParameters", {})
        block = _decode(challenge.get("SECRET_BLOCK", ""))
        if block is None or not {"SALT", "SRP_B", "USER_ID_FOR_SRP"} <= challenge.keys():
            return reply
        names = (self._pool_id().rpartition("_")[2], challenge["USER_ID_FOR_SRP"])
        verifier = srp.Verifier.of(*names, password, int.from_bytes(self._sources.bytes(16), "big"))
        proof = srp.Proof(*names, block, verifier, public, self._sources.exponent())
        self._proofs[challenge["SECRET_BLOCK"]] = proof
        challenge |= {"SALT": f"{verifier.salt:x}", "SRP_B": f"{proof.server_public:x}"}
        return with_body(reply, json.dumps(answer, separators=(",", ":"), ensure_ascii=False).encode())

    def _refusal(self, call: Call) -> Reply:
        refusal = rejections.WRONG_PASSWORD()
        return wire.reply(
            wire.error_body(refusal.code, refusal.message),
            request_id=self._sources.uuid(),
            at=self._sources.clock.timestamp(),
            status=refusal.status,
            error=(refusal.code, refusal.message),
            origin=call.origin,
        )


def _members(call: Call, name: str) -> Mapping[str, Any]:
    found = call.parameters.get(name)
    return found if isinstance(found, dict) else {}


def _decode(block: str) -> bytes | None:
    try:
        return base64.b64decode(block, validate=True)
    except (binascii.Error, ValueError):
        return None
