"""Authenticator apps: AssociateSoftwareToken, VerifySoftwareToken, AdminDeleteSoftwareToken.

An access token or the session of an MFA_SETUP challenge authorizes the first two.  With a session each answer has a new
session, which replaces it (getmoto/moto's tests against AWS); with an access token it has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._aws.constants import TOTP
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.mfa.authenticator import Authenticator
from pytest_cognito_mfa._simulator.mfa.challenges import SET_UP
from pytest_cognito_mfa._simulator.mfa.preference import without_factor
from pytest_cognito_mfa._simulator.registry import operation
from pytest_cognito_mfa._simulator.service import refuse_by_status
from pytest_cognito_mfa._simulator.state import UNCONFIRMED

if TYPE_CHECKING:
    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.registry import Answer, Request
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.sessions import Session
    from pytest_cognito_mfa._simulator.state import Pool, User


@operation("AssociateSoftwareToken")
def associate_software_token(service: Service, req: aws.AssociateSoftwareTokenRequestTypeDef) -> Answer:
    pool, user, session = _authorize(service, req, gone=rejections.TOKEN_REVOKED, any_status=True)
    _refuse_without_totp(pool)
    authenticator = user.app = Authenticator(service.sources.totp_secret())
    answer = {"SecretCode": authenticator.secret}
    if session is None:
        user.pending = authenticator
        return answer
    return answer | {"Session": service.sessions.replace(session, authenticator=authenticator).token}


@operation("VerifySoftwareToken")
def verify_software_token(service: Service, req: aws.VerifySoftwareTokenRequestTypeDef) -> Answer:
    """Activate the authenticator that AssociateSoftwareToken handed out; it replaces any older one.

    A wrong code changes nothing, so the right one may follow.
    """
    pool, user, session = _authorize(service, req)
    _refuse_without_totp(pool)
    authenticator = user.pending if session is None else session.authenticator
    if authenticator is None:
        # The session of another sign-in than the one that associated: aws-amplify/amplify-js#6461.
        refusal = rejections.NO_AUTHENTICATOR if session is None else rejections.SESSION_INVALID
        raise refusal(because="AssociateSoftwareToken was not called in this sign-in, or its app is verified already")
    authenticator.accept_at_setup(req["UserCode"], service.now)
    authenticator.name = req.get("FriendlyDeviceName") or None
    user.authenticator = authenticator
    if session is None:
        user.pending = None
        return {"Status": "SUCCESS"}
    return {"Status": "SUCCESS", "Session": service.sessions.replace(session, verified=True).token}


@operation("AdminDeleteSoftwareToken")
def admin_delete_software_token(service: Service, req: aws.AdminDeleteSoftwareTokenRequestTypeDef) -> Answer:
    """Delete a verified authenticator, with "any preference for TOTP MFA" (API reference).

    An authenticator that was handed out and not verified yet is not registered: it stays (our choice).
    """
    _, user = service.named_user(req)
    if user.status == UNCONFIRMED:  # the operation lists this error, and none for a password that must be reset
        raise rejections.NOT_CONFIRMED()
    if user.authenticator is None:
        raise rejections.NO_SOFTWARE_TOKEN()
    user.authenticator, user.preference = None, without_factor(user.preference, TOTP)
    user.modified = service.date
    return {}


def _authorize(
    service: Service, req: Request, gone: rejections.Refusal = rejections.NO_USER, *, any_status: bool = False
) -> tuple[Pool, User, Session | None]:
    """Pool and user of the access token or session, and the session; AWS's refusal if both or none are given.

    Between a challenge and this call the user may have been deleted or disabled: a session's user is checked as in
    RespondToAuthChallenge.
    """
    token, session_token = req.get("AccessToken"), req.get("Session")
    if token and session_token:
        raise rejections.TOKEN_AND_SESSION()
    if token:
        client, user = service.token_owner(token, gone, any_status=any_status)
        return client.pool, user, None
    if not session_token:
        raise rejections.MISSING_PARAMETER(name="Session")
    session = service.sessions.usable(session_token, SET_UP)
    pool, user = service.pool(session.client.pool.id), session.user
    if pool.users.get(user.username) is not user:
        raise rejections.SESSION_INVALID()
    if not user.enabled:
        raise rejections.DISABLED()
    if not any_status:
        refuse_by_status(user)
    return pool, user, session


def _refuse_without_totp(pool: Pool) -> None:
    if TOTP not in pool.offered:
        offered = ", ".join(sorted(pool.offered)) or "no factor"
        raise rejections.TOTP_NOT_IN_POOL(because=f"pool {pool.settings['Name']} offers: {offered}")
