"""The first step of a sign-in: InitiateAuth, AdminInitiateAuth.

The order of the checks: client, flow, parameters, secret hash, source address, user, state, lockout, password, device.
Two of these were observed: the flow is checked before the user is looked up (amplify-swift's live harness), and an
unconfirmed user is refused before the password (ministackorg/ministack#1758).
"""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import adaptive_authentication as risk
from pytest_cognito_mfa._simulator import compromised_credentials, passwords, rejections
from pytest_cognito_mfa._simulator.crypto import srp
from pytest_cognito_mfa._simulator.crypto.secret_hash import check_secret_hash
from pytest_cognito_mfa._simulator.mfa import lockout
from pytest_cognito_mfa._simulator.operations.user_migration import migrated, pre_authenticate
from pytest_cognito_mfa._simulator.pools.recovery import simulated_delivery
from pytest_cognito_mfa._simulator.registry import operation
from pytest_cognito_mfa._simulator.service import refuse_by_status
from pytest_cognito_mfa._simulator.sessions import Attempt
from pytest_cognito_mfa._simulator.sign_in_flow import after_password, ask_for_proof, refreshed
from pytest_cognito_mfa._simulator.state import (
    CONFIRMED,
    EXTERNAL_PROVIDER,
    FORCE_CHANGE_PASSWORD,
    RESET_REQUIRED,
    Client,
    Pool,
    User,
)
from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.mfa.standing import RiskAction
    from pytest_cognito_mfa._simulator.registry import Answer, Request
    from pytest_cognito_mfa._simulator.service import Service

    Begin = Callable[[Service, Attempt, Request], Answer]

_ADMIN_ONLY = frozenset({"ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"})
_PUBLIC_ONLY = frozenset({"USER_PASSWORD_AUTH"})

_FLOWS: dict[str, Begin] = {}
"""The flows that begin without a password in the request, by name; other modules add them."""


def begins(name: str) -> Callable[[Begin], Begin]:
    """Register the first step of the flow `name`."""

    def register(begin: Begin) -> Begin:
        _FLOWS[name] = begin
        return begin

    return register


@operation("InitiateAuth")
def initiate_auth(service: Service, req: aws.InitiateAuthRequestTypeDef) -> Answer:
    return _initiate(service, service.client(req["ClientId"]), req, _ADMIN_ONLY)


@operation("AdminInitiateAuth")
def admin_initiate_auth(service: Service, req: aws.AdminInitiateAuthRequestTypeDef) -> Answer:
    return _initiate(service, service.client_to_sign_in(req["UserPoolId"], req["ClientId"]), req, _PUBLIC_ONLY)


def _initiate(service: Service, client: Client, req: Request, not_here: frozenset[str]) -> Answer:
    flow = req["AuthFlow"]
    if flow in not_here:
        other = "AdminInitiateAuth" if not_here is _ADMIN_ONLY else "InitiateAuth"
        raise rejections.FLOW_NOT_SUPPORTED(because=f"{flow} is a flow of {other}")
    if client.rotates and flow.startswith("REFRESH_TOKEN"):
        name = client.settings["ClientName"]
        raise rejections.REFRESH_FLOW_OF_ROTATING(because=f"client {name} rotates: call GetTokensFromRefreshToken")
    if flow not in client.flows:
        name, on = client.settings["ClientName"], ", ".join(sorted(client.flows))
        raise rejections.FLOW_NOT_ENABLED(flow=flow, because=f"client {name} has: {on}")
    begin = _FLOWS.get(flow)
    parameters = req.get("AuthParameters") or {}
    if flow.startswith("REFRESH_TOKEN"):
        return _refresh(service, client, parameters)
    name = required(parameters, "USERNAME")
    secret = "" if begin else required(parameters, "SRP_A" if flow == "USER_SRP_AUTH" else "PASSWORD")
    check_secret_hash(client, (name,), parameters.get("SECRET_HASH"))
    action, user = _risk_action(service, client, req), client.pool.find(name)
    if user is None and begin is None and flow != "USER_SRP_AUTH":
        user = migrated(service, client.pool, name, secret)
    if flow != "CUSTOM_AUTH" or parameters.get("CHALLENGE_NAME") == "SRP_A":
        pre_authenticate(service, client, user, name)
    more: dict[str, Any] = {
        "device_key": parameters.get("DEVICE_KEY"),
        "risk": action,
        "source_ip": _source_ip(req),
    }
    attempt = Attempt(client, _user_or_imaginary(client, user, name), service.request_id, **more)
    if begin is not None:
        return begin(service, attempt, req)
    if flow == "USER_SRP_AUTH":
        return challenge_by_srp(service, attempt, secret)
    return after_given_password(service, attempt, secret, initiating=True)


def after_given_password(service: Service, attempt: Attempt, secret: str, *, initiating: bool) -> Answer:
    """The answer to a password, right or wrong; `initiating` when it is the answer to InitiateAuth."""
    client, user = attempt.client, attempt.user
    if not client.pool.users.has(user):
        named = next(name for name, other in client.pool.imaginary.items() if other is user)
        raise rejections.WRONG_PASSWORD(because=client.pool.why_unknown(named))
    is_right = passwords.is_right(user, secret)
    if client.hides_users and not user.enabled and not is_right:
        # "If a user is disabled and the password is incorrect, the error will also indicate that either the
        # username or password is incorrect" (developer guide, managing error responses, an older edition).
        raise rejections.WRONG_PASSWORD(because=f"user {user.username} is disabled, and the password is wrong")
    if client.hides_users and user.status == RESET_REQUIRED and user.password is None and user.enabled:
        # The user was imported, and the client hides that (developer guide, managing error responses).
        raise rejections.WRONG_PASSWORD(because=f"user {user.username} was imported without a password")
    refuse_by_state(user)
    lockout.refuse_locked_out(user.password_attempts, service.now)
    check_password(service, user, is_right=is_right)
    if compromised_credentials.is_blocked(service, client, secret, "SIGN_IN"):
        user.status, user.modified = RESET_REQUIRED, service.date
        raise rejections.RESET_REQUIRED(because="the test says that the password is compromised")
    refuse_expired_password(service, client.pool, user)
    return after_password(service, attempt, initiating=initiating)


def _risk_action(service: Service, client: Client, req: Request) -> RiskAction:
    """The action of adaptive authentication for this attempt; AWS's refusal if its address is blocked."""
    mode, configuration = client.pool.threat_protection, client.risk_configuration
    if mode == "OFF":
        return "NO_ACTION"
    address = risk.address_of(client, req)
    if risk.is_blocked(mode, configuration, address):
        raise rejections.ADDRESS_BLOCKED()
    return risk.action(mode, configuration, service.assessments.level_of(address), address)


def _source_ip(req: Request) -> str:
    """The address that the request names for the user; else this machine's."""
    context = req.get("ContextData") or req.get("UserContextData") or {}
    return str(context.get("IpAddress") or "127.0.0.1")


def required(parameters: Mapping[str, str], name: str) -> str:
    value = parameters.get(name)
    if not value:
        raise rejections.MISSING_PARAMETER(name=name)
    return value


def refuse_by_state(user: User, *, by_password: bool = True) -> None:
    """Refuse a user who may not sign in; with `by_password` off, also accept a federated user."""
    if not user.enabled:
        raise rejections.DISABLED()
    refuse_by_status(user)
    if user.status in (CONFIRMED, FORCE_CHANGE_PASSWORD) or (user.federated and not by_password):
        return
    next_step = (
        f"cognito.sign_in({user.username!r}) gives the tokens that the hosted pages give after the provider's sign-in"
        if user.status == EXTERNAL_PROVIDER
        else "give the user another status in the scenario"
    )
    raise NotSimulated(
        f"sign-in by password is not simulated for user {user.username}, whose UserStatus is {user.status}; {next_step}"
    )


def check_password(service: Service, user: User, *, is_right: bool) -> None:
    """Refuse a wrong password and count it; a right one resets the count."""
    if not is_right:
        user.password_attempts = lockout.after_failure(user.password_attempts, service.now)
        raise rejections.WRONG_PASSWORD(because=f"user {user.username} exists; the password is wrong")
    user.password_attempts = lockout.NONE


def refuse_expired_password(service: Service, pool: Pool, user: User) -> None:
    if user.status == FORCE_CHANGE_PASSWORD and passwords.has_expired(user, pool, service.now):
        raise rejections.TEMPORARY_PASSWORD_EXPIRED()


def _refresh(service: Service, client: Client, parameters: Mapping[str, str]) -> Answer:
    token, device_key = required(parameters, "REFRESH_TOKEN"), parameters.get("DEVICE_KEY")
    grant = service.tokens.valid_grant(token, client, device_key)
    names = (grant.user.username, grant.user.sub)
    check_secret_hash(client, names, parameters.get("SECRET_HASH"), rejections.SECRET_HASH_MISMATCH)
    refuse_by_state(grant.user, by_password=False)
    return {"AuthenticationResult": refreshed(service, client, token, device_key), "ChallengeParameters": {}}


def _user_or_imaginary(client: Client, user: User | None, name: str) -> User:
    if user is None and not client.hides_users:
        raise rejections.NO_USER(because=client.pool.why_unknown(name))
    if user is not None:
        return user
    imaginary, folded = client.pool.imaginary, client.pool.fold_case(name)
    if folded not in imaginary:
        imaginary[folded] = _imaginary_user(client.pool, folded)
    return imaginary[folded]


def challenge_by_srp(service: Service, attempt: Attempt, srp_a: str) -> Answer:
    """PASSWORD_VERIFIER; its answer has no Session, because the SECRET_BLOCK identifies it (floci-io/floci#1305)."""
    pool, user = attempt.client.pool, attempt.user
    if user.status == RESET_REQUIRED and user.password is None and user.enabled:
        # The user was imported from a file, and such files have no passwords.
        raise rejections.IMPORTED_WITHOUT_PASSWORD()
    refuse_by_state(user)
    lockout.refuse_locked_out(user.password_attempts, service.now)
    public = srp.client_public(srp_a)
    if public is None:
        raise rejections.WRONG_PASSWORD()
    names = (pool.name_in_srp, user.username)
    verifier = _verifier(service, pool, user)
    _, parameters = ask_for_proof(service, attempt, "PASSWORD_VERIFIER", names=names, verifier=verifier, public=public)
    parameters["USER_ID_FOR_SRP"] = user.username
    return {"ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": parameters}


def _verifier(service: Service, pool: Pool, user: User) -> srp.Verifier:
    if user.verifier is None:
        salt = int.from_bytes(service.sources.bytes(16), "big")
        # A user without a password gets one that nobody knows.
        password = user.password or service.sources.opaque(32)
        user.verifier = srp.Verifier.of(pool.name_in_srp, user.username, password, salt)
    return user.verifier


def _imaginary_user(pool: Pool, name: str) -> User:
    """An invented user, so that no answer reveals that the real one does not exist: always the same salt, address
    and number, and a password that nobody knows (developer guide, managing error responses).  The id is the given name
    (radkawar/stackd); where usernames are subs, it is a UUID.
    """
    seed = hashlib.sha512(f"{pool.id} {name}".encode()).digest()
    username = str(uuid.UUID(bytes=seed[:16], version=4)) if pool.username_is else name
    reached = dict(simulated_delivery(pool.id, name, [attribute]) for attribute in ("email", "phone_number"))
    user = User(username, username, reached, CONFIRMED, 0.0, 0.0, password=seed.hex())
    salt = int.from_bytes(seed[16:32], "big")
    user.verifier = srp.Verifier(salt, int.from_bytes(seed * 6, "big") % srp.N)
    return user
