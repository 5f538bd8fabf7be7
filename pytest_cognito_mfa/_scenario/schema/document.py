"""The whole schema: a file, its pools with clients and users, its faults, and the rules for each operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws import endpoints, operations
from pytest_cognito_mfa._aws.constants import FACTORS, PASSKEY, RISK_LEVELS
from pytest_cognito_mfa._scenario.answers import AnswerEntry
from pytest_cognito_mfa._scenario.aws_shapes import members_of
from pytest_cognito_mfa._scenario.default_scenario import default
from pytest_cognito_mfa._scenario.expectations import ExpectationEntry
from pytest_cognito_mfa._scenario.extending import OF_ONE_FILE
from pytest_cognito_mfa._scenario.faults.loading import MOST_SECONDS, FaultEntry, StepEntry
from pytest_cognito_mfa._scenario.models import ScenarioEntry, keys_of
from pytest_cognito_mfa._scenario.pools import CLIENT, OUR_KEYS, POOL
from pytest_cognito_mfa._scenario.quotas import CATEGORY_OF
from pytest_cognito_mfa._scenario.resources import ROWS
from pytest_cognito_mfa._scenario.schema.aws import Shapes, every_error, or_null, within
from pytest_cognito_mfa._scenario.schema.functions import functions
from pytest_cognito_mfa._scenario.schema.outcomes import outcome
from pytest_cognito_mfa._scenario.users import SHORTEST_SECRET, STANDARD, user_members
from pytest_cognito_mfa._simulator.pools.addresses import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import BaseModel

    from pytest_cognito_mfa._scenario.schema.aws import Extent, Schema
    from pytest_cognito_mfa._simulator.resources.row import Resource

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_OWN_ATTRIBUTE: Final = "^(?:dev:)?custom:"
_TEXT: Final[Schema] = {"type": "string"}
_ADDRESSES: Final = {name: {"type": "string", "pattern": f"^(?:{form.pattern})?$"} for name, form in FORMS.items()}
_V4: Final = r"[0-9.]+(?:/(?:[0-9]|[12][0-9]|3[0-2]|[0-9]+\.[0-9.]+))?"
_V6: Final = r"[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(?:%[^/]+)?(?:/(?:[0-9]|[1-9][0-9]|1[01][0-9]|12[0-8]))?"
_SECONDS: Final = {"type": "number", "minimum": 0, "maximum": MOST_SECONDS}
_PATH: Final = {"type": "string", "pattern": r"^(?![/\\]|[A-Za-z]:)."}
"""Relative to the file that names it."""
_MOMENT: Final = {
    "type": ["string", "number"],
    "minimum": 0,
    "pattern": r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[Tt \t].*(?:[Zz]|[-+][0-9]{1,2}(?::?[0-9]{2})?)$",
    "examples": ["2026-01-31T12:00:00Z"],
}
"""A time with a zone, or seconds since the epoch."""
_UNITS: Final = ("weeks", "days", "hours", "minutes", "seconds", "milliseconds", "microseconds")
_COUNT: Final = {"type": "integer", "minimum": 1}


def scenario_schema() -> Schema:
    """The JSON Schema (2020-12) of a scenario, for the installed botocore."""
    import botocore  # noqa: PLC0415 - nothing of botocore may load with the plugin

    shapes = Shapes()
    calls = shapes.defined("call", {"allOf": [_call_rules(operation, shapes) for operation in sorted(operations())]})
    step = shapes.defined("step", entry(StepEntry, _step_rows(), allOf=[outcome()]))
    fault = shapes.defined("fault", entry(FaultEntry, _fault_rows(step), allOf=[calls, outcome("sequence")]))
    rows = _scenario_rows(fault, calls)
    return {
        "$schema": _DIALECT,
        "$comment": f"Written by `cognito-mfa schema`, with the names of botocore {botocore.__version__}.",
        "title": "A scenario of pytest-cognito-mfa",
        "description": "User pools with their clients and users, and faults for the calls of a test.",
        **_nullable(entry(ScenarioEntry, rows, **_pools(shapes))),
        "$defs": dict(sorted(shapes.definitions.items())),
    }


def _nullable(document: Schema) -> Schema:
    """The schema of a file, in which null may unset what the file extends."""
    rows = {name: row if name in OF_ONE_FILE else or_null(row) for name, row in document["properties"].items()}
    return {**document, "properties": rows}


def _scenario_rows(fault: Schema, calls: Schema) -> dict[str, Schema]:
    """The keys of a file; `calls` has the rules that depend on the operation of an entry."""
    level = {"enum": list(RISK_LEVELS)}
    rate = {"type": "number", "exclusiveMinimum": 0}
    levels = {
        "type": "object",
        "properties": {"default": level},
        "patternProperties": {f"^(?:{_V4}|{_V6})$": level},
        "additionalProperties": False,
    }
    return {
        "version": {"const": 1},
        "extends": {"anyOf": [_PATH, listing(_PATH)]},
        "seed": {"type": ["string", "integer"]},
        "clock": mapping({"freeze": _MOMENT, "advance": mapping({unit: {"type": "number"} for unit in _UNITS})}),
        "faults": listing(fault),
        "risk": {"anyOf": [level, levels]},
        "compromised_passwords": listing(_TEXT),
        "quotas": {"anyOf": [{"const": "aws"}, mapping(dict.fromkeys(sorted(set(CATEGORY_OF.values())), rate))]},
        "answers": listing(_answer(calls)),
        "expect": listing(_expectation(calls)),
    }


def _answer(calls: Schema) -> Schema:
    on = {"description": "The operation that gets this answer.", "enum": sorted(operations().union(endpoints.IN_JSON))}
    return entry(AnswerEntry, {"on": on, "answer": {"type": "object"}}, allOf=[calls])


def _expectation(calls: Schema) -> Schema:
    rows = {"on": _called("The operation that must be called, or a glob such as Admin*."), "never": {"const": True}}
    return entry(ExpectationEntry, rows, allOf=[calls, {"not": {"required": ["never", "times"]}}])


def _pool_rows(client: Schema, user: Schema, shapes: Shapes, extent: Extent) -> dict[str, Schema]:
    """Our own keys of a pool."""
    return {
        "clients": {
            "description": "The app clients, as `aws cognito-idp describe-user-pool-client` prints them.",
            **listing(client),
        },
        "users": {
            "description": "The users, as `aws cognito-idp admin-get-user` prints them, with a Password or a "
            "TemporaryPassword.",
            **listing(user),
        },
        "personas": {
            "description": "The names of users to copy from the default scenario, such as newcomer or totp.",
            **listing({"enum": [user.username for pool in default("us-east-1").pools for user in pool.users]}),
        },
        **{key: _resources(row, shapes, extent) for key, row in ROWS.items()},
        "triggers": functions(extent),
    }


def _resources(row: Resource, shapes: Shapes, extent: Extent) -> Schema:
    """A list of the pool's resources of one kind."""
    one = mapping(shapes.members(members_of(row.shape), extent), (row.key,))
    text = f"The {row.title.lower()}, as the AWS CLI prints them, or only the {row.key} of each."
    return {"description": text, **listing({"anyOf": [_TEXT, one]})}


def _step_rows() -> dict[str, Schema]:
    """The keys that say what happens to a call."""
    ranges = (mapping(dict.fromkeys(ends, _SECONDS), ends) for ends in (("from", "to"), ("mean", "sigma")))
    return {"error": {"enum": every_error()}, "latency": {"anyOf": [_SECONDS, *ranges]}}


def _fault_rows(step: Schema) -> dict[str, Schema]:
    """The keys that say which calls a fault is for, and what happens to them."""
    return {
        **_step_rows(),
        "on": _called("The operation that fails, or a glob such as Admin* or *Token."),
        "nth": {"anyOf": [_COUNT, listing(_COUNT, minItems=1)]},
        "after_call": {"enum": sorted(operations())},
        "sequence": listing({"anyOf": [{"const": "well"}, step]}, minItems=1),
    }


def _called(description: str) -> Schema:
    """The name of an operation, or a glob."""
    names: Schema = {"enum": sorted(operations().union(endpoints.OPERATIONS))}
    return {"description": description, "anyOf": [names, {"type": "string", "pattern": r"[*?\[]"}]}


def _call_rules(operation: str, shapes: Shapes) -> Schema:
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
    part, whole = ({"pools": {"items": _pool(shapes, extent)}} for extent in extents)
    never_null: dict[str, Schema] = {name: {"not": {"type": "null"}} for name in keys_of(ScenarioEntry)}
    whole = {name: {**never_null[name], **whole.get(name, {})} for name in never_null}
    return {"if": {"required": ["extends"]}, "then": {"properties": part}, "else": {"properties": whole}}


def _pool(shapes: Shapes, extent: Extent) -> Schema:
    prefix = "" if extent == "whole" else f"{extent}."
    client = mapping(shapes.members(members_of(*CLIENT), extent), ("ClientName",))
    user = shapes.defined(f"{prefix}user", _user(shapes, extent))
    rows = _pool_rows(shapes.defined(f"{prefix}client", client), user, shapes, extent)
    pool = mapping(
        {**shapes.members(members_of(*POOL), extent), **within({name: rows[name] for name in OUR_KEYS}, extent)},
        anyOf=[{"required": ["Name"]}, {"required": ["PoolName"]}],
    )
    return shapes.defined(f"{prefix}pool", pool)


_NONE: dict[str, Any] = {"properties": {"passwordless": {"const": True}}}
_TWO_PASSWORDS: list[Schema] = [
    {"required": ["Password", "TemporaryPassword"]},
    *({"required": [name, "passwordless"], **_NONE} for name in ("Password", "TemporaryPassword")),
]


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
            "anyOf": [_attributes(extent), listing(_attribute())],
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
        **_our_members(),
    }
    members = {name: shape for name, shape in given.items() if name not in rows}
    one_password = {} if extent != "whole" else {"not": {"anyOf": _TWO_PASSWORDS}}
    return mapping({**shapes.members(members, extent), **within(rows, extent)}, ("Username",), **one_password)


def _our_members() -> dict[str, Any]:
    """What a user has besides AWS's members."""
    return {
        "passwordless": {
            "description": "Whether the user has no password, and signs in by a code or a passkey.",
            "type": "boolean",
        },
        "passkeys": {
            "description": "Names of passkeys that the user has; `cognito.passkey(name)` signs by them.",
            **listing(_TEXT),
        },
        "groups": {"description": "The groups that the user is in, by name.", **listing(_TEXT, uniqueItems=True)},
        "claims": {"description": "Claims to add to the user's tokens, as a trigger would.", "type": "object"},
    }


def _attributes(extent: Extent) -> Schema:
    return {
        "type": "object",
        "properties": within({**dict.fromkeys(sorted(STANDARD), _TEXT), **_ADDRESSES}, extent),
        "patternProperties": within({_OWN_ATTRIBUTE: _TEXT}, extent),
        "additionalProperties": False,
    }


def _attribute() -> Schema:
    """An item of AWS's list."""
    name = {"anyOf": [{"enum": sorted(STANDARD)}, {"type": "string", "pattern": _OWN_ATTRIBUTE}]}
    forms = [{"if": _is("Name", each), "then": {"properties": {"Value": form}}} for each, form in _ADDRESSES.items()]
    return mapping({"Name": name, "Value": _TEXT}, ("Name",), allOf=forms)


def _is(name: str, value: str) -> Schema:
    return {"properties": {name: {"const": value}}, "required": [name]}


def listing(item: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": item, **more}


def mapping(properties: Mapping[str, Schema], required: Iterable[str] = (), **more: Any) -> Schema:
    needed = {"required": list(required)} if required else {}
    return {"type": "object", "properties": dict(properties), **needed, "additionalProperties": False, **more}


def entry(model: type[BaseModel], rows: Mapping[str, Schema], **more: Any) -> Schema:
    """The sub-schema of an entry: what pydantic knows of each key, overridden by the key's row in `rows`."""
    made = model.model_json_schema()
    fields = {name: {**_typed(field), **rows.get(name, {})} for name, field in made["properties"].items()}
    return mapping(fields, made.get("required", ()), **more)


def _typed(made: Schema) -> Schema:
    """Pydantic's sub-schema of a field, without names and defaults, and without null, which is never allowed."""
    not_null: Schema = next((some for some in made.get("anyOf", ()) if some["type"] != "null"), {})
    return {name: value for name, value in {**made, **not_null}.items() if name not in ("anyOf", "title", "default")}
