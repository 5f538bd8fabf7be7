"""A remembered device's proof: the responses to DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER.

1. Both challenges come with a Session and accept a response without it: AWS's own example for Python and
   NabuCasa/pycognito send none, "a future version" was to require the first (aws-amplify/aws-sdk-android#2337).  A
   Session that is sent must be the right one.
2. Without a Session, DEVICE_SRP_AUTH answers the latest sign-in of this client, user and device that waits for it: such
   a sign-in has passed every step before.
3. A wrong proof is refused like a wrong password (furaiev/amazon-cognito-identity-dart-2#10), and the session can be
   used again, as there.  It counts as a wrong MFA code, because it replaces that code (our choice).
4. A device that was forgotten since, or is not remembered any more, does not exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import devices, rejections
from pytest_cognito_mfa._simulator.crypto import srp
from pytest_cognito_mfa._simulator.mfa import lockout
from pytest_cognito_mfa._simulator.mfa.challenges import DEVICE_SRP, DEVICE_VERIFIER
from pytest_cognito_mfa._simulator.operations.sign_in import refuse_by_state, required
from pytest_cognito_mfa._simulator.sign_in_flow import ask_for_proof, next_step

if TYPE_CHECKING:
    from pytest_cognito_mfa._simulator.device import Device
    from pytest_cognito_mfa._simulator.registry import Answer, Request
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.sessions import Attempt
    from pytest_cognito_mfa._simulator.state import Client


def device_srp(service: Service, client: Client, name: str, req: Request) -> Answer:
    responses = req["ChallengeResponses"]
    key, srp_a = required(responses, "DEVICE_KEY"), required(responses, "SRP_A")
    user, token = client.pool.find(name), req.get("Session")
    if not token:
        waiting = service.sessions.find_waiting(DEVICE_SRP, client, user, key)
        if waiting is None:
            raise rejections.MISSING_PARAMETER(name="Session")
        token = waiting.token
    with service.sessions.use(token, DEVICE_SRP, client, user) as session:
        refuse_by_state(session.user)
        device, verifier = _proving(session.attempt, key)
        lockout.refuse_locked_out(session.user.code_attempts, service.now)
        public = srp.client_public(srp_a)
        if public is None:
            raise rejections.WRONG_PASSWORD()
        names = (device.group_key, device.key)
        asked, parameters = ask_for_proof(
            service, session.attempt, DEVICE_VERIFIER, names=names, verifier=verifier, public=public
        )
        return {
            "ChallengeName": DEVICE_VERIFIER,
            "ChallengeParameters": {**parameters, "DEVICE_KEY": device.key},
            "Session": service.sessions.add_token(asked),
        }


def device_verifier(service: Service, client: Client, name: str, req: Request) -> Answer:
    responses = req["ChallengeResponses"]
    key, block = required(responses, "DEVICE_KEY"), required(responses, "PASSWORD_CLAIM_SECRET_BLOCK")
    signature, timestamp = required(responses, "PASSWORD_CLAIM_SIGNATURE"), required(responses, "TIMESTAMP")
    if service.sessions.challenge_of(block) != DEVICE_VERIFIER:
        raise rejections.WRONG_PASSWORD()
    session, user, token = service.sessions.usable(block, DEVICE_VERIFIER), client.pool.find(name), req.get("Session")
    if session.client is not client or user is not session.user:
        raise rejections.WRONG_PASSWORD()
    if token and service.sessions.usable(token, DEVICE_VERIFIER) is not session:
        raise rejections.SESSION_INVALID()
    refuse_by_state(user)
    _proving(session.attempt, key)
    lockout.refuse_locked_out(user.code_attempts, service.now)
    if not session.proof.accepts(signature, block, timestamp):
        user.code_attempts = lockout.after_failure(user.code_attempts, service.now)
        raise rejections.WRONG_PASSWORD()
    user.code_attempts = lockout.NONE
    session.spent = True
    return next_step(service, session.attempt, "device")


def _proving(attempt: Attempt, key: str) -> tuple[Device, srp.Verifier]:
    """The device that `attempt` waits for, if it has this key and can still prove itself."""
    pool, user = attempt.client.pool, attempt.user
    devices.refuse_unknown(pool, user, key)
    if key != attempt.device_key:
        raise rejections.SESSION_INVALID(because="that session is for another device than the one that the call names")
    provable = devices.provable_device(pool, user, key)
    if provable is None:
        raise rejections.NO_DEVICE(because=devices.why_unusable(pool, user, key))
    return provable
