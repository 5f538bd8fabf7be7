"""Tokens for machines, and tokens made of others: GetClientToken, GetDerivedToken.

Nobody has shown these operations; the rules are botocore's texts of them, and our choices.

1. GetClientToken gives a client with a secret an access token of its own, with scopes that the client allows; without
   Scopes, with all of them.  AWS's text names the flow ALLOW_CLIENT_TOKEN_AUTH, which its own list of flows lacks; so a
   client counts that allows OAuth's client_credentials (our choice).
2. GetDerivedToken needs ALLOW_TOKEN_EXCHANGE_IMPERSONATION, or with an ActorToken ALLOW_TOKEN_EXCHANGE_DELEGATION.  The
   SubjectToken is an access or id token of a user of the pool, which is valid.
3. The new token has the scopes that the request, the subject token and the client have in common; without Scopes those
   of the subject token.  Its audience is what Audiences or Resources names, one of them.
4. GetClientToken runs PreTokenGeneration as client_credentials does; botocore lists no error of Lambda for it, so a
   failure is InvalidParameterException (our choice).  GetDerivedToken runs no trigger.
5. The claim `act` names whom the ActorToken belongs to, by `sub` (RFC 8693, 4.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.hosted.clients import flows_of, name_of, scopes_of
from pytest_cognito_mfa._simulator.registry import operation
from pytest_cognito_mfa._simulator.resources import client_secrets
from pytest_cognito_mfa._simulator.triggers.signing_in import token_of_client
from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from pytest_cognito_mfa._simulator.registry import Answer
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client
    from pytest_cognito_mfa._simulator.token_claims import Grant

_USES = {"ACCESS_TOKEN": "access", "ID_TOKEN": "id"}


@operation("GetClientToken")
def get_client_token(service: Service, req: Any) -> Answer:
    client = service.client(req["ClientId"])
    if client.secret is None or "client_credentials" not in flows_of(client):
        because = f"client {name_of(client)} needs a secret, and client_credentials in AllowedOAuthFlows"
        raise rejections.NOT_ENABLED(because=because)
    if not client_secrets.authenticate(client, req["Secret"]):
        raise rejections.WRONG_SECRET_HASH(client=client.id)
    allowed = scopes_of(client)
    asked = req.get("Scopes") or list(allowed)
    for scope in asked:
        if scope not in allowed:
            raise rejections.NOT_ALLOWED(because=f"client {name_of(client)} allows: {', '.join(allowed)}")
    token = _token_of_client(service, client, asked)
    shown = {"AccessToken": token, "ExpiresIn": client.token_seconds("Access"), "TokenType": "Bearer"}
    return {"ClientAuthenticationResult": shown}


def _token_of_client(service: Service, client: Client, scopes: list[str]) -> str:
    try:
        return token_of_client(service, client, scopes)
    except rejections.Rejection as refused:
        raise rejections.NOT_ALLOWED(because=refused.message) from None


@operation("GetDerivedToken")
def get_derived_token(service: Service, req: Any) -> Answer:
    client = service.client(req["ClientId"])
    actor = req.get("ActorToken")
    flow = "TOKEN_EXCHANGE_IMPERSONATION" if actor is None else "TOKEN_EXCHANGE_DELEGATION"
    if flow not in client.flows:
        raise rejections.NOT_ENABLED(because=f"ExplicitAuthFlows of client {name_of(client)} lack ALLOW_{flow}")
    if "ClientSecret" in req and not client_secrets.authenticate(client, req["ClientSecret"]):
        raise rejections.WRONG_SECRET_HASH(client=client.id)
    if {"Audiences", "Resources"} <= req.keys():
        raise rejections.NOT_ALLOWED(because="the request has Audiences or Resources, not both")
    subject = _owner(service, client, req["SubjectToken"], "SubjectToken", req)
    targets = req.get("Audiences") or req.get("Resources") or []
    claims: dict[str, Any] = {"aud": targets[0]} if targets else {}
    if actor is not None:
        claims["act"] = {"sub": _owner(service, client, actor, "ActorToken", req).user.sub}
    kind = req.get("RequestedTokenType", "ACCESS_TOKEN")
    scopes = _common(req.get("Scopes"), subject, client)
    token = service.tokens.derived(subject, client, _USES[kind], scopes, claims)
    return {
        "IssuedToken": token,
        "IssuedTokenType": kind,
        "TokenType": "Bearer" if kind == "ACCESS_TOKEN" else "N_A",
        "ExpiresIn": client.token_seconds(_USES[kind].title()),
        "Scopes": list(scopes),
    }


def _common(asked: list[str] | None, subject: Grant, client: Client) -> tuple[str, ...]:
    if not asked:
        return subject.scopes
    return tuple(scope for scope in asked if scope in subject.scopes and scope in scopes_of(client))


def _owner(service: Service, client: Client, token: str, member: str, req: Any) -> Grant:
    """The sign-in that a token belongs to; AWS's refusal if it is not a valid one of the pool."""
    kind = req.get(f"{member}Type")
    if kind not in _USES or f"{member}ProviderName" in req:
        raise NotSimulated(
            f"GetDerivedToken of a {member} that is not a user pool's own ACCESS_TOKEN or ID_TOKEN is not simulated.\n"
            '  Answer it yourself: cognito.answer("GetDerivedToken", {"IssuedToken": "..."})'
        )
    issued = service.tokens.issued(token)
    if issued is None or issued.grant.client.pool is not client.pool:
        raise rejections.TOKEN_UNVERIFIED(because=f"the {member} is not a token of a user of this pool")
    if issued.use != _USES[kind]:
        raise rejections.TOKEN_INVALID(because=f"the {member} is an {issued.use} token")
    if service.now >= issued.expires:
        raise rejections.TOKEN_EXPIRED(because=f"the {member} has ended")
    if issued.grant.revoked:
        raise rejections.TOKEN_REVOKED(because=f"the sign-in of the {member} was ended")
    return issued.grant
