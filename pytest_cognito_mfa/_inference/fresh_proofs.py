"""Replaces proofs, hashes and codes in a recorded call, which only the recorded service accepts, with valid ones."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import CODE_PARAMETER, TOTP
from pytest_cognito_mfa._inference.fresh_passkeys import replace_credential
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.crypto import srp
from pytest_cognito_mfa._simulator.crypto.secret_hash import secret_hash

if TYPE_CHECKING:
    from pytest_cognito_mfa._aws.exchange import Call
    from pytest_cognito_mfa._inference.exchanges import RecordedExchange
    from pytest_cognito_mfa._simulator.mfa.authenticator import Authenticator
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, User

_NOT_IN_TOKENS: Final = re.compile(r"[^A-Za-z0-9-_=.]")
_SHORTEST_SESSION: Final = 20
_WRONG_CODES: Final = ("CodeMismatchException", "EnableSoftwareTokenMFAException")
STAMP: Final = "Thu Jan 1 00:00:00 UTC 2026"


def fresh_call(service: Service, exchange: RecordedExchange, client: Client | None, user: User | None) -> Call:
    """The recorded call with proofs, hashes and codes that are right where the recorded ones were right."""
    request: dict[str, Any] = dict(exchange.request)
    for name in ("AuthParameters", "ChallengeResponses"):
        if request.get(name):
            request[name] = dict(request[name])
    auth = request.get("AuthParameters") or request.get("ChallengeResponses") or {}
    if client is not None and client.secret is not None:
        _replace_hashes(exchange, client, user, request, auth)
    if not exchange.message.startswith("1 validation error"):
        _make_tokens_valid(service, request)
    _replace_proof(service, exchange, auth)
    _replace_totp_code(service, exchange, user, request, auth)
    replace_credential(service, exchange, client, user, request)
    return exchange.call._replace(parameters=request)


def _replace_hashes(
    exchange: RecordedExchange, client: Client, user: User | None, request: dict[str, Any], auth: dict[str, Any]
) -> None:
    if exchange.is_about_client_secret(client.id):
        return
    name = exchange.username or (user.username if user is not None else "")
    if "SecretHash" in request:
        request["SecretHash"] = secret_hash(client.secret or "", name, client.id)
    if "SECRET_HASH" in auth:
        auth["SECRET_HASH"] = secret_hash(client.secret or "", name, client.id)
    if "ClientSecret" in request and exchange.succeeded:
        request["ClientSecret"] = client.secret


def with_valid_proof(service: Service, call: Call) -> Call:
    """The call with a proof that the simulator accepts, if it answers a replayed challenge.

    Only the recorded service knows the numbers of this challenge, so any proof passes here, as on replay.
    """
    auth = call.parameters.get("ChallengeResponses") or {}
    block = auth.get("PASSWORD_CLAIM_SECRET_BLOCK")
    session = service.sessions.get(block) if isinstance(block, str) else None
    if session is None or session.proof is None or secret_block(session.proof) == block:
        return call
    signature = session.proof.signature(auth.get("TIMESTAMP", ""))
    changed = {"PASSWORD_CLAIM_SECRET_BLOCK": secret_block(session.proof), "PASSWORD_CLAIM_SIGNATURE": signature}
    return call._replace(parameters={**call.parameters, "ChallengeResponses": {**auth, **changed}})


def secret_block(proof: srp.Proof) -> str:
    return base64.b64encode(proof.secret_block).decode()


def _replace_proof(service: Service, exchange: RecordedExchange, auth: dict[str, Any]) -> None:
    """After a wrong password the recorded signature stays: it is wrong for the simulator too."""
    if "SRP_A" in auth and srp.client_public(auth["SRP_A"]) is None and exchange.succeeded:
        auth["SRP_A"] = f"{srp.G:x}"  # a redacted value may not be a number
    block = str(auth.get("PASSWORD_CLAIM_SECRET_BLOCK", ""))
    session = service.sessions.get(block)
    if session is None or session.proof is None:
        return
    auth["PASSWORD_CLAIM_SECRET_BLOCK"] = block_here = secret_block(session.proof)
    service.sessions.add_alias(block_here, block)
    if exchange.refused_with(rejections.WRONG_PASSWORD):
        return
    if not srp.is_timestamp(auth.get("TIMESTAMP", "")) and exchange.succeeded:
        auth["TIMESTAMP"] = STAMP
    auth["PASSWORD_CLAIM_SIGNATURE"] = session.proof.signature(auth.get("TIMESTAMP", ""))


def _replace_totp_code(
    service: Service, exchange: RecordedExchange, user: User | None, request: dict[str, Any], auth: dict[str, Any]
) -> None:
    session = service.sessions.get(exchange.request.get("Session") or "")
    if exchange.operation == "VerifySoftwareToken":
        app = session.authenticator if session is not None else user and user.pending
        if app:
            request["UserCode"] = _fresh_code(service, exchange, app, request.get("UserCode", ""))
    elif CODE_PARAMETER[TOTP] in auth and user is not None and user.authenticator is not None:
        auth[CODE_PARAMETER[TOTP]] = _fresh_code(service, exchange, user.authenticator, auth[CODE_PARAMETER[TOTP]])


def _fresh_code(service: Service, exchange: RecordedExchange, app: Authenticator, recorded: str) -> str:
    """A right code if the recorded one was right, a wrong one if it was wrong; else the recorded code."""
    now = service.now
    if exchange.error in _WRONG_CODES:
        return wrong_code(recorded) if app.matches(recorded, now) else recorded
    if exchange.error == rejections.TOTP_USED.code:
        app.mark_used(now)
        return app.code(now)
    if not exchange.succeeded:
        return recorded
    return app.unused_code(now) or app.code(now)


def _make_tokens_valid(service: Service, request: dict[str, Any]) -> None:
    """Give tokens and sessions that were replaced by a note ("cut here") a form that AWS allows."""
    if token := request.get("AccessToken"):
        request["AccessToken"] = valid_token(token)
    session = request.get("Session")
    if session and len(session) < _SHORTEST_SESSION:
        request["Session"] = session.ljust(_SHORTEST_SESSION, "_")
        if service.sessions.get(session) is not None:
            service.sessions.add_alias(request["Session"], session)


def valid_token(token: str) -> str:
    """The token with only the characters that AWS allows in one."""
    return _NOT_IN_TOKENS.sub("_", token)


def wrong_code(code: str) -> str:
    """A different code of the same length."""
    return code[:-1] + ("1" if code.endswith("0") else "0")
