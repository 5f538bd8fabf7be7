"""A recording as a scenario of the state before it: plain values for YAML, and what is not as it was.

Passwords and secrets of clients are taken over where they stand in for the real ones; else there are ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_cognito_mfa._cassette import is_stand_in
from pytest_cognito_mfa._inference.files import exchanges_of
from pytest_cognito_mfa._inference.initial_state import reasons, scenario_of
from pytest_cognito_mfa._inference.observations import told_by
from pytest_cognito_mfa._inference.placeholders import PASSWORD, SECRET
from pytest_cognito_mfa._scenario import thawed
from pytest_cognito_mfa._simulator.state import CONFIRMED

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_cognito_mfa._scenario import ClientSpec, PoolSpec, UserSpec


class State(NamedTuple):
    """The scenario's members, and one line for each thing that is not as it was recorded."""

    members: dict[str, Any]
    notes: tuple[str, ...]
    reasons: tuple[str, ...]
    """Of each fact, which exchange implies it: ``user alice: status, by cassettes/login.yaml:3: InitiateAuth``."""


def from_cassette(path: Path) -> State:
    """The state before the first exchange of a recording; raises `CassetteError`."""
    cast = told_by(exchanges_of(path))
    scenario = scenario_of(cast)
    notes: list[str] = []
    members = {"region": scenario.region, "pools": [_pool(pool, notes) for pool in scenario.pools]}
    return State(members, tuple(notes), tuple(f"{whose}: {what}, by {why}" for whose, what, why in reasons(cast)))


def _pool(pool: PoolSpec, notes: list[str]) -> dict[str, Any]:
    members = {"Id": pool.id, "Name": pool.name, **thawed(pool.settings)}
    members["clients"] = [_client(client, notes) for client in pool.clients]
    if pool.users:
        members["users"] = [_user(user, notes) for user in pool.users]
    return members


def _client(client: ClientSpec, notes: list[str]) -> dict[str, Any]:
    members: dict[str, Any] = {"ClientName": client.name, "ClientId": client.id}
    if client.secret is not None:
        kept = client.secret == SECRET or is_stand_in(client.secret)
        members["ClientSecret"] = client.secret if kept else SECRET
        if not kept:
            notes.append(f"{client.place.file}: the secret of client {client.id} is not taken over; one of ours is")
    return {**members, **thawed(client.settings)}


def _user(user: UserSpec, notes: list[str]) -> dict[str, Any]:
    members: dict[str, Any] = {"Username": user.username}
    password = user.password or PASSWORD
    kept = password == PASSWORD or is_stand_in(password)
    members["Password"] = password if kept else PASSWORD
    if not kept:
        notes.append(f"{user.place.file}: the password of {user.username} is not taken over; one of ours is")
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
