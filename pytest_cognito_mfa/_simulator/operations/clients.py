"""App clients: CreateUserPoolClient, UpdateUserPoolClient, Describe-, DeleteUserPoolClient, ListUserPoolClients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.pools import client_configuration, client_references
from pytest_cognito_mfa._simulator.reasons import nearest
from pytest_cognito_mfa._simulator.registry import operation
from pytest_cognito_mfa._simulator.resources import client_secrets, engine, table
from pytest_cognito_mfa._simulator.state import Client, Pool
from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.registry import Answer, Request
    from pytest_cognito_mfa._simulator.service import Service


@operation("CreateUserPoolClient")
def create_user_pool_client(service: Service, req: aws.CreateUserPoolClientRequestTypeDef) -> Answer:
    settings: dict[str, Any] = dict(req)
    pool = service.pool(settings.pop("UserPoolId"))
    client_configuration.check(settings, pool.configuration.tier)
    has_secret = bool(settings.get("ClientSecret") or settings.get("GenerateSecret"))
    client_references.check(settings, _surroundings(pool, has_secret=has_secret))
    return {"UserPoolClient": describe(new_client(service, pool, settings))}


def new_client(service: Service, pool: Pool, settings: dict[str, Any], client_id: str | None = None) -> Client:
    """Create a client of UserPoolClientType's `settings`, which may also have GenerateSecret; no rule is checked."""
    settings = dict(settings)
    secret, generate = settings.pop("ClientSecret", None), settings.pop("GenerateSecret", False)
    if secret and generate:
        raise rejections.SECRET_GIVEN_TWICE()
    if generate:
        secret = service.sources.client_secret()
    _refuse_publishing_secrets(settings)
    now = service.date
    dates = {"CreationDate": now, "LastModifiedDate": now}
    complete = dates | client_configuration.complete_with_defaults(settings)
    client = Client(client_id or service.sources.client_id(), pool, complete)
    if secret:
        client_secrets.first(client, client.id, secret)
    pool.clients[client.id] = client
    return client


@operation("UpdateUserPoolClient")
def update_user_pool_client(service: Service, req: aws.UpdateUserPoolClientRequestTypeDef) -> Answer:
    given = {name: value for name, value in req.items() if name not in ("UserPoolId", "ClientId")}
    client = _named(service, req)
    _refuse_publishing_secrets(given)
    client_configuration.check(given, client.pool.configuration.tier)
    client_references.check(given, _surroundings(client.pool, has_secret=client.secret is not None))
    kept = {name: client.settings[name] for name in ("ClientName", "CreationDate")}
    dates = {"LastModifiedDate": service.date}
    client.settings = kept | client_configuration.complete_with_defaults(given) | dates
    return {"UserPoolClient": describe(client)}


def _surroundings(pool: Pool, *, has_secret: bool) -> client_references.Surroundings:
    servers = pool.resources[table.RESOURCE_SERVERS.title].values()
    return client_references.Surroundings(
        pool=pool.id,
        tier=pool.configuration.tier,
        schema=pool.settings["SchemaAttributes"],
        scopes=[f"{each['Identifier']}/{scope['ScopeName']}" for each in servers for scope in each.get("Scopes", ())],
        providers=pool.resources[table.IDENTITY_PROVIDERS.title],
        has_secret=has_secret,
    )


def _refuse_publishing_secrets(settings: dict[str, Any]) -> None:
    if settings.pop("PublishSecretsInAWSSecretsManager", False):
        raise NotSimulated(
            "PublishSecretsInAWSSecretsManager: AWS Secrets Manager is not simulated; leave the member out, "
            "or replay the call from a cassette"
        )


@operation("DescribeUserPoolClient")
def describe_user_pool_client(service: Service, req: aws.DescribeUserPoolClientRequestTypeDef) -> Answer:
    return {"UserPoolClient": describe(_named(service, req))}


def _named(service: Service, req: Request) -> Client:
    """The client that is described, changed or deleted; AWS's refusal does not repeat its id."""
    clients = service.pool(req["UserPoolId"]).clients
    if req["ClientId"] not in clients:
        raise rejections.NO_CLIENT_TO_MANAGE(because=nearest("client", req["ClientId"], clients))
    return clients[req["ClientId"]]


def describe(client: Client) -> Answer:
    """UserPoolClientType of `client`; without ClientSecret if it has none."""
    return client.settings | {"ClientId": client.id, "ClientSecret": client.secret, "UserPoolId": client.pool.id}


@operation("DeleteUserPoolClient")
def delete_user_pool_client(service: Service, req: aws.DeleteUserPoolClientRequestTypeDef) -> Answer:
    """What belongs to the client goes with it."""
    client = _named(service, req)
    del client.pool.clients[client.id]
    engine.remove_of_client(client)
    return {}


@operation("ListUserPoolClients")
def list_user_pool_clients(service: Service, req: aws.ListUserPoolClientsRequestTypeDef) -> Answer:
    """No client comes from dynamic registration (ClientType DCR), which is not simulated."""
    pool = service.pool(req["UserPoolId"])
    found = pool.clients.values() if req.get("ClientType", "REGULAR") == "REGULAR" else ()
    shown, more = engine.page(
        service,
        "ListUserPoolClients",
        (pool, req.get("ClientType")),
        req,
        entries=found,
        order=lambda client: (client.settings["CreationDate"], client.id),
    )
    return engine.listed("ListUserPoolClients", [dict(describe(client)) for client in shown], more)
