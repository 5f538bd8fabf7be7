"""After a call, gives what it created in the simulator the recorded names too: tokens, sessions, ids and secrets."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._aws.exchange import Reply
    from pytest_cognito_mfa._inference.exchanges import RecordedExchange
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, Pool, User

_TOKENS = ("AccessToken", "IdToken", "RefreshToken")


def apply_aliases(service: Service, exchange: RecordedExchange, reply: Reply) -> dict[str, str]:
    """Use the recorded names if both calls succeeded. Returns the ids that were renamed: ours to recorded."""
    if reply.error is not None or not exchange.succeeded:
        return {}
    ours: Mapping[str, Any] = json.loads(reply.body or b"{}")
    _tokens(service, ours, exchange)
    _sessions(service, ours, exchange)
    _authenticator(service, ours, exchange)
    _device(service, ours, exchange)
    return {**_pool(service, ours, exchange), **_client(service, ours, exchange), **_sub(service, ours, exchange)}


def _tokens(service: Service, ours: Mapping[str, Any], exchange: RecordedExchange) -> None:
    result = ours.get("AuthenticationResult") or {}
    for name in _TOKENS:
        if exchange.auth_result.get(name) and name in result:
            service.tokens.add_alias(exchange.auth_result[name], result[name])


def _sessions(service: Service, ours: Mapping[str, Any], exchange: RecordedExchange) -> None:
    pairs = [(exchange.answer.get("Session"), ours.get("Session"))]
    block = (ours.get("ChallengeParameters") or {}).get("SECRET_BLOCK")
    pairs.append((exchange.challenge_parameters.get("SECRET_BLOCK"), block))
    for theirs, made in pairs:
        if theirs and made:
            service.sessions.add_alias(theirs, made)


def _authenticator(service: Service, ours: Mapping[str, Any], exchange: RecordedExchange) -> None:
    """The app computes codes from the recorded secret, if that is a valid one."""
    secret, made = exchange.answer.get("SecretCode"), ours.get("SecretCode")
    if not secret or not is_base32(secret):
        return
    apps = (user.app for user in _users(service) if user.app is not None)
    next(app for app in apps if app.secret == made).secret = secret


def _users(service: Service) -> list[User]:
    return [user for pool in service.pools.values() for user in pool.users.values()]


def is_base32(text: str) -> bool:
    bare = text.rstrip("=")
    try:
        base64.b32decode(bare + "=" * (-len(bare) % 8), casefold=True)
    except binascii.Error:
        return False
    return True


def _device(service: Service, ours: Mapping[str, Any], exchange: RecordedExchange) -> None:
    theirs = exchange.auth_result.get("NewDeviceMetadata") or {}
    made = (ours.get("AuthenticationResult") or {}).get("NewDeviceMetadata") or {}
    if not theirs.get("DeviceKey") or not made:
        return
    user = next(user for user in _users(service) if made["DeviceKey"] in user.devices)
    device = user.devices.pop(made["DeviceKey"])
    device.key = theirs["DeviceKey"]
    device.group_key = theirs.get("DeviceGroupKey", device.group_key)
    user.devices[device.key] = device


def _pool(service: Service, ours: Mapping[str, Any], exchange: RecordedExchange) -> dict[str, str]:
    theirs = exchange.created_id("CreateUserPool", "UserPool", "Id")
    if not theirs:
        return {}
    made = service.pools[ours["UserPool"]["Id"]]
    names = {made.id: theirs}
    rename_pool(service, made, theirs)
    return names


def rename_pool(service: Service, pool: Pool, name: str) -> None:
    pool.id, pool.region = name, name.rpartition("_")[0]
    _rekey(service.pools, {each.id: each for each in service.pools.values()})


def _rekey(known: dict[str, Any], renamed: dict[str, Any]) -> None:
    """Replace the keys of a dict in place."""
    known.clear()
    known.update(renamed)


def _client(service: Service, ours: Mapping[str, Any], exchange: RecordedExchange) -> dict[str, str]:
    theirs = exchange.created_id("CreateUserPoolClient", "UserPoolClient", "ClientId")
    if not theirs:
        return {}
    made = service.client(ours["UserPoolClient"]["ClientId"])
    names = {made.id: theirs}
    if made.secret and (secret := exchange.answer["UserPoolClient"].get("ClientSecret")):
        names[made.secret] = made.secret = secret
    rename_client(made, theirs)
    return names


def rename_client(client: Client, name: str) -> None:
    client.id = name
    _rekey(client.pool.clients, {each.id: each for each in client.pool.clients.values()})


def _sub(service: Service, ours: Mapping[str, Any], exchange: RecordedExchange) -> dict[str, str]:
    """The sub of a user who signed up or was created."""
    theirs = exchange.answer.get("UserSub") or exchange.attributes.get("sub")
    listed = {pair["Name"]: pair["Value"] for pair in (ours.get("User") or {}).get("Attributes", ())}
    made = ours.get("UserSub") or listed.get("sub")
    if not theirs or not made or theirs == made:
        return {}
    pools = ((pool, user) for pool in service.pools.values() for user in pool.users.values())
    pool, user = next((pool, user) for pool, user in pools if user.sub == made)
    rename_user(pool, user, theirs if user.username == made else user.username)
    user.sub = theirs
    return {made: theirs}


def rename_user(pool: Pool, user: User, name: str) -> None:
    user.username, user.verifier = name, None  # the SRP verifier depends on the name too
    _rekey(pool.users, {each.username: each for each in pool.users.values()})
