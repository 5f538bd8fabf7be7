"""Which app client calls a pool's domain, whether it may, and what its settings allow.

1. A client with a secret sends it, by Basic or in the form (developer guide, token endpoint).  A public client's
   extra secret is ignored, as in the API (our choice).
2. The OAuth settings count only where AllowedOAuthFlowsUserPoolClient is on (botocore UserPoolClientType).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.reasons import nearest
from pytest_cognito_mfa._simulator.resources import client_secrets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_cognito_mfa._simulator.state import Client, Pool


def authenticated(pool: Pool, given: Mapping[str, str]) -> Client:
    """The client that calls; AWS's refusal if it is unknown, or sends no secret of its own."""
    client_id = required(given, "client_id")
    client = pool.clients.get(client_id)
    if client is None:
        raise rejections.HOSTED_CLIENT(because=nearest("client in the pool of this domain", client_id, pool.clients))
    secret = given.get("client_secret")
    if not client_secrets.authenticate(client, secret):
        sent = "sent another secret" if secret else "sent no secret"
        raise rejections.HOSTED_CLIENT_SECRET(because=f"client {name_of(client)} has a secret, and the call {sent}")
    return client


def required(given: Mapping[str, str], name: str) -> str:
    """A parameter that the endpoint needs."""
    if not given.get(name):
        raise rejections.INVALID_OAUTH_REQUEST(because=f"the request has no {name}, as a form or in its query")
    return given[name]


def flows_of(client: Client) -> Sequence[str]:
    """The OAuth flows that the client may use."""
    is_on = client.settings.get("AllowedOAuthFlowsUserPoolClient")
    return client.settings.get("AllowedOAuthFlows", ()) if is_on else ()


def require_flow(client: Client, flow: str) -> None:
    """AWS's refusal if the client may not use an OAuth flow."""
    flows = flows_of(client)
    if flow not in flows:
        switch = client.settings["AllowedOAuthFlowsUserPoolClient"]
        allowed = ", ".join(client.settings.get("AllowedOAuthFlows", ())) or "none"
        has = f"AllowedOAuthFlows: {allowed}; AllowedOAuthFlowsUserPoolClient: {str(switch).lower()}"
        raise rejections.GRANT_NOT_ALLOWED(because=f"client {name_of(client)} may not use the flow {flow}: {has}")


def scopes_of(client: Client) -> Sequence[str]:
    """The scopes that the client may ask for."""
    scopes: Sequence[str] = client.settings.get("AllowedOAuthScopes", ())
    return scopes


def name_of(client: Client) -> str:
    return str(client.settings["ClientName"])
