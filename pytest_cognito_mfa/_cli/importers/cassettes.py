"""A cassette -> the scenario of the state that it shows before its first call."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pytest_cognito_mfa._cli.importers.values import ImportedPool
from pytest_cognito_mfa._inference.to_scenario import from_cassette
from pytest_cognito_mfa._redaction.keyed_placeholders import is_placeholder

if TYPE_CHECKING:
    from pytest_cognito_mfa._cli.importers.values import Document, Imported, Wanted


def take_cassette(document: Document, imported: Imported, wanted: Wanted) -> None:
    """Pools, clients and users as the recorded answers imply them; raises CassetteError for what is none.

    A user whose name stands in for a real one is taken over, any other only where users are wanted.
    """
    state = from_cassette(Path(document.source))
    imported.region = imported.region or state.members["region"]
    for members in state.members["pools"]:
        clients, users = members.pop("clients"), members.pop("users", [])
        taken = [user for user in users if wanted.users or is_placeholder(user["Username"])]
        for user in users:
            if user not in taken:
                imported.note(document.source, "a user", "is taken over with --users alone: the name may be real")
        imported.pools.append(ImportedPool(members, clients, taken))
    for note in state.notes:
        source, _, why = note.partition(": ")
        imported.note(source, "", why)
