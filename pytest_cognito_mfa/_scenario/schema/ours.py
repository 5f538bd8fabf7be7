"""What is ours in a scenario: a row for every key, with what its entry's type does not say, and a sentence."""

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
"""Relative to the file that it stands in."""
_MOMENT: Final = {
    "type": ["string", "number"],
    "minimum": 0,
    "pattern": r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[Tt \t].*(?:[Zz]|[-+][0-9]{1,2}(?::?[0-9]{2})?)$",
    "examples": ["2026-01-31T12:00:00Z"],
}
"""A time with its zone, or seconds of the epoch."""
_UNITS: Final = ("weeks", "days", "hours", "minutes", "seconds", "milliseconds", "microseconds")
_COUNT: Final = {"type": "integer", "minimum": 1}


def listing(item: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": item, **more}


def mapping(properties: Mapping[str, Schema], required: Iterable[str] = (), **more: Any) -> Schema:
    needed = {"required": list(required)} if required else {}
    return {"type": "object", "properties": dict(properties), **needed, "additionalProperties": False, **more}


def entry(model: type[BaseModel], rows: Mapping[str, Schema], **more: Any) -> Schema:
    """The sub-schema of an entry: what pydantic knows of each key, and its row, which has the last word.

    Raises KeyError when a key has no row.
    """
    made = model.model_json_schema()
    fields = {name: {**_typed(field), **rows[name]} for name, field in made["properties"].items()}
    return mapping(fields, made.get("required", ()), **more)


def _typed(made: Schema) -> Schema:
    """What pydantic makes of a field, less its names, and less null, which no key may have for a value."""
    chosen: Schema = next((some for some in made.get("anyOf", ()) if some["type"] != "null"), made)
    return {name: value for name, value in chosen.items() if name not in ("title", "default")}


def scenario_rows(fault: Schema, calls: Schema) -> dict[str, Schema]:
    """The keys of a file; `calls` is what hangs on the operation that an entry is about."""
    level = {"enum": list(RISK_LEVELS)}
    return {
        "version": {"description": "The version of this language.", "const": 1},
        "extends": {
            "description": "The scenario that this one goes on from, or a list of such, by paths from this file.",
            "anyOf": [_PATH, listing(_PATH)],
        },
        "region": {"description": "The AWS region of the pools, such as us-east-1."},
        **_course_rows(),
        "error_statuses": {
            "description": "Whose HTTP statuses errors have: those of the live service (wire), or those of the "
            "published OpenAPI page (documented).",
            "enum": list(ERROR_STATUSES),
        },
        "pools": {"description": "The user pools; without this key, the one that comes with the plugin."},
        "faults": {"description": "Which calls fail, and how.", **listing(fault)},
        "risk": {
            "description": "How risky sign-ins are for threat protection: all of them, or those from an address, from "
            "a network, and by default.",
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
            "description": "AWS's own rates (aws), or requests per second by AWS's category, such as UserRead.",
            "anyOf": [
                {"const": "aws"},
                mapping({key: {"type": "number", "exclusiveMinimum": 0} for key in sorted(set(CATEGORY_OF.values()))}),
            ],
        },
        "answers": {"description": "What operations answer, simulated or not.", **listing(_answer(calls))},
        "expect": {"description": "Which calls the test must have made, or must not.", **listing(_expectation(calls))},
    }


def _course_rows() -> dict[str, Schema]:
    """What fixes chance and time."""
    return {
        "seed": {
            "description": "Fixes ids, codes, secrets and tokens: a text or a whole number.",
            "type": ["string", "integer"],
        },
        "clock": {
            "description": "Where Cognito's time stands when the test begins.",
            **mapping({"freeze": _MOMENT, "advance": mapping({unit: {"type": "number"} for unit in _UNITS})}),
        },
        "waiting": {
            "description": "Whether a latency only moves Cognito's clock on (virtual), or is really waited for.",
            "enum": ["virtual", "real"],
        },
    }


def _answer(calls: Schema) -> Schema:
    rows: dict[str, Schema] = {
        "on": {"description": "The operation.", "enum": sorted(operations())},
        "when": {"description": "Members that the request must have, in part or whole."},
        "answer": {"description": "What it answers.", "type": "object"},
        "times": {"description": "How often at most."},
    }
    return entry(AnswerEntry, rows, allOf=[calls])


def _expectation(calls: Schema) -> Schema:
    rows = {
        "on": called("The operation, or a glob such as Admin*."),
        "with": {"description": "Members that the request must have, in part or whole."},
        "times": {"description": "How often exactly; at least once without it."},
        "never": {"description": "Such a call must not be made.", "const": True},
    }
    return entry(ExpectationEntry, rows, allOf=[calls, {"not": {"required": ["never", "times"]}}])


def pool_rows(client: Schema, user: Schema) -> dict[str, Schema]:
    """What is ours of a pool."""
    return {
        "clients": {
            "description": "The app clients, as describe-user-pool-client prints them.",
            **listing(client),
        },
        "users": {
            "description": "The users, as admin-get-user prints them, with a Password or a TemporaryPassword.",
            **listing(user),
        },
        "personas": {
            "description": "Users of the scenario that comes with the plugin, such as newcomer or totp, by name.",
            **listing({"enum": [user.username for pool in default("us-east-1").pools for user in pool.users]}),
        },
    }


def step_rows() -> dict[str, Schema]:
    """What becomes of a call."""
    return {
        "error": {"description": "The error that AWS answers with.", "enum": every_error()},
        "message": {"description": "The error's message."},
        "members": {"description": "Other members of the error's body, such as reasonCode."},
        "status": {"description": "The HTTP status: of an error 400 to 599."},
        "drop": {
            "description": "How the connection is lost before the service hears of the call.",
            "enum": list(get_args(Lost)),
        },
        "lose_reply": {
            "description": "How the reply is lost after the service has acted.",
            "enum": list(LOST_REPLIES),
        },
        "garble": {
            "description": "How the reply is spoilt after the service has acted.",
            "enum": list(get_args(Garbled)),
        },
        "change": {
            "description": "What happens to the user just before the call.",
            "enum": list(get_args(Change)),
        },
        "latency": {
            "description": "Seconds until the reply, a range of them, or a normal distribution.",
            "anyOf": [
                _SECONDS,
                mapping({"from": _SECONDS, "to": _SECONDS}, ("from", "to")),
                mapping({"mean": _SECONDS, "sigma": _SECONDS}, ("mean", "sigma")),
            ],
        },
        "trickle": {"description": "Seconds that the body of the reply takes."},
        "times": {"description": "How often at most; a step of a sequence is for one call without it."},
    }


def fault_rows(step: Schema) -> dict[str, Schema]:
    """Which calls a fault is for, and what becomes of them."""
    return {
        **step_rows(),
        "on": called("The operation that fails, or a glob such as Admin* or *Token."),
        "when": {"description": "Members that the request must have, in part or whole."},
        "user": {"description": "Only calls of this user: username, alias or sub."},
        "client": {"description": "Only calls of this app client: its ClientName or id."},
        "nth": {
            "description": "Only these of the matching calls, counted from 1: a number, or a list.",
            "anyOf": [_COUNT, listing(_COUNT, minItems=1)],
        },
        "after": {"description": "How many matching calls are let through first."},
        "after_call": {
            "description": "Only once a call of this operation was answered.",
            "enum": sorted(operations()),
        },
        "chance": {"description": "How likely it is, from 0 to 1."},
        "sequence": {
            "description": "Outcomes one after the other, each for one call or its times; after the last all is well.",
            **listing({"anyOf": [{"const": "well"}, step]}, minItems=1),
        },
    }


def called(description: str) -> Schema:
    """The name of an operation, or a glob of some."""
    names: Schema = {"enum": sorted(operations())}
    return {"description": description, "anyOf": [names, {"type": "string", "pattern": r"[*?\[]"}]}
