"""The text for an operation that is not simulated: lines to paste, with an answer that AWS's model allows."""

from __future__ import annotations

from typing import Any, Final

from pytest_cognito_mfa._aws import service_model
from pytest_cognito_mfa._aws.constants import PAGE_TOKENS

_EXAMPLES: Final = {"UserPoolIdType": "us-east-1_Example01", "ClientIdType": "example"}
"""Texts whose form is checked in answers."""


def not_simulated(operation: str) -> str:
    """What happened, and four lines to paste; the first line stands alone in a list."""
    answer = _answer(operation)
    return (
        f"{operation} is not simulated.\n"
        "  Answer it yourself with one of these lines:\n"
        f'    cognito.answer("{operation}", {answer})\n'
        f'    @pytest.mark.cognito(answers=[{{"on": "{operation}", "answer": {answer}}}])\n'
        f'    cognito.inject("{operation}", error="InternalErrorException")\n'
        '    @pytest.mark.cognito(cassette="recorded.yaml")\n'
        "  Or register an answer with your mock: responses, respx, pytest-httpx or aioresponses.\n"
        '  What is simulated is on the page "Operations" of the docs.'
    )


def _answer(operation: str) -> str:
    """A small answer, as Python: what AWS's model requires, or else the first member with content."""
    shape = service_model().operation_model(operation).output_shape
    members = shape.members if shape else {}
    named = list(shape.required_members) if shape else []
    named = named or [name for name in members if name not in PAGE_TOKENS][:1]
    return _literal({name: _sample(members[name]) for name in named})


def _sample(shape: Any) -> Any:
    """The smallest value of a shape."""
    if shape.type_name == "structure":
        return {name: _sample(shape.members[name]) for name in shape.required_members}
    if shape.type_name == "string":
        return shape.enum[0] if shape.enum else _EXAMPLES.get(shape.name, "...")
    return {"list": [], "map": {}, "boolean": True}.get(shape.type_name, 0)


def _literal(value: Any) -> str:
    return repr(value).replace("'", '"')
