"""The sub-schemas of our own keys: a description of each, and what the type of its entry does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

from pytest_cognito_mfa._aws import operations
from pytest_cognito_mfa._aws.constants import ERROR_STATUSES, RISK_LEVELS
from pytest_cognito_mfa._aws.exchange import Lost
from pytest_cognito_mfa._scenario.answers import AnswerEntry
from pytest_cognito_mfa._scenario.expectations import ExpectationEntry
from pytest_cognito_mfa._scenario.faults.loading import LOST_REPLIES, MOST_SECONDS
from pytest_cognito_mfa._scenario.faults.values import Change, Garbled
from pytest_cognito_mfa._scenario.loading import default
from pytest_cognito_mfa._scenario.quota_categories import CATEGORY_OF
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
    """The sub-schema of an entry: for each key what pydantic knows, and its row, which wins.

    Raises KeyError if a key has no row.
    """
    made = model.model_json_schema()
    fields = {name: {**_typed(field), **rows[name]} for name, field in made["properties"].items()}
    return mapping(fields, made.get("required", ()), **more)


def _typed(made: Schema) -> Schema:
    """Pydantic's sub-schema of a field, without names and defaults, and without null, which is never allowed."""
    chosen: Schema = next((some for some in made.get("anyOf", ()) if some["type"] != "null"), made)
    return {name: value for name, value in chosen.items() if name not in ("title", "default")}


def scenario_rows(fault: Schema, calls: Schema) -> dict[str, Schema]:
    """The keys of a file; `calls` has the rules that depend on the operation of an entry."""
    level = {"enum": list(RISK_LEVELS)}
    return {
        "version": {"description": "The version of the scenario language.", "const": 1},
        "extends": {
            "description": "A scenario file to start from, or a list of them; paths are relative to this file. "
            "Mappings merge key by key; pools, clients and users by name. faults, answers and expect are appended. "
            "Everything else is replaced.",
            "anyOf": [_PATH, listing(_PATH)],
        },
        "region": {"description": "The AWS region of all pools, such as us-east-1."},
        **_time_and_chance_rows(),
        "error_statuses": {
            "description": "The HTTP statuses of errors: as the live service sends them (wire), or as AWS's OpenAPI "
            "page says (documented).",
            "enum": list(ERROR_STATUSES),
        },
        "pools": {"description": "The user pools. Without this key there is the pool of the default scenario."},
        "faults": {
            "description": "Which calls fail, and how. The first matching fault wins; later faults neither see nor "
            "count the call.",
            **listing(fault),
        },
        "risk": {
            "description": "The risk of sign-ins for threat protection: one level for all, or levels by IP address or "
            "network, and a default.",
            "anyOf": [
                level,
                {
                    "type": "object",
                    "properties": {"default": level},
                    "patternProperties": {f"^(?:{_V4}|{_V6})$": level},
                    "additionalProperties": False,
                },
            ],
        },
        "quotas": {
            "description": "Throttling: AWS's own rates (aws), or requests per second for AWS's categories, such as "
            "UserRead. You may send one second's worth at once; it refills as Cognito's clock advances.",
            "anyOf": [
                {"const": "aws"},
                mapping({key: {"type": "number", "exclusiveMinimum": 0} for key in sorted(set(CATEGORY_OF.values()))}),
            ],
        },
        "answers": {"description": "Canned answers of operations, simulated or not.", **listing(_answer(calls))},
        "expect": {"description": "Calls that the test must make, or must not make.", **listing(_expectation(calls))},
    }


def _time_and_chance_rows() -> dict[str, Schema]:
    """The keys for the clock and for random numbers."""
    return {
        "seed": {
            "description": "Fixes ids, codes, secrets and tokens, so that they are the same in each run: a text or a "
            "whole number.",
            "type": ["string", "integer"],
        },
        "clock": {
            "description": "Cognito's clock when a test begins: freeze it at a time, or advance it by a span.",
            **mapping({"freeze": _MOMENT, "advance": mapping({unit: {"type": "number"} for unit in _UNITS})}),
        },
        "waiting": {
            "description": "Whether a latency only advances Cognito's clock (virtual), or takes real time (real).",
            "enum": ["virtual", "real"],
        },
    }


def _answer(calls: Schema) -> Schema:
    rows: dict[str, Schema] = {
        "on": {"description": "The operation that gets this answer.", "enum": sorted(operations())},
        "when": {"description": "Members that the request must have; mappings may have more."},
        "answer": {"description": "The body of the answer, with the members that AWS documents.", "type": "object"},
        "times": {"description": "The answer is given at most this often; without it, always."},
    }
    return entry(AnswerEntry, rows, allOf=[calls])


def _expectation(calls: Schema) -> Schema:
    rows = {
        "on": called("The operation that must be called, or a glob such as Admin*."),
        "with": {"description": "Members that the request must have; mappings may have more."},
        "times": {"description": "Exactly this many calls; without it, at least one."},
        "never": {"description": "True if no such call may be made.", "const": True},
    }
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
    return {
        "error": {"description": "The error that AWS returns.", "enum": every_error()},
        "message": {"description": "The message of the error; without it, AWS's usual one."},
        "members": {"description": "Other members in the body of the error, such as reasonCode."},
        "status": {"description": "The HTTP status; of an error, 400 to 599."},
        "drop": {
            "description": "How the connection fails before the call reaches the service.",
            "enum": list(get_args(Lost)),
        },
        "lose_reply": {
            "description": "How the reply is lost after the service has done its work.",
            "enum": list(LOST_REPLIES),
        },
        "garble": {
            "description": "How the reply is damaged after the service has done its work.",
            "enum": list(get_args(Garbled)),
        },
        "change": {
            "description": "What happens to the user just before the call.",
            "enum": list(get_args(Change)),
        },
        "latency": {
            "description": "Seconds until the reply: a number, a range, or a normal distribution.",
            "anyOf": [
                _SECONDS,
                mapping({"from": _SECONDS, "to": _SECONDS}, ("from", "to")),
                mapping({"mean": _SECONDS, "sigma": _SECONDS}, ("mean", "sigma")),
            ],
        },
        "trickle": {"description": "Seconds that the body of the reply takes to arrive."},
        "times": {
            "description": "At most this many calls; without it, all calls, and one call in a step of a sequence."
        },
    }


def fault_rows(step: Schema) -> dict[str, Schema]:
    """The keys that say which calls a fault is for, and what happens to them."""
    return {
        **step_rows(),
        "on": called("The operation that fails, or a glob such as Admin* or *Token."),
        "when": {"description": "Members that the request must have; mappings may have more."},
        "user": {"description": "Only calls of this user: a username, alias or sub."},
        "client": {"description": "Only calls of this app client: a ClientName or id."},
        "nth": {
            "description": "Only these of the matching calls, counted from 1: a number or a list.",
            "anyOf": [_COUNT, listing(_COUNT, minItems=1)],
        },
        "after": {"description": "How many matching calls pass first."},
        "after_call": {
            "description": "Only after a call of this operation has been answered.",
            "enum": sorted(operations()),
        },
        "chance": {"description": "The probability, from 0 to 1."},
        "sequence": {
            "description": "Effects one after the other, each for one call or as many as its times; after the last "
            "one, calls succeed.",
            **listing({"anyOf": [{"const": "well"}, step]}, minItems=1),
        },
    }


def called(description: str) -> Schema:
    """The name of an operation, or a glob."""
    names: Schema = {"enum": sorted(operations())}
    return {"description": description, "anyOf": [names, {"type": "string", "pattern": r"[*?\[]"}]}
