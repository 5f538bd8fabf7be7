"""Imports what AWS prints as JSON: describe-user-pool, get-user-pool-mfa-config and their kin.

What does not name its pool is of the only one there is; what names one that was not given gets a plain one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._cli.importers.members import MemberReader
from pytest_cognito_mfa._cli.importers.users import NOT_ASKED, add_user
from pytest_cognito_mfa._cli.importers.values import Imported, ImportedPool

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._cli.importers.values import Document, Wanted

NOT_MODELLED: Final = {
    "DomainDescription": "hosted pages",
    "Group": "groups",
    "Groups": "groups",
    "IdentityProvider": "outside identity providers",
    "LogDeliveryConfiguration": "logs",
    "Providers": "outside identity providers",
    "ResourceServer": "resource servers",
    "ResourceServers": "resource servers",
    "UICustomization": "hosted pages",
}
"""What AWS prints of Cognito that no scenario has, by its top-level member."""


def take_pool(document: Document, imported: Imported, wanted: Wanted) -> None:
    """DescribeUserPool."""
    del wanted
    reader = MemberReader(document.source, imported)
    members = reader.pool(document.value["UserPool"], "UserPool")
    members.setdefault("Name", members.get("Id", "imported"))
    known = imported.pool(members.get("Id")) if "Id" in members else None
    if known is None:
        imported.pools.append(ImportedPool(members))
    else:
        known.settings |= members


def take_mfa(document: Document, imported: Imported, wanted: Wanted) -> None:
    """GetUserPoolMfaConfig."""
    del wanted
    members = MemberReader(document.source, imported).pool(_answer(document.value), "GetUserPoolMfaConfig")
    imported.only_pool(document.source, "GetUserPoolMfaConfig").settings |= members


def take_client(document: Document, imported: Imported, wanted: Wanted) -> None:
    """DescribeUserPoolClient."""
    del wanted
    raw = document.value["UserPoolClient"]
    pool = _home(raw, document.source, "UserPoolClient", imported)
    reader = MemberReader(document.source, imported)
    path, pool_name = f"UserPoolClient[{raw.get('ClientName')}]", pool.settings["Name"]
    members = reader.client(raw, path, pool=pool_name, otherwise=str(raw.get("ClientId")))
    known = pool.client(members["ClientId"]) if "ClientId" in members else None
    if known is None:
        pool.clients.append(members)
    else:
        known |= members


def take_clients(document: Document, imported: Imported, wanted: Wanted) -> None:
    """ListUserPoolClients: no more than names, so only those that were not described are added."""
    del wanted
    for at, raw in enumerate(_mappings(document.value["UserPoolClients"])):
        path = f"UserPoolClients[{at}]"
        pool = _home(raw, document.source, path, imported)
        if pool.client(raw.get("ClientId")) is None:
            reader = MemberReader(document.source, imported)
            name = str(raw.get("ClientId"))
            pool.clients.append(reader.client(raw, path, pool=pool.settings["Name"], otherwise=name))
            reader.note(path, "only its name is known; describe-user-pool-client prints the rest")


def take_risk(document: Document, imported: Imported, wanted: Wanted) -> None:
    """DescribeRiskConfiguration, of a pool or of a client."""
    del wanted
    raw = document.value["RiskConfiguration"]
    reader = MemberReader(document.source, imported)
    pool = _home(raw, document.source, "RiskConfiguration", imported)
    client = pool.client(raw["ClientId"]) if raw.get("ClientId") else None
    if raw.get("ClientId") and client is None:
        reader.note("RiskConfiguration", "of a client that was not given")
        return
    members = reader.risk(raw, "RiskConfiguration")
    if members:
        (pool.settings if client is None else client)["RiskConfiguration"] = members


def take_users(document: Document, imported: Imported, wanted: Wanted) -> None:
    """ListUsers."""
    reader = MemberReader(document.source, imported)
    if not wanted.users:
        reader.note("Users", NOT_ASKED)
        return
    pool = imported.only_pool(document.source, "ListUsers")
    for at, raw in enumerate(_mappings(document.value["Users"])):
        named = {("UserAttributes" if name == "Attributes" else name): value for name, value in raw.items()}
        add_user(pool, named, f"Users[{at}]", reader)


def take_user(document: Document, imported: Imported, wanted: Wanted) -> None:
    """AdminGetUser."""
    reader = MemberReader(document.source, imported)
    if wanted.users:
        add_user(imported.only_pool(document.source, "AdminGetUser"), _answer(document.value), "AdminGetUser", reader)
    else:
        reader.note("AdminGetUser", NOT_ASKED)


def take_nothing(document: Document, imported: Imported, wanted: Wanted) -> None:
    """What AWS prints of Cognito and no scenario has."""
    del wanted
    for name in document.value.keys() & NOT_MODELLED.keys():
        imported.note(document.source, name, f"{NOT_MODELLED[name]} are not modelled")


def _home(raw: Mapping[str, Any], source: str, path: str, imported: Imported) -> ImportedPool:
    """The pool that something names, or else the only one."""
    pool_id = raw.get("UserPoolId")
    return imported.home(pool_id, source, path) if pool_id else imported.only_pool(source, path)


def _answer(value: Mapping[str, Any]) -> dict[str, Any]:
    """What AWS answered, without what boto3 adds."""
    return {name: member for name, member in value.items() if name != "ResponseMetadata"}


def _mappings(value: list[Any]) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)]
