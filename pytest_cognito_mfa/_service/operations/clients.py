"""App clients: CreateUserPoolClient, DescribeUserPoolClient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._service import rejections
from pytest_cognito_mfa._service.registry import operation
from pytest_cognito_mfa._service.state import Client, Pool
from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_cognito_idp.type_defs import (
        CreateUserPoolClientRequestTypeDef,
        DescribeUserPoolClientRequestTypeDef,
    )

    from pytest_cognito_mfa._service.service import Service


@operation("CreateUserPoolClient")
def create_user_pool_client(service: Service, req: CreateUserPoolClientRequestTypeDef) -> Mapping[str, Any]:
    settings: dict[str, Any] = dict(req)
    pool = service.pool(settings.pop("UserPoolId"))
    return {"UserPoolClient": described(new_client(service, pool, settings))}


def new_client(service: Service, pool: Pool, settings: dict[str, Any], client_id: str | None = None) -> Client:
    """A client of UserPoolClientType's `settings`, which may also hold GenerateSecret."""
    settings = dict(settings)
    secret, generate = settings.pop("ClientSecret", None), settings.pop("GenerateSecret", False)
    if secret and generate:
        raise rejections.SECRET_GIVEN_TWICE()
    if generate:
        secret = service.sources.client_secret()
    _leave_secrets_here(settings)
    now = round(service.now, 3)
    defaults = {
        "AllowedOAuthFlowsUserPoolClient": False,
        "AuthSessionValidity": 3,
        "CreationDate": now,
        "EnableTokenRevocation": True,
        "LastModifiedDate": now,
        "RefreshTokenValidity": 30,
    }
    client = Client(client_id or service.sources.client_id(), pool, defaults | settings, secret)
    pool.clients[client.id] = client
    return client


def _leave_secrets_here(settings: dict[str, Any]) -> None:
    if settings.pop("PublishSecretsInAWSSecretsManager", False):
        raise NotSimulated(
            "PublishSecretsInAWSSecretsManager: AWS Secrets Manager is not simulated; leave the member out, "
            "or replay the call from a cassette"
        )


@operation("DescribeUserPoolClient")
def describe_user_pool_client(service: Service, req: DescribeUserPoolClientRequestTypeDef) -> Mapping[str, Any]:
    return {"UserPoolClient": described(service.client(req["ClientId"], req["UserPoolId"]))}


def described(client: Client) -> Mapping[str, Any]:
    """UserPoolClientType of `client`; without ClientSecret where it has none."""
    return client.settings | {"ClientId": client.id, "ClientSecret": client.secret, "UserPoolId": client.pool.id}
