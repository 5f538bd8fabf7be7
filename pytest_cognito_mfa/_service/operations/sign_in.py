"""Sign-in's first step: InitiateAuth, AdminInitiateAuth.

The order of the checks: client, flow, parameters, secret hash, user, state, lockout, password.  That
the flow is judged before the user is looked up is observed (amplify-swift's live harness);
so is that an unconfirmed user is refused before the password (ministackorg/ministack#1758).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._service import lockout, passwords, rejections, srp
from pytest_cognito_mfa._service.registry import operation
from pytest_cognito_mfa._service.service import check_secret_hash
from pytest_cognito_mfa._service.sessions import Attempt
from pytest_cognito_mfa._service.state import (
    CONFIRMED,
    FORCE_CHANGE_PASSWORD,
    RESET_REQUIRED,
    UNCONFIRMED,
    Client,
    Pool,
    User,
)
from pytest_cognito_mfa._service.steps import after_password
from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_cognito_idp.type_defs import AdminInitiateAuthRequestTypeDef, InitiateAuthRequestTypeDef

    from pytest_cognito_mfa._service.service import Service

_ADMIN_ONLY = frozenset({"ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"})
_PUBLIC_ONLY = frozenset({"USER_PASSWORD_AUTH"})
_SIMULATED = _ADMIN_ONLY | _PUBLIC_ONLY | {"USER_SRP_AUTH", "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"}


@operation("InitiateAuth")
def initiate_auth(service: Service, req: InitiateAuthRequestTypeDef) -> Mapping[str, Any]:
    return _initiate(service, service.client(req["ClientId"]), req, _ADMIN_ONLY)


@operation("AdminInitiateAuth")
def admin_initiate_auth(service: Service, req: AdminInitiateAuthRequestTypeDef) -> Mapping[str, Any]:
    return _initiate(service, service.client(req["ClientId"], req["UserPoolId"]), req, _PUBLIC_ONLY)


def _initiate(service: Service, client: Client, req: Mapping[str, Any], not_here: frozenset[str]) -> Mapping[str, Any]:
    flow = req["AuthFlow"]
    if flow in not_here:
        raise rejections.FLOW_NOT_SUPPORTED()
    if flow not in client.flows:
        raise rejections.FLOW_NOT_ENABLED(flow=flow)
    if flow not in _SIMULATED:
        raise NotSimulated(
            f"the flow {flow} is not simulated; sign in with USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH or "
            "USER_SRP_AUTH, or replay this sign-in from a cassette"
        )
    parameters = req.get("AuthParameters") or {}
    if parameters.get("DEVICE_KEY"):
        # No device is ever remembered here, so every key is an unknown one.
        raise rejections.NO_DEVICE()
    if flow.startswith("REFRESH_TOKEN"):
        return _refresh(service, client, parameters)
    name = _required(parameters, "USERNAME")
    secret = _required(parameters, "SRP_A" if flow == "USER_SRP_AUTH" else "PASSWORD")
    check_secret_hash(client, (name,), parameters.get("SECRET_HASH"))
    if flow == "USER_SRP_AUTH":
        return _challenge_by_srp(service, client, name, secret)
    user = client.pool.find(name)
    if user is None:
        raise rejections.WRONG_PASSWORD() if client.hides_users else rejections.NO_USER()
    refuse_by_state(user)
    lockout.refuse_locked_out(user.password_attempts, service.now)
    is_right = user.password is not None and hmac.compare_digest(user.password.encode(), secret.encode())
    judge_password(service, user, is_right=is_right)
    refuse_expired_password(service, client.pool, user)
    return after_password(service, Attempt(client, user, service.request_id), initiating=True)


def _required(parameters: Mapping[str, str], name: str) -> str:
    value = parameters.get(name)
    if not value:
        raise rejections.MISSING_PARAMETER(name=name)
    return value


def refuse_by_state(user: User) -> None:
    """Refuse a user who may not sign in, whatever the password."""
    if not user.enabled:
        raise rejections.DISABLED()
    if user.status == UNCONFIRMED:
        raise rejections.NOT_CONFIRMED()
    if user.status == RESET_REQUIRED:
        raise rejections.RESET_REQUIRED()
    if user.status not in (CONFIRMED, FORCE_CHANGE_PASSWORD):
        raise NotSimulated(f"a sign-in of user {user.username}, whose UserStatus is {user.status}, is not simulated")


def judge_password(service: Service, user: User, *, is_right: bool) -> None:
    """Count a wrong password of a user who is not locked out, and refuse it; a right one ends the count."""
    if not is_right:
        user.password_attempts = lockout.after_failure(user.password_attempts, service.now)
        raise rejections.WRONG_PASSWORD()
    user.password_attempts = lockout.NONE


def refuse_expired_password(service: Service, pool: Pool, user: User) -> None:
    if user.status == FORCE_CHANGE_PASSWORD and passwords.has_expired(user, pool, service.now):
        raise rejections.TEMPORARY_PASSWORD_EXPIRED()


def _refresh(service: Service, client: Client, parameters: Mapping[str, str]) -> Mapping[str, Any]:
    token = _required(parameters, "REFRESH_TOKEN")
    grant = service.tokens.refreshable(token, client)
    names = (grant.user.username, grant.user.sub)
    check_secret_hash(client, names, parameters.get("SECRET_HASH"), rejections.SECRET_HASH_MISMATCH)
    if client.pool.users.get(grant.user.username) is not grant.user:
        raise rejections.NO_USER()
    refuse_by_state(grant.user)
    return {"AuthenticationResult": service.tokens.refreshed(token, client), "ChallengeParameters": {}}


def _challenge_by_srp(service: Service, client: Client, name: str, srp_a: str) -> Mapping[str, Any]:
    """PASSWORD_VERIFIER; it answers no Session, the SECRET_BLOCK stands for it (floci-io/floci#1305)."""
    user = client.pool.find(name)
    if user is None:
        if not client.hides_users:
            raise rejections.NO_USER()
        user = _simulated(client.pool, name)
    if user.status == RESET_REQUIRED and user.password is None and user.enabled:
        # Imported from a file, which brings no passwords.
        raise rejections.IMPORTED_WITHOUT_PASSWORD()
    refuse_by_state(user)
    lockout.refuse_locked_out(user.password_attempts, service.now)
    public = srp.client_public(srp_a)
    if public is None:
        raise rejections.WRONG_PASSWORD()
    verifier = _verifier(service, client.pool, user)
    block = service.sources.bytes(1024)
    proof = srp.Proof(client.pool.name_in_srp, user.username, block, verifier, public, service.sources.exponent())
    token = base64.b64encode(block).decode()
    attempt = Attempt(client, user, service.request_id)
    service.sessions.issue("PASSWORD_VERIFIER", attempt, token=token, proof=proof)
    parameters = {
        "SALT": f"{verifier.salt:x}",
        "SECRET_BLOCK": token,
        "SRP_B": f"{proof.server_public:x}",
        "USERNAME": user.username,
        "USER_ID_FOR_SRP": user.username,
    }
    return {"ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": parameters}


def _verifier(service: Service, pool: Pool, user: User) -> srp.Verifier:
    if user.verifier is None:
        salt = int.from_bytes(service.sources.bytes(16), "big")
        # A user without a password gets one that nobody knows.
        password = user.password or service.sources.opaque(32)
        user.verifier = srp.Verifier.of(pool.name_in_srp, user.username, password, salt)
    return user.verifier


def _simulated(pool: Pool, name: str) -> User:
    """Someone who does not exist, but whom SRP must not give away: the same id and salt every
    time, and a password that nobody knows (developer guide, managing error responses).
    """
    seed = hashlib.sha512(f"{pool.id} {name}".encode()).digest()
    username = str(uuid.UUID(bytes=seed[:16], version=4))
    user = User(username, username, {}, CONFIRMED, 0.0, 0.0)
    salt = int.from_bytes(seed[16:32], "big")
    user.verifier = srp.Verifier(salt, int.from_bytes(seed * 6, "big") % srp.N)
    return user
