"""The keys of a scenario that are ours, as pydantic models; `aws_shapes` checks what is AWS's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from pytest_cognito_mfa._aws import operations
from pytest_cognito_mfa._aws.constants import ERROR_STATUSES
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

REGION: Final = r"^[a-z]{2,}(-[a-z]+)+-[0-9]+$"


def invalid(text: str) -> PydanticCustomError:
    """The error for a validator to raise, with our own text."""
    return PydanticCustomError("ours", "{text}", {"text": text})


def check_operation(name: str) -> str:
    if name not in operations():
        raise invalid(unknown("operation", name, operations()))
    return name


def one_of(kind: str, words: Sequence[str]) -> AfterValidator:
    """Allow only these words."""

    def check(word: str) -> str:
        if word not in words:
            raise invalid(unknown(kind, word, words))
        return word

    return AfterValidator(check)


def _text_or_number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise PydanticCustomError("text_or_number", "text_or_number")
    return value


def _must_be_given(value: Any) -> Any:
    if value is None:
        raise PydanticCustomError("nothing", "nothing")
    return value


NOT_NULL: Final = BeforeValidator(_must_be_given)


class Entry(BaseModel):
    """A mapping of ours.  None means that a key is absent; a key without a value is a mistake."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class ScenarioEntry(Entry):
    """The top level of a file."""

    version: Annotated[int | None, NOT_NULL] = None
    extends: Annotated[Any, NOT_NULL] = None
    region: Annotated[str | None, Field(pattern=REGION), NOT_NULL] = None
    seed: Annotated[Any, AfterValidator(_text_or_number), NOT_NULL] = None
    clock: Annotated[Any, NOT_NULL] = None
    waiting: Annotated[str, one_of("waiting", ("virtual", "real")), NOT_NULL] = "virtual"
    error_statuses: Annotated[str, one_of("error_statuses", ERROR_STATUSES), NOT_NULL] = "wire"
    pools: Annotated[list[Any] | None, NOT_NULL] = None
    faults: Annotated[list[Any] | None, NOT_NULL] = None
    risk: Annotated[Any, NOT_NULL] = None
    quotas: Annotated[Any, NOT_NULL] = None
    answers: Annotated[list[Any] | None, NOT_NULL] = None
    expect: Annotated[list[Any] | None, NOT_NULL] = None


_EXPECTED: Final = {
    "string_type": TEXT,
    "int_type": NUMBER,
    "float_type": ANY_NUMBER,
    "bool_type": BOOLEAN,
    "list_type": LIST,
    "dict_type": MAPPING,
    "nothing": "something",
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
    try:
        return model.model_validate(tree.plain(node))
    except ValidationError as error:
        details = error.errors(include_url=False)
    # With an unknown key, no key is reported missing: most likely it is that one, misspelt.
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


def mappings_in(node: tree.Node, name: str, item: str, diagnostics: Diagnostics) -> Sequence[tree.Mapping]:
    """The mappings in a list; any other item is a mistake."""
    if not isinstance(node, tree.Sequence):
        diagnostics.add(node.place, mistyped(name, LIST, node))
        return ()
    for child in node.nodes:
        if not isinstance(child, tree.Mapping):
            diagnostics.add(child.place, mistyped(item, MAPPING, child))
    return [child for child in node.nodes if isinstance(child, tree.Mapping)]


def _text(name: str, node: tree.Node, detail: Any) -> str:
    kind = detail["type"]
    if kind in _EXPECTED:
        return mistyped(name, _EXPECTED[kind], node)
    if kind in _BOUNDS:
        word, bound = _BOUNDS[kind]
        return f"{name} must be at {word} {detail['ctx'][bound]:g}, not {detail['input']}"
    if kind == "string_pattern_mismatch":
        return f"{name} must be a region such as us-east-1, not {describe(node)}"
    return str(detail["msg"])
