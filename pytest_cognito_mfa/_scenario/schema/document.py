"""The whole schema: a file, its pools with clients and users, its faults, and the rules for each operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws import operations
from pytest_cognito_mfa._aws.constants import FACTORS, PASSKEY
from pytest_cognito_mfa._scenario.aws_shapes import members_of
from pytest_cognito_mfa._scenario.faults.loading import FaultEntry, StepEntry
from pytest_cognito_mfa._scenario.models import ScenarioEntry
from pytest_cognito_mfa._scenario.pools import CLIENT, OUR_KEYS, POOL
from pytest_cognito_mfa._scenario.schema.aws import Shapes
from pytest_cognito_mfa._scenario.schema.ours import (
    entry,
    fault_rows,
    listing,
    mapping,
    pool_rows,
    scenario_rows,
    step_rows,
)
from pytest_cognito_mfa._scenario.users import SHORTEST_SECRET, STANDARD, user_members

if TYPE_CHECKING:
    from pytest_cognito_mfa._scenario.schema.aws import Extent, Schema

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_OWN_ATTRIBUTE: Final = "^(?:dev:)?custom:"
_TEXT: Final[Schema] = {"type": "string"}


def scenario_schema() -> Schema:
    """The JSON Schema (2020-12) of a scenario, for the installed botocore."""
    import botocore  # noqa: PLC0415 - nothing of botocore may load with the plugin

    shapes = Shapes()
    called = shapes.defined("call", {"allOf": [_where(operation, shapes) for operation in sorted(operations())]})
    step = shapes.defined("step", entry(StepEntry, step_rows()))
    fault = shapes.defined("fault", entry(FaultEntry, fault_rows(step), allOf=[called]))
    rows = scenario_rows(fault, called)
    return {
        "$schema": _DIALECT,
        "$comment": f"Written by `cognito-mfa schema`, with the names of botocore {botocore.__version__}.",
        "title": "A scenario of pytest-cognito-mfa",
        "description": "User pools with their clients and users, and faults for the calls of a test.",
        **entry(ScenarioEntry, rows, **_pools(shapes)),
        "$defs": dict(sorted(shapes.definitions.items())),
    }


def _where(operation: str, shapes: Shapes) -> Schema:
    """What an entry for this operation may say about its request, answer and errors."""
    error = {"error": shapes.error(operation)}
    some = shapes.request(operation)
    then = {"when": some, "with": some, "answer": shapes.answer(operation)}
    then |= {**error, "sequence": {"items": {"properties": error}}}
    return {
        "if": {"properties": {"on": {"const": operation}}, "required": ["on"]},
        "then": {"properties": then},
    }


def _pools(shapes: Shapes) -> Schema:
    """The pools; in a file that extends another one, parts of pools are allowed."""
    extents: tuple[Extent, Extent] = ("part", "whole")
    part, whole = ({"properties": {"pools": {"items": _pool(shapes, extent)}}} for extent in extents)
    return {"if": {"required": ["extends"]}, "then": part, "else": whole}


def _pool(shapes: Shapes, extent: Extent) -> Schema:
    prefix = "" if extent == "whole" else f"{extent}."
    client = mapping(shapes.members(members_of(*CLIENT), extent), ("ClientName",))
    user = shapes.defined(f"{prefix}user", _user(shapes, extent))
    rows = pool_rows(shapes.defined(f"{prefix}client", client), user)
    pool = mapping(
        {**shapes.members(members_of(*POOL), extent), **{name: rows[name] for name in OUR_KEYS}},
        anyOf=[{"required": ["Name"]}, {"required": ["PoolName"]}],
    )
    return shapes.defined(f"{prefix}pool", pool)


def _user(shapes: Shapes, extent: Extent) -> Schema:
    option = {"DeliveryMedium": {"const": "SMS"}, "AttributeName": {"const": "phone_number"}}
    given = user_members()
    rows: dict[str, Any] = {
        "Password": {"description": "The user's password.", **shapes.of(given["Password"], extent)},
        "Credentials": {
            "description": "The user's passkeys, as `aws cognito-idp list-web-authn-credentials` prints them.",
            **shapes.of(given["Credentials"], extent),
        },
        "UserAttributes": {
            "description": "The attributes: by name, or as AWS's list of Name and Value.",
            "anyOf": [_attributes(), listing(_attribute())],
        },
        "UserMFASettingList": {
            "description": "The MFA factors that are on.",
            **listing({"enum": [*FACTORS, PASSKEY]}, uniqueItems=True),
        },
        "PreferredMfaSetting": {
            "description": "The preferred factor, one of those that are on.",
            "enum": [*FACTORS],
        },
        "SecretCode": {
            "description": "The secret of the user's authenticator app, in base32.",
            "type": "string",
            "pattern": "^[A-Za-z2-7]+=*$",
            "minLength": SHORTEST_SECRET,
        },
        "MFAOptions": {
            "description": "The older setting for SMS, as `aws cognito-idp admin-get-user` prints it.",
            **listing(mapping(option, option)),
        },
    }
    members = {name: shape for name, shape in given.items() if name not in rows}
    return mapping({**shapes.members(members, extent), **rows}, ("Username",))


def _attributes() -> Schema:
    return {
        "type": "object",
        "properties": dict.fromkeys(sorted(STANDARD), _TEXT),
        "patternProperties": {_OWN_ATTRIBUTE: _TEXT},
        "additionalProperties": False,
    }


def _attribute() -> Schema:
    """An item of AWS's list."""
    name = {"anyOf": [{"enum": sorted(STANDARD)}, {"type": "string", "pattern": _OWN_ATTRIBUTE}]}
    return mapping({"Name": name, "Value": _TEXT}, ("Name",))
