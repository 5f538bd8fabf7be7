"""Imports the output of `terraform show -json` for a plan or a state, with modules, count and for_each."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._cli.importers.imported import Imported, ImportedPool, count_other_services, items, mapping
from pytest_cognito_mfa._cli.importers.members import CLIENT, POOL, RISK, USER, MemberReader, valid_name
from pytest_cognito_mfa._cli.importers.resources import GROUPS, PROVIDERS, SERVERS, add_members, add_resource
from pytest_cognito_mfa._cli.importers.terraform_references import References
from pytest_cognito_mfa._cli.importers.users import WITHOUT_USERS, add_user
from pytest_cognito_mfa._scenario.aws_shapes import members_of
from pytest_cognito_mfa._scenario.resources import ROWS
from pytest_cognito_mfa.errors import ImportingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_cognito_mfa._cli.importers.imported import Document, ImportOptions

MAX_DEPTH: Final = 50

_POOL, _USER, _RISK = "aws_cognito_user_pool", "aws_cognito_user", "aws_cognito_risk_configuration"
_CLIENTS: Final = ("aws_cognito_user_pool_client", "aws_cognito_managed_user_pool_client")
_DOMAIN: Final = "aws_cognito_user_pool_domain"
_RESOURCES: Final = {
    "aws_cognito_user_group": GROUPS,
    "aws_cognito_identity_provider": PROVIDERS,
    "aws_cognito_resource_server": SERVERS,
}
_MEMBER: Final = "aws_cognito_user_in_group"
_TAKEN: Final = (_POOL, *_CLIENTS, _USER, _RISK, _DOMAIN, _MEMBER, *_RESOURCES)
_KNOWN_FORMS: Final = ("0", "1")
"""Major versions; a minor version only adds members (Terraform, JSON Output Format)."""

_IGNORED: Final = ("endpoint", "region", "scope_identifiers", "tags_all", "name_pattern", "name_prefix")
"""Arguments that are only for Terraform, or repeat others."""

_RENAMED: Final[Mapping[str, str]] = {
    "from_email_address": "From",
    "recovery_mechanism": "RecoveryMechanisms",
    "scope": "Scopes",
    "tags": "UserPoolTags",
}
_NOT_GIVEN: Final[tuple[Any, ...]] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class _Resource:
    address: str
    type: str
    label: str
    """Its name with its index or key, for a pool or client without a name."""
    values: dict[str, Any]
    sensitive: Any


def import_terraform(document: Document, imported: Imported, options: ImportOptions) -> None:
    """Import every pool of a plan or state, with its clients, groups, users and what else a scenario can have."""
    _Terraform(document, imported, options).run()


def refuse_state_file(document: Document, imported: Imported, options: ImportOptions) -> None:
    """Refuse a state file: its format is private to Terraform."""
    del imported, options
    raise ImportingError(
        f"{document.source}: a Terraform state file; import the output of `terraform show -json` instead"
    )


class _Terraform:
    """The import of one plan or state."""

    def __init__(self, document: Document, imported: Imported, options: ImportOptions) -> None:
        version = str(document.value["format_version"])
        if version.partition(".")[0] not in _KNOWN_FORMS:
            raise ImportingError(
                f"{document.source}: Terraform's format_version {version} is not supported, only 0 and 1"
            )
        root = document.value.get("planned_values", document.value.get("values"))
        self._reader = MemberReader(document.source, imported)
        self._others: Counter[str] = Counter()
        self._options = options
        self._resources = list(self._walk(mapping(mapping(root).get("root_module")), MAX_DEPTH))
        self._references = References(document.value.get("configuration"))
        self._imported = imported
        self._pools: dict[str, ImportedPool] = {}
        self._clients: dict[str, dict[str, Any]] = {}

    def run(self) -> None:
        importers = {
            _POOL: self._pool,
            **dict.fromkeys(_CLIENTS, self._client),
            _RISK: self._risk,
            _DOMAIN: self._domain,
            **dict.fromkeys(_RESOURCES, self._resource),
            _USER: self._user,
            _MEMBER: self._member,
        }
        for kind, run in importers.items():
            for resource in self._resources:
                if resource.type == kind:
                    run(resource)
        if self._others:
            self._reader.note("resources", count_other_services(self._others))

    def _walk(self, module: Mapping[str, Any], depth: int) -> Iterator[_Resource]:
        if not depth:
            raise ImportingError(f"{self._reader.source}: modules nested more than {MAX_DEPTH} deep")
        for raw in map(mapping, items(module.get("resources"))):
            kind, address = str(raw.get("type")), str(raw.get("address"))
            if kind.startswith(_USER) and not kind.startswith(_POOL) and not self._options.users:
                address = address.partition("[")[0]  # the key may be the name of a person
            is_read = raw.get("mode", "managed") != "managed"
            if not kind.startswith("aws_cognito"):
                self._others.update(() if is_read else (kind,))
            elif is_read:
                self._reader.note(address, "not imported: a data source")
            elif kind not in _TAKEN:
                self._reader.note(address, f"not imported: a scenario cannot have {kind}")
            else:
                values, sensitive = mapping(raw.get("values")), raw.get("sensitive_values")
                yield _Resource(address, kind, _label(raw), values, sensitive)
        for child in items(module.get("child_modules")):
            yield from self._walk(mapping(child), depth - 1)

    def _named(self, resource: _Resource, shapes: Mapping[str, Any], renamed: Mapping[str, str]) -> dict[str, Any]:
        """The arguments under AWS's names; `renamed` has arguments with another meaning in this resource."""
        given = {renamed.get(name, name): value for name, value in resource.values.items()}
        kept = {name: value for name, value in given.items() if name not in _IGNORED}
        named: dict[str, Any] = _ArgumentNames(resource.address, self._reader).members(kept, shapes, resource.sensitive)
        return named

    def _pool(self, resource: _Resource) -> None:
        shapes = dict(members_of(*POOL))
        policies = shapes["Policies"].members
        values = resource.values
        given = {**values, "tags": values.get("tags_all") or values.get("tags")}
        raw = self._named(dataclasses.replace(resource, values=given), {**shapes, **policies}, {})
        halves = {name: raw.pop(name) for name in policies if name in raw}
        raw |= {"Policies": halves} if halves else {}
        self._imported.region = self._imported.region or values.get("region")
        members = self._reader.pool(raw, resource.address)
        self._pools[resource.address] = ImportedPool({"Name": resource.label} | members)
        self._imported.pools.append(self._pools[resource.address])

    def _pool_of(self, resource: _Resource) -> ImportedPool:
        pool_id = resource.values.get("user_pool_id")
        known = self._imported.pool(pool_id) if pool_id else None
        target = self._references.target(resource.address, "user_pool_id", self._pools)
        if known is not None or target is not None:
            return known or self._pools[str(target)]
        if len(self._pools) == 1 and not pool_id:
            self._reader.note(f"{resource.address}.user_pool_id", "not known yet; the only pool here is used")
            return next(iter(self._pools.values()))
        return self._imported.pool_or_placeholder(pool_id, self._reader.source, resource.address)

    def _client(self, resource: _Resource) -> None:
        pool = self._pool_of(resource)
        renamed = {"id": "client_id", "name": "client_name"}
        raw = self._named(resource, members_of(*CLIENT), renamed)
        name = pool.settings["Name"]
        client = self._reader.client(raw, resource.address, pool=name, fallback_name=resource.label)
        self._clients[resource.address] = client
        pool.clients.append(client)

    def _risk(self, resource: _Resource) -> None:
        pool = self._pool_of(resource)
        client_id = resource.values.get("client_id")
        target = self._references.target(resource.address, "client_id", self._clients)
        client = pool.client(client_id) if client_id else self._clients.get(target or "")
        if client_id and client is None:
            self._reader.note(resource.address, "not imported: its client is not here")
            return
        raw = self._named(resource, members_of(*RISK), {})
        raw.pop("id", None)
        members = self._reader.risk(raw, resource.address)
        (pool.settings if client is None else client)["RiskConfiguration"] = members

    def _domain(self, resource: _Resource) -> None:
        domain = resource.values.get("domain")
        key = "CustomDomain" if resource.values.get("certificate_arn") else "Domain"
        if isinstance(domain, str):
            self._pool_of(resource).settings[key] = domain

    def _resource(self, resource: _Resource) -> None:
        key = _RESOURCES[resource.type]
        row = ROWS[key]
        raw = self._named(resource, members_of(row.shape), {"name": row.key} if key == GROUPS else {})
        raw = {name: value for name, value in raw.items() if name not in ("id", "UserPoolId")}
        add_resource(self._pool_of(resource), key, raw, resource.address, self._reader)

    def _member(self, resource: _Resource) -> None:
        """A user in a group; without the option for users there is nobody to put in."""
        group = resource.values.get("group_name")
        if isinstance(group, str):
            add_members(self._pool_of(resource), group, [resource.values.get("username")])
        else:
            self._reader.note(resource.address, "not imported: its group is not known yet")

    def _user(self, resource: _Resource) -> None:
        if not self._options.users:
            self._reader.note(resource.address, WITHOUT_USERS)
            return
        values = resource.values
        raw = self._named(resource, members_of(*USER), {"status": "user_status"})
        attributes = mapping(raw.pop("attributes", None)) | ({"sub": values["sub"]} if values.get("sub") else {})
        raw.pop("sub", None)
        raw.pop("id", None)
        raw["UserAttributes"] = [{"Name": name, "Value": value} for name, value in attributes.items()]
        for argument, member in (("mfa_setting_list", "UserMFASettingList"), ("password", "Password")):
            if argument in raw:
                raw[member] = raw.pop(argument)
        invited = "CONFIRMED" if values.get("password") else "FORCE_CHANGE_PASSWORD"
        add_user(self._pool_of(resource), {"UserStatus": invited} | raw, resource.address, self._reader)


class _ArgumentNames:
    """Gives the arguments of the resource at `address` AWS's names.

    1. Names are equal without underscores and case: `callback_urls` is CallbackURLs. `_RENAMED` has the exceptions.
    2. A block is a list, even with one item; AWS's structure is its first item.
    3. An argument that is null, an empty text or an empty list is not given.
    4. An argument that Terraform marks as sensitive is not imported.
    """

    def __init__(self, address: str, reader: MemberReader) -> None:
        self._address = address
        self._reader = reader

    def members(self, values: Mapping[str, Any], shapes: Mapping[str, Any], sensitive: Any, path: str = "") -> Any:
        """The given arguments, under AWS's names if there are any."""
        folded = {_folded(name): name for name in shapes}
        members: dict[str, Any] = {}
        for argument, value in values.items():
            where = f"{path}.{argument}" if path else argument
            secret = sensitive.get(argument) if isinstance(sensitive, dict) else None
            name = _RENAMED.get(argument, folded.get(_folded(argument), argument))
            if value in _NOT_GIVEN or (value == 0 and value is not False and argument.endswith("_validity")):
                continue
            if secret is True and name not in ("ClientSecret", "Password", "TemporaryPassword"):
                self._reader.note(f"{self._address}.{where}", "not imported: marked as sensitive")
            elif name in shapes:
                members[name] = self._value(value, shapes[name], secret, where)
            else:
                members[name] = value
        return members

    def _value(self, value: Any, shape: Any, sensitive: Any, path: str) -> Any:
        if shape.type_name == "structure":
            block = value[0] if isinstance(value, list) and value else value
            secret = sensitive[0] if isinstance(sensitive, list) and sensitive else sensitive
            return self.members(block, shape.members, secret, path) if isinstance(block, dict) else block
        if shape.type_name == "list" and isinstance(value, list) and shape.member.type_name == "structure":
            return [self._value(item, shape.member, None, f"{path}[{at}]") for at, item in enumerate(value)]
        return value


def _folded(name: str) -> str:
    return name.replace("_", "").lower()


def _label(raw: Mapping[str, Any]) -> str:
    """A resource's name with its index or key, as a valid name."""
    return valid_name(f"{raw.get('name')}-{raw['index']}" if "index" in raw else str(raw.get("name")))
