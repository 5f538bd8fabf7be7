"""The sub-schemas of our own keys: a description of each, and what the type of its entry does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws import operations
from pytest_cognito_mfa._aws.constants import RISK_LEVELS
from pytest_cognito_mfa._scenario.answers import AnswerEntry
from pytest_cognito_mfa._scenario.expectations import ExpectationEntry
from pytest_cognito_mfa._scenario.faults.loading import MOST_SECONDS
from pytest_cognito_mfa._scenario.loading import default
from pytest_cognito_mfa._scenario.quotas import CATEGORY_OF
from pytest_cognito_mfa._scenario.schema.aws import every_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import BaseModel

    from pytest_cognito_mfa._scenario.schema.aws import Schema

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


def listing(item: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": item, **more}


def mapping(properties: Mapping[str, Schema], required: Iterable[str] = (), **more: Any) -> Schema:
    needed = {"required": list(required)} if required else {}
    return {"type": "object", "properties": dict(properties), **needed, "additionalProperties": False, **more}


def entry(model: type[BaseModel], rows: Mapping[str, Schema], **more: Any) -> Schema:
    """The sub-schema of an entry: for each key what pydantic knows, and its row, which wins."""
    made = model.model_json_schema()
    fields = {name: {**_typed(field), **rows.get(name, {})} for name, field in made["properties"].items()}
    return mapping(fields, made.get("required", ()), **more)


def _typed(made: Schema) -> Schema:
    """Pydantic's sub-schema of a field, without names and defaults, and without null, which is never allowed."""
    not_null: Schema = next((some for some in made.get("anyOf", ()) if some["type"] != "null"), {})
    return {name: value for name, value in {**made, **not_null}.items() if name not in ("anyOf", "title", "default")}


def scenario_rows(fault: Schema, calls: Schema) -> dict[str, Schema]:
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
        "quotas": {"anyOf": [{"const": "aws"}, mapping(dict.fromkeys(sorted(set(CATEGORY_OF.values())), rate))]},
        "answers": listing(_answer(calls)),
        "expect": listing(_expectation(calls)),
    }


def _answer(calls: Schema) -> Schema:
    on = {"description": "The operation that gets this answer.", "enum": sorted(operations())}
    return entry(AnswerEntry, {"on": on, "answer": {"type": "object"}}, allOf=[calls])


def _expectation(calls: Schema) -> Schema:
    rows = {"on": called("The operation that must be called, or a glob such as Admin*."), "never": {"const": True}}
    return entry(ExpectationEntry, rows, allOf=[calls, {"not": {"required": ["never", "times"]}}])


def pool_rows(client: Schema, user: Schema) -> dict[str, Schema]:
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
    }


def step_rows() -> dict[str, Schema]:
    """The keys that say what happens to a call."""
    ranges = (mapping(dict.fromkeys(ends, _SECONDS), ends) for ends in (("from", "to"), ("mean", "sigma")))
    return {"error": {"enum": every_error()}, "latency": {"anyOf": [_SECONDS, *ranges]}}


def fault_rows(step: Schema) -> dict[str, Schema]:
    """The keys that say which calls a fault is for, and what happens to them."""
    return {
        **step_rows(),
        "on": called("The operation that fails, or a glob such as Admin* or *Token."),
        "nth": {"anyOf": [_COUNT, listing(_COUNT, minItems=1)]},
        "after_call": {"enum": sorted(operations())},
        "sequence": listing({"anyOf": [{"const": "well"}, step]}, minItems=1),
    }


def called(description: str) -> Schema:
    """The name of an operation, or a glob."""
    names: Schema = {"enum": sorted(operations())}
    return {"description": description, "anyOf": [names, {"type": "string", "pattern": r"[*?\[]"}]}
