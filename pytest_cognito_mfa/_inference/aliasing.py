"""After a call, gives what it created in the simulator the recorded names too: tokens, sessions, ids and secrets."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.constants import PAGE_TOKENS
from pytest_cognito_mfa._inference.resource_observations import KIND_OF, is_creating
from pytest_cognito_mfa._simulator.resources import client_secrets
from pytest_cognito_mfa._simulator.state import CLIENT_SECRETS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._aws.exchange import Reply
    from pytest_cognito_mfa._inference.exchanges import RecordedExchange
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, Pool, User

_TOKENS = ("AccessToken", "IdToken", "RefreshToken")


def apply_aliases(service: Service, exchange: RecordedExchange, reply: Reply) -> dict[str, str]:
    """Use the recorded names if both calls succeeded. Returns the renamed ids: simulated to recorded."""
    if reply.error is not None or not exchange.succeeded:
        return {}
    simulated: Mapping[str, Any] = json.loads(reply.body or b"{}")
    _alias_tokens(service, simulated, exchange)
    _alias_sessions(service, simulated, exchange)
    _alias_pages(service, simulated, exchange)
    _adopt_secret(service, simulated, exchange)
    _alias_device(service, simulated, exchange)
    return {
        **_alias_pool(service, simulated, exchange),
        **_alias_client(service, simulated, exchange),
        **_alias_sub(service, simulated, exchange),
        **_alias_resource(service, simulated, exchange),
    }


def _alias_tokens(service: Service, simulated: Mapping[str, Any], exchange: RecordedExchange) -> None:
    result = simulated.get("AuthenticationResult") or {}
    for name in _TOKENS:
        if exchange.auth_result.get(name) and name in result:
            service.tokens.add_alias(exchange.auth_result[name], result[name])


def _alias_sessions(service: Service, simulated: Mapping[str, Any], exchange: RecordedExchange) -> None:
    pairs = [(exchange.answer.get("Session"), simulated.get("Session"))]
    block = (simulated.get("ChallengeParameters") or {}).get("SECRET_BLOCK")
    pairs.append((exchange.challenge_parameters.get("SECRET_BLOCK"), block))
    for recorded, created in pairs:
        if recorded and created:
            service.sessions.add_alias(recorded, created)


def _alias_pages(service: Service, simulated: Mapping[str, Any], exchange: RecordedExchange) -> None:
    for member in PAGE_TOKENS:
        if exchange.answer.get(member) and simulated.get(member):
            service.pages.add_alias(exchange.answer[member], simulated[member])


def _adopt_secret(service: Service, simulated: Mapping[str, Any], exchange: RecordedExchange) -> None:
    """The app computes codes from the recorded secret, if that is a valid one."""
    secret, created = exchange.answer.get("SecretCode"), simulated.get("SecretCode")
    if not secret or not is_base32(secret):
        return
    apps = (user.app for user in _users(service) if user.app is not None)
    next(app for app in apps if app.secret == created).secret = secret


def _users(service: Service) -> list[User]:
    return [user for pool in service.pools.values() for user in pool.users.values()]


def is_base32(text: str) -> bool:
    bare = text.rstrip("=")
    try:
        base64.b32decode(bare + "=" * (-len(bare) % 8), casefold=True)
    except binascii.Error:
        return False
    return True


def _alias_device(service: Service, simulated: Mapping[str, Any], exchange: RecordedExchange) -> None:
    recorded = exchange.auth_result.get("NewDeviceMetadata") or {}
    created = (simulated.get("AuthenticationResult") or {}).get("NewDeviceMetadata") or {}
    if not recorded.get("DeviceKey") or not created:
        return
    user = next(user for user in _users(service) if created["DeviceKey"] in user.devices)
    device = user.devices.pop(created["DeviceKey"])
    device.key = recorded["DeviceKey"]
    device.group_key = recorded.get("DeviceGroupKey", device.group_key)
    user.devices[device.key] = device


def _alias_pool(service: Service, simulated: Mapping[str, Any], exchange: RecordedExchange) -> dict[str, str]:
    recorded = exchange.created_id("CreateUserPool", "UserPool", "Id")
    if not recorded:
        return {}
    created = service.pools[simulated["UserPool"]["Id"]]
    names = {created.id: recorded}
    rename_pool(service, created, recorded)
    return names


def rename_pool(service: Service, pool: Pool, name: str) -> None:
    pool.id, pool.region = name, name.rpartition("_")[0]
    _rekey(service.pools, {each.id: each for each in service.pools.values()})


def _rekey(known: dict[str, Any], renamed: dict[str, Any]) -> None:
    """Replace the keys of a dict in place."""
    known.clear()
    known.update(renamed)


def _alias_client(service: Service, simulated: Mapping[str, Any], exchange: RecordedExchange) -> dict[str, str]:
    recorded = exchange.created_id("CreateUserPoolClient", "UserPoolClient", "ClientId")
    if not recorded:
        return {}
    created = service.client(simulated["UserPoolClient"]["ClientId"])
    names = {created.id: recorded}
    if created.secret and (secret := exchange.answer["UserPoolClient"].get("ClientSecret")):
        names[created.secret] = secret
        client_secrets.first(created, service.sources.uuid(), secret)
    rename_client(created, recorded)
    return names


def _alias_resource(service: Service, simulated: Mapping[str, Any], exchange: RecordedExchange) -> dict[str, str]:
    """The id that Cognito gave to a resource, such as terms or an import job."""
    row = KIND_OF.get(exchange.operation)
    if row is None or row.new_key is None or not is_creating(exchange.operation):
        return {}
    recorded, created = (_id_in(answer, row.key) for answer in (exchange.answer, simulated))
    if recorded is None or created is None:
        return {}
    pools = list(service.pools.values())
    holders: list[Pool | Client] = [*pools, *(client for pool in pools for client in pool.clients.values())]
    there = next(each.resources[row.title] for each in holders if created in each.resources[row.title])
    there[recorded] = {**there.pop(created), row.key: recorded}
    return {created: recorded}


def _id_in(answer: Mapping[str, Any], key: str) -> str | None:
    """The id of the resource that an answer shows; None if somebody has removed it."""
    shown = next(iter(answer.values()), None)
    return shown.get(key) if isinstance(shown, dict) else None


def rename_client(client: Client, name: str) -> None:
    client.id = name
    for record in client.resources[CLIENT_SECRETS].values():
        record["ClientId"] = name
    _rekey(client.pool.clients, {each.id: each for each in client.pool.clients.values()})


def _alias_sub(service: Service, simulated: Mapping[str, Any], exchange: RecordedExchange) -> dict[str, str]:
    """The sub of a user who signed up or was created."""
    recorded = exchange.answer.get("UserSub") or exchange.attributes.get("sub")
    listed = {pair["Name"]: pair["Value"] for pair in (simulated.get("User") or {}).get("Attributes", ())}
    created = simulated.get("UserSub") or listed.get("sub")
    if not recorded or not created or recorded == created:
        return {}
    pools = ((pool, user) for pool in service.pools.values() for user in pool.users.values())
    pool, user = next((pool, user) for pool, user in pools if user.sub == created)
    rename_user(pool, user, recorded if user.username == created else user.username, recorded)
    return {created: recorded}


def rename_user(pool: Pool, user: User, name: str, sub: str) -> None:
    pool.users.rename(user, name, sub)
    user.verifier = None  # it depends on the name too
