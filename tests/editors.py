"""A scenario as an editor sees it: read as YAML 1.2, and validated by the schema."""

from __future__ import annotations

import functools
import json
import re

import jsonschema
import yaml

from pytest_cognito_mfa._stories.schema import schema_text


class _Yaml12(yaml.SafeLoader):
    """YAML 1.2's core schema: no dates, and only `true` is true."""


_Yaml12.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        "-+.0123456789",
    ),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("merge", "<<", "<"),
):
    _Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), first)

_Yaml12.add_constructor("tag:yaml.org,2002:int", lambda loader, node: _whole(node.value))
_Yaml12.add_constructor("tag:yaml.org,2002:merge", lambda loader, node: node.value)


def _whole(written):
    return int(written, 0) if written[:2] in ("0o", "0x") else int(written)


@functools.cache
def validator():
    return jsonschema.Draft202012Validator(json.loads(schema_text()))


def seen_by_an_editor(text):
    """Where the schema finds mistakes: JSON paths with its words."""
    value = yaml.load(text, _Yaml12)
    return [f"{error.json_path}: {error.message[:200]}" for error in validator().iter_errors(value)]
