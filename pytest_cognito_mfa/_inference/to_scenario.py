"""The state before a recording as the plain values of a scenario, with notes on what is replaced.

Passwords and client secrets are kept only if they are stand-ins; real ones are replaced by placeholders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_cognito_mfa._inference.files import read_exchanges
from pytest_cognito_mfa._inference.initial_state import initial_scenario, reasons
from pytest_cognito_mfa._inference.observations import observe
from pytest_cognito_mfa._inference.placeholders import PASSWORD, SECRET
from pytest_cognito_mfa._redaction.keyed_placeholders import is_placeholder
from pytest_cognito_mfa._scenario import thawed
from pytest_cognito_mfa._simulator.state import CONFIRMED

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_cognito_mfa._scenario import ClientSpec, PoolSpec, UserSpec


class State(NamedTuple):
    """The scenario's members, and one note for each value that is not the recorded one."""

    members: dict[str, Any]
    notes: tuple[str, ...]
    reasons: tuple[str, ...]
    """Each fact and its source: ``user alice: status, by cassettes/login.yaml:3: InitiateAuth``."""


def from_cassette(path: Path) -> State:
    """The state before the first exchange of a recording. Raises `CassetteError`."""
    identities = observe(read_exchanges(path))
    scenario = initial_scenario(identities)
    notes: list[str] = []
    members = {"region": scenario.region, "pools": [_pool(pool, notes) for pool in scenario.pools]}
    return State(members, tuple(notes), tuple(f"{whose}: {what}, by {why}" for whose, what, why in reasons(identities)))


def _pool(pool: PoolSpec, notes: list[str]) -> dict[str, Any]:
    members = {"Id": pool.id, "Name": pool.name, **thawed(pool.settings)}
    members["clients"] = [_client(client, notes) for client in pool.clients]
    if pool.users:
        members["users"] = [_user(user, notes) for user in pool.users]
    return members


def _client(client: ClientSpec, notes: list[str]) -> dict[str, Any]:
    members: dict[str, Any] = {"ClientName": client.name, "ClientId": client.id}
    if client.secret is not None:
        is_kept = client.secret == SECRET or is_placeholder(client.secret)
        members["ClientSecret"] = client.secret if is_kept else SECRET
        if not is_kept:
            notes.append(f"{client.place.file}: the secret of client {client.id} was replaced by a placeholder")
    return {**members, **thawed(client.settings)}


def _user(user: UserSpec, notes: list[str]) -> dict[str, Any]:
    members: dict[str, Any] = {"Username": user.username}
    password = user.password or PASSWORD
    is_kept = password == PASSWORD or is_placeholder(password)
    members["Password"] = password if is_kept else PASSWORD
    if not is_kept:
        notes.append(f"{user.place.file}: the password of {user.username} was replaced by a placeholder")
    if user.status != CONFIRMED:
        members["UserStatus"] = user.status
    if not user.enabled:
        members["Enabled"] = False
    if user.attributes:
        members["UserAttributes"] = dict(user.attributes)
    if user.factors:
        members["UserMFASettingList"] = list(user.factors)
    if user.preferred:
        members["PreferredMfaSetting"] = user.preferred
    if user.secret_code:
        members["SecretCode"] = user.secret_code
    return {**members, **thawed(user.settings)}
