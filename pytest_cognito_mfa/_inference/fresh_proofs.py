"""What of a recorded call only the service that it was recorded from could take, as the simulator takes it."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._inference.refusals import about_the_secret, says
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.crypto import srp
from pytest_cognito_mfa._simulator.mfa.factors import CODE_PARAMETER, STEP, TOTP
from pytest_cognito_mfa._simulator.service import secret_hash

if TYPE_CHECKING:
    from pytest_cognito_mfa._aws.exchange import Call
    from pytest_cognito_mfa._inference.exchanges import Recorded
    from pytest_cognito_mfa._simulator.mfa.factors import Authenticator
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, User

_NO_TOKEN: Final = re.compile(r"[^A-Za-z0-9-_=.]")
_SHORTEST_SESSION: Final = 20
_WRONG_CODES: Final = ("CodeMismatchException", "EnableSoftwareTokenMFAException")
STAMP: Final = "Thu Jan 1 00:00:00 UTC 2026"


def put(service: Service, told: Recorded, client: Client | None, user: User | None) -> Call:
    """The recorded call with the right proofs, hashes and codes where the recorded ones were right."""
    asked: dict[str, Any] = dict(told.asked)
    for name in ("AuthParameters", "ChallengeResponses"):
        if asked.get(name):
            asked[name] = dict(asked[name])
    given = asked.get("AuthParameters") or asked.get("ChallengeResponses") or {}
    if client is not None and client.secret is not None:
        _hashes(told, client, user, asked, given)
    if not told.message.startswith("1 validation error"):
        _legal_words(service, asked)
    _proof(service, told, given)
    _totp(service, told, user, asked, given)
    return replace(told.call, parameters=asked)


def _hashes(told: Recorded, client: Client, user: User | None, asked: dict[str, Any], given: dict[str, Any]) -> None:
    if about_the_secret(told, client.id):
        return
    name = told.name or (user.username if user is not None else "")
    if "SecretHash" in asked:
        asked["SecretHash"] = secret_hash(client, name)
    if "SECRET_HASH" in given:
        given["SECRET_HASH"] = secret_hash(client, name)
    if "ClientSecret" in asked and told.succeeded:
        asked["ClientSecret"] = client.secret


def proved(service: Service, call: Call) -> Call:
    """The call with a proof that the simulator takes, where it answers a replayed challenge.

    Nobody but the recorded service knows the numbers of that, so any proof is as right as on replay.
    """
    given = call.parameters.get("ChallengeResponses") or {}
    block = given.get("PASSWORD_CLAIM_SECRET_BLOCK")
    session = service.sessions.get(block) if isinstance(block, str) else None
    if session is None or session.proof is None or own_block(session.proof) == block:
        return call
    signature = session.proof.signature(given.get("TIMESTAMP", ""))
    changed = {"PASSWORD_CLAIM_SECRET_BLOCK": own_block(session.proof), "PASSWORD_CLAIM_SIGNATURE": signature}
    return replace(call, parameters={**call.parameters, "ChallengeResponses": {**given, **changed}})


def own_block(proof: srp.Proof) -> str:
    return base64.b64encode(proof.secret_block).decode()


def _proof(service: Service, told: Recorded, given: dict[str, Any]) -> None:
    """A wrong password leaves the recorded signature, which is a wrong one for the simulator too."""
    if "SRP_A" in given and srp.client_public(given["SRP_A"]) is None and told.succeeded:
        given["SRP_A"] = f"{srp.G:x}"  # what stands in for it need not be a number
    block = str(given.get("PASSWORD_CLAIM_SECRET_BLOCK", ""))
    session = service.sessions.get(block)
    if session is None or session.proof is None:
        return
    given["PASSWORD_CLAIM_SECRET_BLOCK"] = own = own_block(session.proof)
    service.sessions.know_as(own, block)
    if says(told, rejections.WRONG_PASSWORD):
        return
    if not srp.is_timestamp(given.get("TIMESTAMP", "")) and told.succeeded:
        given["TIMESTAMP"] = STAMP
    given["PASSWORD_CLAIM_SIGNATURE"] = session.proof.signature(given.get("TIMESTAMP", ""))


def _totp(service: Service, told: Recorded, user: User | None, asked: dict[str, Any], given: dict[str, Any]) -> None:
    session = service.sessions.get(told.asked.get("Session") or "")
    if told.operation == "VerifySoftwareToken":
        app = session.authenticator if session is not None else user and user.pending
        if app:
            asked["UserCode"] = _code(service, told, app, asked.get("UserCode", ""))
    elif CODE_PARAMETER[TOTP] in given and user is not None and user.authenticator is not None:
        given[CODE_PARAMETER[TOTP]] = _code(service, told, user.authenticator, given[CODE_PARAMETER[TOTP]])


def _code(service: Service, told: Recorded, app: Authenticator, given: str) -> str:
    """The right code where the recorded one was right; one that was refused otherwise than for itself stays."""
    now = service.now
    if told.error in _WRONG_CODES:
        return given if app.step_of(given, now) is None else other(given)
    if told.error == rejections.TOTP_USED.code:
        app.used.add(int(now) // STEP)
        return app.code(now)
    if not told.succeeded:
        return given
    step = app.unused_step(now)
    return app.code(now if step is None else step * STEP)


def _legal_words(service: Service, asked: dict[str, Any]) -> None:
    """Tokens and sessions that a note stands for, as they could be."""
    if token := asked.get("AccessToken"):
        asked["AccessToken"] = legal(token)
    session = asked.get("Session")
    if session and len(session) < _SHORTEST_SESSION:
        asked["Session"] = session.ljust(_SHORTEST_SESSION, "_")
        if service.sessions.get(session) is not None:
            service.sessions.know_as(asked["Session"], session)


def legal(token: str) -> str:
    """A token that a note stands for ("cut here"), in letters that a token may have."""
    return _NO_TOKEN.sub("_", token)


def other(code: str) -> str:
    """Another code of that length."""
    return code[:-1] + ("1" if code.endswith("0") else "0")
