"""Imports a CloudFormation template, also one for SAM or from the CDK."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import DEFAULT_REGION, EMAIL, SMS, TOTP
from pytest_cognito_mfa._cli.importers.custom_resources import description, is_custom
from pytest_cognito_mfa._cli.importers.imported import Imported, ImportedPool, count_other_services, items, mapping
from pytest_cognito_mfa._cli.importers.intrinsics import Intrinsics
from pytest_cognito_mfa._cli.importers.members import MemberReader, valid_name
from pytest_cognito_mfa._cli.importers.resources import GROUPS, PROVIDERS, SERVERS, add_members, add_resource
from pytest_cognito_mfa._cli.importers.users import WITHOUT_USERS, add_user

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_cognito_mfa._cli.importers.imported import Document, ImportOptions

_COGNITO: Final = "AWS::Cognito::"
_POOL, _CLIENT, _USER = f"{_COGNITO}UserPool", f"{_COGNITO}UserPoolClient", f"{_COGNITO}UserPoolUser"
_RISK, _DOMAIN = f"{_COGNITO}UserPoolRiskConfigurationAttachment", f"{_COGNITO}UserPoolDomain"
_RESOURCES: Final = {
    f"{_COGNITO}UserPoolGroup": GROUPS,
    f"{_COGNITO}UserPoolIdentityProvider": PROVIDERS,
    f"{_COGNITO}UserPoolResourceServer": SERVERS,
}
_MEMBER: Final = f"{_COGNITO}UserPoolUserToGroupAttachment"
_TAKEN: Final = (_POOL, _CLIENT, _USER, _RISK, _DOMAIN, _MEMBER, *_RESOURCES)
_MFA: Final = {
    "EmailAuthenticationMessage": ("EmailMfaConfiguration", "Message"),
    "EmailAuthenticationSubject": ("EmailMfaConfiguration", "Subject"),
    "WebAuthnFactorConfiguration": ("WebAuthnConfiguration", "FactorConfiguration"),
    "WebAuthnRelyingPartyID": ("WebAuthnConfiguration", "RelyingPartyId"),
    "WebAuthnUserVerification": ("WebAuthnConfiguration", "UserVerification"),
}
"""Properties of a pool that are members of a block in GetUserPoolMfaConfig."""


def import_template(document: Document, imported: Imported, options: ImportOptions) -> None:
    """Import every pool of the template, with its clients, groups, users and what else a scenario can have."""
    _Template(document, imported, options).run()


class _Template:
    """The import of one template."""

    def __init__(self, document: Document, imported: Imported, options: ImportOptions) -> None:
        self._resources: dict[str, Any] = document.value["Resources"]
        self._reader = MemberReader(document.source, imported)
        region = options.region or DEFAULT_REGION
        self._intrinsics = Intrinsics(document.value, self._reader, region, options.parameters)
        self._imported = imported
        self._options = options
        self._pools: dict[str, ImportedPool] = {}
        self._clients: dict[str, dict[str, Any]] = {}
        self._names: dict[str, str] = {}
        """By logical ID, the names of groups and users."""

    def run(self) -> None:
        importers = {
            _POOL: self._pool,
            _CLIENT: self._client,
            _RISK: self._risk,
            _DOMAIN: self._domain,
            **dict.fromkeys(_RESOURCES, self._resource),
            _USER: self._user,
            _MEMBER: self._member,
        }
        for kind, run in importers.items():
            for name, properties in self._resources_of(kind):
                run(name, properties)
        self._report_others()

    def _resources_of(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The logical ID and properties of each resource of a type whose condition is not false."""
        for name, resource in self._resources.items():
            if mapping(resource).get("Type") == kind and self._is_created(name, resource):
                yield name, mapping(resource.get("Properties"))

    def _is_created(self, name: str, resource: Mapping[str, Any]) -> bool:
        condition = resource.get("Condition")
        if condition is None:
            return True
        verdict = self._intrinsics.condition(condition)
        if verdict is None:
            self._reader.note(_at(name), f"imported, although its condition {condition} is only known after deployment")
        elif not verdict:
            self._reader.note(_at(name), f"not imported: its condition {condition} is false")
        return verdict is not False

    def _resolved(self, name: str, properties: Mapping[str, Any], without: tuple[str, ...] = ()) -> dict[str, Any]:
        kept = {key: value for key, value in properties.items() if key not in without}
        return mapping(self._intrinsics.value(kept, _properties(name)))

    def _pool(self, name: str, properties: Mapping[str, Any]) -> None:
        path, raw = _properties(name), self._resolved(name, properties)
        factors = items(raw.pop("EnabledMfas", []))
        if "UserPoolName" in raw:
            raw["Name"] = raw.pop("UserPoolName")
        for member, (block, inner) in _MFA.items():
            if member in raw:
                raw[block] = {**mapping(raw.get(block)), inner: raw.pop(member)}
        if TOTP in factors:
            raw["SoftwareTokenMfaConfiguration"] = {"Enabled": True}
        if EMAIL in factors:
            raw.setdefault("EmailMfaConfiguration", {})
        if SMS in factors and "SmsConfiguration" not in raw:
            self._reader.note(
                f"{path}.EnabledMfas",
                "SMS_MFA is off: the pool has no SmsConfiguration, or it is only known after deployment",
            )
        if factors and SMS not in factors and "SmsConfiguration" in raw and raw.get("MfaConfiguration", "OFF") != "OFF":
            self._reader.note(
                f"{path}.EnabledMfas",
                "AWS refuses this: SMS_MFA cannot be off in a pool that has an SmsConfiguration (Can't turn off "
                "SMS_MFA when SMS configuration is set for the user pool); here it stays on; add SMS_MFA, or remove "
                "SmsConfiguration",
            )
        members = self._reader.pool(raw, path)
        self._pools[name] = ImportedPool({"Name": valid_name(name)} | members)
        self._imported.pools.append(self._pools[name])

    def _pool_of(self, name: str, properties: Mapping[str, Any]) -> ImportedPool:
        """The pool that a resource names, or else the only one, or else a default one."""
        target = self._intrinsics.refers_to(properties.get("UserPoolId"))
        if target in self._pools:
            return self._pools[target]
        if len(self._pools) == 1:
            self._reader.note(f"{_properties(name)}.UserPoolId", "only known after deployment; the only pool is used")
            return next(iter(self._pools.values()))
        return self._imported.pool_or_placeholder(None, self._reader.source, _at(name))

    def _client(self, name: str, properties: Mapping[str, Any]) -> None:
        pool = self._pool_of(name, properties)
        raw = self._resolved(name, properties, without=("UserPoolId",))
        pool_name = pool.settings["Name"]
        self._clients[name] = self._reader.client(raw, _properties(name), pool=pool_name, fallback_name=name)
        pool.clients.append(self._clients[name])

    def _risk(self, name: str, properties: Mapping[str, Any]) -> None:
        pool = self._pool_of(name, properties)
        client = self._clients.get(self._intrinsics.refers_to(properties.get("ClientId")) or "")
        if client is None and properties.get("ClientId") != "ALL":
            self._reader.note(_at(name), "not imported: its client is not in the template")
            return
        raw = self._resolved(name, properties, without=("UserPoolId", "ClientId"))
        members = self._reader.risk(raw, _properties(name))
        (pool.settings if client is None else client)["RiskConfiguration"] = members

    def _domain(self, name: str, properties: Mapping[str, Any]) -> None:
        domain = self._resolved(name, properties, without=("UserPoolId",)).get("Domain")
        if isinstance(domain, str):
            key = "CustomDomain" if "CustomDomainConfig" in properties else "Domain"
            self._pool_of(name, properties).settings[key] = domain

    def _user(self, name: str, properties: Mapping[str, Any]) -> None:
        if not self._options.users:
            self._reader.note(_at(name), WITHOUT_USERS)
            return
        raw = self._resolved(name, properties, without=("UserPoolId",))
        invited = {"Username": name, "UserStatus": "FORCE_CHANGE_PASSWORD"} | raw
        self._names[name] = str(invited["Username"])
        add_user(self._pool_of(name, properties), invited, _properties(name), self._reader)

    def _resource(self, name: str, properties: Mapping[str, Any]) -> None:
        key = _RESOURCES[self._resources[name]["Type"]]
        raw = self._resolved(name, properties, without=("UserPoolId",))
        if key == GROUPS:
            raw = {"GroupName": name, **raw}
        added = add_resource(self._pool_of(name, properties), key, raw, _properties(name), self._reader)
        self._names[name] = added or name

    def _member(self, name: str, properties: Mapping[str, Any]) -> None:
        """A user in a group; without the option for users there is nobody to put in."""
        group, user = (self._named(name, properties, member) for member in ("GroupName", "Username"))
        add_members(self._pool_of(name, properties), group, [user])

    def _named(self, name: str, properties: Mapping[str, Any], member: str) -> str:
        """The name of a group or user of the template, or the one that is written there."""
        target = self._intrinsics.refers_to(properties.get(member))
        known = self._names.get(target or "")
        return known or str(self._resolved(name, {member: properties.get(member)}).get(member))

    def _report_others(self) -> None:
        others: Counter[str] = Counter()
        for name, resource in self._resources.items():
            kind = str(mapping(resource).get("Type", "no type"))
            if name.startswith("Fn::"):
                self._reader.note(_at(name), "not imported: a loop or macro; import the processed template")
            elif is_custom(kind) and (why := description(mapping(mapping(resource).get("Properties")), self._pools)):
                self._reader.note(_at(name), why)
            elif kind.startswith(_COGNITO) and kind not in _TAKEN:
                self._reader.note(_at(name), f"not imported: a scenario cannot have {kind}")
            elif kind not in _TAKEN:
                others[kind] += 1
        if others:
            self._reader.note("Resources", count_other_services(others))


def _at(name: str) -> str:
    return f"Resources.{name}"


def _properties(name: str) -> str:
    return f"Resources.{name}.Properties"
