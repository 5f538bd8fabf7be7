"""The schema of `triggers`: handlers by the names of triggers, or by ARNs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._scenario.schema.aws import within
from pytest_cognito_mfa._scenario.triggers import FUNCTION
from pytest_cognito_mfa._simulator.triggers.table import BY_NAME

if TYPE_CHECKING:
    from pytest_cognito_mfa._scenario.schema.aws import Extent, Schema


def functions(extent: Extent) -> Schema:
    """The functions of a pool's triggers."""
    function = {"type": "string", "pattern": FUNCTION}
    return {
        "description": "The Lambda handlers that run as triggers, as module:function, by the name of the trigger or by "
        "the ARN that LambdaConfig names.",
        "type": "object",
        "properties": within(dict.fromkeys(BY_NAME, function), extent),
        "additionalProperties": False,
        "patternProperties": within({"^arn:": function}, extent),
    }
