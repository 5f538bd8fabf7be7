"""Finds the importer of a document by its content, never by its file name.

Documents are imported in the order of KINDS, so that a pool comes before its clients and users. Documents of one kind
keep the order of the command line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pytest_cognito_mfa._cli.importers import aws_json, cassettes, cloudformation, serverless, terraform
from pytest_cognito_mfa._cli.importers.documents import documents
from pytest_cognito_mfa._cli.importers.imported import Document, mapping
from pytest_cognito_mfa._cli.importers.resources import PRINTED
from pytest_cognito_mfa._scenario.aws_shapes import members_of
from pytest_cognito_mfa.errors import ImportingError, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pytest_cognito_mfa._cli.importers.imported import Imported, ImportOptions


class DocumentKind(NamedTuple):
    """A kind of document: its description, a test for it, and its importer."""

    description: str
    matches: Callable[[dict[str, Any]], bool]
    run: Callable[[Document, Imported, ImportOptions], None]


def _has(name: str, kind: type = dict) -> Callable[[dict[str, Any]], bool]:
    return lambda value: isinstance(value.get(name), kind)


def _is_mfa_config(value: dict[str, Any]) -> bool:
    known = members_of("GetUserPoolMfaConfigResponse")
    return "MfaConfiguration" in value and value.keys() <= {*known, "ResponseMetadata"}


def _is_user(value: dict[str, Any]) -> bool:
    return "Username" in value and ("UserStatus" in value or "UserAttributes" in value)


def _is_terraform(value: dict[str, Any]) -> bool:
    shown = value.get("planned_values", value.get("values"))
    return "format_version" in value and isinstance(shown, dict)


KINDS: Final = (
    DocumentKind("the output of describe-user-pool", _has("UserPool"), aws_json.import_pool),
    DocumentKind("the output of get-user-pool-mfa-config", _is_mfa_config, aws_json.import_mfa_config),
    DocumentKind("the output of describe-user-pool-client", _has("UserPoolClient"), aws_json.import_client),
    DocumentKind("the output of list-user-pool-clients", _has("UserPoolClients", list), aws_json.import_client_list),
    DocumentKind("the output of describe-risk-configuration", _has("RiskConfiguration"), aws_json.import_risk),
    DocumentKind(
        "the output of get-user-pool-session-configuration, or that of a client",
        lambda value: "TokenSession" in value or "SSOSession" in value,
        aws_json.import_sessions,
    ),
    DocumentKind(
        "the output of list-groups, describe-identity-provider or list-resource-servers",
        lambda value: bool(value.keys() & PRINTED),
        aws_json.import_resources,
    ),
    DocumentKind("the output of describe-user-pool-domain", _has("DomainDescription"), aws_json.import_domain),
    DocumentKind("the output of list-users", _has("Users", list), aws_json.import_users),
    DocumentKind("the output of admin-get-user", _is_user, aws_json.import_user),
    DocumentKind("a cassette", _has("interactions", list), cassettes.import_cassette),
    DocumentKind("a CloudFormation template", _has("Resources"), cloudformation.import_template),
    DocumentKind("a file of the Serverless Framework", serverless.is_serverless, serverless.import_serverless),
    DocumentKind("the output of terraform show -json", _is_terraform, terraform.import_terraform),
    DocumentKind(
        "a Terraform state file",
        lambda value: {"lineage", "terraform_version"} <= value.keys(),
        terraform.refuse_state_file,
    ),
    DocumentKind(
        "output for log delivery and UI customization, which a scenario cannot have",
        lambda value: bool(value.keys() & aws_json.NOT_SIMULATED),
        aws_json.report_not_simulated,
    ),
)
"""The first match wins."""


def read_files(paths: Iterable[Path], imported: Imported, options: ImportOptions) -> None:
    """Import every document in these files. Raises ImportingError for an unknown kind."""
    values = [(str(path), value) for path in paths for value in documents(path)]
    _check_parameters(options.parameters, [value for _, value in values])
    import_documents(values, imported, options)


def _check_parameters(given: Iterable[str], values: Iterable[Any]) -> None:
    """Refuse a --parameter that no template declares."""
    declared = {str(name) for value in values for name in mapping(mapping(value).get("Parameters"))}
    for name in given:
        if name not in declared:
            raise ImportingError(f"--parameter: {unknown('parameter', name, declared)}")


def import_documents(values: Iterable[tuple[str, Any]], imported: Imported, options: ImportOptions) -> None:
    """Import documents; each comes with the name of its source."""
    recognised = [(_kind_of(source, value), Document(source, value)) for source, value in values]
    for kind in KINDS:
        for found, document in recognised:
            if found is kind:
                kind.run(document, imported, options)
    if not any(kind.run is aws_json.import_mfa_config for kind, _ in recognised):
        for kind, document in recognised:
            if kind.run is aws_json.import_pool:
                aws_json.note_missing_factors(document, imported)


def _kind_of(source: str, value: Any) -> DocumentKind:
    kinds = (kind for kind in KINDS if isinstance(value, dict) and kind.matches(value))
    found = next(kinds, None)
    if found is None:
        known = "; ".join(each.description for each in KINDS if each.run is not terraform.refuse_state_file)
        raise ImportingError(f"{source}: unknown kind of document; import one of: {known}")
    return found
