"""The keys of a scenario that are ours, as pydantic models; `aws_shapes` checks what is AWS's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from pytest_cognito_mfa._aws import operations
from pytest_cognito_mfa._scenario.nodes import REGION
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import (
    ANY_NUMBER,
    BOOLEAN,
    LIST,
    MAPPING,
    NUMBER,
    TEXT,
    describe,
    mistyped,
    with_article,
)
from pytest_cognito_mfa.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics

Model = TypeVar("Model", bound=BaseModel)


def invalid(text: str) -> PydanticCustomError:
    """The error for a validator to raise, with our own text."""
    return PydanticCustomError("ours", "{text}", {"text": text})


def check_operation(name: str) -> str:
    if name not in operations():
        raise invalid(unknown("operation", name, operations()))
    return name


def _text_or_number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise PydanticCustomError("text_or_number", "text_or_number")
    return value


class Entry(BaseModel):
    """A mapping of ours.  None means that a key is absent; `validate` refuses a key without a value."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class ScenarioEntry(Entry):
    """The top level of a file."""

    version: int | None = Field(None, description="The version of the scenario language.")
    extends: Any = Field(
        None,
        description="A scenario file to start from, or a list of them; paths are relative to this file. Mappings merge "
        "key by key; pools, clients, users and groups by name. faults, answers and expect are appended. Everything "
        "else is replaced, and null unsets it.",
    )
    region: str | None = Field(None, pattern=REGION, description="The AWS region of all pools, such as us-east-1.")
    seed: Annotated[Any, AfterValidator(_text_or_number)] = Field(
        None, description="Fixes ids, codes, secrets and tokens: the same text or whole number gives the same ones."
    )
    clock: Any = Field(
        None, description="Cognito's clock when a test begins: freeze it at a time, or advance it by a span."
    )
    waiting: Literal["virtual", "real"] = Field(
        "virtual", description="Whether a latency only advances Cognito's clock (virtual), or takes real time (real)."
    )
    error_statuses: Literal["wire", "documented"] = Field(
        "wire",
        description="The HTTP statuses of errors: as the live service sends them (wire), or as AWS's OpenAPI page says "
        "(documented).",
    )
    pools: list[Any] | None = Field(
        None, description="The user pools. Without this key there is the pool of the default scenario."
    )
    faults: list[Any] | None = Field(
        None,
        description="Which calls fail, and how. The first matching fault wins; later faults neither see nor count the "
        "call.",
    )
    risk: Any = Field(
        None,
        description="The risk of sign-ins for threat protection: one level for all, or levels by IP address or "
        "network, and a default.",
    )
    compromised_passwords: Any = Field(None, description="The passwords that threat protection finds compromised.")
    quotas: Any = Field(
        None,
        description="Throttling: AWS's own rates (aws), or requests per second for AWS's categories, such as UserRead. "
        "You may send one second's worth at once; it refills as Cognito's clock advances.",
    )
    answers: list[Any] | None = Field(None, description="Canned answers of operations, simulated or not.")
    expect: list[Any] | None = Field(None, description="Calls that the test must make, or must not make.")


_EXPECTED: Final = {
    "string_type": TEXT,
    "int_type": NUMBER,
    "float_type": ANY_NUMBER,
    "bool_type": BOOLEAN,
    "list_type": LIST,
    "dict_type": MAPPING,
    "text_or_number": "a text or a whole number",
}


_MISPLACED: Final = {
    "users": "users belong to a pool; move this key into one of the pools",
    "clients": "clients belong to a pool; move this key into one of the pools",
    "UserPool": "pools are a list; move what UserPool holds into an item of pools",
}
"""Keys that people write at the top level of a file, and where they belong."""
_BOUNDS: Final = {"greater_than_equal": ("least", "ge"), "less_than_equal": ("most", "le")}


def keys_of(model: type[BaseModel]) -> Sequence[str]:
    """The keys of a mapping as they are written: Python has no attribute `with`."""
    return [field.alias or name for name, field in model.model_fields.items()]


def validate(
    model: type[Model], node: tree.Mapping, what: str, diagnostics: Diagnostics, inherited: str = ""
) -> Model | None:
    """The `model` of a mapping; None if it has mistakes, which are in `diagnostics` then.

    `what` names the mapping in messages; `inherited` names it for keys that come from an extended file.
    """
    given = {name: node.nodes[name] for name in keys_of(model) if name in node.nodes}
    empty = {name: child for name, child in given.items() if isinstance(child, tree.Scalar) and child.value is None}
    for name, child in empty.items():
        diagnostics.add(child.place, mistyped(name, "given", child))
    try:
        entry = model.model_validate(tree.plain(node))
    except ValidationError as error:
        details = error.errors(include_url=False)
    else:
        return None if empty else entry
    # If a key is unknown, no key is reported missing: the unknown one is probably a misspelling of it.
    misspelt = any(detail["type"] == "extra_forbidden" for detail in details)
    for detail in details:
        name = str(detail["loc"][0])
        if detail["type"] == "extra_forbidden":
            place = node.keys[name]
            kind = inherited if inherited and place.file != node.place.file else what
            misplaced = _MISPLACED.get(name) if issubclass(model, ScenarioEntry) else None
            diagnostics.add(place, misplaced or unknown(f"{kind} key", name, keys_of(model)))
        elif detail["type"] != "missing":
            diagnostics.add(node.nodes[name].place, _text(name, node.nodes[name], detail))
        elif not misspelt:
            diagnostics.add(node.place, f"{with_article(what)} needs {name!r}")
    return None


def _text(name: str, node: tree.Node, detail: Any) -> str:
    kind = detail["type"]
    if kind in _EXPECTED:
        return mistyped(name, _EXPECTED[kind], node)
    if kind in _BOUNDS:
        word, bound = _BOUNDS[kind]
        return f"{name} must be at {word} {detail['ctx'][bound]:g}, not {detail['input']}"
    if kind == "literal_error":
        allowed = re.findall(r"'(\w+)'", detail["ctx"]["expected"])
        given = detail["input"]
        return unknown(name, given, allowed) if isinstance(given, str) else mistyped(name, TEXT, node)
    if kind == "string_pattern_mismatch":
        return f"{name} must be a region such as us-east-1, not {describe(node)}"
    return str(detail["msg"])
