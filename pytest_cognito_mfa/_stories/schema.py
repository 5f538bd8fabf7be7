"""The JSON Schema of scenarios and story files, one document for editors.

Rule 1: only its name says whether a file is a scenario or a story, and a schema does not see the name. So `steps` is
optional.
Rule 2: a text with a reference may replace any value in a request or an answer, and null any value in an answer.
Rule 3: a call that expects an error may omit required members and break limits.
"""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any, Final, get_args

from pytest_cognito_mfa._aws import operations, service_model
from pytest_cognito_mfa._aws.constants import FACTORS, PASSKEY
from pytest_cognito_mfa._aws.exchange import Lost
from pytest_cognito_mfa._scenario.schema import scenario_schema
from pytest_cognito_mfa._scenario.schema.aws import TIME, Shapes
from pytest_cognito_mfa._scenario.schema.document import entry, listing, mapping
from pytest_cognito_mfa._stories.call_steps import ERROR, NO_CHALLENGE, SUCCESS_ONLY
from pytest_cognito_mfa._stories.check_steps import MEDIA, MESSAGE, PURPOSES, USER
from pytest_cognito_mfa._stories.loading import KEYS, NOW, TOKENS, UNITS, StoryEntry
from pytest_cognito_mfa._stories.references import BUILTINS

if TYPE_CHECKING:
    from pytest_cognito_mfa._scenario.schema.aws import Extent, Schema

_TEXT: Final[Schema] = {"type": "string"}
_WORD: Final[Schema] = {"type": "string", "minLength": 1}
_NOTHING: Final[Schema] = {"type": "null"}
_REFERENCE: Final[Schema] = {
    "description": "A text with a reference to a captured value or a built-in name such as ${totp:USER}.",
    "type": "string",
    "pattern": r"\$\{",
}
_PART: Final = r"[^.\s\[\]]+(?:\[[0-9]+\])*"
_NAME: Final = r"^[A-Za-z_][^\s!-/:-@\[-^`{-~]*$"
"""Editors have no class for letters beyond ASCII, so this allows every character but ASCII's punctuation."""


@functools.cache
def schema_text() -> str:
    """The document as text, as it is printed and shipped."""
    return json.dumps(story_schema(), indent=1) + "\n"


def story_schema() -> Schema:
    """The JSON Schema (2020-12) of scenarios and story files, for the installed botocore."""
    base = scenario_schema()
    requests, answers = _ShapesWithReferences("call."), _ShapesWithReferences("answer.", _NOTHING)
    calls = [_call_schema(operation, requests, answers) for operation in sorted(operations())]
    own = {
        "reference": _REFERENCE,
        "story.call": {"allOf": calls},
        "story.step": _step(_step_rows(base["properties"]["risk"])),
    }
    definitions = {**base["$defs"], **requests.definitions, **answers.definitions, **own}
    return {
        **base,
        "title": "A scenario or a story of pytest-cognito-mfa",
        "description": f"{base['description']} A story, a file named *.cognito.yaml, has steps too.",
        "properties": entry(StoryEntry, {**base["properties"], **_story_rows()})["properties"],
        "else": {
            "properties": {**base["else"]["properties"], "steps": {"minItems": 1}},
            "dependentRequired": {key: ["steps"] for key in ("name", "marks")},
        },
        "$defs": dict(sorted(definitions.items())),
    }


class _ShapesWithReferences(Shapes):
    """Shapes whose values may be references too, or match the schemas in `also`."""

    def __init__(self, prefix: str, *also: Schema) -> None:
        super().__init__()
        self._prefix = prefix
        self._others = [{"$ref": "#/$defs/reference"}, *also]

    def of(self, shape: Any, extent: Extent = "whole") -> Schema:
        made = super().of(shape, extent)
        others = self._others[made == _TEXT :]
        return {"anyOf": [made, *others]} if made and others else made

    def name(self, shape: Any, extent: Extent) -> str:
        return self._prefix + super().name(shape, extent)


def _call_schema(operation: str, requests: Shapes, answers: Shapes) -> Schema:
    """What a call of this operation may send and expect."""
    model = service_model().operation_model(operation)
    request, output = model.input_shape, model.output_shape
    challenge = output.members.get("ChallengeName") if output else None
    code = {"anyOf": [{"$ref": f"#/$defs/error.{operation}"}, {"enum": list(get_args(Lost))}]}
    expected: dict[str, Any] = {
        "error": {"if": _TEXT, "then": code, "else": {"properties": {"code": code}}},
        "challenge": {"enum": [*challenge.enum, NO_CHALLENGE]} if challenge else False,
        "answer": answers.structure(output, "some") if output else False,
        "capture": output is not None,
    }
    refused = {"with": requests.structure(request, "some"), **dict.fromkeys(SUCCESS_ONLY, False)}
    return {
        "if": {"properties": {"call": {"const": operation}}, "required": ["call"]},
        "then": {
            "properties": expected,
            "if": {"required": ["error"]},
            "then": {"properties": refused},
            "else": {
                "properties": {"with": requests.structure(request, "whole")},
                **({"required": ["with"]} if request.required_members else {}),
            },
        },
    }


def _step(rows: dict[str, Schema]) -> Schema:
    """One step. Raises KeyError if a key has no row."""
    beside = dict.fromkeys(key for keys in KEYS.values() for key in keys)
    tokens = {"additionalProperties": {"enum": list(TOKENS)}}
    return {
        **mapping({key: rows[key] for key in (*KEYS, *beside)}),
        "oneOf": [{"required": [kind]} for kind in KEYS],
        "dependentSchemas": {
            key: {"anyOf": [{"required": [kind]} for kind, keys in KEYS.items() if key in keys]} for key in beside
        },
        "allOf": [
            {"$ref": "#/$defs/story.call"},
            {"if": {"required": ["sign_in"]}, "then": {"properties": {"capture": tokens}}},
        ],
    }


def _story_rows() -> dict[str, Schema]:
    """The top-level keys of a story that a scenario does not have."""
    return {
        "name": {"description": "The name of the test; the file's name by default."},
        "marks": {"description": "Markers of pytest, for example slow.", **listing(_WORD)},
        "steps": {"description": "The steps of the test, in order.", **listing({"$ref": "#/$defs/story.step"})},
    }


def _step_rows(risk: Schema) -> dict[str, Schema]:
    """The keys of steps; `risk` is the schema of this key in a scenario."""
    moved = mapping({unit: {"type": "number", "minimum": 0} for unit in UNITS})
    return {
        "call": {"description": "Calls an operation.", "enum": sorted(operations())},
        "sign_in": {"description": "Signs a user in and answers every challenge.", **_WORD},
        "advance": {"description": "Moves Cognito's clock forward.", **moved},
        "freeze": {"description": "Stops Cognito's clock, now or at a time.", "anyOf": [{"const": NOW}, TIME]},
        "inject": {"description": "Adds a fault for the calls after this step.", "$ref": "#/$defs/fault"},
        "risk": {**risk, "description": "The risk of sign-ins after this step."},
        "message": {"description": "Checks the newest message to a user.", **_message()},
        "user": {"description": "Checks the state of a user.", **_user()},
        "with": {"description": "What the call sends.", "type": "object"},
        "as": {"description": "The app client for references, by its ClientName or ClientId.", **_WORD},
        "signed": {"description": "Whether the call is signed with AWS credentials.", "type": "boolean"},
        "answer": {"description": "Members that the answer must have; it may have others.", "type": "object"},
        "error": {
            "description": "The error that the call must return: its code, or its code and message.",
            "anyOf": [_WORD, _members(ERROR, {"code": _WORD, "message": _TEXT}, "code")],
        },
        "challenge": {"description": "The challenge that the call must return, or none.", **_WORD},
        "capture": {
            "description": "Names for later steps, each with the path of a member in the answer.",
            "type": "object",
            "propertyNames": {"pattern": _NAME, "not": {"enum": list(BUILTINS)}},
            "additionalProperties": {"type": "string", "pattern": rf"^{_PART}(?:\.{_PART})*$"},
        },
    }


def _message() -> Schema:
    rows: dict[str, Schema] = {
        "to": {"description": "The user.", **_WORD},
        "medium": {"enum": list(MEDIA)},
        "purpose": {"enum": list(PURPOSES)},
        "destination": _TEXT,
    }
    return _members(("to", *MESSAGE), rows, "to")


def _user() -> Schema:
    rows: dict[str, Schema] = {
        "name": {"description": "The user.", **_WORD},
        "status": {"enum": list(service_model().shape_for("UserStatusType").enum)},
        "enabled": {"type": "boolean"},
        "preferred_mfa": {"enum": [*FACTORS, None]},
        "mfa_settings": listing({"enum": [*FACTORS, PASSKEY]}),
        "attributes": {"type": "object", "additionalProperties": {"type": ["string", "null"]}},
    }
    return _members(("name", *USER), rows, "name")


def _members(keys: Any, rows: dict[str, Schema], needed: str) -> Schema:
    """A mapping of these keys. Raises KeyError if a key has no row."""
    return mapping({key: rows[key] for key in keys}, (needed,))
