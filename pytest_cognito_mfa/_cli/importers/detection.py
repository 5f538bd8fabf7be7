"""Which importer a document is for: by what stands in it, never by its file's name.

Documents are taken in the order of ROWS, so that a pool is there before what belongs to it, however the files were
named; among equals in the order that they were given in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pytest_cognito_mfa._cli.importers import aws_json as printed
from pytest_cognito_mfa._cli.importers import cassettes, terraform
from pytest_cognito_mfa._cli.importers import cloudformation as template
from pytest_cognito_mfa._cli.importers.documents import documents
from pytest_cognito_mfa._cli.importers.values import Document, mapping
from pytest_cognito_mfa._scenario.aws_shapes import members_of
from pytest_cognito_mfa.errors import ImportingError, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pytest_cognito_mfa._cli.importers.values import Imported, Wanted


class Row(NamedTuple):
    """A kind of document: what it is, how it is told, and what takes it over."""

    what: str
    is_one: Callable[[dict[str, Any]], bool]
    take: Callable[[Document, Imported, Wanted], None]


def _has(name: str, kind: type = dict) -> Callable[[dict[str, Any]], bool]:
    return lambda value: isinstance(value.get(name), kind)


def _is_mfa_config(value: dict[str, Any]) -> bool:
    known = members_of("GetUserPoolMfaConfigResponse")
    return "MfaConfiguration" in value and value.keys() <= {*known, "ResponseMetadata"}


def _is_user(value: dict[str, Any]) -> bool:
    return "Username" in value and ("UserStatus" in value or "UserAttributes" in value)


def _is_template(value: dict[str, Any]) -> bool:
    return isinstance(value.get("Resources"), dict)


def _is_terraform(value: dict[str, Any]) -> bool:
    shown = value.get("planned_values", value.get("values"))
    return "format_version" in value and isinstance(shown, dict)


def _is_state_file(value: dict[str, Any]) -> bool:
    return "lineage" in value and "terraform_version" in value


ROWS: Final = (
    Row("what describe-user-pool prints", _has("UserPool"), printed.take_pool),
    Row("what get-user-pool-mfa-config prints", _is_mfa_config, printed.take_mfa),
    Row("what describe-user-pool-client prints", _has("UserPoolClient"), printed.take_client),
    Row("what list-user-pool-clients prints", _has("UserPoolClients", list), printed.take_clients),
    Row("what describe-risk-configuration prints", _has("RiskConfiguration"), printed.take_risk),
    Row("what list-users prints", _has("Users", list), printed.take_users),
    Row("what admin-get-user prints", _is_user, printed.take_user),
    Row("a cassette", _has("interactions", list), cassettes.take_cassette),
    Row("a CloudFormation template", _is_template, template.take_template),
    Row("what terraform show -json prints", _is_terraform, terraform.take_terraform),
    Row("a state file of Terraform's", _is_state_file, terraform.refuse_state_file),
    Row(
        "anything of Cognito's that is not modelled",
        lambda value: bool(value.keys() & printed.NOT_MODELLED),
        printed.take_nothing,
    ),
)
"""The first that fits is it."""


def read_files(paths: Iterable[Path], imported: Imported, wanted: Wanted) -> None:
    """Take everything over that stands in these files; raises ImportingError for a document that nobody takes."""
    values = [(str(path), value) for path in paths for value in documents(path)]
    _hold_parameters(wanted.parameters, [value for _, value in values])
    take(values, imported, wanted)


def _hold_parameters(given: Iterable[str], values: Iterable[Any]) -> None:
    """A parameter that is given is one of a template's, or it would be dropped in silence."""
    declared = {str(name) for value in values for name in mapping(mapping(value).get("Parameters"))}
    for name in given:
        if name not in declared:
            raise ImportingError(f"--parameter: {unknown('parameter', name, declared)}")


def take(values: Iterable[tuple[str, Any]], imported: Imported, wanted: Wanted) -> None:
    """Take documents over, each with the name of where it was found."""
    told = [(_row(source, value), Document(source, value)) for source, value in values]
    for row in ROWS:
        for other, document in told:
            if other is row:
                row.take(document, imported, wanted)


def _row(source: str, value: Any) -> Row:
    rows = (row for row in ROWS if isinstance(value, dict) and row.is_one(value))
    row = next(rows, None)
    if row is None:
        known = "; ".join(each.what for each in ROWS if each.take is not terraform.refuse_state_file)
        raise ImportingError(f"{source}: not recognised by its content; what can be imported: {known}")
    return row
