"""Imports a CloudFormation template, be it written by hand, for SAM, or synthesised by the CDK."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._cli.importers.intrinsics import Intrinsics
from pytest_cognito_mfa._cli.importers.members import MemberReader, fit_name
from pytest_cognito_mfa._cli.importers.users import NOT_ASKED, add_user
from pytest_cognito_mfa._cli.importers.values import Imported, ImportedPool, items, mapping, of_other_services

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_cognito_mfa._cli.importers.values import Document, Wanted

REGION: Final = "us-east-1"

_COGNITO: Final = "AWS::Cognito::"
_POOL, _CLIENT, _USER = f"{_COGNITO}UserPool", f"{_COGNITO}UserPoolClient", f"{_COGNITO}UserPoolUser"
_RISK, _DOMAIN = f"{_COGNITO}UserPoolRiskConfigurationAttachment", f"{_COGNITO}UserPoolDomain"
_TAKEN: Final = (_POOL, _CLIENT, _USER, _RISK, _DOMAIN)
_MFA: Final = {
    "EmailAuthenticationMessage": ("EmailMfaConfiguration", "Message"),
    "EmailAuthenticationSubject": ("EmailMfaConfiguration", "Subject"),
    "WebAuthnFactorConfiguration": ("WebAuthnConfiguration", "FactorConfiguration"),
    "WebAuthnRelyingPartyID": ("WebAuthnConfiguration", "RelyingPartyId"),
    "WebAuthnUserVerification": ("WebAuthnConfiguration", "UserVerification"),
}
"""Properties of a pool that are members of GetUserPoolMfaConfig's blocks."""


def take_template(document: Document, imported: Imported, wanted: Wanted) -> None:
    """Every pool of the template, with what belongs to it."""
    _Template(document, imported, wanted).take()


class _Template:
    """One reading of a template."""

    def __init__(self, document: Document, imported: Imported, wanted: Wanted) -> None:
        self._resources: dict[str, Any] = document.value["Resources"]
        self._reader = MemberReader(document.source, imported)
        region = wanted.region or REGION
        self._intrinsics = Intrinsics(document.value, self._reader, region, wanted.parameters)
        self._imported = imported
        self._wanted = wanted
        self._pools: dict[str, ImportedPool] = {}
        self._clients: dict[str, dict[str, Any]] = {}

    def take(self) -> None:
        for name, properties in self._of(_POOL):
            self._pool(name, properties)
        for name, properties in self._of(_CLIENT):
            self._client(name, properties)
        for name, properties in self._of(_RISK):
            self._risk(name, properties)
        for name, properties in self._of(_DOMAIN):
            self._domain(name, properties)
        for name, properties in self._of(_USER):
            self._user(name, properties)
        self._others()

    def _of(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The resources of a type that are there, by logical Id, with their properties as they stand."""
        for name, resource in self._resources.items():
            if mapping(resource).get("Type") == kind and self._stands(name, resource):
                yield name, mapping(resource.get("Properties"))

    def _stands(self, name: str, resource: Mapping[str, Any]) -> bool:
        condition = resource.get("Condition")
        if condition is None:
            return True
        verdict = self._intrinsics.condition(condition)
        if verdict is None:
            self._reader.note(_at(name), f"taken over, though only a deployment knows the condition {condition}")
        elif not verdict:
            self._reader.note(_at(name), f"not there: its condition {condition} does not hold")
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
        if "SOFTWARE_TOKEN_MFA" in factors:
            raw["SoftwareTokenMfaConfiguration"] = {"Enabled": True}
        if "EMAIL_OTP" in factors:
            raw.setdefault("EmailMfaConfiguration", {})
        if "SMS_MFA" in factors and "SmsConfiguration" not in raw:
            self._reader.note(f"{path}.EnabledMfas", "SMS_MFA is among them, but no SmsConfiguration is known")
        members = self._reader.pool(raw, path)
        self._pools[name] = ImportedPool({"Name": fit_name(name)} | members)
        self._imported.pools.append(self._pools[name])

    def _home(self, name: str, properties: Mapping[str, Any]) -> ImportedPool:
        """The pool that a resource names, or else the only one, or else one that stands for it."""
        target = self._intrinsics.refers_to(properties.get("UserPoolId"))
        if target in self._pools:
            return self._pools[target]
        if len(self._pools) == 1:
            self._reader.note(f"{_properties(name)}.UserPoolId", "taken for that of the only pool here")
            return next(iter(self._pools.values()))
        return self._imported.home(None, self._reader.source, _at(name))

    def _client(self, name: str, properties: Mapping[str, Any]) -> None:
        pool = self._home(name, properties)
        raw = self._resolved(name, properties, without=("UserPoolId",))
        pool_name = pool.settings["Name"]
        self._clients[name] = self._reader.client(raw, _properties(name), pool=pool_name, otherwise=name)
        pool.clients.append(self._clients[name])

    def _risk(self, name: str, properties: Mapping[str, Any]) -> None:
        pool = self._home(name, properties)
        client = self._clients.get(self._intrinsics.refers_to(properties.get("ClientId")) or "")
        if client is None and properties.get("ClientId") != "ALL":
            self._reader.note(_at(name), "of a client that is not here")
            return
        raw = self._resolved(name, properties, without=("UserPoolId", "ClientId"))
        members = self._reader.risk(raw, _properties(name))
        (pool.settings if client is None else client)["RiskConfiguration"] = members

    def _domain(self, name: str, properties: Mapping[str, Any]) -> None:
        domain = self._resolved(name, properties, without=("UserPoolId",)).get("Domain")
        if isinstance(domain, str):
            key = "CustomDomain" if "CustomDomainConfig" in properties else "Domain"
            self._home(name, properties).settings[key] = domain
        self._reader.note(_at(name), "its name is kept, but there are no hosted pages")

    def _user(self, name: str, properties: Mapping[str, Any]) -> None:
        if not self._wanted.users:
            self._reader.note(_at(name), NOT_ASKED)
            return
        raw = self._resolved(name, properties, without=("UserPoolId",))
        invited = {"Username": name, "UserStatus": "FORCE_CHANGE_PASSWORD"}
        add_user(self._home(name, properties), invited | raw, _properties(name), self._reader)

    def _others(self) -> None:
        others: Counter[str] = Counter()
        for name, resource in self._resources.items():
            kind = str(mapping(resource).get("Type", "no type"))
            if name.startswith("Fn::"):
                self._reader.note(_at(name), "a loop or a macro; import the template that it makes")
            elif kind.startswith(_COGNITO) and kind not in _TAKEN:
                self._reader.note(_at(name), f"{kind} is not modelled")
            elif kind not in _TAKEN:
                others[kind] += 1
        if others:
            self._reader.note("Resources", of_other_services(others))


def _at(name: str) -> str:
    return f"Resources.{name}"


def _properties(name: str) -> str:
    return f"Resources.{name}.Properties"
