"""Writes plain values as YAML for people: keys in their order, long texts as blocks, short lists on one line."""

from __future__ import annotations

import io
from typing import Any, Final

import yaml

WIDTH: Final = 120
_ONE_LINE: Final = 90
_ALWAYS_LONG: Final = 3
"""The document, its pools and each pool always take several lines; so does a list of mappings."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value.strip() else None)


_Dumper.add_representer(str, _text)


def to_yaml(value: Any) -> str:
    """A value as YAML."""
    dumper = _Dumper(io.StringIO(), sort_keys=False)
    node = dumper.represent_data(value)
    _style(node, 0)
    return str(yaml.serialize(node, Dumper=_Dumper, width=WIDTH, allow_unicode=True))


def _style(node: Any, depth: int) -> int:
    """Put short collections on one line; returns the width of the node."""
    if isinstance(node, yaml.ScalarNode):
        return WIDTH if node.style else len(node.value) + 2
    flat = [child for pair in node.value for child in (pair if isinstance(pair, tuple) else (pair,))]
    width = sum(_style(child, depth + 1) + 2 for child in flat)
    of_mappings = isinstance(node, yaml.SequenceNode) and any(isinstance(each, yaml.MappingNode) for each in flat)
    node.flow_style = width <= _ONE_LINE and depth >= _ALWAYS_LONG and not of_mappings
    return width
