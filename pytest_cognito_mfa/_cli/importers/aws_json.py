"""Imports the JSON of AWS CLI commands: describe-user-pool, get-user-pool-mfa-config and others.

A document that does not name its pool belongs to the only one. If its pool was not imported, it gets a default one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._cli.importers.imported import Imported, ImportedPool, mapping
from pytest_cognito_mfa._cli.importers.members import MemberReader
from pytest_cognito_mfa._cli.importers.resources import PRINTED, add_resource
from pytest_cognito_mfa._cli.importers.users import WITHOUT_USERS, add_user

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._cli.importers.imported import Document, ImportOptions

NOT_SIMULATED: Final = {
    "LogDeliveryConfiguration": "log deliveries",
    "UICustomization": "looks of hosted pages",
}
"""Top-level members of documents that a scenario cannot have, and what they are."""


def import_pool(document: Document, imported: Imported, _: ImportOptions) -> None:
    """DescribeUserPool."""
    reader = MemberReader(document.source, imported)
    members = reader.pool(document.value["UserPool"], "UserPool")
    members.setdefault("Name", members.get("Id", "imported"))
    known = imported.pool(members.get("Id")) if "Id" in members else None
    if known is None:
        imported.pools.append(ImportedPool(members))
    else:
        known.settings |= members


def import_mfa_config(document: Document, imported: Imported, _: ImportOptions) -> None:
    """GetUserPoolMfaConfig."""
    members = MemberReader(document.source, imported).pool(_answer(document.value), "GetUserPoolMfaConfig")
    imported.only_pool(document.source, "GetUserPoolMfaConfig").settings |= members


def note_missing_factors(document: Document, imported: Imported) -> None:
    """Report a pool with MFA whose factors are not known: DescribeUserPool does not have them."""
    raw = mapping(document.value["UserPool"])
    if raw.get("MfaConfiguration", "OFF") != "OFF":
        command = f"aws cognito-idp get-user-pool-mfa-config --user-pool-id {raw.get('Id')}"
        why = f"its factors are not in describe-user-pool; import the output of this too: {command}"
        imported.note(document.source, "UserPool.MfaConfiguration", why)


def import_client(document: Document, imported: Imported, _: ImportOptions) -> None:
    """DescribeUserPoolClient."""
    raw = document.value["UserPoolClient"]
    pool = _pool_of(raw, document.source, "UserPoolClient", imported)
    reader = MemberReader(document.source, imported)
    path, pool_name = f"UserPoolClient[{raw.get('ClientName')}]", pool.settings["Name"]
    members = reader.client(raw, path, pool=pool_name, fallback_name=str(raw.get("ClientId")))
    known = pool.client(members["ClientId"]) if "ClientId" in members else None
    if known is None:
        pool.clients.append(members)
    else:
        known |= members


def import_client_list(document: Document, imported: Imported, _: ImportOptions) -> None:
    """ListUserPoolClients: it has only names, so it adds only clients that were not described."""
    for at, raw in enumerate(_mappings(document.value["UserPoolClients"])):
        path = f"UserPoolClients[{at}]"
        pool = _pool_of(raw, document.source, path, imported)
        if pool.client(raw.get("ClientId")) is None:
            reader = MemberReader(document.source, imported)
            name = str(raw.get("ClientId"))
            pool.clients.append(reader.client(raw, path, pool=pool.settings["Name"], fallback_name=name))
            reader.note(path, "only its name is known; import its describe-user-pool-client too")


def import_risk(document: Document, imported: Imported, _: ImportOptions) -> None:
    """DescribeRiskConfiguration, of a pool or of a client."""
    raw, reader = document.value["RiskConfiguration"], MemberReader(document.source, imported)
    settings = _settings_of(raw, reader, "RiskConfiguration", imported)
    if settings is not None and (members := reader.risk(raw, "RiskConfiguration")):
        settings["RiskConfiguration"] = members


def import_sessions(document: Document, imported: Imported, _: ImportOptions) -> None:
    """GetUserPoolSessionConfiguration, or GetUserPoolClientSessionConfiguration."""
    raw, reader = _answer(document.value), MemberReader(document.source, imported)
    settings = _settings_of(raw, reader, "SessionConfiguration", imported)
    if settings is not None:
        settings |= reader.sessions(raw, "SessionConfiguration")


def _settings_of(raw: Mapping[str, Any], reader: MemberReader, path: str, imported: Imported) -> dict[str, Any] | None:
    """The members of the pool or client that `raw` names; None for a client that is not there, which is reported."""
    pool = _pool_of(raw, reader.source, path, imported)
    if not raw.get("ClientId"):
        return pool.settings
    client = pool.client(raw["ClientId"])
    if client is None:
        reader.note(path, "not imported: its client is missing; import its describe-user-pool-client too")
    return client


def import_users(document: Document, imported: Imported, options: ImportOptions) -> None:
    """ListUsers."""
    reader = MemberReader(document.source, imported)
    if not options.users:
        reader.note("Users", WITHOUT_USERS)
        return
    pool = imported.only_pool(document.source, "ListUsers")
    for at, raw in enumerate(_mappings(document.value["Users"])):
        named = {("UserAttributes" if name == "Attributes" else name): value for name, value in raw.items()}
        add_user(pool, named, f"Users[{at}]", reader)


def import_user(document: Document, imported: Imported, options: ImportOptions) -> None:
    """AdminGetUser."""
    reader = MemberReader(document.source, imported)
    if options.users:
        add_user(imported.only_pool(document.source, "AdminGetUser"), _answer(document.value), "AdminGetUser", reader)
    else:
        reader.note("AdminGetUser", WITHOUT_USERS)


def report_not_simulated(document: Document, imported: Imported, _: ImportOptions) -> None:
    """A document of Cognito that a scenario cannot have."""
    for name in document.value.keys() & NOT_SIMULATED.keys():
        imported.note(document.source, name, f"{NOT_SIMULATED[name]} are not part of a scenario")


def import_resources(document: Document, imported: Imported, _: ImportOptions) -> None:
    """Groups, identity providers and resource servers, described or listed; the groups of a user are groups."""
    reader = MemberReader(document.source, imported)
    for name in document.value.keys() & PRINTED.keys():
        printed = document.value[name]
        for at, raw in enumerate(_mappings(printed if isinstance(printed, list) else [printed])):
            path = f"{name}[{at}]" if isinstance(printed, list) else name
            add_resource(_pool_of(raw, document.source, path, imported), PRINTED[name], raw, path, reader)


def import_domain(document: Document, imported: Imported, _: ImportOptions) -> None:
    """DescribeUserPoolDomain; the description of an unknown domain is empty."""
    raw = document.value["DomainDescription"]
    if isinstance(domain := raw.get("Domain"), str):
        key = "CustomDomain" if raw.get("CustomDomainConfig") else "Domain"
        _pool_of(raw, document.source, "DomainDescription", imported).settings[key] = domain


def _pool_of(raw: Mapping[str, Any], source: str, path: str, imported: Imported) -> ImportedPool:
    """The pool that `raw` names, or else the only one."""
    pool_id = raw.get("UserPoolId")
    return imported.pool_or_placeholder(pool_id, source, path) if pool_id else imported.only_pool(source, path)


def _answer(value: Mapping[str, Any]) -> dict[str, Any]:
    """The answer without the ResponseMetadata that boto3 adds."""
    return {name: member for name, member in value.items() if name != "ResponseMetadata"}


def _mappings(value: list[Any]) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)]
