"""Sessions of users: ListUserSessions, RevokeUserSession, AdminListUserSessions, AdminRevokeUserSession."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import rejections, user_sessions
from pytest_cognito_mfa._simulator.registry import operation

if TYPE_CHECKING:
    from pytest_cognito_mfa._simulator.registry import Answer
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool, User
    from pytest_cognito_mfa._simulator.token_claims import Grant


@operation("ListUserSessions")
def list_user_sessions(service: Service, req: Any) -> Answer:
    pool, user, current = _caller(service, req)
    return _listed(service, pool, user, req, current)


@operation("AdminListUserSessions")
def admin_list_user_sessions(service: Service, req: Any) -> Answer:
    return _listed(service, *service.named_user(req), req, None)


@operation("RevokeUserSession")
def revoke_user_session(service: Service, req: Any) -> Answer:
    """A user cannot revoke the session that the call belongs to (botocore)."""
    pool, user, current = _caller(service, req)
    grant = _named(service, pool, user, req)
    if grant is current:
        raise rejections.NOT_ALLOWED(
            because="that is the session of the access token; call GlobalSignOut or RevokeToken"
        )
    grant.revoked = True
    return {}


@operation("AdminRevokeUserSession")
def admin_revoke_user_session(service: Service, req: Any) -> Answer:
    _named(service, *service.named_user(req), req).revoked = True
    return {}


def _caller(service: Service, req: Any) -> tuple[Pool, User, Grant]:
    """Pool, user and session of an access token."""
    client, user = service.token_owner(req["AccessToken"])
    return client.pool, user, service.tokens.grant_of(req["AccessToken"])


def _named(service: Service, pool: Pool, user: User, req: Any) -> Grant:
    user_sessions.require_tracking(pool)
    return user_sessions.find(service.tokens.grants_of(user), req["SessionId"], service.now)


def _listed(service: Service, pool: Pool, user: User, req: Any, current: Grant | None) -> Answer:
    """All sessions on one page; so no token of a page is one that the operation gave."""
    user_sessions.require_tracking(pool)
    if "NextToken" in req:
        raise rejections.BAD_PAGE(because="all sessions are on one page, which has no token")
    grants = user_sessions.active(service.tokens.grants_of(user), service.now)
    return {"Sessions": [user_sessions.described(grant, current) for grant in grants]}
