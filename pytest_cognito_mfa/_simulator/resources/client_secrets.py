"""Secrets of an app client: one from its creation and a second one beside it; either of them authenticates.

1. A client has at most two secrets, and the last one stays (botocore).  A client without a secret gets none (botocore:
   "an existing confidential user pool app client").
2. A listing does not show their values (botocore ListUserPoolClientSecrets).
3. DescribeUserPoolClient shows the older one (our choice).
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.state import CLIENT_SECRETS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, Pool, Record


def first(client: Client, secret_id: str, value: str) -> None:
    """Give a client its only secret."""
    secret = {"ClientId": client.id, "ClientSecretId": secret_id, "CreationDate": client.settings["CreationDate"]}
    client.resources[CLIENT_SECRETS] = {secret_id: _complete(secret, value)}


def authenticate(client: Client, given: str | None) -> bool:
    """Whether `given` is one of the client's secrets; it is ignored for a client without one (botocore)."""
    secrets = client.secrets
    return not secrets or any(hmac.compare_digest(each.encode(), (given or "").encode()) for each in secrets)


def prepare(service: Service, pool: Pool, secret: Record, request: Mapping[str, Any]) -> None:
    """Complete a second secret; AWS's refusal if the client has none."""
    if pool.clients[secret["ClientId"]].secret is None:
        raise rejections.NOT_ALLOWED(because="the client has no secret, and a client keeps what it was created with")
    _complete(secret, request.get("ClientSecret") or service.sources.client_secret())


def _complete(secret: Record, value: str) -> Record:
    secret |= {"ClientSecretValue": value, "ClientSecretCreateDate": secret["CreationDate"]}
    return secret


def refuse_last(pool: Pool, secret: Record) -> None:
    if len(pool.clients[secret["ClientId"]].secrets) == 1:
        raise rejections.NOT_ALLOWED(because="it is the last secret of the client")
