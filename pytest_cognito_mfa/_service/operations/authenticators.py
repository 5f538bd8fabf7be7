"""Authenticator apps: AssociateSoftwareToken, VerifySoftwareToken.

Either an access token or the session of an MFA_SETUP challenge authorises both.  With a
session each call answers a new one, which replaces it (getmoto/moto's tests against AWS);
with an access token neither answers one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._service import rejections
from pytest_cognito_mfa._service.challenges import SET_UP
from pytest_cognito_mfa._service.factors import TOTP, Authenticator
from pytest_cognito_mfa._service.registry import operation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_cognito_idp.type_defs import (
        AssociateSoftwareTokenRequestTypeDef,
        VerifySoftwareTokenRequestTypeDef,
    )

    from pytest_cognito_mfa._service.service import Service
    from pytest_cognito_mfa._service.sessions import Session
    from pytest_cognito_mfa._service.state import Pool, User


@operation("AssociateSoftwareToken")
def associate_software_token(service: Service, req: AssociateSoftwareTokenRequestTypeDef) -> Mapping[str, Any]:
    pool, user, session = _authorised(service, req, gone=rejections.TOKEN_REVOKED)
    _refuse_without_totp(pool)
    authenticator = user.app = Authenticator(service.sources.totp_secret())
    answer = {"SecretCode": authenticator.secret}
    if session is None:
        user.pending = authenticator
        return answer
    return answer | {"Session": service.sessions.follow(session, authenticator=authenticator).token}


@operation("VerifySoftwareToken")
def verify_software_token(service: Service, req: VerifySoftwareTokenRequestTypeDef) -> Mapping[str, Any]:
    """Activate the authenticator that AssociateSoftwareToken handed out, in place of any older one.

    A wrong code leaves everything as it was, so the right one may follow.
    """
    pool, user, session = _authorised(service, req)
    _refuse_without_totp(pool)
    authenticator = user.pending if session is None else session.authenticator
    if authenticator is None:
        raise rejections.NO_AUTHENTICATOR()
    step = authenticator.step_of(req["UserCode"], service.now)
    if step is None:
        raise rejections.WRONG_SETUP_CODE()
    authenticator.used.add(step)
    authenticator.name = req.get("FriendlyDeviceName") or None
    user.authenticator = authenticator
    if session is None:
        user.pending = None
        return {"Status": "SUCCESS"}
    return {"Status": "SUCCESS", "Session": service.sessions.follow(session, verified=True).token}


def _authorised(
    service: Service, req: Mapping[str, Any], gone: rejections.Refusal = rejections.NO_USER
) -> tuple[Pool, User, Session | None]:
    token, session_token = req.get("AccessToken"), req.get("Session")
    if token and session_token:
        raise rejections.TOKEN_AND_SESSION()
    if token:
        client, user = service.token_owner(token, gone)
        return client.pool, user, None
    if session_token:
        session = service.sessions.usable(session_token, SET_UP)
        pool, user = service.pool(session.client.pool.id), session.user
        if pool.users.get(user.username) is not user:
            raise rejections.SESSION_INVALID()
        if not user.enabled:
            raise rejections.DISABLED()
        return pool, user, session
    raise rejections.MISSING_PARAMETER(name="Session")


def _refuse_without_totp(pool: Pool) -> None:
    if TOTP not in pool.offered:
        raise rejections.TOTP_NOT_IN_POOL()
