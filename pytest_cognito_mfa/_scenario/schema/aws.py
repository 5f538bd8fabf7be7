"""botocore's shapes as sub-schemas: exactly what `aws_shapes` checks, with AWS's descriptions."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, Final, Literal

from pytest_cognito_mfa._aws import documented_errors, endpoints, operations, service_model
from pytest_cognito_mfa._scenario.aws_shapes import PATTERN_CHECKED
from pytest_cognito_mfa._scenario.faults.errors import FRAMEWORK_ERRORS

if TYPE_CHECKING:
    from collections.abc import Mapping

Schema = dict[str, Any]
Extent = Literal["whole", "part", "some"]
"""A whole value; a part of a value, whose rest is in another file; or some members of a request, of any value."""

_LONGEST_SENTENCE: Final = 240
_SENTENCE: Final = re.compile(r".*?(?<!e\.g)(?<!i\.e)(?<!etc)[.!?](?=\s|$)")
TIME: Final[Schema] = {
    "type": ["string", "number"],
    "pattern": r"^[-+.0-9]",
    "examples": ["2026-01-31T12:00:00Z"],
}
"""A time as ISO 8601, or seconds since the epoch, which AWS sometimes prints with an exponent."""


class Shapes:
    """Makes sub-schemas; those of structures go into `definitions`, each once."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def of(self, shape: Any, extent: Extent = "whole") -> Schema:
        """The sub-schema of a value."""
        if shape.type_name == "structure":
            return {} if shape.is_document_type else self.structure(shape, extent)
        if shape.type_name == "map":
            return {"type": "object", "additionalProperties": self.of(shape.value, extent)}
        if shape.type_name == "list":
            return {"type": "array", "items": self.of(shape.member, extent)}
        if shape.type_name in ("integer", "long"):
            return {"type": "integer", **({} if extent == "some" else _bounds(shape, "minimum", "maximum"))}
        if shape.type_name == "boolean":
            return {"type": "boolean"}
        return dict(TIME) if shape.type_name == "timestamp" else _text(shape, extent)

    def members(self, shapes: Mapping[str, Any], extent: Extent = "whole") -> dict[str, Schema]:
        """The sub-schemas of members, each with its description."""
        found = {name: {**_described(shape), **self.of(shape, extent)} for name, shape in shapes.items()}
        return within(found, extent)

    def request(self, operation: str) -> Schema:
        """Some members of an operation's request."""
        return self.of(service_model().operation_model(operation).input_shape, "some")

    def answer(self, operation: str) -> Schema:
        """The answer of an operation."""
        shape = service_model().operation_model(operation).output_shape
        return {"type": "object", "maxProperties": 0} if shape is None else self.of(shape)

    def error(self, operation: str) -> Schema:
        """The errors that an operation may return."""
        return self.defined(f"error.{operation}", {"enum": sorted(documented_errors(operation) | FRAMEWORK_ERRORS)})

    def defined(self, name: str, schema: Schema) -> Schema:
        """Keep `schema` under this name, and give a reference to it."""
        self.definitions[name] = schema
        return {"$ref": f"#/$defs/{name}"}

    def name(self, shape: Any, extent: Extent) -> str:
        """The name of a structure in the definitions."""
        return str(shape.name) if extent == "whole" else f"{extent}.{shape.name}"

    def structure(self, shape: Any, extent: Extent) -> Schema:
        """A reference to the sub-schema of a structure."""
        name = self.name(shape, extent)
        if name not in self.definitions:
            schema = self.definitions[name] = {"type": ["object", "null"] if extent == "part" else "object"}
            schema["properties"] = self.members(shape.members, extent)
            if shape.required_members and extent == "whole":
                schema["required"] = list(shape.required_members)
            schema["additionalProperties"] = False
        return {"$ref": f"#/$defs/{name}"}


def within(properties: Mapping[str, Schema], extent: Extent) -> dict[str, Schema]:
    """The sub-schemas of members; in a part, null unsets a member of the other file."""
    return {name: or_null(schema) for name, schema in properties.items()} if extent == "part" else dict(properties)


def or_null(schema: Schema) -> Schema:
    """The sub-schema, and null too."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    if "type" in schema:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return {**schema, "type": [*kinds, "null"]}
    return schema  # the definition of the structure says it


def every_error() -> list[str]:
    """Every error that some operation documents, and those of all operations."""
    return sorted(FRAMEWORK_ERRORS.union(endpoints.ERRORS, *map(documented_errors, operations())))


def sentence(documentation: str) -> str:
    """The first sentence of AWS's documentation, without markup.

    >>> sentence("<p>The <code>name</code>, e.g. a.b.  More.</p>")
    'The name, e.g. a.b.'
    """
    text = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", documentation)).split())
    text = re.sub(r" (?=[.,;:)])", "", text)
    found = _SENTENCE.match(text)
    text = found[0] if found else text
    return text if len(text) <= _LONGEST_SENTENCE else f"{text[:_LONGEST_SENTENCE].rpartition(' ')[0]} ..."


def _described(shape: Any) -> Schema:
    description = sentence(shape.documentation)
    return {"description": description} if description else {}


def _text(shape: Any, extent: Extent) -> Schema:
    if getattr(shape, "enum", None):
        return {"enum": list(shape.enum)}
    if extent == "some" or shape.name not in PATTERN_CHECKED:
        return {"type": "string"}
    pattern = shape.metadata["pattern"]
    # The simulator checks patterns with \p when the value is used.
    pattern_rule = {} if r"\p{" in pattern else {"pattern": f"^(?:{pattern})$"}
    return {"type": "string", **_bounds(shape, "minLength", "maxLength"), **pattern_rule}


def _bounds(shape: Any, least: str, most: str) -> Schema:
    limits = {least: shape.metadata.get("min"), most: shape.metadata.get("max")}
    return {name: limit for name, limit in limits.items() if limit is not None}
