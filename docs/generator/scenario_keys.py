"""The keys of a scenario that are ours, from the JSON Schema; keys of AWS are only mentioned."""

from __future__ import annotations

import functools
import json
from typing import Any

from generator.markdown import code, codes, prose, table
from pytest_cognito_mfa._aws import operations
from pytest_cognito_mfa._scenario.pools import OUR_KEYS
from pytest_cognito_mfa._scenario.schema.aws import every_error
from pytest_cognito_mfa._stories.schema import story_schema

Schema = dict[str, Any]
HEAD = ("key", "value", "what it does")
LONGEST_CHOICE = 24
"""With more values than that, a list is AWS's own and only said to be one."""


@functools.cache
def _schema() -> Schema:
    return story_schema()


def keys(*path: str) -> str:
    """The keys of the mapping at a path of the schema, such as `faults` or `story.step`."""
    return table(HEAD, ((code(name), _value(key), _text(key)) for name, key in _mapping(path).items()))


def pool_keys() -> str:
    """What a pool has beside AWS's own members."""
    pool = _mapping(("pool",))
    return table(HEAD, ((code(name), _value(pool[name]), _text(pool[name])) for name in OUR_KEYS))


def _mapping(path: tuple[str, ...]) -> dict[str, Schema]:
    at = _schema()
    for name in path:
        at = _resolved((at["properties"] | at.get("$defs", {}))[name])
    needed = [name for name in at.get("required", ()) if name in at["properties"]]
    return {name: at["properties"][name] for name in (*needed, *at["properties"])}


def _resolved(schema: Schema) -> Schema:
    """What a reference or a list is about."""
    if "$ref" in schema:
        return _resolved(_schema()["$defs"][schema["$ref"].rpartition("/")[2]])
    return _resolved(schema["items"]) if "items" in schema else schema


def _text(schema: Schema) -> str:
    return prose(schema.get("description", ""))


def _value(schema: Schema) -> str:
    """What may be written there, in a few words."""
    if "$ref" in schema:
        return "a mapping"
    if "const" in schema:
        return code(_written(schema["const"]))
    if "enum" in schema:
        return _choice(schema["enum"])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(map(_value, schema["anyOf"])))
    kinds = schema.get("type", "any value")
    return " or ".join(_kind(kind, schema) for kind in ([kinds] if isinstance(kinds, str) else kinds))


def _choice(values: list[Any]) -> str:
    for names, what in ((operations(), "an operation"), (every_error(), "an error of AWS's")):
        if len(values) > LONGEST_CHOICE and {*values} <= {*names}:
            return what
    return codes(map(_written, values))


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _kind(kind: str, schema: Schema) -> str:
    if kind == "array":
        inside = _value(schema["items"])
        if inside == "any value" or inside.startswith("a mapping"):
            return "a list of mappings"
        plural = {"a text": "a list of texts", "a whole number": "a list of whole numbers"}
        return plural.get(inside, f"a list; each item is {inside}")
    if kind == "object" and schema.get("properties"):
        return f"a mapping: {codes(schema['properties'])}"
    return {
        "object": "a mapping",
        "string": "a text",
        "integer": "a whole number",
        "number": "a number",
        "boolean": "`true` or `false`",
        "null": "`null`",
    }.get(kind, kind)


PARTS = {"keys": keys, "pool-keys": pool_keys}
