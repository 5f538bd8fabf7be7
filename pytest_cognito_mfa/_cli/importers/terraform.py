"""Imports what `terraform show -json` prints of a plan or a state, with its modules, counts and for_each."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._cli.importers.members import CLIENT, POOL, RISK, USER, MemberReader, fit_name
from pytest_cognito_mfa._cli.importers.terraform_names import TerraformNames
from pytest_cognito_mfa._cli.importers.terraform_references import Links
from pytest_cognito_mfa._cli.importers.users import NOT_ASKED, add_user
from pytest_cognito_mfa._cli.importers.values import Imported, ImportedPool, items, mapping, of_other_services
from pytest_cognito_mfa._scenario.aws_shapes import members_of
from pytest_cognito_mfa.errors import ImportingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_cognito_mfa._cli.importers.values import Document, Wanted

MAX_DEPTH: Final = 50

_POOL, _USER, _RISK = "aws_cognito_user_pool", "aws_cognito_user", "aws_cognito_risk_configuration"
_CLIENTS: Final = ("aws_cognito_user_pool_client", "aws_cognito_managed_user_pool_client")
_DOMAIN: Final = "aws_cognito_user_pool_domain"
_TAKEN: Final = (_POOL, *_CLIENTS, _USER, _RISK, _DOMAIN)
_KNOWN_FORMS: Final = ("0", "1")
"""Major versions: within one, nothing is taken away (Terraform, JSON Output Format)."""

_FOR_TERRAFORM: Final = ("endpoint", "region", "tags_all", "name_pattern", "name_prefix")
"""Arguments that are Terraform's own, or say once more what others say."""


@dataclass(frozen=True, slots=True)
class _Resource:
    address: str
    type: str
    label: str
    """Its name, with its index or key: what a pool or client is called that has no name of its own."""
    values: dict[str, Any]
    sensitive: Any


def take_terraform(document: Document, imported: Imported, wanted: Wanted) -> None:
    """Every pool of a plan or state, with what belongs to it."""
    _Terraform(document, imported, wanted).take()


def refuse_state_file(document: Document, imported: Imported, wanted: Wanted) -> None:
    """A state file itself, whose form is Terraform's own affair."""
    del imported, wanted
    raise ImportingError(f"{document.source}: a state file; import what `terraform show -json` prints of it")


class _Terraform:
    """One reading of a plan or state."""

    def __init__(self, document: Document, imported: Imported, wanted: Wanted) -> None:
        version = str(document.value["format_version"])
        if version.partition(".")[0] not in _KNOWN_FORMS:
            raise ImportingError(f"{document.source}: the format_version {version} of Terraform is not known here")
        root = document.value.get("planned_values", document.value.get("values"))
        self._reader = MemberReader(document.source, imported)
        self._others: Counter[str] = Counter()
        self._wanted = wanted
        self._resources = list(self._walk(mapping(mapping(root).get("root_module")), MAX_DEPTH))
        self._links = Links(document.value.get("configuration"))
        self._imported = imported
        self._pools: dict[str, ImportedPool] = {}
        self._clients: dict[str, dict[str, Any]] = {}

    def take(self) -> None:
        steps = {
            _POOL: self._pool,
            **dict.fromkeys(_CLIENTS, self._client),
            _RISK: self._risk,
            _DOMAIN: self._domain,
            _USER: self._user,
        }
        for kind, step in steps.items():
            for resource in self._resources:
                if resource.type == kind:
                    step(resource)
        if self._others:
            self._reader.note("resources", of_other_services(self._others))

    def _walk(self, module: Mapping[str, Any], depth: int) -> Iterator[_Resource]:
        if not depth:
            raise ImportingError(f"{self._reader.source}: modules nested more than {MAX_DEPTH} deep")
        for raw in map(mapping, items(module.get("resources"))):
            kind, address = str(raw.get("type")), str(raw.get("address"))
            if kind.startswith(_USER) and not kind.startswith(_POOL) and not self._wanted.users:
                address = address.partition("[")[0]  # the key may be a person's name
            is_read = raw.get("mode", "managed") != "managed"
            if not kind.startswith("aws_cognito"):
                self._others.update(() if is_read else (kind,))
            elif is_read:
                self._reader.note(address, "a data source")
            elif kind not in _TAKEN:
                self._reader.note(address, f"{kind} is not modelled")
            else:
                values, sensitive = mapping(raw.get("values")), raw.get("sensitive_values")
                yield _Resource(address, kind, _label(raw), values, sensitive)
        for child in items(module.get("child_modules")):
            yield from self._walk(mapping(child), depth - 1)

    def _named(self, resource: _Resource, shapes: Mapping[str, Any], renamed: Mapping[str, str]) -> dict[str, Any]:
        """The arguments under AWS's names; `renamed` are those that mean something else in this resource."""
        given = {renamed.get(name, name): value for name, value in resource.values.items()}
        kept = {name: value for name, value in given.items() if name not in _FOR_TERRAFORM}
        named: dict[str, Any] = TerraformNames(resource.address, self._reader).members(kept, shapes, resource.sensitive)
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

    def _home(self, resource: _Resource) -> ImportedPool:
        pool_id = resource.values.get("user_pool_id")
        known = self._imported.pool(pool_id) if pool_id else None
        target = self._links.target(resource.address, "user_pool_id", self._pools)
        if known is not None or target is not None:
            return known or self._pools[str(target)]
        if len(self._pools) == 1 and not pool_id:
            self._reader.note(f"{resource.address}.user_pool_id", "taken for that of the only pool here")
            return next(iter(self._pools.values()))
        return self._imported.home(pool_id, self._reader.source, resource.address)

    def _client(self, resource: _Resource) -> None:
        pool = self._home(resource)
        renamed = {"id": "client_id", "name": "client_name"}
        raw = self._named(resource, members_of(*CLIENT), renamed)
        name = pool.settings["Name"]
        client = self._reader.client(raw, resource.address, pool=name, otherwise=resource.label)
        self._clients[resource.address] = client
        pool.clients.append(client)

    def _risk(self, resource: _Resource) -> None:
        pool = self._home(resource)
        client_id = resource.values.get("client_id")
        target = self._links.target(resource.address, "client_id", self._clients)
        client = pool.client(client_id) if client_id else self._clients.get(target or "")
        if client_id and client is None:
            self._reader.note(resource.address, "of a client that is not here")
            return
        raw = self._named(resource, members_of(*RISK), {})
        raw.pop("id", None)
        members = self._reader.risk(raw, resource.address)
        (pool.settings if client is None else client)["RiskConfiguration"] = members

    def _domain(self, resource: _Resource) -> None:
        domain = resource.values.get("domain")
        key = "CustomDomain" if resource.values.get("certificate_arn") else "Domain"
        if isinstance(domain, str):
            self._home(resource).settings[key] = domain
        self._reader.note(resource.address, "its name is kept, but there are no hosted pages")

    def _user(self, resource: _Resource) -> None:
        if not self._wanted.users:
            self._reader.note(resource.address, NOT_ASKED)
            return
        values = resource.values
        raw = self._named(resource, members_of(*USER), {"status": "user_status"})
        attributes = mapping(raw.pop("attributes", None)) | ({"sub": values["sub"]} if values.get("sub") else {})
        raw.pop("sub", None)
        raw.pop("id", None)
        raw["UserAttributes"] = [{"Name": name, "Value": value} for name, value in attributes.items()]
        for ours, theirs in (("mfa_setting_list", "UserMFASettingList"), ("password", "Password")):
            if ours in raw:
                raw[theirs] = raw.pop(ours)
        invited = "CONFIRMED" if values.get("password") else "FORCE_CHANGE_PASSWORD"
        add_user(self._home(resource), {"UserStatus": invited} | raw, resource.address, self._reader)


def _label(raw: Mapping[str, Any]) -> str:
    """A resource's name, with its index or key, in the characters that a name may have."""
    return fit_name(f"{raw.get('name')}-{raw['index']}" if "index" in raw else str(raw.get("name")))
