"""Imports a cassette: the pools, clients and users in the state before its first call.

Passwords and client secrets are kept only if they are placeholders; real ones are replaced by placeholders.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._cli.importers.imported import ImportedPool
from pytest_cognito_mfa._cli.importers.members import MemberReader
from pytest_cognito_mfa._cli.importers.resources import add_resource
from pytest_cognito_mfa._inference import initial_scenario, observe
from pytest_cognito_mfa._inference.files import read_exchanges
from pytest_cognito_mfa._inference.placeholders import PASSWORD, SECRET
from pytest_cognito_mfa._redaction.keyed_placeholders import is_placeholder
from pytest_cognito_mfa._scenario import thawed
from pytest_cognito_mfa._simulator.state import CONFIRMED

if TYPE_CHECKING:
    from pytest_cognito_mfa._cli.importers.imported import Document, Imported, ImportOptions
    from pytest_cognito_mfa._scenario import ClientSpec, UserSpec


def import_cassette(document: Document, imported: Imported, options: ImportOptions) -> None:
    """Import pools, clients and users as the recorded answers imply them. Raises CassetteError for a broken cassette.

    A user whose name is a placeholder is always imported, other users only with --users.
    """
    scenario = initial_scenario(observe(read_exchanges(Path(document.source))))
    imported.region = imported.region or scenario.region
    for pool in scenario.pools:
        clients = [_client(client, document.source, imported) for client in pool.clients]
        kept = [user for user in pool.users if options.users or is_placeholder(user.username)]
        if len(kept) < len(pool.users):
            imported.note(document.source, "a user", "not imported: the name may be real; add --users to import users")
        users = [_user(user, document.source, imported) for user in kept]
        settings = {"Id": pool.id, "Name": pool.name, **thawed(pool.settings)}
        imported.pools.append(ImportedPool(settings, clients, users))
        reader = MemberReader(document.source, imported)
        for spec in pool.resources:
            add_resource(imported.pools[-1], spec.key, thawed(spec.members), f"{spec.key}[{spec.name}]", reader)


def _client(client: ClientSpec, source: str, imported: Imported) -> dict[str, Any]:
    members: dict[str, Any] = {"ClientName": client.name, "ClientId": client.id}
    if client.secret is not None:
        is_kept = client.secret == SECRET or is_placeholder(client.secret)
        members["ClientSecret"] = client.secret if is_kept else SECRET
        if not is_kept:
            imported.note(source, f"client {client.id}", "the secret was replaced by a placeholder")
    return {**members, **thawed(client.settings)}


def _user(user: UserSpec, source: str, imported: Imported) -> dict[str, Any]:
    members: dict[str, Any] = {"Username": user.username}
    password = user.password or PASSWORD
    is_kept = password == PASSWORD or is_placeholder(password)
    members["Password"] = password if is_kept else PASSWORD
    if not is_kept:
        imported.note(source, f"user {user.username}", "the password was replaced by a placeholder")
    if user.status != CONFIRMED:
        members["UserStatus"] = user.status
    if not user.enabled:
        members["Enabled"] = False
    if user.groups:
        members["groups"] = list(user.groups)
    if user.attributes:
        members["UserAttributes"] = dict(user.attributes)
    if user.factors:
        members["UserMFASettingList"] = list(user.factors)
    if user.preferred:
        members["PreferredMfaSetting"] = user.preferred
    if user.secret_code:
        members["SecretCode"] = user.secret_code
    return {**members, **thawed(user.settings)}
