"""What a call made in the simulator goes by its recorded name from then on."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._aws.exchange import Reply
    from pytest_cognito_mfa._inference.exchanges import Recorded
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, Pool, User

_TOKENS = ("AccessToken", "IdToken", "RefreshToken")


def adopted(service: Service, told: Recorded, reply: Reply) -> dict[str, str]:
    """Take the recorded names over where both succeeded; gives those ids of ours that had another, with it."""
    if reply.error is not None or not told.succeeded:
        return {}
    ours: Mapping[str, Any] = json.loads(reply.body or b"{}")
    _tokens(service, ours, told)
    _sessions(service, ours, told)
    _authenticator(service, ours, told)
    _device(service, ours, told)
    return {**_pool(service, ours, told), **_client(service, ours, told), **_sub(service, ours, told)}


def _tokens(service: Service, ours: Mapping[str, Any], told: Recorded) -> None:
    result = ours.get("AuthenticationResult") or {}
    for name in _TOKENS:
        if told.result.get(name) and name in result:
            service.tokens.know_as(told.result[name], result[name])


def _sessions(service: Service, ours: Mapping[str, Any], told: Recorded) -> None:
    pairs = [(told.answer.get("Session"), ours.get("Session"))]
    block = (ours.get("ChallengeParameters") or {}).get("SECRET_BLOCK")
    pairs.append((told.parameters.get("SECRET_BLOCK"), block))
    for theirs, made in pairs:
        if theirs and made:
            service.sessions.know_as(theirs, made)


def _authenticator(service: Service, ours: Mapping[str, Any], told: Recorded) -> None:
    """The app shows the codes of the secret that the test was told, if it is one."""
    secret, made = told.answer.get("SecretCode"), ours.get("SecretCode")
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


def _device(service: Service, ours: Mapping[str, Any], told: Recorded) -> None:
    theirs = told.result.get("NewDeviceMetadata") or {}
    made = (ours.get("AuthenticationResult") or {}).get("NewDeviceMetadata") or {}
    if not theirs.get("DeviceKey") or not made:
        return
    user = next(user for user in _users(service) if made["DeviceKey"] in user.devices)
    device = user.devices.pop(made["DeviceKey"])
    device.key = theirs["DeviceKey"]
    device.group_key = theirs.get("DeviceGroupKey", device.group_key)
    user.devices[device.key] = device


def _pool(service: Service, ours: Mapping[str, Any], told: Recorded) -> dict[str, str]:
    theirs = told.made("CreateUserPool", "UserPool", "Id")
    if not theirs:
        return {}
    made = service.pools[ours["UserPool"]["Id"]]
    names = {made.id: theirs}
    rename_pool(service, made, theirs)
    return names


def rename_pool(service: Service, pool: Pool, name: str) -> None:
    pool.id, pool.region = name, name.rpartition("_")[0]
    _keep(service.pools, {each.id: each for each in service.pools.values()})


def _keep(known: dict[str, Any], renamed: dict[str, Any]) -> None:
    """The same dict, in the same order, by the new names."""
    known.clear()
    known.update(renamed)


def _client(service: Service, ours: Mapping[str, Any], told: Recorded) -> dict[str, str]:
    theirs = told.made("CreateUserPoolClient", "UserPoolClient", "ClientId")
    if not theirs:
        return {}
    made = service.client(ours["UserPoolClient"]["ClientId"])
    names = {made.id: theirs}
    if made.secret and (secret := told.answer["UserPoolClient"].get("ClientSecret")):
        names[made.secret] = made.secret = secret
    rename_client(made, theirs)
    return names


def rename_client(client: Client, name: str) -> None:
    client.id = name
    _keep(client.pool.clients, {each.id: each for each in client.pool.clients.values()})


def _sub(service: Service, ours: Mapping[str, Any], told: Recorded) -> dict[str, str]:
    """The sub of who signed up or was created."""
    theirs = told.answer.get("UserSub") or told.attributes.get("sub")
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
    user.username, user.verifier = name, None  # SRP's verifier is made of the name too
    _keep(pool.users, {each.username: each for each in pool.users.values()})
