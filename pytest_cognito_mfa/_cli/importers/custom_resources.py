"""Custom resources of a template that name a user pool: what they call is not in the template's pool."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._cli.importers.imported import items, mapping

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_KINDS: Final = ("Custom::", "AWS::CloudFormation::CustomResource")
_WHEN: Final = ("Create", "Update", "Delete")
"""The calls of CDK's AwsCustomResource, each a JSON text, perhaps in parts, or in older templates a mapping."""
_ACTION: Final = re.compile(r'"action"\s*:\s*"(\w+)"')
_VARIABLE: Final = re.compile(r"\$\{(\w+)")


def is_custom(kind: str) -> bool:
    return kind.startswith(_KINDS)


def description(properties: Mapping[str, Any], pools: Collection[str]) -> str | None:
    """A note about a custom resource that names one of the `pools`; None if it names none."""
    named = [pool for pool in pools if pool in set(_referred(properties))]
    if not named:
        return None
    calls = dict.fromkeys(call for when in _WHEN for call in _actions(properties.get(when)))
    function = next(_referred(properties.get("ServiceToken")), "its ServiceToken")
    return (
        f"not imported: this custom resource calls {', '.join(calls) or function} for the pool {', '.join(named)}; "
        "write into the scenario what it changes there"
    )


def _referred(value: Any) -> Iterator[str]:
    """The logical IDs that a value refers to."""
    for name, inner in mapping(value).items():
        if name == "Ref":
            yield str(inner)
        elif name == "Fn::GetAtt":
            yield str(items(inner)[0] if items(inner) else inner).partition(".")[0]
        elif name == "Fn::Sub":
            yield from _VARIABLE.findall(str(items(inner)[0] if items(inner) else inner))
        yield from _referred(inner)
    for item in items(value):
        yield from _referred(item)


def _actions(value: Any) -> Iterator[str]:
    """The operations that a call names: in a text, or in a mapping."""
    if isinstance(value, str):
        yield from _ACTION.findall(value)
    for name, inner in mapping(value).items():
        if name == "action" and isinstance(inner, str):
            yield inner
        yield from _actions(inner)
    for item in items(value):
        yield from _actions(item)
