"""Reads `answers`: what an operation answers in a test, whether it is simulated or not.

An answer is checked against the output shape of its operation, and written as AWS writes it.
`_middleware/canned_answers.py` gives it to the calls.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field

from pytest_cognito_mfa._aws import encode, service_model
from pytest_cognito_mfa._scenario.aws_shapes import WRONG, ShapeReader
from pytest_cognito_mfa._scenario.models import Entry, check_operation, validate
from pytest_cognito_mfa._scenario.selectors import operations_of, read_request_subset
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import MAPPING, mistyped
from pytest_cognito_mfa._yaml.places import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics
    from pytest_cognito_mfa._yaml.places import Place


class AnswerEntry(Entry):
    """A canned answer."""

    on: Annotated[str, AfterValidator(check_operation)]
    answer: Any = Field(description="The body of the answer, with the members that AWS documents.")
    when: dict[str, Any] | None = Field(None, description="Members that the request must have; mappings may have more.")
    times: int | None = Field(None, ge=1, description="At most this many calls get the answer; without it, all calls.")


@dataclass(frozen=True, slots=True)
class AnswerSpec:
    """The answer to calls of `on` whose request has the members of `when`, at most `times` times."""

    on: str
    body: bytes = field(repr=False)  # it may have tokens
    place: Place
    when: Mapping[str, Any] = field(default_factory=dict, repr=False)
    times: int | None = None
    """How many calls get it; None for all."""


def read_answer(node: tree.Mapping, diagnostics: Diagnostics) -> AnswerSpec:
    """The answer at `node`; do not use it if `diagnostics` has mistakes."""
    entry = validate(AnswerEntry, node, "canned answer", diagnostics)
    named = operations_of(node)
    when = frozen(read_request_subset(node, "when", named, diagnostics))
    given = node.nodes.get("answer")
    body = b""
    if given is not None and entry is not None:
        body = _read_body(given, entry.on, diagnostics)
    return AnswerSpec(
        on="" if entry is None else entry.on,
        body=body,
        place=node.place,
        when=when,
        times=None if entry is None else entry.times,
    )


def _read_body(node: tree.Node, operation: str, diagnostics: Diagnostics) -> bytes:
    what = f"{operation} answer"
    shape = service_model().operation_model(operation).output_shape
    if not isinstance(node, tree.Mapping):
        diagnostics.add(node.place, mistyped(what, MAPPING, node))
        return b""
    if shape is None:
        if node.nodes:
            diagnostics.add(node.place, f"AWS answers {operation} with an empty body; write answer: {{}}")
        return b""
    value = ShapeReader(diagnostics).read(node, shape, what)
    return b"" if value is WRONG else encode(operation, value)
